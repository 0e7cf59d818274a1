import { z } from "zod";
import type { RouteKey } from "@/lib/access/route-policies";
import { recordsParams } from "@/lib/ledger/search-records";
import type { Operation } from "./operation";
import { rebuildAnswer, recordAnswer, recordsAnswer, statusAnswer } from "./record-answers";

const SEQUENCE = { sequence: { description: "The record's sequence", schema: z.int().min(1) } };

/** The routes about the record itself. They need no graph. */
export const LEDGER = {
  "GET /api/v1/status": {
    summary: "How ledger, projector and Neo4j are",
    description: "Also while the graph is away or being made. Error texts, addresses, disk and settings are for auditors, administrators and automation.",
    tag: "Health",
    answers: { 200: { description: "The state of each part", body: statusAnswer } },
  },
  "POST /api/v1/rebuild": {
    summary: "Make the graph again from the ledger",
    description: "Events are taken meanwhile. Reads of the graph answer 503 until it holds all that the ledger held; `GET /api/v1/status` says how far it is. When the process ends before that, its next start goes on.",
    tag: "Ledger",
    answers: { 202: { description: "It has begun", body: rebuildAnswer }, 409: { description: "It is being made already" } },
  },
  "GET /api/v1/records": {
    summary: "The ledger's records, newest first",
    tag: "Ledger",
    query: recordsParams,
    queryText: {
      before: "Only records below this sequence",
      from: "No record below this sequence",
      limit: "Results of a page",
      about: "Only records that touch this reference",
      kind: "Only this kind",
      type: "Only this type: `RunEvent`, a CloudEvents type, …",
      id: "The record with this event id",
    },
    answers: { 200: { description: "What may be seen; the rest is not counted", body: recordsAnswer } },
  },
  "GET /api/v1/records/{sequence}": {
    summary: "One record, and what became of it",
    tag: "Ledger",
    path: SEQUENCE,
    answers: { 200: { description: "The record", body: recordAnswer } },
  },
  "GET /api/v1/records/{sequence}/payload": {
    summary: "A record's payload, byte by byte",
    description: "As a download, with the media type that it was kept with. Whoever may not see everything that it names gets 403.",
    tag: "Ledger",
    path: SEQUENCE,
    answers: { 200: { description: "The bytes", contentType: "application/octet-stream", body: z.string() } },
  },
} satisfies Partial<Record<RouteKey, Operation>>;
