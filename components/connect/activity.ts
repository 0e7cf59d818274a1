import * as z from "zod/mini";

const refused = z.object({ at: z.string(), path: z.string(), status: z.number(), code: z.string(), pointer: z.nullable(z.string()), message: z.string(), index: z.nullable(z.number()) });
const understood = z.object({
  sequence: z.number(),
  type: z.string(),
  recordedAt: z.string(),
  place: z.enum(["graph", "waiting", "dead", "retracted", "unknown"]),
  about: z.array(z.object({ ref: z.string(), kind: z.nullable(z.string()), state: z.nullable(z.string()) })),
  edges: z.nullable(z.array(z.object({ from: z.string(), fromKind: z.string(), to: z.string(), toKind: z.string(), by: z.nullable(z.string()), confidence: z.enum(["observed", "declared", "inferred"]) }))),
});

/** What this page reads of `GET /api/v1/tokens/{id}/activity`. */
export const activity = z.object({
  taken: z.number(),
  refused: z.number(),
  lastTaken: z.array(z.object({ at: z.string(), sequence: z.number(), duplicate: z.boolean(), warnings: z.array(z.string()) })),
  lastRefused: z.array(refused),
  understood: z.nullable(understood),
});
export type Activity = z.infer<typeof activity>;
export type Understood = z.infer<typeof understood>;
export type Refused = z.infer<typeof refused>;
