import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/errors";

const ENCODINGS: ReadonlySet<string> = new Set(["gzip", "x-gzip"]);

/** @throws AppError `unsupported_media_type` for an encoding other than gzip */
function isPacked(request: IncomingMessage): boolean {
  const encoding = (request.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return false;
  if (!ENCODINGS.has(encoding)) throw new AppError("unsupported_media_type", `Content-Encoding ${encoding} is not read here; gzip is.`);
  return true;
}

const CHUNK_BYTES = 64 * 1024;
/** What all requests together may hold in memory at once. */
const ALL_BODIES_BYTES = 256 * 2 ** 20;
let heldBytes = 0;

/**
 * The body after content-encoding, in chunks, as fast as it is read and no faster. What is read is counted where it comes out:
 * a small body may unpack to any size.
 * @throws AppError `unsupported_media_type` for an encoding other than gzip; `unreadable` while reading when the gzip is broken or
 * the client went away
 */
export async function* openBody(request: IncomingMessage): AsyncGenerator<Buffer> {
  if (!isPacked(request)) {
    try {
      // whoever stops reading still has to answer: the connection stays
      yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    } catch (cause) {
      throw new AppError("unreadable", "The body ended before its end.", { cause });
    }
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  request.on("error", (error) => gunzip.destroy(error)).on("close", () => request.complete || gunzip.destroy(new Error("aborted")));
  request.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new AppError("unreadable", "The body is not whole gzip.", { cause });
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
  }
}

/**
 * Calls `work` with the whole body in memory.
 * @throws AppError `too_large` as soon as it is more than `limitBytes`, `unavailable` when all requests together hold too much;
 * what `openBody` throws
 */
export async function withWholeBody<T>(request: IncomingMessage, limitBytes: number, work: (body: Buffer) => Promise<T>): Promise<T> {
  const tooLarge = () => new AppError("too_large", `The body is larger than ${limitBytes / 2 ** 20} MB (after decompression).`);
  if (request.headers["content-encoding"] === undefined && Number(request.headers["content-length"] ?? 0) > limitBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  const add = (chunk: Buffer): void => {
    size += chunk.length;
    heldBytes += chunk.length;
    if (size > limitBytes) throw tooLarge();
    if (heldBytes > ALL_BODIES_BYTES) throw new AppError("unavailable", "Too much is coming in at once. Try again soon.", { retryAfterSeconds: 2 });
    chunks.push(chunk);
  };
  try {
    if (isPacked(request)) for await (const chunk of openBody(request)) add(chunk);
    else await readPlain(request, add);
    return await work(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
  } finally {
    heldBytes -= size;
  }
}

/** What `openBody` does for a body that is not packed, without the cost of an iterator: nearly all events come this way. */
function readPlain(request: IncomingMessage, add: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      try {
        add(chunk);
      } catch (error) {
        request.off("data", onData).pause();
        reject(error as Error);
      }
    };
    const cutOff = (cause?: unknown): void => {
      // a request is closed after its end too, and an error costs its stack
      if (!request.readableEnded) reject(new AppError("unreadable", "The body ended before its end.", { cause }));
    };
    request.on("data", onData).once("end", resolve).once("error", cutOff).once("close", cutOff);
  });
}

const DRAIN_BYTES = 64 * 2 ** 20;
const DRAIN_MS = 5000;

/**
 * Reads on and throws away what a client still sends after its answer, so that it gets to read the answer; ends the connection
 * when that is much or takes long.
 */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let rest = DRAIN_BYTES;
  const end = () => void request.destroy();
  const timer = setTimeout(end, DRAIN_MS);
  timer.unref();
  request.on("data", (chunk: Buffer) => (rest -= chunk.length) < 0 && end());
  request.once("close", () => clearTimeout(timer)).once("end", () => clearTimeout(timer)).on("error", () => undefined);
  request.resume();
}
