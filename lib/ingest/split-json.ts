import { AppError } from "@/lib/errors";

const SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The elements of a JSON array, each as its own bytes in the text and in order. Only the array's own brackets and commas are
 * looked at: an element may still be no JSON.
 * @throws AppError `unreadable` when the text is no array
 */
export function* arrayElements(text: Buffer): Generator<Buffer> {
  let at = skipSpace(text, 0);
  if (text[at] !== 0x5b) throw new AppError("unreadable", "A JSON array was expected.");
  at = skipSpace(text, at + 1);
  if (text[at] === 0x5d) return assertEnd(text, at + 1);
  for (;;) {
    const end = endOfElement(text, at);
    const element = trimEnd(text.subarray(at, end));
    if (element.length === 0 || end >= text.length) throw new AppError("unreadable", `The array is not JSON (at byte ${end}).`);
    yield element;
    if (text[end] === 0x5d) return assertEnd(text, end + 1);
    at = skipSpace(text, end + 1);
  }
}

/** The index of the comma or bracket after the element that starts at `from`; the length of the text when there is none. */
function endOfElement(text: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const byte = text[at]!;
    if (byte === 0x22) {
      for (at++; at < text.length && text[at] !== 0x22; at++) if (text[at] === 0x5c) at++;
    } else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) {
      if (depth === 0) return at;
      depth--;
    } else if (byte === 0x2c && depth === 0) return at;
  }
  return text.length;
}

function assertEnd(text: Buffer, from: number): void {
  const at = skipSpace(text, from);
  if (at !== text.length) throw new AppError("unreadable", `There is more after the array (at byte ${at}).`);
}

function skipSpace(text: Buffer, from: number): number {
  let at = from;
  while (at < text.length && SPACE.has(text[at]!)) at++;
  return at;
}

function trimEnd(text: Buffer): Buffer {
  let end = text.length;
  while (end > 0 && SPACE.has(text[end - 1]!)) end--;
  return text.subarray(0, end);
}

/**
 * The lines of a stream of text, without their line feed and without blank ones. A line longer than `limitBytes` comes as `null`:
 * it is passed over, not held.
 */
export async function* lines(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer | null> {
  let held: Buffer[] = [];
  let size = 0;
  const take = (): Buffer | null => {
    const line = size > limitBytes ? null : trimEnd(Buffer.concat(held));
    held = [];
    size = 0;
    return line;
  };
  const add = (part: Buffer) => {
    size += part.length;
    if (size > limitBytes) held = [];
    else if (part.length > 0) held.push(part);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let feed = chunk.indexOf(0x0a); feed !== -1; feed = chunk.indexOf(0x0a, from)) {
      add(chunk.subarray(from, feed));
      from = feed + 1;
      const line = take();
      if (line === null || skipSpace(line, 0) < line.length) yield line;
    }
    add(chunk.subarray(from));
  }
  const last = take();
  if (last === null || skipSpace(last, 0) < last.length) yield last;
}
