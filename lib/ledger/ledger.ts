import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { nowMicros, type Micros } from "@/lib/time";
import { AppendQueue, type Pending } from "./append-queue";
import { commitBatch, type Outcome } from "./commit-batch";
import { DiskSpace, freeBytesOf } from "./disk-space";
import { decodeEnvelope, says, SALT_BYTES, type Envelope, type RecordKind } from "./envelope";
import { aboutKey, aboutPrefix, checkedPut, idKey, openTables, readConflict, readHead, readIdEntry, sequenceKey, sequenceOf, type Conflict, type Head, type Tables } from "./tables";

export type { RecordKind } from "./envelope";

export type NewRecord = {
  /** The event's id, unique for ever. */
  id: string;
  /** `canonicalDigest` of the parsed event, 64 hex digits: the same id with another digest is a conflict. */
  contentDigest: string;
  kind: RecordKind;
  /** `RunEvent`, `JobEvent`, `DatasetEvent`, a CloudEvents type, `retraction`, `incident`, or `access.<what was changed>`. */
  type: string;
  /** The main reference. */
  subject: string;
  /** All references it touches, for `recordsAbout`. */
  about: readonly string[];
  actor: string;
  bytes: Uint8Array;
  mediaType: string;
  /** W3C trace id, 32 hex digits. */
  trace?: string;
};

/** `leafHash` in hex. */
export type Receipt = { id: string; sequence: number; leafHash: string; duplicate: boolean };

export type StoredRecord = {
  sequence: number;
  recordedAt: Micros;
  id: string;
  kind: RecordKind;
  type: string;
  subject: string;
  actor: string;
  contentDigest: string;
  mediaType: string;
  trace?: string;
  bytes: Buffer;
};

/** What the log itself says of a record: its leaf, without the payload. `leafHash` in hex. */
export type LedgerEntry = { sequence: number; leafHash: string } & Omit<Envelope, "v">;

export type LedgerOptions = {
  /** For a second handle (worker, tool). It sees every commit; `append` throws. */
  readOnly?: boolean;
  /** Address space to reserve, 1 TiB unless told. */
  mapSizeBytes?: number;
  /** Appends are refused while the disk has less room than this; 64 MB unless told. */
  reserveBytes?: number;
  /** How much room there is; asks the disk of the directory unless told. */
  readFreeBytes?: () => number;
  /** `assertSound` has checked it: a clean stop then remembers how far. */
  checked?: boolean;
};

const RESERVE_BYTES = 64 * 2 ** 20;
/** Pages copied on write, index entries and the envelope come on top of the payloads. */
const OVERHEAD_BYTES = 16 * 1024;

/**
 * The append-only record of everything that was accepted: what the graph is a projection of. One process may have it open for
 * writing (the caller holds the data directory's lock). Layout on disk: `tables.ts`.
 */
export class Ledger {
  private readonly queue = new AppendQueue();
  private committing: Promise<void> | null = null;
  private failure: Error | null = null;
  private closed = false;

  private constructor(
    private readonly tables: Tables,
    private head: Head,
    private readonly space: DiskSpace,
    private readonly directory: string,
    private readonly options: LedgerOptions,
  ) {}

  /**
   * Opens the ledger in `directory`, made when it is not there. LMDB maps the file: run `assertSound` first, because reading a
   * cut file ends the process.
   * @throws Error when it cannot be opened or its end is damaged
   */
  static open(directory: string, options: LedgerOptions = {}): Ledger {
    if (!options.readOnly) mkdirSync(directory, { recursive: true, mode: 0o700 });
    else if (!existsSync(join(directory, "data.mdb"))) throw new Error(`there is no ledger in ${directory}`);
    const tables = openTables(directory, options);
    // one that was killed while it read would keep pages from being used again
    if (options.readOnly) tables.root.readerCheck();
    const space = new DiskSpace(options.readFreeBytes ?? (() => freeBytesOf(directory)), options.reserveBytes ?? RESERVE_BYTES);
    return new Ledger(tables, readHead(tables), space, directory, options);
  }

