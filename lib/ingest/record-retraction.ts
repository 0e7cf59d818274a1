import { randomUUID } from "node:crypto";
import { z } from "zod";
import { maySeeRecord } from "@/lib/access/record-access";
import type { Viewer } from "@/lib/access/viewer";
import { canonicalDigest } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import { nonEmpty } from "@/lib/events/event-parts";
import type { Ledger, Receipt } from "@/lib/ledger/ledger";
import { retractionKey } from "@/lib/ledger/retractions";
import type { SubjectsOf } from "./to-record";

/** `POST /retractions`: records by event id or by sequence. */
export const retractionSchema = z.object({ records: z.array(z.union([nonEmpty, z.int().min(1)])).min(1).max(10_000), reason: nonEmpty });
export type Retraction = z.infer<typeof retractionSchema>;

export type RecordingServices = { ledger: Ledger; subjectsOf: SubjectsOf; nudge(): void };

/**
 * Takes records back: their facts are gone at every instant, the records stay. A retraction is a record too and can be retracted,
 * so the same one sent twice is two records.
 * @returns the receipt and the sequences that it takes back, ascending, each once
 * @throws AppError `not_found` with a pointer for a record that is not there or not to be seen, `invalid` for a change of people or tokens; what `Ledger.append` throws
 */
export async function recordRetraction({ ledger, subjectsOf, nudge }: RecordingServices, viewer: Viewer, { records, reason }: Retraction): Promise<Receipt & { records: number[] }> {
  const sequences = [...new Set(records.map((record, i) => toSequence(ledger, viewer, record, i)))].sort((a, b) => a - b);
  const event = { records: sequences, reason };
  const identity = { id: `retraction:${randomUUID()}`, contentDigest: canonicalDigest(event), kind: "retraction", type: "retraction" } as const;
  const { subject, about } = subjectsOf({ ...identity, event });
  const receipt = await ledger.append({
    ...identity,
    subject,
    // so that the ledger can say of a record who took it back
    about: [...about, ...sequences.map(retractionKey)],
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
  if (stored === null || !maySeeRecord(ledger, viewer, stored)) throw new AppError("not_found", "There is no such record.", { pointer: `/records/${index}` });
  if (stored.kind === "access") throw new AppError("invalid", "A change of people or tokens cannot be taken back: make the opposite change.", { pointer: `/records/${index}` });
  return stored.sequence;
}
