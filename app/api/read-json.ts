import "server-only";
import type { z } from "zod";
import { AppError } from "@/lib/errors";

/** The small bodies of this interface; events come in elsewhere, with a limit of their own. */
const MAX_BYTES = 256 * 1024;

/**
 * The request's JSON body, checked.
 * @throws AppError `unsupported_media_type`, `too_large`, `unreadable` when it is no JSON; ZodError (answered as `invalid`) when it is wrong.
 */
export async function readJson<S extends z.ZodType>(request: Request, schema: S, maxBytes = MAX_BYTES): Promise<z.output<S>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("unsupported_media_type", "Send JSON, with 'Content-Type: application/json'.");
  const text = await readText(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError("unreadable", "The body is not JSON.", { cause });
  }
  return schema.parse(value);
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return "";
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
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new AppError("unreadable", "The body is not UTF-8.", { cause });
  }
}
