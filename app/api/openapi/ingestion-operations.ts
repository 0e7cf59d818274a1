import { z } from "zod";
import type { RouteKey } from "@/lib/access/route-policies";
import { cloudEventSchema } from "@/lib/events/cloud-event";
import { datasetEventSchema, jobEventSchema, runEventSchema } from "@/lib/events/open-lineage";
import { incidentSchema } from "@/lib/ingest/record-incident";
import { retractionSchema } from "@/lib/ingest/record-retraction";
import { batchAnswer, eventReceipt, eventsAnswer, incidentReceipt, retractionAnswer } from "./answers";
import type { Operation } from "./operation";

const openLineageEvent = z.union([runEventSchema, jobEventSchema, datasetEventSchema]);
const IDEMPOTENCY = { "Idempotency-Key": "The event's id, for this token; else the digest of its content is" };
const ENCODING = { "Content-Encoding": "gzip, or none" };

/** The routes that record something. */
export const INGESTION = {
  "POST /api/v1/lineage": {
    summary: "Record one OpenLineage event",
    description: "Acknowledged means on disk, also while the graph is down. The same event again is acknowledged again, with `duplicate: true`.",
    tag: "Ingestion",
    headers: { ...IDEMPOTENCY, ...ENCODING },
    body: { "application/json": openLineageEvent },
    answers: { 200: { description: "It was recorded before", body: eventReceipt }, 201: { description: "Recorded", body: eventReceipt }, 409: { description: "Other content is recorded under this id" } },
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
    body: { "application/json": retractionSchema },
    answers: { 201: { description: "Recorded", body: retractionAnswer } },
  },
  "POST /api/v1/incidents": {
    summary: "Open an incident",
    tag: "Corrections",
    body: { "application/json": incidentSchema },
    answers: { 201: { description: "Recorded", body: incidentReceipt } },
  },
} satisfies Partial<Record<RouteKey, Operation>>;
