import { randomUUID } from "node:crypto";
import { z } from "zod";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { canonicalDigest } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import { nonEmpty } from "@/lib/events/event-parts";
import type { Ledger, Receipt, StoredRecord } from "@/lib/ledger/ledger";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import type { SubjectsOf } from "./to-record";

/** `POST /retractions`: records by event id or by sequence. */
export const retractionSchema = z.object({ records: z.array(z.union([nonEmpty, z.int().min(1)])).min(1).max(10_000), reason: nonEmpty });
export type Retraction = z.infer<typeof retractionSchema>;

export type RecordingServices = { ledger: Ledger; subjectsOf: SubjectsOf; nudge(): void };

/**
 * Takes records back: their facts are gone at every instant, the records stay. A retraction is a record too and can be retracted,
 * so the same one sent twice is two records.
 * @returns the receipt and the sequences that it takes back, ascending, each once
 * @throws AppError `not_found` with a pointer for a record that is not there or not to be seen; what `Ledger.append` throws
 */
export async function recordRetraction({ ledger, subjectsOf, nudge }: RecordingServices, viewer: Viewer, { records, reason }: Retraction): Promise<Receipt & { records: number[] }> {
  const sequences = [...new Set(records.map((record, i) => toSequence(ledger, viewer, record, i)))].sort((a, b) => a - b);
  const event = { records: sequences, reason };
  const identity = { id: `retraction:${randomUUID()}`, contentDigest: canonicalDigest(event), kind: "retraction", type: "retraction" } as const;
  const { subject, about } = subjectsOf({ ...identity, event });
  const receipt = await ledger.append({
    ...identity,
    subject,
    about,
    actor: viewer.id,
    bytes: Buffer.from(JSON.stringify(event)),
    mediaType: "application/json",
  });
  nudge();
  return { ...receipt, records: sequences };
}

function toSequence(ledger: Ledger, viewer: Viewer, record: string | number, index: number): number {
  const sequence = typeof record === "number" ? record : ledger.findById(record);
  const stored = sequence === null ? null : ledger.read(sequence);
  if (stored === null || !isSeen(ledger, viewer, stored, new Set())) throw new AppError("not_found", "There is no such record.", { pointer: `/records/${index}` });
  return stored.sequence;
}

/** Whether a record is about something in the viewer's namespaces; a retraction is about all that it takes back. */
function isSeen(ledger: Ledger, viewer: Viewer, record: StoredRecord, visited: Set<number>): boolean {
  if (viewer.namespaces === null || visited.has(record.sequence)) return true;
  visited.add(record.sequence);
  if (record.kind === "retraction") {
    const { records } = JSON.parse(record.bytes.toString("utf8")) as { records: number[] };
    return records.map((sequence) => ledger.read(sequence)).every((target) => target !== null && isSeen(ledger, viewer, target, visited));
  }
  const namespace = parseNodeRef(record.subject)?.namespace;
  return namespace !== undefined && maySee(viewer, namespace);
}
