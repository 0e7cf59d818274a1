import { z } from "zod";
import type { RouteKey } from "@/lib/access/route-policies";
import { NODE_KINDS } from "@/lib/lineage/node-ref";
import { checkpointAnswer, goAnswer, graphAnswer, haltAnswer, impactAnswer, nodeAnswer, provenanceAnswer, refText, searchAnswer } from "./answers";
import type { Operation } from "./operation";

const REF = { ref: { description: "A reference, encoded once more as a whole" } };
const limit = z.int().min(1).max(100_000).optional().meta({ description: "Nodes at most; 1,000 when absent" });

/** The routes that read lineage. */
export const LINEAGE = {
  "GET /api/v1/search": {
    summary: "Find things by name, id or trace",
    description: "Definitions match by part of a name, instances by id, its beginning, or trace id. An empty `q` with a `kind` lists that kind, newest first.",
    tag: "Lineage",
    readsGraph: true,
    query: z.object({
      q: z.string().optional().meta({ description: "What to look for" }),
      kind: z.enum(NODE_KINDS).optional(),
      limit: z.int().min(1).optional(),
      cursor: z.string().optional().meta({ description: "`next` of the page before" }),
    }),
    answers: { 200: { description: "What was found", body: searchAnswer } },
  },
  "GET /api/v1/nodes/{ref}": {
    summary: "Everything known about one thing",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    answers: { 200: { description: "Facts, states, owner, versions, and the records it rests on", body: nodeAnswer } },
  },
  "GET /api/v1/graph": {
    summary: "What one thing is connected to",
    tag: "Lineage",
    readsGraph: true,
    query: z.object({
      ref: refText,
      direction: z.enum(["upstream", "downstream", "both"]).optional(),
      depth: z.int().min(1).max(1000).optional().meta({ description: "Steps from data to data; 1 when absent" }),
      plane: z.enum(["definition", "instance"]).optional().meta({ description: "Instance for a batch, feature set, prediction or run, else definition" }),
      limit,
      from: z.string().optional().meta({ format: "date-time", description: "With `to`: all that was observed in this period" }),
      to: z.string().optional().meta({ format: "date-time" }),
    }),
    answers: { 200: { description: "Nodes nearest first, and the edges between them, in the direction of flow", body: graphAnswer } },
  },
  "GET /api/v1/impact": {
    summary: "What is lost or degraded when these are gone",
    tag: "Lineage",
    readsGraph: true,
    query: z.object({ ref: z.array(refText).min(1).meta({ description: "What is gone; repeat it for a set" }), limit }),
    answers: { 200: { description: "Everything downstream, each with its class", body: impactAnswer } },
  },
  "GET /api/v1/predictions/{id}/provenance": {
    summary: "What made a prediction",
    tag: "Lineage",
    readsGraph: true,
    path: { id: { description: "A reference, an id, or a trace id" } },
    answers: { 200: { description: "Model, feature sets, batches and runs, and what is missing", body: provenanceAnswer }, 409: { description: "Several namespaces have this id: see `candidates`" } },
  },
  "GET /api/v1/gates/{ref}": {
    summary: "Whether a thing may be used",
    tag: "Lineage",
    path: REF,
    answers: { 200: { description: "Go", body: goAnswer }, 409: { description: "Halt, also when it is unknown or cannot be told", body: haltAnswer } },
  },
  "GET /api/v1/log/checkpoint": {
    summary: "The ledger's size and root, and how much of it is in the graph",
    tag: "Ledger",
    answers: { 200: { description: "RFC 6962", body: checkpointAnswer } },
  },
} satisfies Partial<Record<RouteKey, Operation>>;
