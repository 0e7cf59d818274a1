import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import { encodeEnvelope, payloadDigest, saltPayload } from "./envelope";
import type { NewRecord, Receipt } from "./ledger";
import { leafHash } from "./merkle";
import { aboutKey, aboutPrefix, checkOf, headPut, idEntry, idKey, put, readIdEntry, sequenceKey, type Head, type Tables } from "./tables";

/** What became of one record of a batch. */
export type Outcome = { receipt: Receipt } | { error: AppError };

type Known = { sequence: number; contentDigest: string; leafHash: string };

/**
 * Appends records in one LMDB transaction, which is on disk when this resolves; the outcomes are in the order of `records`.
 * The caller runs one at a time.
 * @throws Error when the commit or its fsync fails: nothing of the batch may be acknowledged, and `head` no longer is the end
 */
export async function commitBatch(tables: Tables, before: Head, records: NewRecord[], now: Micros): Promise<{ head: Head; outcomes: Outcome[] }> {
  // reads must see the commit before this one
  tables.root.resetReadTxn();
  const head: Head = { ...before, frontier: before.frontier.clone() };
  const seen = new Map<string, Known>();
  const writes: (() => void)[] = [];
  const outcomes = records.map((record) => decide(record));
  if (writes.length > 0) {
    const committed = await tables.root.batch(() => {
      for (const write of writes) write();
      headPut(tables, head);
    });
    if (!committed) throw new Error("LMDB did not commit the batch");
  }
  return { head, outcomes };

  function decide(record: NewRecord): Outcome {
    const key = idKey(record.id);
    const known = seen.get(record.id) ?? stored(key);
    if (known?.contentDigest === record.contentDigest) return { receipt: { id: record.id, sequence: known.sequence, leafHash: known.leafHash, duplicate: true } };
    if (known) return conflict(record, key, known);
    try {
      return { receipt: add(record, key) };
    } catch (error) {
      if (error instanceof AppError) return { error };
      throw error;
    }
  }

  function stored(key: Buffer): Known | null {
    const entry = tables.id.get(key);
    if (entry === undefined) return null;
    const known = readIdEntry(entry);
    const hash = tables.leaf.get(sequenceKey(known.sequence));
    return { ...known, leafHash: hash?.toString("hex") ?? "" };
  }

  function add(record: NewRecord, key: Buffer): Receipt {
    const sequence = head.frontier.size + 1;
    const recordedAt = Math.max(head.recordedAt + 1, now);
    const salted = saltPayload(record.bytes);
    const { id, kind, type, actor, subject, trace, mediaType } = record;
    const payload = { alg: "sha-256-salted" as const, digest: payloadDigest(salted), size: record.bytes.length, mediaType };
    const leaf = encodeEnvelope({ v: 1, id, kind, type, recordedAt, actor, subject, ...(trace === undefined ? {} : { trace }), payload });
    const hash = leafHash(leaf);
    const at = sequenceKey(sequence);
    const about = [...new Set(record.about)].map((reference) => aboutKey(aboutPrefix(reference), sequence));
    writes.push(() => {
      put(tables.leaf, at, hash);
      put(tables.envelope, at, leaf);
      put(tables.payload, at, salted);
      put(tables.id, key, idEntry(key, sequence, record.contentDigest));
      for (const entry of about) put(tables.about, entry, checkOf(entry));
    });
    head.frontier.append(hash);
    head.recordedAt = recordedAt;
    head.about += about.length;
    const known = { sequence, contentDigest: record.contentDigest, leafHash: hash.toString("hex") };
    seen.set(id, known);
    return { id, sequence, leafHash: known.leafHash, duplicate: false };
  }

  function conflict(record: NewRecord, key: Buffer, known: Known): Outcome {
    const entry = Buffer.from(JSON.stringify({ id: record.id, sequence: known.sequence, contentDigest: record.contentDigest, actor: record.actor, recordedAt: now }));
    const at = Buffer.concat([key, Buffer.from(record.contentDigest, "hex")]);
    if (tables.conflict.get(at) === undefined) writes.push(() => put(tables.conflict, at, Buffer.concat([checkOf(at, entry), entry])));
    return { error: new AppError("conflict", `An event with this id is record ${known.sequence} and has other content. The conflict was recorded; what is there stays.`) };
  }
}
