import type { EventInput, FeaturesComputed } from "@/lib/events/headwater-events";
import { batchRef, datasetRef, featureRef, featureSetRef } from "@/lib/interpret/subject-keys";
import type { Micros } from "@/lib/time";
import type { FragmentBuilder, ReadFold } from "./fragment-builder";
import { winnerOf } from "./winner";

/** An input of a CloudEvent's run in both planes: the instance that was read, and the definitions behind it. */
export type ResolvedInput = {
  /** Batch or feature set; `null` for a dataset without a version. */
  instance: string | null;
  /** Its dataset, or its feature group. */
  dataset: string | null;
  /** The dataset, or the features of the feature set as far as they are known. */
  definitions: string[];
};

export function resolveInput(input: EventInput, read: ReadFold): ResolvedInput {
  if ("batch" in input) return { instance: batchRef(input.batch as Parameters<typeof batchRef>[0]), dataset: datasetRef(input.batch as Parameters<typeof datasetRef>[0]), definitions: [datasetRef(input.batch as Parameters<typeof datasetRef>[0])] };
  if ("featureSet" in input) {
    const key = featureSetRef(input.featureSet as Parameters<typeof featureSetRef>[0]);
    const set = winnerOf<FeaturesComputed>(read(key))?.content;
    return { instance: key, dataset: set ? datasetRef({ namespace: set.namespace, name: set.group }) : null, definitions: set ? featuresOf(set) : [] };
  }
  const { namespace, name, version } = input.dataset as { namespace: string; name: string; version?: string };
  const dataset = datasetRef({ namespace, name });
  return { instance: version === undefined ? null : batchRef({ namespace, name, version }), dataset, definitions: [dataset] };
}

/** The feature versions that a feature set holds. */
export function featuresOf(set: FeaturesComputed): string[] {
  return set.features.map((it) => featureRef(set.namespace, set.group, it.name, it.version));
}

/** Joins inputs to a step in the instance plane: what has a version directly, the rest to be resolved when it is read. */
export function addStepInputs(build: FragmentBuilder, step: string, inputs: readonly ResolvedInput[], before: Micros): void {
  const done = new Set<string>();
  for (const input of inputs) {
    const key = input.instance ?? input.dataset;
    if (key === null || done.has(key)) continue;
    done.add(key);
    build.mention(key, false);
    if (input.instance) build.edge("YIELDED", input.instance, step, { confidence: "observed" });
    else build.edge("READ", step, key, { dataset: key, before, confidence: "observed" });
  }
}
