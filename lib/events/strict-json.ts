import { isUtf8 } from "node:buffer";
import { AppError } from "@/lib/errors";
import { toPointer } from "./invalid-at";

/** No event that a person wrote or a client sends comes near it; deeper text would overflow the stack of what reads it later. */
export const MAX_DEPTH = 256;

/**
 * A JSON value with nothing lost in reading it.
 * `inexact` has the integers that a double cannot hold (64-bit ids, say), as pointer and literal: the value has them rounded.
 */
export type StrictJson = { value: unknown; inexact: [pointer: string, literal: string][] };

/**
 * Reads JSON (RFC 8259) as an outside party's event must be read: what `JSON.parse` loses or changes in silence is refused.
 * @throws AppError `unreadable` for what is not UTF-8 or not JSON or begins with a byte order mark; `invalid` with a pointer
 * for a duplicate key, a key `__proto__`, a lone surrogate, a number that is too large, or nesting beyond `MAX_DEPTH`.
 */
export function parseStrictJson(bytes: Buffer): StrictJson {
  assertJsonBytes(bytes);
  const text = bytes.toString("utf8");
  const plain = readPlain(text);
  if (plain) return { value: plain.value, inexact: [] };
  const { fault, inexact } = scan(bytes);
  const value = parseJson(text);
  if (fault) throw fault;
  return { value, inexact };
}

/** The value of a text from which `JSON.parse` loses nothing; `null` when that cannot be told at a glance. Nearly all events are plain. */
function readPlain(text: string): { value: unknown } | null {
  if (text.includes("\\") || text.includes('"__proto__"') || MAY_LOSE.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    // a key that was there twice is in the value once
    return keysIn(value, 0) === keysWritten(text) ? { value } : null;
  } catch {
    return null;
  }
}

/** An integer of 16 digits or more, an exponent of three, or a text that is a number. What is found may stand in a string. */
const MAY_LOSE = /(?<![.\d])\d{16}|[[:,\s]-?[\d.]+[eE]\+?\d{3}|^\s*-?\d/;
/** What follows every key of a text without escapes. */
const AFTER_KEY = '":';
const AFTER_KEY_LOOSE = /"\s+:/;

/** How many keys a text without escapes has at most: what follows a key may stand in a string too. `NaN` where space follows a key. */
function keysWritten(text: string): number {
  if (AFTER_KEY_LOOSE.test(text)) return Number.NaN;
  let count = 0;
  for (let at = text.indexOf(AFTER_KEY); at !== -1; at = text.indexOf(AFTER_KEY, at + 2)) count++;
  return count;
}

/** How many keys all objects of a value have together; `NaN` when it is nested too deep. */
function keysIn(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth >= MAX_DEPTH) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) for (const it of value) count += keysIn(it, depth + 1);
  else for (const key in value) count += 1 + keysIn((value as Record<string, unknown>)[key], depth + 1);
  return count;
}

/** @throws AppError `unreadable` unless the bytes are UTF-8 without a byte order mark. */
export function assertJsonBytes(bytes: Buffer): void {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw new AppError("unreadable", "The text begins with a byte order mark; JSON has none.");
  if (!isUtf8(bytes)) throw new AppError("unreadable", "The text is not valid UTF-8.");
}

/** `JSON.parse`. @throws AppError `unreadable` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // V8 quotes the text around the fault: an event may hold what the log must not
    const at = cause instanceof Error ? /at position (\d+)/.exec(cause.message) : null;
    throw new AppError("unreadable", at ? `The text is not JSON (at character ${at[1]}).` : "The text is not JSON.", { cause });
  }
}

type Frame = { object: boolean; keys: Set<string>; key: string; index: number; expectsKey: boolean };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * One pass over the bytes for what `JSON.parse` does not tell. It trusts nothing about the text: on what is not JSON it ends
 * with any result, and `JSON.parse` refuses that text afterwards. Only too deep a text is refused here at once.
 */
function scan(bytes: Buffer): { fault: AppError | null; inexact: [string, string][] } {
  const frames: Frame[] = [];
  const inexact: [string, string][] = [];
  let fault: AppError | null = null;
  const pointer = () => toPointer(frames.map((frame) => (frame.object ? frame.key : frame.index)));
  const refuse = (message: string) => void (fault ??= new AppError("invalid", message, { pointer: pointer() }));

  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const frame = frames[frames.length - 1];
    if (byte === QUOTE) {
      const end = endOfString(bytes, at);
      if (frame?.object && frame.expectsKey) {
        frame.key = keyText(bytes, at, end.at, end.escaped);
        frame.expectsKey = false;
        if (frame.key === "__proto__") refuse("A key `__proto__` is not taken.");
        else if (frame.keys.has(frame.key)) refuse("This key is there twice.");
        frame.keys.add(frame.key);
      }
      if (end.loneSurrogate) refuse("A lone surrogate is no character.");
      at = end.at;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (frames.length >= MAX_DEPTH) throw new AppError("invalid", `The text is nested more than ${MAX_DEPTH} deep.`, { pointer: pointer() });
      frames.push({ object: byte === 0x7b, keys: new Set(), key: "", index: 0, expectsKey: true });
    } else if (byte === 0x7d || byte === 0x5d) {
      frames.pop();
    } else if (byte === 0x2c && frame) {
      frame.index++;
      frame.expectsKey = true;
    } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      const end = endOfNumber(bytes, at);
      const literal = end - at >= 16 || hasExponent(bytes, at, end) ? bytes.toString("latin1", at, end) : null;
      if (literal !== null) {
        if (!Number.isFinite(Number(literal))) refuse("This number is too large to be held.");
        else if (/^-?\d+$/.test(literal) && BigInt(literal) !== BigInt(Number(literal))) inexact.push([pointer(), literal]);
      }
      at = end - 1;
    }
  }
  return { fault, inexact };
}

/** The index of the closing quote of the string that opens at `from` (the last byte when it never closes). */
function endOfString(bytes: Buffer, from: number): { at: number; escaped: boolean; loneSurrogate: boolean } {
  let escaped = false;
  let loneSurrogate = false;
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return { at, escaped, loneSurrogate };
    if (bytes[at] !== BACKSLASH) continue;
    escaped = true;
    const unit = escapedUnit(bytes, at);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = escapedUnit(bytes, at + 6);
      if (next >= 0xdc00 && next <= 0xdfff) at += 6;
      else loneSurrogate = true;
    } else if (unit >= 0xdc00 && unit <= 0xdfff) loneSurrogate = true;
    at += unit === -1 ? 1 : 5;
  }
  return { at: bytes.length - 1, escaped, loneSurrogate };
}

/** The code unit of `\uXXXX` at `at`, or -1 when there is no such escape. */
function escapedUnit(bytes: Buffer, at: number): number {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return -1;
  const hex = bytes.toString("latin1", at + 2, at + 6);
  return /^[0-9a-fA-F]{4}$/.test(hex) ? Number.parseInt(hex, 16) : -1;
}

function keyText(bytes: Buffer, open: number, close: number, escaped: boolean): string {
  if (!escaped) return bytes.toString("utf8", open + 1, close);
  try {
    return String(JSON.parse(bytes.toString("utf8", open, close + 1)));
  } catch {
    return "";
  }
}

function endOfNumber(bytes: Buffer, from: number): number {
  let at = from + 1;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const within = (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === 0x2d;
    if (!within) break;
  }
  return at;
}

function hasExponent(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 0x65 || bytes[at] === 0x45) return true;
  return false;
}