  /**
   * Appends a record; resolves once it is on disk. The same id with the same content again gives the first receipt with
   * `duplicate: true`.
   * @throws AppError `conflict` for an id that has other content (kept in the table of conflicts), `unavailable` when the disk
   * or this ledger cannot take it (nothing was acknowledged), `invalid` when the names are too long for a log entry.
   */
  append(record: NewRecord): Promise<Receipt> {
    const refusal = this.notWritable() ?? this.overfull(record);
    if (refusal) return Promise.reject(refusal);
    const receipt = this.queue.add(record);
    this.committing ??= this.commitQueue();
    return receipt;
  }

  /** The last sequence; 0 when empty. */
  size(): number {
    if (this.options.readOnly) this.refresh();
    return this.head.frontier.size;
  }

  /** One record, or `null` when that sequence is not there. */
  read(sequence: number): StoredRecord | null {
    const key = sequenceKey(sequence);
    const leaf = this.tables.envelope.get(key);
    const salted = this.tables.payload.get(key);
    if (leaf === undefined || salted === undefined) return null;
    const { id, kind, type, recordedAt, actor, subject, trace, payload } = decodeEnvelope(leaf);
    const entry = this.tables.id.get(idKey(id));
    if (entry === undefined) throw new AppError("bad_data", `The ledger's record ${sequence} has no entry in the table of ids.`);
    const { contentDigest } = readIdEntry(entry);
    return { sequence, recordedAt, id, kind, type, subject, actor, contentDigest, mediaType: payload.mediaType, ...(trace === undefined ? {} : { trace }), bytes: salted.subarray(SALT_BYTES) };
  }

  /** What the log says of one record, or `null` when that sequence is not there. Reads no payload. */
  entry(sequence: number): LedgerEntry | null {
    const key = sequenceKey(sequence);
    const leaf = this.tables.envelope.get(key);
    const hash = this.tables.leaf.get(key);
    if (leaf === undefined || hash === undefined) return null;
    const { v: _version, ...said } = decodeEnvelope(leaf);
    return { sequence, leafHash: hash.toString("hex"), ...said };
  }

  /** Whether the record of a sequence is of this kind and this type, where they are given. Made for looking through many. */
  isOf(sequence: number, wanted: { kind?: RecordKind; type?: string }): boolean {
    const leaf = this.tables.envelope.get(sequenceKey(sequence));
    return leaf !== undefined && says(leaf, wanted);
  }

  /** The records from `from` to `to`, both inclusive, in order; ends at the last one there is. */
  *range(from: number, to: number): Generator<StoredRecord> {
    for (let sequence = Math.max(1, from); sequence <= to; sequence++) {
      const record = this.read(sequence);
      if (record === null) return;
      yield record;
    }
  }

  /** Sequences of the records that touch a reference, newest first; only those below `before`, at most `limit` (1000 unless told). */
  recordsAbout(key: string, options: { before?: number; limit?: number } = {}): number[] {
    const prefix = aboutPrefix(key);
    const start = aboutKey(prefix, (options.before ?? Number.MAX_SAFE_INTEGER) - 1);
    const keys = this.tables.about.getKeys({ start, end: aboutKey(prefix, 0), reverse: true, limit: options.limit ?? 1000 });
    return [...keys].map((entry) => sequenceOf(entry, prefix.length));
  }

  /** The sequences nearest to one, before and after it, among the records that touch a reference. */
  neighboursAbout(key: string, sequence: number): { older: number | null; newer: number | null } {
    const prefix = aboutPrefix(key);
    const [after] = this.tables.about.getKeys({ start: aboutKey(prefix, sequence + 1), end: aboutKey(prefix, Number.MAX_SAFE_INTEGER), limit: 1 });
    return { older: this.recordsAbout(key, { before: sequence, limit: 1 })[0] ?? null, newer: after === undefined ? null : sequenceOf(after, prefix.length) };
  }

  /** The sequence of the record with this event id. */
  findById(id: string): number | null {
    const entry = this.tables.id.get(idKey(id));
    return entry === undefined ? null : readIdEntry(entry).sequence;
  }

  /** What came under this event's id with other content and was refused; `[]` when there is no conflict. */
  conflictsOf(id: string): Conflict[] {
    const prefix = idKey(id);
    const range = this.tables.conflict.getRange({ start: prefix, end: Buffer.concat([prefix, Buffer.alloc(33, 0xff)]) });
    return [...range].map(({ value }) => readConflict(value));
  }

