import "server-only";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Mask } from "@/lib/lineage/mask";
import { canonicalRef, parseNodeRef } from "@/lib/lineage/node-ref";
import { instancesByRef } from "./instance-edges";
import { instanceFlow, type Instance, type InstanceFlow } from "./instance-flow";
import { instantText, type Moment } from "./moment";
import { notFound } from "./node-lookup";
import { declaredTrust, featureSetsOf, predictionsNamed, thingsByRef, type DeclaredTrust, type ThingRow } from "./provenance-things";

export const WHOLE_DEPTH = 1000;

/** `expected`: a reference, or what kind of thing should be there. */
export type Gap = { expected: string; reason: string };

/** The references that an id may mean, of those that the viewer may see: by reference, else by id, else by trace id. */
export async function predictionCandidates(viewer: Viewer, id: string): Promise<string[]> {
  const parsed = parseNodeRef(id);
  return predictionsNamed(id, parsed?.kind === "prediction" ? canonicalRef(id) : null, (namespace) => maySee(viewer, namespace));
}

/** @throws AppError `not_found`, or `ambiguous` with the candidates. */
export function onlyOf(candidates: readonly string[]): string {
  const [only, second] = candidates;
  if (only === undefined) throw notFound();
  if (second === undefined) return only;
  throw new AppError("ambiguous", "Several predictions have this id. Ask for one of the candidates by its reference.", { candidates: candidates.slice(0, 100) });
}

/** A run's key is its reference, a `#`, and its job. */
export function runRefOf(key: string | null): string | null {
  return key === null ? null : key.split("#", 1)[0]!;
}

export type Upstream = {
  flow: InstanceFlow;
  /** Everything, the starts included. */
  refs: string[];
  batches: string[];
  featureSets: string[];
  runs: string[];
  /** The run that made a start, when it is known. */
  firstRun: string | null;
  /** Datasets that were read when no version of them was there. */
  unresolved: string[];
};

const isBatch = ({ key }: Instance) => key.startsWith("batch:");

/** All that lies upstream of instances, nearest first. `onBatches` hears of batches as soon as they are known. */
export async function upstreamOf(starts: readonly string[], moment: Moment, onBatches: (refs: string[]) => void = () => undefined): Promise<Upstream> {
  const instances = (await instancesByRef(starts)).filter(({ kind }) => kind !== "run");
  const flow = await instanceFlow(instances, "upstream", WHOLE_DEPTH, moment, {
    onFound: (found) => onBatches(found.filter(isBatch).map(({ ref }) => ref)),
  });
  const all = [...flow.instances.values()];
  const steps = all.filter(({ rides }) => rides);
  const refsOf = (some: readonly { ref: string }[]) => [...new Set(some.map(({ ref }) => ref))];
  return {
    flow,
    refs: refsOf(all),
    batches: refsOf(all.filter(isBatch)),
    featureSets: refsOf(all.filter(({ key }) => key.startsWith("featureset:"))),
    runs: refsOf(steps),
    firstRun: steps.find((step) => instances.some(({ key }) => flow.next.get(key)?.includes(step.key)))?.ref ?? null,
    unresolved: flow.unresolved,
  };
}

export const missingAmong = (things: ReadonlyMap<string, { state: string | null }>): string[] => [...things].filter(([, { state }]) => state === "missing").map(([ref]) => ref);

/** A prediction and the feature sets that it was made from. @throws AppError `not_found` when the graph holds no such prediction. */
export async function predictionWithSets(ref: string): Promise<{ prediction: ThingRow; sets: string[] }> {
  const [sets, found] = await Promise.all([featureSetsOf(ref), thingsByRef([ref])]);
  const prediction = found.get(ref);
  if (!prediction) throw notFound();
  return { prediction, sets };
}

type Found = {
  prediction: ThingRow;
  sets: readonly string[];
  model: ThingRow | null;
  things: ReadonlyMap<string, ThingRow>;
  /** What is named on the way and nobody has recorded. */
  missing: readonly string[];
  own: Upstream;
  training: Pick<Upstream, "firstRun" | "unresolved">;
};

/** What should be there and is not. Of the training's upstream as much as `training` and `missing` hold. */
export function gapsOf({ prediction, sets, model, things, missing, own, training }: Found, mask: Mask): Gap[] {
  const gaps: Gap[] = [];
  const gap = (expected: string, reason: string) => void gaps.push({ expected: mask.end(expected), reason });
  for (const ref of missing) gap(ref, "It is named, but nobody has recorded it.");
  if (sets.length === 0) gaps.push({ expected: "featureset", reason: "The prediction names no feature set." });
  const recorded = sets.map((it) => things.get(it)).filter((it) => it !== undefined && it.state !== "missing");
  for (const set of recorded) {
    if (!own.flow.next.has(set!.key)) gap(set!.ref, "No completed run that computed it is known, so nothing upstream of it is.");
  }
  if (recorded.length === sets.length && sets.length > 0) {
    const held = new Set(recorded.flatMap((it) => it!.features));
    for (const feature of model?.requires ?? []) if (!held.has(feature)) gap(feature, "The model requires it, and no feature set of the prediction holds it.");
  }
  if (prediction.model === null) gaps.push({ expected: "model", reason: "The prediction names no model." });
  else if (training.firstRun === null) gaps.push({ expected: "training", reason: "No completed training run of the model is known." });
  for (const dataset of new Set([...own.unresolved, ...training.unresolved])) {
    gap(dataset, "A run read it without naming a version, and no version was recorded before the run began.");
  }
  return gaps;
}

/** Why a prediction's telemetry is trusted or not, source by source: what was declared of it by then. `trusted: null` is nothing at all. */
export type SourceTrust = { source: string; trusted: boolean | null; channel: string | null; at: string | null };
export type Trust = { trusted: "yes" | "no" | "unknown"; sources: SourceTrust[] };

/** Batches that were computed from others need no declaration of their own: they are in `sources` only when they have one. */
export async function trustIn({ flow, batches, unresolved }: Upstream, at: number | null): Promise<Trust> {
  const isDerived = (key: string) => (flow.next.get(key) ?? []).some((step) => (flow.next.get(step) ?? []).length > 0);
  const datasets = new Map<string, boolean>(unresolved.map((dataset) => [dataset, false]));
  for (const key of batches) {
    const dataset = flow.instances.get(key)?.dataset;
    if (dataset) datasets.set(dataset, (datasets.get(dataset) ?? true) && isDerived(key));
  }
  const declared = await declaredTrust([...datasets.keys()], at);
  const asked = [...datasets].filter(([dataset, derived]) => declared.has(dataset) || !derived).map(([dataset]) => dataset).sort();
  const sources = asked.map((source) => toSourceTrust(source, declared.get(source)));
  const answers = sources.map(({ trusted }) => trusted);
  const trusted = answers.includes(false) ? "no" : answers.length > 0 && answers.every((it) => it === true) ? "yes" : "unknown";
  return { trusted, sources };
}

function toSourceTrust(source: string, declared: DeclaredTrust | undefined): SourceTrust {
  if (!declared) return { source, trusted: null, channel: null, at: null };
  return { source, trusted: declared.trusted, channel: declared.channel, at: instantText(declared.at) };
}
