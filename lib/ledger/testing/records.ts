import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalDigest } from "@/lib/canonical-json";
import type { NewRecord } from "../ledger";

/** A record as ingestion makes them, different for each `n`. */
export function recordNumber(n: number, change: Partial<NewRecord> = {}): NewRecord {
  const event = { n, text: `event number ${n}` };
  return {
    id: `sha256:${canonicalDigest(event)}`,
    contentDigest: canonicalDigest(event),
    kind: "openlineage",
    type: "RunEvent",
    subject: `run:test:r${n}`,
    about: [`job:test:j${n % 3}`, `dataset:test:d${n}`],
    actor: "token:test",
    bytes: Buffer.from(JSON.stringify(event)),
    mediaType: "application/json",
    ...change,
  };
}

/** An empty directory that goes when `run` is over. */
export async function inEmptyDirectory<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "headwater-ledger-"));
  try {
    return await run(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
