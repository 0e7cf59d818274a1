import { formatRef } from "@/lib/lineage/node-ref";
import type { Window } from "./cut-windows";
import { dailyFeatures, familyOf, FIRST_VALUES, hourlyFeature, SECOND_VALUES, type FeatureSpec } from "./families";
import { SLOTS_PER_DAY, type Baseline, type HourlyFeatures } from "./features";
import { jsonDigest, nameTraceparent, nameUuid } from "./ids";
import { FALLBACK, type SourceStudy } from "./study-sources";
import { baselineId, batchVersion, cloudEvent, featureSetId, instant, iso, type Outgoing, type World } from "./world";

type Name = { namespace: string; name: string };

/** The trace of a window: its feature run and its production prediction share it. */
export function windowTrace(world: World, source: string, window: Window): string {
  return nameTraceparent(world.ops, source, iso(window.start));
}

/** Features that the windows of one source are computed into once an hour's quarter has ended. */
export function computeFeatures(world: World, source: SourceStudy, row: HourlyFeatures): Outgoing[] {
  const { name } = source.spec;
  const family = familyOf(source.spec.family);
  const window = source.bySlot.get(row.slot)!;
  const second = row.slot < world.study.plan.featuresV2;
  const specs = (second ? SECOND_VALUES : FIRST_VALUES).map((value) => ({ ...hourlyFeature(family, value), value: row.values[value] }));
  const id = featureSetId(world, name, window);
  const at = instant(world, row.slot, 20);
  const values = Object.fromEntries(specs.map((spec) => [`${spec.name}@${spec.version}`, spec.value]));
  const filled = source.filled.has(row.slot);
  const inputs = [
    ...row.slots.map((slot) => ({ batch: { namespace: world.aws, name, version: batchVersion(world, slot) } })),
    ...(filled ? [{ batch: { namespace: world.aws, name: FALLBACK.by, version: batchVersion(world, row.slot) } }] : []),
    ...(row.baseline === null ? [] : [{ featureSet: { namespace: world.ops, id: baselineId(world, source, row.baseline) } }]),
  ];
  const events = [cloudEvent(world, "features.computed.v1", `${name}/${iso(window.start)}`, at, {
    namespace: world.ops,
    id,
    group: specs[0]!.group,
    features: specs.map((spec) => definition(world, spec, source)),
    inputs,
    run: {
      job: { namespace: world.ops, name: `compute_${family.name}_hourly` },
      runId: nameUuid("run", id),
      operator: "airflow",
      codeVersion: second ? "features/2.0.0" : "features/1.4.0",
      startedAt: instant(world, row.slot, 10),
      endedAt: at,
      outcome: "COMPLETE",
      seed: row.seed,
      parameters: { resamples: 48, windows: row.slots.length },
    },
    digest: jsonDigest(values),
    at,
    values,
  }, windowTrace(world, name, window))];
  if (filled) events.push(cloudEvent(world, "failure.recorded.v1", `${name}/${iso(window.start)}/edge-case`, at, {
    about: formatRef("featureset", world.ops, id),
    failure: "edge-case",
    message: `missing samples of ${name} estimated from ${FALLBACK.by}`,
    at,
    details: { fallback: { namespace: world.aws, name: FALLBACK.by }, completeness: window.quality.completeness },
  }));
  return events;
}

/** The baseline of one day of one source, which the next day's hourly runs read. */
export function computeBaseline(world: World, source: SourceStudy, baseline: Baseline): Outgoing[] {
  const { name } = source.spec;
  const family = familyOf(source.spec.family);
  const specs = dailyFeatures(family);
  const slot = baseline.day * SLOTS_PER_DAY;
  const id = baselineId(world, source, baseline.day);
  const at = instant(world, slot, 8);
  const values = Object.fromEntries(specs.map((spec) => [`${spec.name}@${spec.version}`, baseline[spec.value]]));
  const events = [cloudEvent(world, "features.computed.v1", `${name}/baseline/${id}`, at, {
    namespace: world.ops,
    id,
    group: specs[0]!.group,
    features: specs.map((spec) => definition(world, spec, source)),
    inputs: baseline.slots.map((from) => ({ batch: { namespace: world.aws, name, version: batchVersion(world, from) } })),
    run: {
      job: { namespace: world.ops, name: `compute_${family.name}_daily` },
      runId: nameUuid("run", id),
      operator: "airflow",
      codeVersion: "baselines/1.1.0",
      startedAt: instant(world, slot, 2),
      endedAt: at,
      outcome: "COMPLETE",
      // nothing is drawn at random here
      seed: 0,
    },
    digest: jsonDigest(values),
    at,
    values,
  })];
  if (baseline.flat) events.push(cloudEvent(world, "failure.recorded.v1", `${name}/baseline/${id}/edge-case`, at, {
    about: formatRef("featureset", world.ops, id),
    failure: "edge-case",
    message: `${name} was flat for a day: its median absolute deviation is 0, the scale rests on quantiles or the unit's resolution`,
    at,
    details: { median: baseline.median, scale: baseline.scale },
  }));
  return events;
}

/** The whole definition each time: the latest event's is the one that stands. Roles are named where the inputs do not count alike. */
function definition(world: World, spec: FeatureSpec, source: SourceStudy) {
  return {
    name: spec.name,
    version: spec.version,
    expression: spec.expression,
    definitionDigest: spec.digest,
    ...roles(world, source),
  };
}

function roles(world: World, source: SourceStudy): { required?: Name[]; optional?: Name[]; fallback?: Name[] } {
  const own = { namespace: world.aws, name: source.spec.name };
  // a calendar that no pipeline ships yet: declared, never seen
  if (source.spec.family === "latency") return { required: [own], optional: [{ namespace: world.ops, name: "maintenance_calendar" }] };
  if (source.spec.family === "traffic") return { required: [own], fallback: [{ namespace: world.aws, name: FALLBACK.by }] };
  return {};
}
