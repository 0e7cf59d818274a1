import { randomFillSync } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import { sha256 } from "./sha256";

/** `access`: a change of people or tokens. The graph holds nothing of it. */
export const RECORD_KINDS = ["openlineage", "cloudevent", "retraction", "incident", "access"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

const envelopeSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  kind: z.enum(RECORD_KINDS),
  type: z.string(),
  recordedAt: z.int(),
  actor: z.string(),
  subject: z.string(),
  trace: z.string().optional(),
  payload: z.object({ alg: z.literal("sha-256-salted"), digest: z.string(), size: z.int(), mediaType: z.string() }),
});

/**
 * What a leaf of the log says of one record: strings and whole numbers only, so that its JCS form (RFC 8785) holds no traps.
 * It holds no personal data: the payload's digest is over a salt and the bytes, so that both can be erased and every proof stays.
 */
export type Envelope = z.infer<typeof envelopeSchema> & { recordedAt: Micros };

/** The entry bundles of C2SP tlog-tiles give an entry's length in 16 bits. */
export const MAX_ENVELOPE_BYTES = 65_535;
export const SALT_BYTES = 32;

/** The leaf's bytes. @throws AppError `invalid` when the names in it are too long for a log entry */
export function encodeEnvelope(envelope: Envelope): Buffer {
  const bytes = Buffer.from(canonicalJson(envelope), "utf8");
  if (bytes.length > MAX_ENVELOPE_BYTES) throw new AppError("invalid", "The names in this record are too long: id, type and subject together may take 64 KB.");
  return bytes;
}

/** @throws when the bytes are no envelope: the ledger is damaged */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  return envelopeSchema.parse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")));
}

/**
 * Whether a leaf is of this kind and type, without reading its JSON: in JCS a member has one form, and a quote inside a string is
 * escaped, so the form stands nowhere else.
 */
export function says(leaf: Buffer, { kind, type }: { kind?: RecordKind; type?: string }): boolean {
  return (kind === undefined || leaf.includes(`"kind":${JSON.stringify(kind)}`)) && (type === undefined || leaf.includes(`"type":${JSON.stringify(type)}`));
}

/** SHA-256 over salt and bytes, in hex. `salted` is the stored payload: the salt, then the bytes as they came. */
export function payloadDigest(salted: Uint8Array): string {
  return sha256(salted).toString("hex");
}

/** The payload as it is stored: a fresh random salt, then the bytes. */
export function saltPayload(bytes: Uint8Array): Buffer {
  const salted = Buffer.allocUnsafe(SALT_BYTES + bytes.length);
  freshSalt().copy(salted);
  salted.set(bytes, SALT_BYTES);
  return salted;
}

const pool = Buffer.alloc(SALT_BYTES * 256);
let used = pool.length;

/** Random bytes are drawn for 256 records at once: a system call for each would be half the cost of an append. */
function freshSalt(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const salt = pool.subarray(used, used + SALT_BYTES);
  used += SALT_BYTES;
  return salt;
}
