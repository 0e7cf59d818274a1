import { z } from "zod";
import { ERROR_STATUS, type ErrorCode } from "@/lib/errors";
import { EDGE_REASONS } from "@/lib/lineage/edge-reasons";
import { IMPACT_CLASSES } from "@/lib/lineage/impact-classes";
import { GROUP_BY } from "@/lib/lineage/grouping";
import { NODE_KINDS } from "@/lib/lineage/node-ref";

export const instantText = z.string().meta({ format: "date-time", description: "RFC 3339, in UTC" });
export const refText = z.string().meta({ description: "A reference, `kind:namespace:name`, each part percent-encoded", examples: ["dataset:shop:orders", "model:ops:latency-anomaly@7"] });

/** RFC 9457, as every refusal is answered. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  pointer: z.string().optional().meta({ description: "JSON Pointer to the field at fault" }),
  candidates: z.array(z.string()).optional().meta({ description: "The references that an ambiguous id may mean" }),
});

export const watermark = z
  .object({ sequence: z.int(), recordedAt: instantText.nullable(), lagMs: z.number(), deadLetters: z.int() })
  .meta({ description: "What the graph knew" });

export const receipt = z.object({ id: z.string(), sequence: z.int().min(1), leafHash: z.string(), duplicate: z.boolean() });
export const eventReceipt = receipt.extend({ warnings: z.array(z.string()) });
export const batchAnswer = z.looseObject({
  status: z.string(),
  summary: z.looseObject({ received: z.int(), successful: z.int(), failed: z.int() }),
  failed_events: z.array(z.looseObject({ index: z.int(), reason: z.string() })),
});
export const eventsAnswer = z.looseObject({
  accepted: z.int(),
  refused: z.array(z.object({ index: z.int(), code: z.string(), pointer: z.string().nullable(), message: z.string() })),
  receipts: z.array(eventReceipt),
  sequence: z.int(),
});
export const retractionAnswer = receipt.extend({ records: z.array(z.int()).meta({ description: "The sequences that it takes back" }) });
export const incidentReceipt = receipt.omit({ duplicate: true });

export const brief = z.looseObject({
  ref: refText,
  kind: z.string().meta({ examples: NODE_KINDS }),
  namespace: z.string(),
  name: z.string(),
  version: z.string().optional(),
  state: z.string(),
  owner: z.string().nullish(),
  at: z.string().optional().meta({ description: "When it happened (instances) or was first seen" }),
  conflict: z.literal(true).optional().meta({ description: "Two records with different content claim to be this" }),
});
export const hiddenNode = z.object({ ref: z.null(), id: z.string(), distance: z.int() }).meta({ description: "Something that you may not see; `id` holds for this answer only" });
export const counts = z.object({ total: z.int(), shown: z.int(), hiddenByLimit: z.int(), hiddenByAccess: z.int() });
export const asked = { asOf: instantText.nullable(), watermark };
export const confidence = z.enum(["observed", "declared", "inferred"]);

export const searchAnswer = z.object({
  results: z.array(brief),
  total: z.int().nullable().meta({ description: "null when 2,000 ids of a kind begin with the words, or more: no more are looked at" }),
  shown: z.int(),
  next: z.string().optional().meta({ description: "The cursor of the next page" }),
  ...asked,
});
export const nodeAnswer = brief.extend({
  facts: z.unknown(),
  states: z.array(z.object({ state: z.string(), from: instantText.nullable(), to: instantText.nullable(), model: z.string().optional() })),
  versions: z.object({ items: z.array(brief), total: z.int(), shown: z.int() }),
  declarations: z.array(z.object({ at: instantText.nullable(), trusted: z.boolean().nullable(), facts: z.unknown() })),
  failures: z.array(z.object({ failure: z.string().nullable(), message: z.string().nullable(), at: instantText.nullable() })),
  records: z.object({ items: z.array(z.object({ sequence: z.int(), id: z.string(), type: z.string(), recordedAt: instantText })), total: z.int().nullable(), shown: z.int() }),
  trace: z.string().optional().meta({ description: "W3C trace id" }),
  ...asked,
});
const listPage = <Item extends z.ZodType>(item: Item) =>
  z.object({
    results: z.array(item),
    total: z.int().nullable().meta({ description: "`null` where it is too much to count" }),
    shown: z.int(),
    next: z.string().optional().meta({ description: "The cursor of the next page" }),
    ...asked,
  });
export const runsAnswer = listPage(
  brief.extend({
    startedAt: instantText.nullable(),
    endedAt: instantText.nullable(),
    codeVersion: z.string().nullable(),
    operator: z.string().nullable(),
    touched: z.boolean().optional().meta({ description: "Of data: whether this run wrote (or read) it" }),
  }),
);
export const predictionsAnswer = listPage(brief.extend({ output: z.unknown(), model: refText.nullable(), deployment: refText.nullable() }));
export const batchesAnswer = listPage(
  brief.extend({
    window: z.object({ start: instantText, end: instantText }).nullable(),
    rows: z.number().nullable(),
    digest: z.string().nullable(),
    completeness: z.number().nullable(),
    nullRatio: z.number().nullable(),
    violations: z.int().meta({ description: "How many ways it departs from what its source was declared to be" }),
    isReference: z.boolean(),
    run: refText.nullable().meta({ description: "The run that wrote it" }),
  }),
);
export const featureSetsAnswer = listPage(brief.extend({ digest: z.string().nullable(), values: z.int(), inputs: z.int(), run: refText.nullable() }));
export const membersAnswer = listPage(brief.extend({ type: z.string().nullable(), unit: z.string().nullable(), description: z.string().nullable() }));
export const overviewAnswer = z.object({
  by: z.enum(GROUP_BY),
  groups: z.array(
    z.object({
      id: z.string().meta({ description: "The same in every answer" }),
      by: z.enum([...GROUP_BY, "predictions", "rest"]),
      label: z.string().meta({ description: "What all members share; empty where it is their kind alone" }),
      namespace: z.string(),
      ref: refText.optional().meta({ description: "The feature group or party that the group is" }),
      kind: z.enum(NODE_KINDS).nullable().meta({ description: "That of most members" }),
      size: z.int().nullable().meta({ description: "Of predictions `null` where it is too much to count" }),
      kinds: z.array(z.object({ kind: z.enum(NODE_KINDS), count: z.int() })),
      states: z.record(z.string(), z.int()).meta({ description: "How many members are in each state that departs from normal" }),
      groups: z.int().optional().meta({ description: "Of the rest: how many groups it holds" }),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.int().nullable().meta({ description: "Links from datum to datum; `null` as `size`" }),
      confidence: z.object({ strongest: confidence, weakest: confidence }),
    }),
  ),
  counts: z.object({ total: z.int(), inGroups: z.int(), onEdges: z.int().meta({ description: "Job versions that the edges stand for" }), groups: z.int(), groupsInRest: z.int() }),
  complete: z.boolean(),
  ...asked,
});
export const graphNode = brief.extend({
  distance: z.int(),
  more: z.object({ upstream: z.int(), downstream: z.int() }).optional().meta({ description: "Present neighbours that are not in the answer; given up to 1,000 nodes" }),
});
export const graphEdge = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.string(),
  confidence,
  stale: z.boolean(),
  firstSeen: instantText.nullable(),
  lastSeen: instantText.nullable(),
  rel: z.string().optional(),
  role: z.string().optional(),
  evidence: z.string().optional(),
});
const evidenceRecord = z.object({ sequence: z.int().min(1), type: z.string(), recordedAt: instantText });
export const edgeAnswer = z.object({
  from: brief,
  to: brief,
  plane: z.enum(["definition", "instance"]),
  edge: graphEdge,
  reason: z.enum(EDGE_REASONS).nullable().meta({ description: "Why the edge is there, as far as graph and ledger tell" }),
  carriedBy: z.object({ items: z.array(brief), hidden: z.int() }).meta({ description: "The job versions that make it hold; `hidden` of them may not be seen, nor their runs" }),
  columns: z.object({ items: z.array(z.object({ from: refText, to: refText, confidence })), total: z.int().nullable().meta({ description: "`null` for more than 1,000" }) }),
  runs: z
    .object({ did: z.enum(["read", "wrote"]), count: z.int().nullable(), ofJob: z.int().nullable() })
    .nullable()
    .meta({ description: "How many runs did it, of how many that the job had; a `null` inside means more than 50,000" }),
  results: z.array(
    z.object({
      ref: refText,
      at: instantText,
      outcome: z.string(),
      startedAt: instantText.nullable(),
      endedAt: instantText.nullable(),
      codeVersion: z.string().nullable(),
      operator: z.string().nullable(),
      made: refText.nullable().meta({ description: "What the run wrote, where the edge is about writing" }),
      records: z.array(evidenceRecord),
      moreRecords: z.boolean(),
    }),
  ),
  shown: z.int(),
  next: z.string().optional().meta({ description: "The cursor of the next page" }),
  stated: z.object({ items: z.array(evidenceRecord.extend({ at: instantText })), more: z.boolean() }).meta({ description: "Records that state it without a run, newest first" }),
  ...asked,
});
const graph = z.object({ nodes: z.array(z.union([graphNode, hiddenNode])), edges: z.array(graphEdge), counts, complete: z.boolean() });
export const graphAnswer = graph.extend(asked);
export const pathsAnswer = z.object({
  direction: z.enum(["downstream", "upstream"]).nullable().meta({ description: "Where `to` lies, seen from `from`; `null` where no way leads between them" }),
  paths: z.array(z.array(z.string())).meta({ description: "References, or ids of placeholders in `nodes`" }),
  total: z.int().nullable().meta({ description: "Ways that go through nothing twice; `null` where they are too many to count" }),
  shown: z.int(),
  nodes: z.array(z.union([graphNode, hiddenNode])),
  edges: z.array(graphEdge),
  complete: z.boolean(),
  ...asked,
});
export const impactAnswer = z.object({
  gone: z.array(brief).meta({ description: "The set itself, as asked for" }),
  nodes: z.array(
    z.union([
      brief.extend({
        class: z.enum(IMPACT_CLASSES),
        reason: z.string().meta({ description: "What is behind the class, by name; what may not be seen is not named", examples: ["Requires latency_p99_15m@2", "2 of 3 inputs left"] }),
        distance: z.int(),
        via: z.string().meta({ description: "The node before it on a shortest path from what is gone" }),
        deployed: z.boolean(),
        deployments: z.array(z.string()),
        predictionsPerDay: z.number().nullable(),
      }),
      hiddenNode,
    ]),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.enum(["feeds", "maybe"]), confidence })),
  classes: z.record(z.enum(IMPACT_CLASSES), z.int()),
  definitions: z.object({ total: z.int(), unaffected: z.int() }).meta({ description: "Definitions that the reader may see, columns and feature groups left out; unaffected are those neither gone nor affected" }),
  graphDigest: z.string().meta({ description: "SHA-256 over JCS of the sorted (ref, class) and edges" }),
  counts,
  complete: z.boolean(),
  ...asked,
});
const thing = z.union([brief, z.object({ ref: z.null(), id: z.string() })]);
export const provenanceAnswer = z.object({
  prediction: thing,
  model: thing.nullable(),
  deployment: thing.nullable(),
  featureSets: z.array(thing),
  batches: z.array(thing),
  runs: z.array(thing),
  training: z.object({ run: thing.nullable(), snapshot: z.unknown(), batches: z.array(thing), runs: z.array(thing) }),
  gaps: z.array(z.object({ expected: z.string(), reason: z.string() })),
  trusted: z.enum(["yes", "no", "unknown"]),
  trust: z
    .array(
      z.union([
        z.object({ source: refText, trusted: z.boolean().nullable().meta({ description: "`null` when it was not declared by then" }), channel: z.string().nullable(), at: instantText.nullable() }),
        z.object({ source: z.null(), id: z.string() }),
      ]),
    )
    .meta({ description: "Why: what each source was declared to be when the prediction was made, and since when" }),
  graph,
  ...asked,
});
const period = z.object({ from: instantText, to: instantText });
const incident = z.object({
  ref: refText,
  id: z.string(),
  title: z.string(),
  target: refText,
  targetKind: z.enum(NODE_KINDS).nullable(),
  metric: z.string().nullable(),
  direction: z.enum(["high", "low"]).nullable(),
  window: period,
  reference: period.nullable().meta({ description: "A period in which all was well" }),
  predictionCount: z.int(),
  reportedAt: instantText.nullable(),
  reporter: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  sequence: z.int().nullable().meta({ description: "The ledger's sequence of the report" }),
});
export const incidentsAnswer = z.object({
  results: z.array(incident),
  total: z.int(),
  shown: z.int(),
  next: z.string().optional().meta({ description: "The cursor of the next page" }),
  ...asked,
});
export const incidentAnswer = incident.extend({
  predictions: z
    .array(z.object({ given: z.string().nullable().meta({ description: "As it was reported; `null` when you may see none of this id" }), refs: z.array(refText).meta({ description: "Several when several namespaces have the id" }) }))
    .meta({ description: "The first 100 of `predictionCount`" }),
  ...asked,
});
export const goAnswer = z.object({ decision: z.literal("go") });
export const haltAnswer = z.object({ decision: z.literal("halt"), reason: z.string(), record: z.union([z.string(), z.int()]).nullable() });
export const checkpointAnswer = z.object({ size: z.int(), root: z.string().meta({ description: "base64" }), projected: z.int() });
export const readyAnswer = z.object({ status: z.string(), parts: z.record(z.string(), z.enum(["up", "down"])) });
