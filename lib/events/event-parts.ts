import { z } from "zod";
import { canonicalRef } from "@/lib/lineage/node-ref";
import { parseInstant } from "@/lib/time";

/** The parts that events are made of (api.md, "Event types"). What a part does not name is kept, never refused. */
export const nonEmpty = z.string().min(1, "must not be empty");

/** RFC 3339 text, read with `parseInstant`: without a zone it is UTC. */
export const instant = z.string().refine((text) => parseInstant(text) !== null, "is no RFC 3339 time");

export const digest = z.string().regex(/^sha256:[0-9a-fA-F]{64}$/, "must be sha256:<64 hex digits>");

/** A reference in any accepted form; `canonicalRef` gives the one to compare. */
export const reference = z.string().refine((text) => canonicalRef(text) !== null, "is no reference (kind:namespace:name)");

export const count = z.int().min(0);

export const nameOf = z.looseObject({ namespace: nonEmpty, name: nonEmpty });
export const versionOf = z.looseObject({ namespace: nonEmpty, name: nonEmpty, version: nonEmpty });
export const instanceOf = z.looseObject({ namespace: nonEmpty, id: nonEmpty });
export const deploymentOf = z.looseObject({ namespace: nonEmpty, environment: nonEmpty, name: nonEmpty });

export const owner = z.looseObject({ name: nonEmpty, contact: z.string().optional() });
export const tags = z.union([z.array(z.string()), z.record(z.string(), z.string())]);

export const window = z
  .looseObject({ start: instant, end: instant })
  .refine((value) => (parseInstant(value.start) ?? 0) <= (parseInstant(value.end) ?? 0), { message: "ends before it starts", path: ["end"] });

export const run = z.looseObject({
  job: nameOf,
  runId: nonEmpty,
  operator: z.string().optional(),
  codeVersion: z.string().optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  outcome: z.string().optional(),
  seed: z.union([z.number(), z.string(), z.null()]).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** Of one field. A field of text has categories and no mean, so only the counts are always there. */
const fieldStatistics = z.looseObject({
  count,
  nulls: count,
  min: z.number().nullish(),
  max: z.number().nullish(),
  mean: z.number().nullish(),
  sd: z.number().nullish(),
  median: z.number().nullish(),
  mad: z.number().nullish(),
  quantiles: z.record(z.string(), z.number()).optional(),
  histogram: z.looseObject({ edges: z.array(z.number()), counts: z.array(z.number()) }).optional(),
  categories: z.record(z.string(), z.number()).optional(),
});
export const statistics = z.record(z.string(), fieldStatistics);

/** What a run read: one of three, told apart by the key. */
export const input = z.union(
  [
    z.looseObject({ batch: versionOf }),
    z.looseObject({ featureSet: instanceOf }),
    z.looseObject({ dataset: z.looseObject({ namespace: nonEmpty, name: nonEmpty, version: nonEmpty.optional() }) }),
  ],
  "must be {batch: {namespace, name, version}}, {featureSet: {namespace, id}} or {dataset: {namespace, name, version?}}",
);
