import { z } from "zod";
import { asked, confidence, counts, graphEdge, graphNode, hiddenNode, instantText, refText } from "./answers";

const end = z.string().meta({ description: "A reference, or the id of something that you may not see" });
const change = z
  .object({
    kind: z.enum(["added", "removed", "changed"]),
    fields: z.array(z.object({ field: z.enum(["state", "owner", "serves", "trusted", "confidence", "stale"]), was: z.string().nullable(), is: z.string().nullable() })),
  })
  .optional()
  .meta({ description: "What became of it from `with` to `asOf`; absent where nothing did" });
const ofEach = z.object({ nodes: z.int(), edges: z.int() });

export const comparisonAnswer = z.object({
  nodes: z.array(z.union([graphNode.extend({ change }), hiddenNode.extend({ change })])),
  edges: z.array(graphEdge.extend({ change })),
  counts,
  changes: z.object({ added: ofEach, removed: ofEach, changed: ofEach }).meta({ description: "How many nodes and edges of the answer differ" }),
  there: z.object({ with: z.boolean(), asOf: z.boolean() }).meta({ description: "Whether the start was there at either instant" }),
  complete: z.boolean(),
  with: instantText,
  ...asked,
});

const at = instantText;
const lineageChange = z.discriminatedUnion("what", [
  z.object({ what: z.literal(["seen", "dropped", "happened"]), at, ref: refText, kind: z.string() }),
  z.object({ what: z.literal(["began", "ended"]), at, from: end, to: end, confidence, rel: z.string().optional() }),
  z.object({ what: z.literal("confidence"), at, from: end, to: end, was: confidence, is: confidence }),
  z.object({ what: z.literal("declared"), at, ref: refText, trusted: z.boolean().nullable(), was: z.boolean().nullable(), again: z.boolean() }),
  z.object({ what: z.literal("served"), at, ref: refText, was: end.nullable(), is: end.nullable() }),
  z.object({ what: z.literal("failure"), at, ref: refText, failure: z.string().nullable(), message: z.string().nullable() }),
]);

export const changesAnswer = z.object({
  ref: refText,
  plane: z.enum(["definition", "instance"]),
  direction: z.enum(["upstream", "downstream", "both"]),
  from: instantText,
  to: instantText,
  changes: z.array(lineageChange),
  counts: z
    .object({ total: z.int().nullable(), shown: z.int(), hiddenByLimit: z.int().nullable(), hiddenByAccess: z.int() })
    .meta({ description: "`null` where there were too many to count" }),
  nodes: z.object({ total: z.int(), lookedAt: z.int() }).meta({ description: "How many nodes the lineage had in the period, and of how many changes are told" }),
  complete: z.boolean(),
  ...asked,
});
