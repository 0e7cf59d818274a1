import { createHash } from "node:crypto";
import { canonicalDigest, canonicalJson } from "@/lib/canonical-json";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { cloudEventData, isJsonMediaType, parseCloudEvent, type CloudEvent } from "@/lib/events/cloud-event";
import { HEADWATER_EVENTS, isHeadwaterEventType, whenOf } from "@/lib/events/headwater-events";
import { invalidAt } from "@/lib/events/invalid-at";
import { openLineageWarnings, parseOpenLineage } from "@/lib/events/open-lineage";
import { parseStrictJson, type StrictJson } from "@/lib/events/strict-json";
import { parseTraceparent } from "@/lib/events/trace-context";
import type { NewRecord, RecordKind } from "@/lib/ledger/ledger";
import { LONGEST_REFERENCE } from "@/lib/lineage/longest-reference";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { log } from "@/lib/log";
import { nowMicros } from "@/lib/time";

/** Which subjects a record speaks of: the main one, and all. `event` is the parsed JSON as it came. */
export type SubjectsOf = (record: { kind: RecordKind; type: string; id: string; contentDigest: string; event: unknown }) => { subject: string; about: readonly string[] };

/** Who sends, and what the request says of all its events. */
export type Sender = { viewer: Viewer; subjectsOf: SubjectsOf; traceparent?: string; idempotencyKey?: string };

/** A record that may be appended; `warnings` are sentences about what was accepted though it is odd. */
export type Prepared = { record: NewRecord; warnings: string[] };

/** One event at most, after decompression (api.md). */
export const MAX_EVENT_BYTES = 16 * 2 ** 20;

/** For one event of many. @throws AppError `too_large`; `null` stands for one that was too large to be held */
export function assertEventSize(bytes: Buffer | null): Buffer {
  if (bytes === null || bytes.length > MAX_EVENT_BYTES) throw new AppError("too_large", `An event may have ${MAX_EVENT_BYTES / 2 ** 20} MB.`);
  return bytes;
}

const AHEAD_MICROS = 5 * 60 * 1_000_000;

/**
 * Reads one OpenLineage event. The bytes are kept as they came.
 * @throws AppError `unreadable`, `invalid` with a pointer, `forbidden` for a namespace that the sender may not write
 */
export function toOpenLineageRecord(bytes: Buffer, sender: Sender): Prepared {
  const json = parseStrictJson(bytes);
  const event = parseOpenLineage(json.value);
  const contentDigest = digestOf(json.value, json.inexact);
  const { trace, warnings } = traceOf(sender.traceparent);
  warnings.push(...openLineageWarnings(json.value, event, nowMicros()), ...inexactWarnings(json));
  const id = sender.idempotencyKey === undefined ? `sha256:${contentDigest}` : `key:${sender.viewer.id}:${sender.idempotencyKey}`;
  return prepared(toRecord(sender, { id, contentDigest, kind: "openlineage", type: event.shape, bytes, mediaType: "application/json", trace }, json.value), warnings);
}

/**
 * Reads one structured CloudEvent. Headwater's own types are checked by their schemas; other types are kept as they are.
 * @throws as `toOpenLineageRecord`
 */
export function toCloudEventRecord(bytes: Buffer, sender: Sender): Prepared {
  const json = parseStrictJson(bytes);
  const event = parseCloudEvent(json.value);
  const data = isHeadwaterEventType(event.type) ? checkData(event) : undefined;
  const { trace, warnings } = traceOf(event.traceparent ?? sender.traceparent);
  warnings.push(...inexactWarnings(json));
  if (data === undefined) warnings.push(`Headwater does not know the type ${JSON.stringify(event.type.slice(0, 200))}: the event is kept, and no lineage is read from it.`);
  else warnings.push(...dataWarnings(event, data));
  const id = `ce:${createHash("sha256").update(canonicalJson([event.source, event.id, event.type])).digest("hex")}`;
  const contentDigest = digestOf(contentOf(event), json.inexact);
  return prepared(toRecord(sender, { id, contentDigest, kind: "cloudevent", type: event.type, bytes, mediaType: "application/cloudevents+json", trace }, json.value), warnings);
}

