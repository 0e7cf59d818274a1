import { z } from "zod";
import { RECORD_KINDS } from "@/lib/ledger/envelope";
import { RECORD_PLACES } from "@/graph/queries/find-records";
import { PART_STATES } from "@/graph/queries/find-status";
import { instantText, refText } from "./answers";

const recordBrief = z.object({
  sequence: z.int().min(1),
  recordedAt: instantText,
  id: z.string(),
  kind: z.enum(RECORD_KINDS),
  type: z.string(),
  subject: z.string().meta({ description: "What it is mainly about: a reference, or a key that begins with one; `-` where there is none" }),
  actor: z.string(),
  trace: z.string().nullable(),
  sizeBytes: z.int(),
  place: z.enum(RECORD_PLACES).meta({ description: "`unknown` while the graph, which knows its dead letters, is away" }),
  retractedBy: z.int().nullable().meta({ description: "The retraction that holds" }),
});
export const recordsAnswer = z.object({
  results: z.array(recordBrief),
  shown: z.int(),
  total: z.int().nullable().meta({ description: "The ledger's size, where all of it may be seen and nothing was asked for; else null" }),
  searchedDownTo: z.int().nullable().meta({ description: "Everything from here on was looked at. A filter that matches rarely stops after 10,000 records: go on with `next`" }),
  next: z.int().optional().meta({ description: "`before` of the next page" }),
});
export const recordAnswer = recordBrief.extend({
  mediaType: z.string(),
  payloadDigest: z.string().meta({ description: "SHA-256 over a salt and the bytes, in hex" }),
  leafHash: z.string().meta({ description: "The leaf in the ledger's RFC 6962 tree, in hex" }),
  about: z.object({ items: z.array(z.object({ ref: refText, kind: z.string().nullable(), state: z.string().nullable() })), total: z.int(), shown: z.int() }),
  dead: z.object({ code: z.string(), message: z.string(), attempts: z.int(), firstAt: instantText, lastAt: instantText }).nullable(),
  retractions: z.array(z.object({ sequence: z.int(), recordedAt: instantText, actor: z.string(), reason: z.string(), holds: z.boolean() })),
  retracts: z.array(z.int()).meta({ description: "What a retraction takes back" }),
  conflicts: z.array(z.object({ contentDigest: z.string(), actor: z.string(), at: instantText })).meta({ description: "Other content that came under this id and was refused" }),
  older: z.int().nullable().meta({ description: "The record about the same subject before this one" }),
  newer: z.int().nullable(),
  payload: z.unknown().meta({ description: "The payload's JSON. What names something unseen is null" }),
  masked: z.boolean().meta({ description: "Whether something was taken out of `payload`" }),
});

const state = z.enum(PART_STATES);
export const statusAnswer = z
  .object({
    at: instantText,
    ledger: z.object({ state, problem: z.string().nullable(), size: z.int().nullable(), lastRecordedAt: instantText.nullable(), usedBytes: z.int().nullable(), freeBytes: z.int().nullable() }),
    projector: z.object({
      state, offset: z.int().nullable(), lagRecords: z.int(), lagMs: z.number(), ratePerSecond: z.number(), deadLetters: z.int(),
      retrying: z.boolean().meta({ description: "Neo4j does not take what is written: it is tried again" }), lastError: z.string().nullable(),
    }),
    neo4j: z.object({ state, embedded: z.boolean(), restarts: z.int().nullable(), version: z.string().nullable(), address: z.string().nullable(), database: z.string().nullable() }),
    graph: z.object({ definitions: z.int(), instances: z.int(), relationships: z.int() }).nullable(),
    versions: z.object({ headwater: z.string(), node: z.string(), schema: z.int().nullable(), interpretation: z.int() }),
    process: z.object({ startedAt: instantText, uptimeMs: z.int(), memoryBytes: z.int() }),
    settings: z.array(z.object({ name: z.string(), value: z.string() })).nullable(),
  })
  .meta({ description: "What is null is not for this viewer, or cannot be told now" });

export const rebuildAnswer = z.object({ records: z.int().meta({ description: "How many records the graph is made from" }) });

const understood = z.object({
  sequence: z.int(),
  type: z.string(),
  recordedAt: instantText,
  place: z.enum(RECORD_PLACES),
  about: z.array(z.object({ ref: refText, kind: z.string().nullable(), state: z.string().nullable() })),
  edges: z
    .array(z.object({ from: refText, fromKind: z.string(), to: refText, toKind: z.string(), by: refText.nullable().meta({ description: "The job between" }), confidence: z.enum(["observed", "declared", "inferred"]) }))
    .nullable()
    .meta({ description: "Present edges that it takes part in, 20 at most; null while it is not in the graph" }),
});
export const activityAnswer = z.object({
  token: z.object({ id: z.string(), name: z.string() }),
  since: instantText.meta({ description: "The counts are since then" }),
  taken: z.int(),
  refused: z.int(),
  lastTaken: z.array(z.object({ at: instantText, sequence: z.int(), duplicate: z.boolean(), warnings: z.array(z.string()) })),
  lastRefused: z.array(z.object({ at: instantText, path: z.string(), status: z.int(), code: z.string(), pointer: z.string().nullable(), message: z.string(), index: z.int().nullable() })),
  understood: understood.nullable().meta({ description: "What was made of the newest event that was taken" }),
});
