import "server-only";
import { services } from "@/graph/services";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { LedgerEntry } from "@/lib/ledger/ledger";
import { retractionInForce } from "@/lib/ledger/retractions";
import { recordsParams, searchRecords, type RecordsParams } from "@/lib/ledger/search-records";
import { formatInstant } from "@/lib/time";
import { findDeadAmong, type DeadLetter } from "./find-dead-letters";

/**
 * Where a record is: `graph`, `waiting` for its turn, `dead` (it could not be projected), `retracted` (a retraction that holds names it),
 * `unknown` while nobody can tell, because the graph is away.
 */
export const RECORD_PLACES = ["graph", "waiting", "dead", "retracted", "unknown"] as const;
export type RecordPlace = (typeof RECORD_PLACES)[number];

export type RecordBrief = {
  sequence: number;
  recordedAt: string;
  id: string;
  kind: LedgerEntry["kind"];
  type: string;
  /** The reference that it is mainly about, or its key; `-` where there is none. */
  subject: string;
  actor: string;
  trace: string | null;
  sizeBytes: number;
  place: RecordPlace;
  /** The sequence of the retraction that holds. */
  retractedBy: number | null;
};

export type RecordsAnswer = {
  results: RecordBrief[];
  shown: number;
  /** How many records the ledger has. For who sees all namespaces and asks without a filter; else `null`: the unseen is never counted. */
  total: number | null;
  searchedDownTo: number | null;
  /** The `before` of the next page. */
  next?: number;
};

/** Records of the ledger that the viewer may see, newest first. Needs no graph, but to tell dead letters. */
export async function findRecords(viewer: Viewer, given: RecordsParams): Promise<RecordsAnswer> {
  const params = recordsParams.parse(given);
  const { ledger } = services();
  const { entries, searchedDownTo, next } = searchRecords(ledger, viewer, params);
  const dead = await deadAmong(entries.map(({ sequence }) => sequence));
  const isWhole = viewer.namespaces === null && [params.about, params.kind, params.type, params.id, params.from].every((it) => it === undefined);
  return {
    results: entries.map((entry) => toRecordBrief(entry, dead)),
    shown: entries.length,
    total: isWhole ? ledger.size() : null,
    searchedDownTo,
    ...(next === null ? {} : { next }),
  };
}

/** The dead letters among some records by sequence; `null` when the graph, which knows them, did not answer. */
export async function deadAmong(sequences: readonly number[]): Promise<Map<number, DeadLetter> | null> {
  const { deadLetters, state } = services().projection.status();
  if (state === "starting") return null;
  if (deadLetters === 0) return new Map();
  try {
    return new Map((await findDeadAmong({ sequences: [...sequences] })).map((dead) => [dead.sequence, dead]));
  } catch (error) {
    if (error instanceof AppError && (error.code === "unavailable" || error.code === "timed_out")) return null;
    throw error;
  }
}

export function toRecordBrief(entry: LedgerEntry, dead: Map<number, DeadLetter> | null): RecordBrief {
  const { sequence, id, kind, type, subject, actor, trace = null, payload } = entry;
  const retractedBy = retractionInForce(services().ledger, sequence);
  return { sequence, recordedAt: formatInstant(entry.recordedAt), id, kind, type, subject, actor, trace, sizeBytes: payload.size, place: placeOf(sequence, retractedBy, dead), retractedBy };
}

function placeOf(sequence: number, retractedBy: number | null, dead: Map<number, DeadLetter> | null): RecordPlace {
  if (retractedBy !== null) return "retracted";
  if (dead?.has(sequence)) return "dead";
  const { offset } = services().projection.status();
  if (dead === null) return "unknown";
  return sequence <= offset ? "graph" : "waiting";
}
