import { z } from "zod";
import { deadLettersParams } from "@/graph/queries/find-dead-letters";
import type { RouteKey } from "@/lib/access/route-policies";
import { newTokenAnswer, newTokenBody, sessionAnswer, setupBody, signInBody, tokensAnswer, viewerAnswer } from "@/lib/accounts/account-schemas";
import { readyAnswer } from "./answers";
import { deadLettersAnswer, replayAnswer } from "./dead-letter-answers";
import { INGESTION } from "./ingestion-operations";
import { LINEAGE } from "./lineage-operations";
import type { Operation } from "./operation";

const COOKIE = { "Set-Cookie": "The session, HttpOnly" };

/** What the document says about every route that has a policy; the type makes a route without words a compile error. */
export const OPERATIONS: Record<RouteKey, Operation> = {
  ...INGESTION,
  ...LINEAGE,
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
  "POST /api/v1/setup": {
    summary: "Make the first administrator",
    description: "Once, with the token of the link that the start printed, within 30 minutes. Signs in.",
    tag: "Access",
    body: { "application/json": setupBody },
    answers: { 201: { description: "Made, and signed in", body: sessionAnswer, headers: COOKIE } },
  },
  "POST /api/v1/session": {
    summary: "Sign in",
    description: "After five failures a name waits, longer each time. A session ends after 12 hours, or 30 minutes without use.",
    tag: "Access",
    body: { "application/json": signInBody },
    answers: { 200: { description: "Signed in", body: sessionAnswer, headers: COOKIE }, 401: { description: "Wrong, or too many attempts: which, is not said" } },
  },
  "DELETE /api/v1/session": { summary: "Sign out", tag: "Access", answers: { 204: { description: "The session is over", headers: COOKIE } } },
  "GET /api/v1/me": { summary: "Who asks", tag: "Access", answers: { 200: { description: "The viewer", body: viewerAnswer } } },
  "GET /api/v1/tokens": { summary: "List the API tokens", tag: "Access", answers: { 200: { description: "Newest first, without their secrets", body: tokensAnswer } } },
  "POST /api/v1/tokens": {
    summary: "Make an API token",
    tag: "Access",
    body: { "application/json": newTokenBody },
    answers: { 201: { description: "Made. `token` is shown this once", body: newTokenAnswer } },
  },
  "DELETE /api/v1/tokens/{id}": { summary: "Revoke an API token", tag: "Access", path: { id: { description: "The token's id" } }, answers: { 204: { description: "Worth nothing from now on" } } },
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
