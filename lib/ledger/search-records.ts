import { z } from "zod";
import { maySeeRecord } from "@/lib/access/record-access";
import type { Viewer } from "@/lib/access/viewer";
import { Mask } from "@/lib/lineage/mask";
import { canonicalRef } from "@/lib/lineage/node-ref";
import { RECORD_KINDS } from "./envelope";
import type { Ledger, LedgerEntry } from "./ledger";

/** What one question may look at: a filter that matches rarely ends here, says so, and goes on from there when asked again. */
export const MOST_SEARCHED = 10_000;

export const recordsParams = z.object({
  /** Only records below this sequence. */
  before: z.int().min(1).optional(),
  /** No record below this sequence. */
  from: z.int().min(1).optional(),
  limit: z.int().min(1).max(200).default(50),
  /** Only records that touch this reference. */
  about: z
    .string()
    .max(10_000)
    .refine((text) => canonicalRef(text) !== null, "is no reference (kind:namespace:name)")
    .transform((text) => canonicalRef(text)!)
    .optional(),
  kind: z.enum(RECORD_KINDS).optional(),
  type: z.string().min(1).max(1000).optional(),
  /** The record with this event id. */
  id: z.string().min(1).max(20_000).optional(),
});
export type RecordsParams = z.input<typeof recordsParams>;

export type FoundRecords = {
  /** Newest first. */
  entries: LedgerEntry[];
  /** All records from here on up to where the question began were looked at; `null` when there was nothing to look at. */
  searchedDownTo: number | null;
  /** Ask again with this `before` for what lies below; `null` when there is nothing more. */
  next: number | null;
};

/** Records that a viewer may see, newest first. What may not be seen is passed over and not counted. */
export function searchRecords(ledger: Ledger, viewer: Viewer, params: z.output<typeof recordsParams>, mostSearched = MOST_SEARCHED): FoundRecords {
  const lowest = params.from ?? 1;
  const top = Math.min(params.before ?? Number.MAX_SAFE_INTEGER, ledger.size() + 1);
  // asking by a name would tell whether something unseen is there
  const isHidden = params.about !== undefined && new Mask(viewer).hides(params.about);
  if (isHidden) return { entries: [], searchedDownTo: null, next: null };
  const candidates = params.id !== undefined ? withId(ledger, params.id, lowest, top) : params.about !== undefined ? about(ledger, params.about, lowest, top) : downFrom(top - 1, lowest);
  const entries: LedgerEntry[] = [];
  let searchedDownTo: number | null = null;
  let searched = 0;
  for (const sequence of candidates) {
    if (entries.length === params.limit || searched === mostSearched) return { entries, searchedDownTo, next: searchedDownTo };
    searched++;
    searchedDownTo = sequence;
    if ((params.kind !== undefined || params.type !== undefined) && !ledger.isOf(sequence, params)) continue;
    const entry = ledger.entry(sequence);
    if (entry !== null && maySeeRecord(ledger, viewer, entry)) entries.push(entry);
  }
  return { entries, searchedDownTo: searched === 0 ? null : lowest, next: null };
}

function* downFrom(sequence: number, lowest: number): Generator<number> {
  for (let it = sequence; it >= lowest; it--) yield it;
}

const PAGE = 1_000;

function* about(ledger: Ledger, reference: string, lowest: number, top: number): Generator<number> {
  for (let before = top; ; ) {
    const page = ledger.recordsAbout(reference, { before, limit: PAGE });
    for (const sequence of page) {
      if (sequence < lowest) return;
      yield sequence;
    }
    if (page.length < PAGE) return;
    before = page.at(-1)!;
  }
}

function* withId(ledger: Ledger, id: string, lowest: number, top: number): Generator<number> {
  const sequence = ledger.findById(id);
  if (sequence !== null && sequence >= lowest && sequence < top) yield sequence;
}
