import { z } from "zod";
import { parseInstant, type Micros } from "@/lib/time";
import { count, deploymentOf, digest, input, instanceOf, instant, nameOf, nonEmpty, owner, reference, run, statistics, tags, versionOf, window } from "./event-parts";

/**
 * Headwater's own event types: the `data` of a CloudEvent, by its `type` (api.md, "Event types").
 * Properties that a schema does not name are kept as they came.
 */
export const sourceDeclared = z.looseObject({
  namespace: nonEmpty,
  name: nonEmpty,
  telemetry: z.enum(["metrics", "logs", "traces", "events", "changes", "topology"]),
  schema: z.array(z.looseObject({ name: nonEmpty, type: nonEmpty, unit: z.string().optional(), description: z.string().optional() })),
  samplingIntervalMs: z.number().positive().optional(),
  owner: owner.optional(),
  trusted: z.boolean(),
  channel: z.string().optional(),
  expectations: z
    .looseObject({ freshnessMs: z.number().min(0).optional(), completeness: z.number().optional(), maxNullRatio: z.number().optional() })
    .optional(),
  criticality: z.union([z.string(), z.number()]).optional(),
  description: z.string().optional(),
  tags: tags.optional(),
});

export const dependencyDeclared = z.looseObject({
  from: nameOf,
  to: nameOf,
  input: z.enum(["required", "optional", "fallback"]).optional(),
});

export const batchRecorded = z.looseObject({
  source: nameOf,
  version: nonEmpty,
  window,
  rows: count,
  digest,
  location: z.string().optional(),
  quality: z
    .looseObject({ completeness: z.number().optional(), nullRatio: z.number().optional(), duplicates: z.number().optional(), outOfOrder: z.number().optional() })
    .optional(),
  statistics: statistics.optional(),
  points: z.array(z.object({ at: instant }).catchall(z.number().nullable())).optional(),
  health: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  run: run.optional(),
  reference: z.boolean().optional(),
});

export const featuresComputed = z.looseObject({
  namespace: nonEmpty,
  id: nonEmpty,
  group: nonEmpty,
  features: z.array(
    z.looseObject({
      name: nonEmpty,
      version: nonEmpty,
      expression: z.string().optional(),
      definitionDigest: digest.optional(),
      required: z.array(nameOf).optional(),
      optional: z.array(nameOf).optional(),
      fallback: z.array(nameOf).optional(),
    }),
  ),
  inputs: z.array(input),
  run,
  digest,
  at: instant,
  statistics: statistics.optional(),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).optional(),
});

export const modelRegistered = z.looseObject({
  namespace: nonEmpty,
  name: nonEmpty,
  version: nonEmpty,
  artifact: z.looseObject({ digest, location: z.string().optional() }),
  hyperparameters: z.record(z.string(), z.unknown()),
  training: z.looseObject({
    run,
    snapshot: z.looseObject({ id: nonEmpty, digest, rows: count.optional(), window: window.optional(), inputs: z.array(input) }),
  }),
  metrics: z.record(z.string(), z.number()),
  features: z.array(z.looseObject({ namespace: nonEmpty.optional(), group: nonEmpty.optional(), name: nonEmpty, version: nonEmpty })),
  owner: owner.optional(),
  description: z.string().optional(),
  tags: tags.optional(),
  at: instant.optional(),
});

export const deploymentChanged = z.looseObject({
  namespace: nonEmpty,
  name: nonEmpty,
  environment: nonEmpty,
  model: versionOf,
  action: z.enum(["deploy", "undeploy", "rollback"]),
  by: z.string().optional(),
  reason: z.string().optional(),
  at: instant,
});

export const predictionMade = z.looseObject({
  namespace: nonEmpty,
  id: nonEmpty,
  model: versionOf,
  deployment: deploymentOf.optional(),
  features: z.array(instanceOf),
  at: instant,
  output: z.record(z.string(), z.unknown()),
  digest: digest.optional(),
  run: run.optional(),
});

export const failureRecorded = z.looseObject({
  about: reference,
  failure: z.enum(["ingestion", "edge-case", "anomaly", "quality"]),
  message: z.string(),
  at: instant,
  details: z.unknown().optional(),
});

export type SourceDeclared = z.infer<typeof sourceDeclared>;
export type DependencyDeclared = z.infer<typeof dependencyDeclared>;
export type BatchRecorded = z.infer<typeof batchRecorded>;
export type FeaturesComputed = z.infer<typeof featuresComputed>;
export type ModelRegistered = z.infer<typeof modelRegistered>;
export type DeploymentChanged = z.infer<typeof deploymentChanged>;
export type PredictionMade = z.infer<typeof predictionMade>;
export type FailureRecorded = z.infer<typeof failureRecorded>;
export type EventRun = z.infer<typeof run>;
export type EventInput = z.infer<typeof input>;

/** Every type that Headwater knows, with the schema of its `data`. */
export const HEADWATER_EVENTS = {
  "dev.headwater.source.declared.v1": sourceDeclared,
  "dev.headwater.dependency.declared.v1": dependencyDeclared,
  "dev.headwater.batch.recorded.v1": batchRecorded,
  "dev.headwater.features.computed.v1": featuresComputed,
  "dev.headwater.model.registered.v1": modelRegistered,
  "dev.headwater.deployment.changed.v1": deploymentChanged,
  "dev.headwater.prediction.made.v1": predictionMade,
  "dev.headwater.failure.recorded.v1": failureRecorded,
} as const;

export type HeadwaterEventType = keyof typeof HEADWATER_EVENTS;
/** The parsed `data` of one type. */
export type HeadwaterEventData<T extends HeadwaterEventType> = z.infer<(typeof HEADWATER_EVENTS)[T]>;

export function isHeadwaterEventType(type: string): type is HeadwaterEventType {
  return Object.hasOwn(HEADWATER_EVENTS, type);
}

/**
 * When an event of one of Headwater's types happened: `data.at`, else a batch's window end, else the CloudEvent's `time`;
 * `null` when it says nothing (then it happened when it was recorded). For other types only `ceTime` counts.
 */
export function whenOf(type: string, data: unknown, ceTime?: string): Micros | null {
  if (isHeadwaterEventType(type) && typeof data === "object" && data !== null) {
    const { at, window: period } = data as { at?: unknown; window?: { end?: unknown } };
    const own = typeof at === "string" ? at : type === "dev.headwater.batch.recorded.v1" ? period?.end : undefined;
    const when = typeof own === "string" ? parseInstant(own) : null;
    if (when !== null) return when;
  }
  return ceTime === undefined ? null : parseInstant(ceTime);
}
