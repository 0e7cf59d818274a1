import { statSync } from "node:fs";
import { join } from "node:path";
import type { LedgerProblem, LedgerReport } from "./check-ledger";
import { payloadDigest } from "./envelope";
import { leafHash, MerkleFrontier } from "./merkle";
import { checkOf, idKey, openTables, readChecked, readHead, sequenceKey, sequenceOf, TABLE_NAMES, type Head, type Table, type Tables } from "./tables";

const MOST_PROBLEMS = 20;
/** Up to this size of the file every payload is read each time; it takes about two seconds. */
const CHEAP_BYTES = 512 * 2 ** 20;
/** LMDB may count pages that it took and gave back in one transaction, and never wrote. */
const UNWRITTEN_PAGES = 16;

export type ScanOptions = { from: number; step: number; everything: boolean; onProgress(sequence: number): void };

/** What `checkLedger` runs in its child. Damage to the structure of the file may end the process in here. */
export async function scanLedger(directory: string, options: ScanOptions): Promise<LedgerReport> {
  const problems: LedgerProblem[] = [];
  const found = (message: string, table?: string, sequence?: number) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ message, ...(table ? { table } : {}), ...(sequence === undefined ? {} : { sequence }) });
  };
  let tables: Tables;
  try {
    tables = openTables(directory, { readOnly: true });
  } catch (error) {
    found(`cannot be opened: ${reasonOf(error)}`);
    return { size: 0, payloads: 0, problems };
  }
  const fileBytes = statSync(join(directory, "data.mdb")).size;
  const missing = missingBytes(tables, fileBytes);
  if (missing > 0) found(`data.mdb is cut: ${missing} bytes are missing at its end`);
  // the first start makes the tables one by one: killed in between, it leaves a ledger that was never written to
  const absent = TABLE_NAMES.filter((name) => tables[name] === undefined);
  if (absent.length > 0) {
    // LMDB counts its tables apart from the page that names them
    const isNameless = entriesOf(tables.root) > TABLE_NAMES.length - absent.length;
    if (isNameless || (tables.leaf !== undefined && entriesOf(tables.leaf) > 0)) found(`the tables ${absent.join(", ")} are not there`);
    return { size: 0, payloads: 0, problems };
  }
  let head: Head;
  try {
    head = readHead(tables);
  } catch (error) {
    found(`where the ledger ends cannot be read: ${reasonOf(error)}`, "meta");
    return { size: 0, payloads: 0, problems };
  }
  const size = head.frontier.size;
  const payloadsFrom = options.everything || missing > 0 || fileBytes <= CHEAP_BYTES ? 1 : readChecked(tables) + 1;
  try {
    compareCounts(tables, head, found);
    const root = scanRecords(tables, head, { ...options, payloadsFrom }, found);
    if (options.from === 1 && problems.length === 0 && !root.equals(head.frontier.root())) found("the root of the tree is not that of its leaves", "meta");
    scanChecks(tables.about, "about", (key) => sequenceOf(key, 16), (key, value) => value.equals(checkOf(key)), found);
    scanChecks(tables.conflict, "conflict", () => undefined, (key, value) => value.subarray(0, 8).equals(checkOf(key, value.subarray(8))), found);
  } catch (error) {
    found(`cannot be read to its end: ${reasonOf(error)}`);
  }
  await tables.root.close();
  return { size, payloads: Math.max(0, size - payloadsFrom + 1), problems };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function entriesOf(table: { getStats(): object }): number {
  return (table.getStats() as { entryCount: number }).entryCount;
}

type Found = (message: string, table?: string, sequence?: number) => void;

function missingBytes(tables: Tables, fileBytes: number): number {
  const { lastPageNumber, pageSize } = tables.root.getStats() as { lastPageNumber: number; pageSize: number };
  const missing = (lastPageNumber + 1) * pageSize - fileBytes;
  return missing > UNWRITTEN_PAGES * pageSize ? missing : 0;
}

function compareCounts(tables: Tables, head: Head, found: Found): void {
  const expected: [string, Table, number][] = [
    ["leaf", tables.leaf, head.frontier.size],
    ["envelope", tables.envelope, head.frontier.size],
    ["payload", tables.payload, head.frontier.size],
    ["id", tables.id, head.frontier.size],
    ["about", tables.about, head.about],
  ];
  for (const [name, table, count] of expected) {
    const entries = entriesOf(table);
    if (entries !== count) found(`has ${entries} entries instead of ${count}`, name);
  }
}

/** Every record's leaf, envelope, index entry and (from `payloadsFrom` on) payload; gives the root over all leaves. */
function scanRecords(tables: Tables, head: Head, options: ScanOptions & { payloadsFrom: number }, found: Found): Buffer {
  const frontier = MerkleFrontier.empty();
  let recordedAt = 0;
  for (let sequence = options.from; sequence <= head.frontier.size; sequence++) {
    if (sequence % options.step === 0 || sequence === options.from) options.onProgress(sequence);
    const key = sequenceKey(sequence);
    const leaf = tables.leaf.get(key);
    const envelope = tables.envelope.get(key);
    if (!leaf || !envelope) {
      found("is not there", leaf ? "envelope" : "leaf", sequence);
      continue;
    }
    frontier.append(leaf);
    if (!leafHash(envelope).equals(leaf)) {
      found("envelope and leaf hash do not match", "leaf or envelope", sequence);
      continue;
    }
    // the hash says that these are the bytes that were written
    const { id, payload, recordedAt: at } = JSON.parse(envelope.toString("utf8")) as { id: string; recordedAt: number; payload: { digest: string } };
    if (at <= recordedAt) found("was recorded before the record in front of it", "envelope", sequence);
    recordedAt = at;
    const entry = tables.id.get(idKey(id));
    if (!entry || entry.length !== 48 || sequenceOf(entry) !== sequence || !checkOf(idKey(id), entry.subarray(0, 40)).equals(entry.subarray(40)))
      found("its id does not lead to it", "id", sequence);
    if (sequence < options.payloadsFrom) continue;
    const salted = tables.payload.get(key);
    if (!salted || payloadDigest(salted) !== payload.digest) found("the payload is not what was recorded", "payload", sequence);
  }
  if (recordedAt !== head.recordedAt) found("the last time is not that of the last record", "meta");
  return frontier.root();
}

function scanChecks(table: Table, name: string, sequence: (key: Buffer) => number | undefined, isWhole: (key: Buffer, value: Buffer) => boolean, found: Found): void {
  for (const { key, value } of table.getRange({})) if (!isWhole(key, value)) found("an entry is damaged", name, sequence(key));
}
