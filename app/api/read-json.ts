import "server-only";
import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { parseStrictJson } from "@/lib/events/strict-json";

/** The small bodies of this interface; events come in elsewhere, with a limit of their own. */
const MAX_BYTES = 256 * 1024;

/**
 * The request's JSON body, checked.
 * @throws AppError `unsupported_media_type`, `too_large`, `unreadable` when it is no JSON, `invalid` for JSON that cannot be held; ZodError (answered as `invalid`) when it is wrong.
 */
export async function readJson<S extends z.ZodType>(request: Request, schema: S, maxBytes = MAX_BYTES): Promise<z.output<S>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("unsupported_media_type", "Send JSON, with 'Content-Type: application/json'.");
  return schema.parse(parseStrictJson(await readBytes(request, maxBytes)).value);
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw new AppError("too_large", `The body is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk.value);
  }
  return Buffer.concat(chunks);
}