  /** How many conflicts there are. */
  conflictCount(): number {
    return (this.tables.conflict.getStats() as { entryCount: number }).entryCount;
  }

  /** Size and root (hex) of the RFC 6962 tree over all envelopes. */
  checkpoint(): { size: number; root: string } {
    if (this.options.readOnly) this.refresh();
    return { size: this.head.frontier.size, root: this.head.frontier.root().toString("hex") };
  }

  /** Why nothing can ever be appended by this handle again (a commit or fsync failed), or `null`. */
  failed(): Error | null {
    return this.failure;
  }

  /** Why an append would be refused right now: failed, closed, or the disk nearly full. `null` when it would be taken. */
  notWritable(): AppError | null {
    if (this.failure) return new AppError("unavailable", "The ledger could not write to its disk. It takes nothing more until Headwater is started again.", { retryAfterSeconds: 30, cause: this.failure });
    if (this.closed) return new AppError("unavailable", "Headwater is stopping.", { retryAfterSeconds: 5 });
    if (this.options.readOnly) return new AppError("unavailable", "This ledger is open for reading only.");
    if (this.space.lacksRoomFor(0)) return diskFull();
    return null;
  }

  /** What the ledger takes on its disk, and how much is free there for a process without privileges. */
  disk(): { usedBytes: number; freeBytes: number } {
    return { usedBytes: statSync(join(this.directory, "data.mdb")).size, freeBytes: freeBytesOf(this.directory) };
  }

  /** Waits for what is being written, then closes. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.committing;
    if (this.options.checked && !this.options.readOnly && !this.failure) await checkedPut(this.tables, this.head.frontier.size);
    await this.tables.root.close();
  }

  private overfull(record: NewRecord): AppError | null {
    if (!this.queue.isTooFullFor(record)) return null;
    return new AppError("unavailable", "More is coming in than the disk takes. Try again soon.", { retryAfterSeconds: 1 });
  }

  private refresh(): void {
    this.tables.root.resetReadTxn();
    this.head = readHead(this.tables);
  }

  /** One commit after the other: what comes in during one shares the next. */
  private async commitQueue(): Promise<void> {
    // what was asked for in the same turn of the event loop goes into the first commit
    await new Promise(setImmediate);
    while (!this.queue.isEmpty()) await this.commit(this.queue.takeBatch());
    this.committing = null;
  }

  private async commit(batch: Pending[]): Promise<void> {
    const bytes = batch.reduce((sum, { record }) => sum + record.bytes.length + OVERHEAD_BYTES, 0);
    const refusal = this.failure ? this.notWritableFor(batch) : this.space.lacksRoomFor(bytes) ? diskFull() : null;
    if (refusal) return batch.forEach(({ reject }) => reject(refusal));
    let outcomes: Outcome[];
    try {
      const result = await commitBatch(this.tables, this.head, batch.map(({ record }) => record), nowMicros());
      this.head = result.head;
      outcomes = result.outcomes;
    } catch (cause) {
      this.failure = await commitFailure(cause);
      log.error("the ledger could not commit; it takes nothing more until a restart", { error: this.failure });
      const error = this.notWritableFor(batch);
      return batch.forEach(({ reject }) => reject(error));
    }
    this.space.used(bytes);
    batch.forEach(({ resolve, reject }, i) => {
      const outcome = outcomes[i]!;
      if ("receipt" in outcome) resolve(outcome.receipt);
      else reject(outcome.error);
    });
  }

  private notWritableFor(batch: Pending[]): AppError {
    return this.notWritable() ?? new AppError("unavailable", `${batch.length} records could not be written.`);
  }
}

/** LMDB's own reason: lmdb-js hides it behind a second promise, whose rejection must be taken or it ends the process. */
async function commitFailure(cause: unknown): Promise<Error> {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  try {
    await (error as { commitError?: unknown }).commitError;
  } catch (reason) {
    return new Error(`commit failed: ${reason instanceof Error ? reason.message : String(reason)}`, { cause: error });
  }
  return error;
}

function diskFull(): AppError {
  return new AppError("unavailable", "The disk of the ledger is nearly full. Nothing was recorded; it goes on by itself when there is room.", { retryAfterSeconds: 10 });
}
