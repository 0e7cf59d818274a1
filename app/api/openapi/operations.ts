import { z } from "zod";
import { deadLettersParams } from "@/graph/queries/find-dead-letters";
import type { RouteKey } from "@/lib/access/route-policies";
import { ACCESS } from "./access-operations";
import { readyAnswer } from "./answers";
import { deadLettersAnswer, replayAnswer } from "./dead-letter-answers";
import { INGESTION } from "./ingestion-operations";
import { LEDGER } from "./ledger-operations";
import { LINEAGE } from "./lineage-operations";
import type { Operation } from "./operation";
import { activityAnswer } from "./record-answers";

/** What the document says about every route that has a policy; the type makes a route without words a compile error. */
export const OPERATIONS: Record<RouteKey, Operation> = {
  ...INGESTION,
  ...LINEAGE,
  ...ACCESS,
  ...LEDGER,
  "GET /api/v1/dead-letters": {
    summary: "Records that could not be brought into the graph",
    tag: "Ledger",
    query: z.object({ limit: deadLettersParams.shape.limit, cursor: z.string().optional() }),
    queryText: { limit: "Results of a page", cursor: "`next` of the page before" },
    answers: { 200: { description: "By sequence; `total` is exact", body: deadLettersAnswer } },
  },
  "POST /api/v1/dead-letters/{sequence}/replay": {
    summary: "Try a dead letter again",
    tag: "Ledger",
    path: { sequence: { description: "The record's sequence", schema: z.int().min(1) } },
    answers: { 200: { description: "It is in the graph now", body: replayAnswer }, 409: { description: "It failed again" } },
  },
  "GET /api/v1/tokens/{id}/activity": {
    summary: "What a token sent lately, and what was made of it",
    description: "Since the process started, the last five of each. Refusals are kept nowhere else.",
    tag: "Access",
    path: { id: { description: "The token's id" } },
    answers: { 200: { description: "Events taken and refused, and what was understood of the newest", body: activityAnswer } },
  },
  "GET /api/v1/openapi.json": { summary: "This document", tag: "Health", answers: { 200: { description: "OpenAPI 3.1", body: z.record(z.string(), z.unknown()) } } },
  "GET /healthz": { summary: "Whether the process lives", tag: "Health", answers: { 200: { description: "It does", body: z.object({ status: z.string() }) } } },
  "GET /readyz": {
    summary: "Whether writes and reads work",
    tag: "Health",
    query: z.object({ for: z.enum(["ingest"]).optional() }),
    queryText: { for: "Ask about writes alone" },
    answers: { 200: { description: "They do", body: readyAnswer }, 503: { description: "Not all do", body: readyAnswer } },
  },
  "GET /metrics": { summary: "Figures for Prometheus", tag: "Health", answers: { 200: { description: "Text exposition format", contentType: "text/plain", body: z.string() } } },
};
