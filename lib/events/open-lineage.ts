import { z } from "zod";
import { AppError } from "@/lib/errors";
import { parseInstant, type Micros } from "@/lib/time";
import { instant, nonEmpty } from "./event-parts";
import { invalidAt } from "./invalid-at";
import { isKnownFacet } from "./known-facets";

const facetsSchema = z.record(z.string(), z.unknown()).nullish();
const jobSchema = z.looseObject({ namespace: z.string(), name: nonEmpty, facets: facetsSchema });
const datasetSchema = z.looseObject({
  namespace: z.string(),
  name: nonEmpty,
  facets: facetsSchema,
  inputFacets: facetsSchema,
  outputFacets: facetsSchema,
});
const base = { eventTime: instant, producer: z.unknown().optional(), schemaURL: z.unknown().optional() };
const ports = { inputs: z.array(datasetSchema).nullish(), outputs: z.array(datasetSchema).nullish() };

/** OpenLineage 2-0-2 as real clients send it: only what the graph cannot do without is required. */
export const runEventSchema = z.looseObject({
  ...base,
  eventType: z.string().nullish(),
  run: z.looseObject({ runId: nonEmpty, facets: facetsSchema }),
  job: jobSchema,
  ...ports,
});
export const jobEventSchema = z.looseObject({ ...base, job: jobSchema, ...ports });
export const datasetEventSchema = z.looseObject({ ...base, dataset: datasetSchema });

/** Facets by name; what is not an object (a facet must be one) is left out here and stays in the stored bytes. */
export type Facets = Record<string, Record<string, unknown>>;
export type OpenLineageJob = { namespace: string; name: string; facets: Facets };
export type OpenLineageDataset = { namespace: string; name: string; facets: Facets; inputFacets: Facets; outputFacets: Facets };
export type RunEventType = "START" | "RUNNING" | "COMPLETE" | "ABORT" | "FAIL" | "OTHER";

/** `eventType` is `null` when it was absent; a type that OpenLineage does not have is OTHER. */
export type RunEvent = {
  shape: "RunEvent";
  at: Micros;
  eventType: RunEventType | null;
  run: { runId: string; facets: Facets };
  job: OpenLineageJob;
  inputs: OpenLineageDataset[];
  outputs: OpenLineageDataset[];
  producer?: string;
};
export type JobEvent = { shape: "JobEvent"; at: Micros; job: OpenLineageJob; inputs: OpenLineageDataset[]; outputs: OpenLineageDataset[]; producer?: string };
export type DatasetEvent = { shape: "DatasetEvent"; at: Micros; dataset: OpenLineageDataset; producer?: string };
export type OpenLineageEvent = RunEvent | JobEvent | DatasetEvent;

