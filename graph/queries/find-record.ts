import "server-only";
import { toProjectable } from "@/graph/projector/ledger-source";
import { services } from "@/graph/services";
import { maySeeRecord } from "@/lib/access/record-access";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { referenceOf } from "@/lib/interpret/subject-keys";
import { subjectsOf } from "@/lib/interpret/subjects";
import type { StoredRecord } from "@/lib/ledger/ledger";
import { retractionKey } from "@/lib/ledger/retractions";
import { log } from "@/lib/log";
import { formatInstant } from "@/lib/time";
import { maskFor } from "./find-graph";
import { deadAmong, toRecordBrief, type RecordBrief } from "./find-records";
import { findBriefs } from "./node-lookup";

const ABOUT_SHOWN = 200;

/** Something that a record is about. `kind` and `state` are what the graph knows it to be; `null` when it is not in the graph, or that did not answer. */
export type AboutNode = { ref: string; kind: string | null; state: string | null };
export type RecordNote = { sequence: number; recordedAt: string; actor: string; reason: string; holds: boolean };

export type RecordAnswer = RecordBrief & {
  mediaType: string;
  /** SHA-256 over a salt and the bytes, in hex. */
  payloadDigest: string;
  /** The leaf in the ledger's RFC 6962 tree, in hex. */
  leafHash: string;
  /** At most 200; `total` counts those that may be seen. */
  about: { items: AboutNode[]; total: number; shown: number };
  /** Why it is a dead letter. */
  dead: { code: string; message: string; attempts: number; firstAt: string; lastAt: string } | null;
  /** Everything that ever took it back, newest first. */
  retractions: RecordNote[];
  /** What a retraction takes back. */
  retracts: number[];
  /** Other content that came under the same id and was refused. */
  conflicts: { contentDigest: string; actor: string; at: string }[];
  /** The nearest records about the same subject. */
  older: number | null;
  newer: number | null;
  /** The payload's JSON, without what names something unseen. */
  payload: unknown;
  /** Whether something was taken out of `payload`: then the bytes are not to be had. */
  masked: boolean;
};

/**
 * One record of the ledger. Needs no graph, but to tell dead letters and the kinds of what it is about.
 * @throws AppError `not_found` for one that is not there or may not be seen.
 */
export async function findRecord(viewer: Viewer, sequence: number): Promise<RecordAnswer> {
  const { ledger } = services();
  const { entry, record } = getRecord(viewer, sequence);
  const dead = await deadAmong([sequence]);
  const letter = dead?.get(sequence);
  const neighbours = entry.subject === "-" ? { older: null, newer: null } : ledger.neighboursAbout(entry.subject, sequence);
  return {
    ...toRecordBrief(entry, dead),
    mediaType: entry.payload.mediaType,
    payloadDigest: entry.payload.digest,
    leafHash: entry.leafHash,
    about: await aboutOf(viewer, record),
    dead: letter ? { code: letter.code, message: letter.message, attempts: letter.attempts, firstAt: formatInstant(letter.firstAt), lastAt: formatInstant(letter.lastAt) } : null,
    retractions: retractionsOf(viewer, sequence),
    retracts: record.kind === "retraction" ? (JSON.parse(record.bytes.toString("utf8")) as { records: number[] }).records : [],
    conflicts: ledger.conflictsOf(entry.id).map(({ contentDigest, actor, recordedAt }) => ({ contentDigest, actor, at: formatInstant(recordedAt) })),
    ...neighbours,
    ...payloadOf(viewer, record),
  };
}

/**
 * The bytes of a record's payload, as they were kept.
 * @throws AppError `not_found` as `findRecord`, `forbidden` when they name something that may not be seen.
 */
export function findPayload(viewer: Viewer, sequence: number): { bytes: Buffer; mediaType: string } {
  const { record } = getRecord(viewer, sequence);
  if (viewer.namespaces !== null && payloadOf(viewer, record).masked) throw new AppError("forbidden", "This payload names namespaces that you may not see. The record's page shows the rest of it.");
  return { bytes: record.bytes, mediaType: record.mediaType };
}

function getRecord(viewer: Viewer, sequence: number) {
  const { ledger } = services();
  const entry = ledger.entry(sequence);
  const record = entry && ledger.read(sequence);
  if (!entry || !record || !maySeeRecord(ledger, viewer, entry)) throw new AppError("not_found", "There is no such record that you may see.");
  return { entry, record };
}

function payloadOf(viewer: Viewer, record: StoredRecord): { payload: unknown; masked: boolean } {
  const payload: unknown = JSON.parse(textOf(record));
  if (viewer.namespaces === null) return { payload, masked: false };
  const shown = maskFor(viewer).facts(payload);
  return { payload: shown, masked: JSON.stringify(shown) !== JSON.stringify(payload) };
}

/** The payload's text, as it was kept. @throws as `findPayload`. */
export function readPayloadText(viewer: Viewer, sequence: number): string {
  return textOf(findPayload(viewer, sequence));
}

/** Without the byte order mark that JSON must not begin with. */
function textOf(record: Pick<StoredRecord, "bytes">): string {
  return record.bytes.toString("utf8").replace(/^\uFEFF/, "");
}

function retractionsOf(viewer: Viewer, sequence: number): RecordNote[] {
  const { ledger } = services();
  return ledger.recordsAbout(retractionKey(sequence)).flatMap((by) => {
    const retraction = ledger.read(by);
    if (!retraction || !maySeeRecord(ledger, viewer, retraction)) return [];
    const { reason } = JSON.parse(textOf(retraction)) as { reason: string };
    const holds = toRecordBrief(ledger.entry(by)!, new Map()).retractedBy === null;
    return [{ sequence: by, recordedAt: formatInstant(retraction.recordedAt), actor: retraction.actor, reason, holds }];
  });
}

async function aboutOf(viewer: Viewer, record: StoredRecord): Promise<RecordAnswer["about"]> {
  const mask = maskFor(viewer);
  const refs = referencesOf(record).filter((ref) => !mask.hides(ref));
  const shown = refs.slice(0, ABOUT_SHOWN);
  const known = await findBriefs(shown).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === "unavailable" || error.code === "timed_out")) return null;
    throw error;
  });
  return { items: shown.map((ref) => ({ ref, kind: known?.get(ref)?.kind ?? null, state: known?.get(ref)?.state ?? null })), total: refs.length, shown: shown.length };
}

/** The nodes that a record speaks of, each once. Of the keys that it is folded under, those that are references, or begin with one. */
function referencesOf(record: StoredRecord): string[] {
  let keys: readonly string[];
  try {
    keys = subjectsOf(toProjectable(record)).about;
  } catch (error) {
    // a dead letter may be one because nobody can read it
    log.debug("a record speaks of nothing that could be read", { sequence: record.sequence, error });
    return [];
  }
  return [...new Set(keys.flatMap((key) => referenceOf(key) ?? []))];
}