function prepared(record: NewRecord, warnings: string[]): Prepared {
  const tooLong = record.about.some((key) => key.length > LONGEST_REFERENCE);
  if (tooLong) warnings.push(`A name is too long for the graph (${LONGEST_REFERENCE} bytes as a reference): the event is kept, and becomes a dead letter.`);
  return { record, warnings };
}

/**
 * An event that the interpretation cannot read is kept all the same, without subjects: the projector puts it among the dead
 * letters, with the reason, and it can be replayed from there.
 */
function subjectsOrNone(subjectsOf: SubjectsOf, record: Parameters<SubjectsOf>[0]): ReturnType<SubjectsOf> {
  try {
    return subjectsOf(record);
  } catch (error) {
    if (error instanceof AppError) throw error;
    log.warn("an event has no subjects that could be read", { id: record.id, type: record.type, error });
    return { subject: "-", about: [] };
  }
}

type Facts = Omit<NewRecord, "subject" | "about" | "actor" | "trace"> & { trace: string | undefined };

function toRecord(sender: Sender, { trace, ...facts }: Facts, event: unknown): NewRecord {
  const { subject, about } = subjectsOrNone(sender.subjectsOf, { kind: facts.kind, type: facts.type, id: facts.id, contentDigest: facts.contentDigest, event });
  const namespace = parseNodeRef(subject)?.namespace;
  if (namespace !== undefined && !maySee(sender.viewer, namespace)) throw new AppError("forbidden", `This token may not write to the namespace ${JSON.stringify(namespace.slice(0, 200))}.`);
  return { ...facts, subject, about, actor: sender.viewer.id, ...(trace === undefined ? {} : { trace }) };
}

function checkData(event: CloudEvent): object {
  const data = cloudEventData(event);
  const schema = HEADWATER_EVENTS[event.type as keyof typeof HEADWATER_EVENTS];
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw invalidAt(parsed.error, ["data"]);
  return parsed.data;
}

function dataWarnings(event: CloudEvent, data: object): string[] {
  const warnings: string[] = [];
  const when = whenOf(event.type, data, event.time ?? undefined);
  if (when !== null && when > nowMicros() + AHEAD_MICROS) warnings.push("The event's time is more than 5 minutes ahead of this server's clock.");
  const { run } = data as { run?: { seed?: unknown } };
  if (event.type === "dev.headwater.features.computed.v1" && run?.seed === undefined) warnings.push("data.run.seed should say the seed, or null when nothing was random.");
  return warnings;
}

/** `datacontenttype` says nothing when it is JSON: the same event is the same in binary and in structured mode. */
function contentOf(event: CloudEvent): Record<string, unknown> {
  const { datacontenttype, ...content } = event;
  return typeof datacontenttype === "string" && !isJsonMediaType(datacontenttype) ? { ...content, datacontenttype } : content;
}

/** JCS rounds integers beyond 2^53 (they are outside of it); two events that differ only there must not become one. */
function digestOf(content: unknown, inexact: StrictJson["inexact"]): string {
  if (inexact.length === 0) return canonicalDigest(content);
  return canonicalDigest([content, [...inexact].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))]);
}

function inexactWarnings({ inexact }: StrictJson): string[] {
  const [first] = inexact;
  return first ? [`${inexact.length} whole number(s) beyond 2^53 (at ${first[0]}) are kept, but calculated with only roughly.`] : [];
}

function traceOf(traceparent: string | undefined): { trace: string | undefined; warnings: string[] } {
  if (traceparent === undefined) return { trace: undefined, warnings: [] };
  const trace = parseTraceparent(traceparent);
  return trace === null ? { trace: undefined, warnings: ["traceparent is not that of W3C Trace Context: no trace is kept."] } : { trace, warnings: [] };
}