const EVENT_TYPES: ReadonlySet<string> = new Set<RunEventType>(["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]);

/**
 * Reads an OpenLineage event, telling its kind by its shape (never by `schemaURL`, which clients get wrong).
 * @throws AppError `unreadable` when it has no shape that we know, `invalid` with a pointer when a required part is wrong.
 */
export function parseOpenLineage(value: unknown): OpenLineageEvent {
  const event = isRecord(value) ? value : {};
  if (isRecord(event.run) && isRecord(event.job)) return toRunEvent(check(runEventSchema, event));
  if (isRecord(event.job)) return toJobEvent(check(jobEventSchema, event));
  if (isRecord(event.dataset)) {
    const parsed = check(datasetEventSchema, event);
    return { shape: "DatasetEvent", at: micros(parsed.eventTime), dataset: toDataset(parsed.dataset), ...producerOf(parsed.producer) };
  }
  throw new AppError("unreadable", "This is no OpenLineage event: it has neither run and job, nor job, nor dataset.");
}

const AHEAD_MICROS = 5 * 60 * 1_000_000;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What an accepted event has that OpenLineage does not allow or that is odd, each as a sentence. `now` in microseconds. */
export function openLineageWarnings(value: unknown, event: OpenLineageEvent, now: Micros): string[] {
  const raw = isRecord(value) ? value : {};
  const warnings: string[] = [];
  if (event.at > now + AHEAD_MICROS) warnings.push("eventTime is more than 5 minutes ahead of this server's clock.");
  if (typeof raw.eventTime === "string" && !/(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(raw.eventTime)) warnings.push("eventTime has no zone: read as UTC.");
  for (const key of ["producer", "schemaURL"] as const)
    if (typeof raw[key] !== "string" || !ABSOLUTE_URI.test(raw[key])) warnings.push(`${key} should be a URI.`);
  const unknown = unknownFacets(event);
  if (unknown.length > 0) warnings.push(`Facets that Headwater does not know are kept as they came: ${unknown.join(", ")}.`);
  if (event.shape !== "RunEvent") return warnings;
  if (!UUID.test(event.run.runId)) warnings.push("run.runId should be a UUID.");
  if (event.eventType === "OTHER" && typeof raw.eventType === "string" && raw.eventType.toUpperCase() !== "OTHER")
    warnings.push(`eventType ${JSON.stringify(raw.eventType)} is unknown: read as OTHER.`);
  return warnings;
}

const MOST_NAMED = 20;

/** Names of facets that OpenLineage does not have, each once, sorted; at most 20, each cut to 100 characters. */
function unknownFacets(event: OpenLineageEvent): string[] {
  const datasets = event.shape === "DatasetEvent" ? [event.dataset] : [...event.inputs, ...event.outputs];
  const holders = [
    ...(event.shape === "RunEvent" ? [event.run.facets] : []),
    ...(event.shape === "DatasetEvent" ? [] : [event.job.facets]),
    ...datasets.flatMap(({ facets, inputFacets, outputFacets }) => [facets, inputFacets, outputFacets]),
  ];
  const unknown = new Set<string>();
  for (const facets of holders) for (const name in facets) if (!isKnownFacet(name)) unknown.add(name.slice(0, 100));
  return [...unknown].sort().slice(0, MOST_NAMED);
}

function toRunEvent(parsed: z.infer<typeof runEventSchema>): RunEvent {
  const type = parsed.eventType?.toUpperCase();
  return {
    shape: "RunEvent",
    at: micros(parsed.eventTime),
    eventType: type === undefined ? null : EVENT_TYPES.has(type) ? (type as RunEventType) : "OTHER",
    run: { runId: parsed.run.runId, facets: toFacets(parsed.run.facets) },
    ...toPorts(parsed),
    ...producerOf(parsed.producer),
  };
}

function toJobEvent(parsed: z.infer<typeof jobEventSchema>): JobEvent {
  return { shape: "JobEvent", at: micros(parsed.eventTime), ...toPorts(parsed), ...producerOf(parsed.producer) };
}

function toPorts(parsed: z.infer<typeof jobEventSchema>) {
  const { namespace, name, facets } = parsed.job;
  return { job: { namespace, name, facets: toFacets(facets) }, inputs: (parsed.inputs ?? []).map(toDataset), outputs: (parsed.outputs ?? []).map(toDataset) };
}

function toDataset({ namespace, name, facets, inputFacets, outputFacets }: z.infer<typeof datasetSchema>): OpenLineageDataset {
  return { namespace, name, facets: toFacets(facets), inputFacets: toFacets(inputFacets), outputFacets: toFacets(outputFacets) };
}

function toFacets(facets: Record<string, unknown> | null | undefined): Facets {
  return Object.fromEntries(Object.entries(facets ?? {}).filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1])));
}

function check<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidAt(parsed.error);
  return parsed.data;
}

function micros(text: string): Micros {
  return parseInstant(text) ?? 0;
}

function producerOf(producer: unknown): { producer?: string } {
  return typeof producer === "string" ? { producer } : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
