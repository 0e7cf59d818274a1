import { createHash } from "node:crypto";

export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A digest as events carry it. */
export function digest(bytes: string | Uint8Array): string {
  return `sha256:${sha256Hex(bytes)}`;
}

/**
 * JSON with sorted keys and no spaces. For what the sample writes (ASCII keys, finite numbers) this is the JCS form of
 * RFC 8785, so that anyone can check a digest with a tool of that standard.
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) =>
    v !== null && typeof v === "object" && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v);
}

export function jsonDigest(value: unknown): string {
  return digest(stableJson(value));
}

/** A UUID that its name fixes: version 8 of RFC 9562, the first 128 bits of the SHA-256 of the joined parts. */
export function nameUuid(...parts: readonly string[]): string {
  const hex = sha256Hex(parts.join("\n"));
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A seed of 31 bits that its name fixes: explicit in each run, the same in each repetition. */
export function nameSeed(...parts: readonly string[]): number {
  return Number.parseInt(sha256Hex(parts.join("\n")).slice(0, 8), 16) >>> 1;
}

/** A W3C trace context that its name fixes, sampled. */
export function nameTraceparent(...parts: readonly string[]): string {
  const hex = sha256Hex(["trace", ...parts].join("\n"));
  return `00-${hex.slice(0, 32)}-${hex.slice(32, 48)}-01`;
}
