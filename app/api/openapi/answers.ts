import { z } from "zod";
import { ERROR_STATUS, type ErrorCode } from "@/lib/errors";
import { NODE_KINDS } from "@/lib/lineage/node-ref";

export const instantText = z.string().meta({ format: "date-time", description: "RFC 3339, in UTC" });
export const refText = z.string().meta({ description: "A reference, `kind:namespace:name`, each part percent-encoded", examples: ["dataset:shop:orders", "model:ops:latency-anomaly@7"] });
const nodeKind = z.enum(NODE_KINDS);
const json = z.record(z.string(), z.unknown());

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

export const receipt = z.object({ id: z.string(), sequence: z.int().min(1), leafHash: z.string(), duplicate: z.boolean(), warnings: z.array(z.string()) });
export const batchAnswer = z.looseObject({
  summary: z.looseObject({ received: z.int(), successful: z.int(), failed: z.int() }),
  failed_events: z.array(z.looseObject({ index: z.int(), reason: z.string() })),
});
export const eventsAnswer = z.object({
  accepted: z.int(),
  refused: z.array(z.looseObject({ index: z.int(), code: z.string(), pointer: z.string().optional(), message: z.string() })),
  receipts: z.array(receipt),
  sequence: z.int().nullable(),
});
export const created = z.looseObject({ id: z.string(), sequence: z.int().optional() });

export const searchAnswer = z.looseObject({
  results: z.array(z.looseObject({ ref: refText, kind: nodeKind, namespace: z.string(), name: z.string(), version: z.string().optional(), state: z.string() })),
  total: z.int(),
  shown: z.int(),
  next: z.string().optional().meta({ description: "The cursor of the next page" }),
  watermark,
});
export const nodeAnswer = z.looseObject({ ref: refText, kind: nodeKind, state: z.string(), watermark });
export const graphAnswer = z.looseObject({
  nodes: z.array(
    z.looseObject({
      ref: refText.nullable().meta({ description: "null: something that you may not see" }),
      kind: nodeKind.optional(),
      name: z.string().optional(),
      state: z.string().optional(),
      distance: z.int(),
      more: z.object({ upstream: z.int(), downstream: z.int() }).optional(),
    }),
  ),
  edges: z.array(
    z.looseObject({
      from: z.string(),
      to: z.string(),
      kind: z.string(),
      confidence: z.enum(["observed", "declared", "inferred"]),
      stale: z.boolean(),
      firstSeen: instantText.nullable(),
      lastSeen: instantText.nullable(),
    }),
  ),
  counts: z.looseObject({ total: z.int(), shown: z.int(), hiddenByLimit: z.int(), hiddenByAccess: z.int() }),
  complete: z.boolean(),
  asOf: instantText.nullable(),
  watermark,
});
export const impactAnswer = z.looseObject({
  nodes: z.array(
    z.looseObject({
      ref: refText.nullable(),
      kind: nodeKind.optional(),
      class: z.enum(["lost", "degraded", "doubtful"]).optional(),
      reason: z.string().optional(),
      distance: z.int(),
    }),
  ),
  counts: json,
  graphDigest: z.string(),
  watermark,
});
const thing = z.looseObject({ ref: refText });
export const provenanceAnswer = z.looseObject({
  prediction: thing,
  model: thing.nullable(),
  deployment: thing.nullable(),
  featureSets: z.array(thing),
  batches: z.array(thing),
  runs: z.array(thing),
  training: z.looseObject({ batches: z.array(thing), runs: z.array(thing) }).nullable(),
  gaps: z.array(z.looseObject({ expected: z.string(), reason: z.string() })),
  trusted: z.enum(["yes", "no", "unknown"]),
  graph: json,
  watermark,
});
export const goAnswer = z.object({ decision: z.literal("go") });
export const haltAnswer = z.object({ decision: z.literal("halt"), reason: z.string(), record: z.union([z.string(), z.int()]).nullable() });
export const checkpointAnswer = z.looseObject({ size: z.int(), root: z.string(), projected: z.int() });
export const readyAnswer = z.looseObject({});
