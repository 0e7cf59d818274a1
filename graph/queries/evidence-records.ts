import "server-only";
import { toProjectable } from "@/graph/projector/ledger-source";
import { services } from "@/graph/services";
import { maySeeRecord } from "@/lib/access/record-access";
import type { Viewer } from "@/lib/access/viewer";
import type { CloudEvent } from "@/lib/events/cloud-event";
import { isHeadwaterEventType, whenOf } from "@/lib/events/headwater-events";
import { contributionsOf } from "@/lib/interpret/contributions";
import { emptyFold, mergeInto, type Fold } from "@/lib/interpret/fold";
import type { ProjectableRecord } from "@/lib/interpret/record";
import { datasetRef, type Name } from "@/lib/interpret/subject-keys";
import type { LedgerEntry } from "@/lib/ledger/ledger";
import { retractionInForce } from "@/lib/ledger/retractions";
import { derive } from "@/lib/projection/derive";
import type { Claim } from "@/lib/projection/fragment";
import { formatInstant, parseInstant, type Micros } from "@/lib/time";

/** Records of one run that are named; a streaming run can have very many. */
const OF_A_RUN = 8;
/** How many records of one key are looked through for those that state an edge. */
const LOOKED_THROUGH = 500;
const CHUNK = 100;

export type EvidenceRecord = { sequence: number; type: string; recordedAt: string };

/** The newest records about any of some keys that hold and may be seen. `more`: there are others. */
export function recordsAboutKeys(viewer: Viewer, keys: readonly string[]): { items: EvidenceRecord[]; more: boolean } {
  const { ledger } = services();
  const sequences = [...new Set(keys.flatMap((key) => ledger.recordsAbout(key, { limit: OF_A_RUN + 1 })))].sort((a, b) => b - a);
  const items = sequences.slice(0, OF_A_RUN).flatMap((sequence) => toEvidence(visible(viewer, sequence)) ?? []);
  return { items, more: sequences.length > OF_A_RUN };
}

/** What the newest records of a subject say of it, put together, and their types; the rest of what is known of it is left out. */
export function newestFold(subject: string): { fold: Fold; types: Set<string> } {
  const { ledger } = services();
  const fold = emptyFold();
  const types = new Set<string>();
  for (const sequence of ledger.recordsAbout(subject, { limit: OF_A_RUN })) {
    const record = retractionInForce(ledger, sequence) === null ? ledger.read(sequence) : null;
    if (!record) continue;
    types.add(record.type);
    for (const contribution of contributionsOf(toProjectable(record))) if (contribution.subject === subject) mergeInto(fold, contribution, record.recordedAt);
  }
  return { fold, types };
}

/** Where records that state something are looked for: under a key, of some types, and whether one states it. */
export type StatedUnder = { key: string; types?: readonly string[]; states?: (record: ProjectableRecord) => boolean };
export type StatedRecord = EvidenceRecord & { at: string };

/**
 * The newest records that state something, at most `limit`, and none about what happened after `last`. `more`: there are others, or not all
 * were looked through.
 */
export function recordsThatState(viewer: Viewer, places: readonly StatedUnder[], last: Micros, limit: number): { items: StatedRecord[]; more: boolean } {
  const found = new Map<number, StatedRecord>();
  let more = false;
  for (const { key, types, states } of places) {
    let count = 0;
    for (const sequence of about(key, LOOKED_THROUGH, () => (more = true))) {
      if (types && !types.some((type) => services().ledger.isOf(sequence, { type }))) continue;
      const entry = visible(viewer, sequence);
      const record = entry && services().ledger.read(sequence);
      if (!entry || !record) continue;
      const projectable = toProjectable(record);
      const at = happenedAt(projectable);
      if (at > last || states?.(projectable) === false) continue;
      if (count++ === limit) {
        more = true;
        break;
      }
      found.set(sequence, { ...toEvidence(entry)!, at: formatInstant(at) });
    }
  }
  const items = [...found.values()].sort((a, b) => b.sequence - a.sequence);
  return { items: items.slice(0, limit), more: more || items.length > limit };
}

/** Sequences about a key, newest first; `onCut` hears when there are more than `most`. */
function* about(key: string, most: number, onCut: () => void): Generator<number> {
  let looked = 0;
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const chunk = services().ledger.recordsAbout(key, { before, limit: CHUNK });
    for (const sequence of chunk) {
      if (looked++ === most) return onCut();
      yield sequence;
    }
    if (chunk.length < CHUNK) return;
    before = chunk.at(-1)!;
  }
}

function visible(viewer: Viewer, sequence: number): LedgerEntry | null {
  const { ledger } = services();
  const entry = ledger.entry(sequence);
  return entry && maySeeRecord(ledger, viewer, entry) && retractionInForce(ledger, sequence) === null ? entry : null;
}

function toEvidence(entry: LedgerEntry | null): EvidenceRecord | null {
  return entry && { sequence: entry.sequence, type: entry.type, recordedAt: formatInstant(entry.recordedAt) };
}

function happenedAt({ kind, type, event, recordedAt }: ProjectableRecord): Micros {
  if (kind === "openlineage") return parseInstant((event as { eventTime: string }).eventTime) ?? recordedAt;
  const { data, time } = event as CloudEvent & { data?: unknown; time?: string | null };
  return (isHeadwaterEventType(type) ? whenOf(type, data, time ?? undefined) : null) ?? recordedAt;
}

/** What one record alone claims to hold, as the projector would read it. */
function claimsOfRecord(record: ProjectableRecord): Claim[] {
  const folds = new Map<string, Fold>();
  for (const contribution of contributionsOf(record)) {
    const fold = folds.get(contribution.subject) ?? emptyFold();
    mergeInto(fold, contribution, record.recordedAt);
    folds.set(contribution.subject, fold);
  }
  return [...folds].flatMap(([key, fold]) => derive(key, fold, (subject) => folds.get(subject) ?? null).entries.flatMap(({ claims }) => claims));
}

/** A record states this edge by itself. */
export function statesEdge(from: string, to: string): (record: ProjectableRecord) => boolean {
  return (record) => claimsOfRecord(record).some((it) => it.claim === "edge" && it.from === from && it.to === to);
}

/** A record declares the job version by itself. */
export function statesVersion(version: string): (record: ProjectableRecord) => boolean {
  return (record) => claimsOfRecord(record).some((it) => it.claim === "jobversion" && it.ref === version);
}

type Renamed = Name & { facets?: { lifecycleStateChange?: { previousIdentifier?: Partial<Name> } | null } | null };

/** A record says that a dataset got another name. */
export function statesRename(from: string, to: string): (record: ProjectableRecord) => boolean {
  return ({ event }) => {
    const { outputs, dataset } = event as { outputs?: Renamed[] | null; dataset?: Renamed };
    return [...(outputs ?? []), ...(dataset ? [dataset] : [])].some((it) => {
      const previous = it.facets?.lifecycleStateChange?.previousIdentifier;
      return datasetRef(it) === to && typeof previous?.namespace === "string" && typeof previous.name === "string" && datasetRef(previous as Name) === from;
    });
  };
}
