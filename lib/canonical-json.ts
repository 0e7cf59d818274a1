import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** The JCS form (RFC 8785) of a JSON value. @throws for what JSON cannot hold: `undefined`, NaN, lone surrogates. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

/** SHA-256 over the JCS form, as 64 hex digits: equal for two JSON values that differ only in key order or spacing. */
export function canonicalDigest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
