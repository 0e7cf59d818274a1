import { z } from "zod";
import type { RouteKey } from "@/lib/access/route-policies";
import { cloudEventSchema } from "@/lib/events/cloud-event";
import { datasetEventSchema, jobEventSchema, runEventSchema } from "@/lib/events/open-lineage";
import { batchAnswer, created, eventsAnswer, instantText, receipt, refText } from "./answers";
import type { Operation } from "./operation";

const openLineageEvent = z.union([runEventSchema, jobEventSchema, datasetEventSchema]);
const recordId = z.union([z.string(), z.int()]).meta({ description: "A record's id or sequence" });
const IDEMPOTENCY = { "Idempotency-Key": "The event's id, for this token; else the digest of its content is" };
const ENCODING = { "Content-Encoding": "gzip, or none" };

const retractionBody = z.object({ records: z.array(recordId).min(1), reason: z.string().min(1) });
const period = z.object({ from: instantText, to: instantText });
const incidentBody = z.object({
  title: z.string().min(1),
  target: refText,
  metric: z.string().optional(),
  direction: z.enum(["high", "low"]).optional(),
  window: period,
  reference: period.optional(),
  predictions: z.array(z.string()).optional(),
});

/** The routes that record something. */
export const INGESTION = {
  "POST /api/v1/lineage": {
    summary: "Record one OpenLineage event",
    description: "Acknowledged means on disk, also while the graph is down. The same event again is acknowledged again, with `duplicate: true`.",
    tag: "Ingestion",
    headers: { ...IDEMPOTENCY, ...ENCODING },
    body: { "application/json": openLineageEvent },
    answers: { 201: { description: "Recorded", body: receipt }, 409: { description: "Other content is recorded under this id" } },
  },
  "POST /api/v1/lineage/batch": {
    summary: "Record several OpenLineage events",
    tag: "Ingestion",
    headers: ENCODING,
    body: { "application/json": z.array(openLineageEvent) },
    answers: {
      200: { description: "Some were refused", body: batchAnswer },
      204: { description: "All are recorded", headers: { "Headwater-Sequence": "The last sequence" } },
    },
  },
  "POST /api/v1/events": {
    summary: "Record CloudEvents",
    description: "Binary mode (`ce-` headers), structured, batched, or one structured event a line. The data of Headwater's own types is under `components.schemas`; unknown types are kept.",
    tag: "Ingestion",
    headers: ENCODING,
    body: {
      "application/cloudevents+json": cloudEventSchema,
      "application/cloudevents-batch+json": z.array(cloudEventSchema),
      "application/x-ndjson": z.string().meta({ description: "One structured CloudEvent a line" }),
      "application/json": z.unknown().meta({ description: "Binary mode: the data; the attributes are in `ce-` headers" }),
    },
    answers: { 202: { description: "What is right is recorded", body: eventsAnswer }, 422: { description: "All are wrong", body: eventsAnswer } },
  },
  "POST /api/v1/retractions": {
    summary: "Take facts back",
    description: "The facts are gone at every `asOf`, as if never sent; the records stay. A retraction can be retracted.",
    tag: "Corrections",
    body: { "application/json": retractionBody },
    answers: { 201: { description: "Recorded", body: created } },
  },
  "POST /api/v1/incidents": {
    summary: "Open an incident",
    tag: "Corrections",
    body: { "application/json": incidentBody },
    answers: { 201: { description: "Recorded", body: created } },
  },
} satisfies Partial<Record<RouteKey, Operation>>;
