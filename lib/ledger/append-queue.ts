import type { NewRecord, Receipt } from "./ledger";

/** A record that waits for its commit, and whoever waits for it. */
export type Pending = { record: NewRecord; resolve(receipt: Receipt): void; reject(error: unknown): void };

const BATCH_RECORDS = 1000;
const BATCH_BYTES = 16 * 2 ** 20;
const QUEUE_BYTES = 128 * 2 ** 20;

/** The records that wait to be written, in the order they came, bounded by what they take in memory. */
export class AppendQueue {
  private readonly waiting: Pending[] = [];
  private bytes = 0;

  isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Whether a record is too much beside what waits already; one alone never is. */
  isTooFullFor(record: NewRecord): boolean {
    return this.waiting.length > 0 && this.bytes + record.bytes.length > QUEUE_BYTES;
  }

  /** Resolves or rejects when whoever takes the batch that it is in says so. */
  add(record: NewRecord): Promise<Receipt> {
    return new Promise<Receipt>((resolve, reject) => {
      this.waiting.push({ record, resolve, reject });
      this.bytes += record.bytes.length;
    });
  }

  /** What the next commit writes: one record at least, and no more than a commit should hold. */
  takeBatch(): Pending[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.waiting) {
      if (count > 0 && (count >= BATCH_RECORDS || bytes + record.bytes.length > BATCH_BYTES)) break;
      bytes += record.bytes.length;
      count++;
    }
    this.bytes -= bytes;
    return this.waiting.splice(0, count);
  }
}
