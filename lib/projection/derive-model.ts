import type { FeaturesComputed, ModelRegistered } from "@/lib/events/headwater-events";
import { claimsOf, timeKey, type Fold } from "@/lib/interpret/fold";
import { featureNameKey, featureRef, featureSetRef, jobRef, partyRef, runKey } from "@/lib/interpret/subject-keys";
import { parseInstant } from "@/lib/time";
import { labelsOf, type Confidence, type Fragment } from "./fragment";
import { FragmentBuilder, type ReadFold } from "./fragment-builder";
import { addStepInputs, featuresOf, resolveInput } from "./inputs";
import { toJobVersion } from "./job-version";
import { winnerOf } from "./winner";

/** A model version: what it was trained on, by which run, and the features it needs. */
export function deriveModel(key: string, fold: Fold, read: ReadFold): Fragment {
  const build = new FragmentBuilder();
  const record = winnerOf<ModelRegistered>(fold);
  if (!record) return build.done();
  const model = record.content;
  const features = resolveFeatures(model, read);
  const owner = model.owner?.name;
  const run = runKey(model.training.run.job, model.training.run.runId);
  build.own(
    key,
    labelsOf("model"),
    {
      state: "active",
      at: record.at,
      trace: record.trace,
      owner: owner === undefined ? undefined : build.mention(partyRef(owner), true),
      requires: [...features.keys()].sort(),
      trainingRun: run,
      conflict: record.conflict ? true : undefined,
      recordedAt: fold.recordedAt,
    },
    model,
  );
  if (owner !== undefined) build.edge("OWNED_BY", key, partyRef(owner));

  const { run: training, snapshot } = model.training;
  const outcome = read(run)?.latest.terminal?.value as { type: string } | undefined;
  if (outcome && outcome.type !== "COMPLETE") return build.done();
  const inputs = snapshot.inputs.map((input) => resolveInput(input, read));
  const definitions = new Map<string, Confidence>(features);
  for (const input of inputs) {
    if (input.instance?.startsWith("featureset:")) {
      if (features.size === 0) for (const feature of input.definitions) definitions.set(feature, "inferred");
    } else for (const dataset of input.definitions) definitions.set(dataset, "observed");
  }
  const at = (training.endedAt && parseInstant(training.endedAt)) || record.at;
  const before = (training.startedAt && parseInstant(training.startedAt)) || at;
  const version = toJobVersion(jobRef(training.job), definitions, "observed");
  build.jobVersion(version);
  for (const [input] of version.inputs) build.mention(input, false);
  build.fragment.entries.push({
    timeline: `union ${key}`,
    mode: "union",
    sort: timeKey(at, record.content.artifact.digest),
    at,
    claims: [
      { claim: "jobversion", ref: version.ref, to: null },
      { claim: "edge", from: version.ref, to: key, rel: "output", confidence: "observed" },
    ],
  });
  const step = build.step(run, key, { job: jobRef(training.job), version: version.ref, at, before });
  build.mention(run, true);
  build.edge("OF", step, version.ref);
  addStepInputs(build, step, inputs, before);
  build.edge("YIELDED", step, key, { output: key, version: version.ref, at, confidence: "observed" });
  return build.done();
}

/**
 * The features a model names. Without a namespace it is the model's; without a group they are those of that name and version in
 * the snapshot's feature sets, else in the namespace: several are all joined, inferred.
 */
function resolveFeatures(model: ModelRegistered, read: ReadFold): Map<string, Confidence> {
  const resolved = new Map<string, Confidence>();
  const sets = model.training.snapshot.inputs.flatMap((input) =>
    "featureSet" in input ? [winnerOf<FeaturesComputed>(read(featureSetRef(input.featureSet as { namespace: string; id: string })))?.content] : [],
  );
  for (const feature of model.features) {
    const namespace = feature.namespace ?? model.namespace;
    if (feature.group !== undefined) {
      resolved.set(featureRef(namespace, feature.group, feature.name, feature.version), "observed");
      continue;
    }
    const inSnapshot = new Set(
      sets.flatMap((set) =>
        set && set.namespace === namespace
          ? featuresOf({ ...set, features: set.features.filter((it) => it.name === feature.name && it.version === feature.version) })
          : [],
      ),
    );
    const groups = read(featureNameKey(namespace, feature.name, feature.version));
    const candidates = inSnapshot.size > 0 ? [...inSnapshot] : groups ? claimsOf(groups, "group|").map((it) => featureRef(namespace, it.key, feature.name, feature.version)) : [];
    if (candidates.length === 0) candidates.push(featureRef(namespace, undefined, feature.name, feature.version));
    for (const candidate of candidates) resolved.set(candidate, candidates.length > 1 ? "inferred" : "observed");
  }
  return resolved;
}
