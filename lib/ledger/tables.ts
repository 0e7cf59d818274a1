import { open, type Database, type RootDatabase } from "lmdb";
import { z } from "zod";
import { kept } from "@/lib/kept";
import { MerkleFrontier } from "./merkle";
import { sha256 } from "./sha256";

export type Table = Database<Buffer, Buffer>;

/**
 * The tables of a ledger, all in one LMDB environment. Keys and values are bytes; a sequence is 8 bytes, big endian.
 *
 * | table | key | value |
 * |---|---|---|
 * | `leaf` | sequence | leaf hash, 32 bytes |
 * | `envelope` | sequence | the leaf itself (JCS) |
 * | `payload` | sequence | salt, 32 bytes, then the bytes as they came |
 * | `id` | sha-256 of the id | sequence, digest of the content (32 bytes), check |
 * | `about` | first 16 bytes of the sha-256 of a reference (or of `record:` and the sequence that a retraction names), then the sequence | check |
 * | `conflict` | sha-256 of the id, then digest of the other content | JSON: who sent it and when |
 * | `meta` | `head`, `checked` | JSON, below |
 *
 * LMDB has no checksums of its own. Leaves protect envelopes, envelopes payloads; the index tables carry a check of 8 bytes.
 */
export type Tables = { root: RootDatabase<Buffer, Buffer>; leaf: Table; envelope: Table; payload: Table; id: Table; about: Table; conflict: Table; meta: Table };

export const TABLE_NAMES = ["leaf", "envelope", "payload", "id", "about", "conflict", "meta"] as const;

/** Address space, not disk: the file grows with what is in it. One size for all handles, so that none is ever mapped anew. */
const DEFAULT_MAP_BYTES = 2 ** 40;

export function openTables(directory: string, options: { readOnly?: boolean; mapSizeBytes?: number }): Tables {
  const form = { encoding: "binary", keyEncoding: "binary" } as const;
  const root = open<Buffer, Buffer>({
    ...form,
    path: directory,
    // A commit is done when it is on disk: with overlapping sync the promise would resolve before the fsync.
    overlappingSync: false,
    // Every write here is in a batch. The extra batch around each turn has a promise that nobody gets: a failed commit would end the process.
    eventTurnBatching: false,
    mapSize: options.mapSizeBytes ?? DEFAULT_MAP_BYTES,
    maxDbs: TABLE_NAMES.length + 4,
    readOnly: options.readOnly ?? false,
  });
  const table = (name: (typeof TABLE_NAMES)[number]): Table => root.openDB<Buffer, Buffer>({ ...form, name });
  return { root, leaf: table("leaf"), envelope: table("envelope"), payload: table("payload"), id: table("id"), about: table("about"), conflict: table("conflict"), meta: table("meta") };
}

/** One write within `root.batch`, whose promise tells for all of them: what this one's own says is not needed. */
export function put(table: Table, key: Buffer, value: Buffer): void {
  table.put(key, value).catch(() => undefined);
}

export function sequenceKey(sequence: number): Buffer {
  const key = Buffer.allocUnsafe(8);
  key.writeUInt32BE(Math.floor(sequence / 2 ** 32), 0);
  key.writeUInt32BE(sequence % 2 ** 32, 4);
  return key;
}

export function sequenceOf(bytes: Buffer, offset = 0): number {
  return bytes.readUInt32BE(offset) * 2 ** 32 + bytes.readUInt32BE(offset + 4);
}

export function idKey(id: string): Buffer {
  return sha256(id);
}

export function idEntry(key: Buffer, sequence: number, contentDigest: string): Buffer {
  const entry = Buffer.concat([sequenceKey(sequence), Buffer.from(contentDigest, "hex")]);
  return Buffer.concat([entry, checkOf(key, entry)]);
}

export function readIdEntry(entry: Buffer): { sequence: number; contentDigest: string } {
  return { sequence: sequenceOf(entry), contentDigest: entry.toString("hex", 8, 40) };
}

const conflictSchema = z.object({ contentDigest: z.string(), actor: z.string(), recordedAt: z.int() });
/** Other content that came under the id of a record: whose it was, and when (microseconds) it was refused. */
export type Conflict = z.infer<typeof conflictSchema>;

/** The JSON of an entry of `conflict`, which follows its check. @throws when the entry is damaged */
export function readConflict(value: Buffer): Conflict {
  return conflictSchema.parse(JSON.parse(value.toString("utf8", 8)));
}

/** The same references come again and again. */
export const aboutPrefix = kept((reference: string): Buffer => sha256(reference).subarray(0, 16));

export function aboutKey(prefix: Buffer, sequence: number): Buffer {
  return Buffer.concat([prefix, sequenceKey(sequence)]);
}

/** The first 8 bytes of the SHA-256 of all parts: finds decay, not forgery. */
export function checkOf(...parts: Uint8Array[]): Buffer {
  return sha256(parts.length === 1 ? parts[0]! : Buffer.concat(parts)).subarray(0, 8);
}

const headSchema = z.object({ v: z.literal(1), size: z.int(), recordedAt: z.int(), about: z.int(), frontier: z.base64(), check: z.string() });

/** Where the ledger ends: written in the transaction of every commit. `about` counts the entries of that table. */
export type Head = { recordedAt: number; about: number; frontier: MerkleFrontier };

const HEAD = Buffer.from("head");

export function headPut(tables: Tables, head: Head): void {
  const body = { v: 1, size: head.frontier.size, recordedAt: head.recordedAt, about: head.about, frontier: head.frontier.toBytes().toString("base64") };
  put(tables.meta, HEAD, Buffer.from(JSON.stringify({ ...body, check: checkOf(Buffer.from(JSON.stringify(body))).toString("hex") })));
}

/** @throws when the entry is damaged */
export function readHead(tables: Tables): Head {
  const bytes = tables.meta.get(HEAD);
  if (bytes === undefined) return { recordedAt: 0, about: 0, frontier: MerkleFrontier.empty() };
  const { check, ...body } = headSchema.parse(JSON.parse(bytes.toString("utf8")));
  if (checkOf(Buffer.from(JSON.stringify(body))).toString("hex") !== check) throw new Error("the entry 'head' of the table meta is damaged");
  return { recordedAt: body.recordedAt, about: body.about, frontier: MerkleFrontier.fromBytes(body.size, Buffer.from(body.frontier, "base64")) };
}

const CHECKED = Buffer.from("checked");

/** Up to which sequence the payloads were found whole at the last clean stop. */
export function readChecked(tables: Tables): number {
  const bytes = tables.meta.get(CHECKED);
  return bytes?.length === 16 && checkOf(bytes.subarray(0, 8)).equals(bytes.subarray(8)) ? sequenceOf(bytes) : 0;
}

export function checkedPut(tables: Tables, sequence: number): Promise<boolean> {
  const key = sequenceKey(sequence);
  return tables.meta.put(CHECKED, Buffer.concat([key, checkOf(key)]));
}
