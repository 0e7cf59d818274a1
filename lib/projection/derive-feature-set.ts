import type { FeaturesComputed } from "@/lib/events/headwater-events";
import { timeKey, type Fold } from "@/lib/interpret/fold";
import { datasetRef, featureRef, jobRef, runKey } from "@/lib/interpret/subject-keys";
import { parseInstant } from "@/lib/time";
import { labelsOf, type Confidence, type Fragment } from "./fragment";
import { FragmentBuilder, type ReadFold } from "./fragment-builder";
import { addStepInputs, featuresOf, resolveInput, type ResolvedInput } from "./inputs";
import { toJobVersion } from "./job-version";
import { winnerOf } from "./winner";

type FeatureSpec = FeaturesComputed["features"][number];

/** The values that one run computed for a group of features, and what each feature was computed from. */
export function deriveFeatureSet(key: string, fold: Fold, read: ReadFold): Fragment {
  const build = new FragmentBuilder();
  const record = winnerOf<FeaturesComputed>(fold);
  if (!record) return build.done();
  const set = record.content;
  const group = datasetRef({ namespace: set.namespace, name: set.group });
  const { features: _features, ...facts } = set;
  build.own(
    key,
    labelsOf("featureset"),
    { state: "active", at: record.at, group, features: featuresOf(set), trace: record.trace, conflict: record.conflict ? true : undefined, recordedAt: fold.recordedAt },
    facts,
  );
  build.mention(group, false);
  build.edge("OF", key, group);
  for (const feature of featuresOf(set)) build.mention(feature, true, { at: record.at });

  const run = runKey(set.run.job, set.run.runId);
  const job = jobRef(set.run.job);
  const outcome = read(run)?.latest.terminal?.value as { type: string } | undefined;
  if (outcome && outcome.type !== "COMPLETE") return build.done();
  const inputs = set.inputs.map((input) => resolveInput(input, read));
  const before = (set.run.startedAt && parseInstant(set.run.startedAt)) || record.at;

  for (const { features, definitions, used } of groupByInputs(set, inputs)) {
    const version = toJobVersion(job, definitions, "observed");
    build.jobVersion(version);
    for (const [input] of version.inputs) build.mention(input, false);
    for (const feature of features)
      build.fragment.entries.push({
        timeline: `union ${feature}`,
        mode: "union",
        sort: timeKey(record.at, key),
        at: record.at,
        claims: [
          { claim: "jobversion", ref: version.ref, to: null },
          { claim: "edge", from: version.ref, to: feature, rel: "output", confidence: "observed" },
        ],
      });
    const step = build.step(run, `${key} ${version.ref}`, { job, version: version.ref, at: record.at, before });
    build.mention(run, true);
    build.edge("OF", step, version.ref);
    addStepInputs(build, step, used, before);
    build.edge("YIELDED", step, key, { output: group, version: version.ref, at: record.at, confidence: "observed" });
  }
  return build.done();
}

type InputGroup = { features: string[]; definitions: Map<string, Confidence>; used: ResolvedInput[] };

/**
 * Features with the same inputs together. A feature that names datasets (required, optional, fallback) has those: observed when
 * the run read them, declared when not. One that names none has all that the run read. Where every feature names some, an input
 * that none names still went into the set: observed if there is but one feature, else inferred.
 */
function groupByInputs(set: FeaturesComputed, inputs: readonly ResolvedInput[]): InputGroup[] {
  const named = new Set(set.features.flatMap(namedBy));
  const someTakesAll = set.features.some((it) => namedBy(it).length === 0);
  const unnamed = (it: ResolvedInput) => !someTakesAll && (it.dataset === null || !named.has(it.dataset));
  const groups = new Map<string, InputGroup>();
  const byNames = new Map<string, InputGroup>();
  for (const spec of set.features) {
    const own = namedBy(spec);
    const alike = byNames.get(own.join("\n"));
    if (alike) {
      alike.features.push(featureRef(set.namespace, set.group, spec.name, spec.version));
      continue;
    }
    const isOwn = (it: ResolvedInput) => own.length === 0 || (it.dataset !== null && own.includes(it.dataset));
    const used = inputs.filter((it) => isOwn(it) || unnamed(it));
    const definitions = new Map<string, Confidence>();
    for (const input of used)
      for (const definition of input.definitions) definitions.set(definition, isOwn(input) || set.features.length === 1 ? "observed" : "inferred");
    for (const dataset of own) if (!inputs.some((it) => it.dataset === dataset)) definitions.set(dataset, "declared");
    const id = JSON.stringify([[...definitions].sort(), used.map((it) => it.instance ?? it.dataset)]);
    const group = groups.get(id) ?? { features: [], definitions, used };
    group.features.push(featureRef(set.namespace, set.group, spec.name, spec.version));
    groups.set(id, group);
    byNames.set(own.join("\n"), group);
  }
  return [...groups.values()];
}

function namedBy(spec: FeatureSpec): string[] {
  return [...(spec.required ?? []), ...(spec.optional ?? []), ...(spec.fallback ?? [])].map(datasetRef);
}
