import "server-only";
import { z } from "zod";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Mask } from "@/lib/lineage/mask";
import { canonicalRef, parseNodeRef } from "@/lib/lineage/node-ref";
import { findGraph, maskFor, type GraphAnswer } from "./find-graph";
import { toFacts } from "./find-node";
import { instancesByRef } from "./instance-edges";
import { instanceFlow, resolveReads, type InstanceFlow } from "./instance-flow";
import { asOfParam, instantText, momentText, toMoment, type Moment } from "./moment";
import { notFound } from "./node-lookup";
import { toBrief, type NodeBrief } from "./node-fields";
import { declaredTrust, featureSetsOf, predictionsNamed, thingsByRef, type ThingRow } from "./provenance-things";

const WHOLE_DEPTH = 1000;
const GRAPH_LIMIT = 10_000;

export const provenanceParams = z.object({
  /** A prediction's reference, id, or trace id. */
  id: z.string().min(1).max(10_000),
  ...asOfParam,
});
export type ProvenanceParams = z.input<typeof provenanceParams>;

/** `ref` is `null` where the viewer may not see the thing; `id` then stands for it in this answer. */
export type HiddenThing = { ref: null; id: string };
export type Thing = (NodeBrief & { facts?: unknown; trace?: string; startedAt?: string; endedAt?: string; run?: string; features?: string[]; digest?: unknown; rows?: unknown; window?: unknown }) | HiddenThing;
/** `expected`: a reference, or what kind of thing should be there. */
export type Gap = { expected: string; reason: string };
export type ProvenanceAnswer = {
  prediction: Thing;
  model: Thing | null;
  deployment: Thing | null;
  /** Those that the prediction itself was made from. */
  featureSets: Thing[];
  /** All upstream of the feature sets, nearest first. */
  batches: Thing[];
  runs: Thing[];
  training: { run: Thing | null; snapshot: unknown; batches: Thing[]; runs: Thing[] };
  gaps: Gap[];
  trusted: "yes" | "no" | "unknown";
  graph: Pick<GraphAnswer, "nodes" | "edges" | "counts" | "complete">;
  asOf: string | null;
  watermark: Watermark;
};

/**
 * How one prediction came to be. `trusted` is about what lies upstream of its feature sets, as declared when it was made: batches that were
 * computed from others need no declaration of their own.
 * @throws AppError `not_found`, `ambiguous` with the candidates when several predictions have the id, and what `readQuery` throws.
 */
export async function findProvenance(viewer: Viewer, given: ProvenanceParams): Promise<ProvenanceAnswer> {
  const { id, asOf } = provenanceParams.parse(given);
  const moment = toMoment({ asOf });
  const watermark = currentWatermark();
  const ref = await resolvePrediction(viewer, id);
  const sets = await featureSetsOf(ref);
  const prediction = (await thingsByRef([ref])).get(ref);
  if (!prediction) throw notFound();
  const [own, training] = await Promise.all([upstreamOf(sets, moment), upstreamOf(prediction.model === null ? [] : [prediction.model], moment)]);
  const named = [prediction.model, prediction.deployment, runRefOf(prediction.run)].filter((it) => it !== null);
  const things = new Map([...(await thingsByRef([...named, ...own.refs, ...training.refs])), [ref, prediction]]);
  const model = prediction.model === null ? null : (things.get(prediction.model) ?? null);
  const trainingRun = training.firstRun ?? runRefOf(model?.trainingRun ?? null);
  if (trainingRun !== null && !things.has(trainingRun)) for (const [key, it] of await thingsByRef([trainingRun])) things.set(key, it);

  const mask = maskFor(viewer);
  const show = (it: string) => toThing(it, things.get(it), mask);
  const facts = model === null || mask.hides(model.ref) ? null : (toFacts(model.facts, mask) as { training?: { snapshot?: unknown } });
  const answer = {
    prediction: withRun(show(ref), mask.optional(runRefOf(prediction.run))),
    model: prediction.model === null ? null : show(prediction.model),
    deployment: prediction.deployment === null ? null : show(prediction.deployment),
    featureSets: sets.map(show),
    batches: own.batches.map(show),
    runs: own.runs.map(show),
    training: {
      run: trainingRun === null ? null : show(trainingRun),
      snapshot: facts?.training?.snapshot ?? null,
      batches: training.batches.map(show),
      runs: training.runs.map(show),
    },
    gaps: gapsOf({ prediction, sets, model, things, own, training }, mask),
    trusted: await trustIn(own, prediction.at),
  };
  const { nodes, edges, counts, complete } = await findGraph(viewer, { ref, direction: "upstream", depth: WHOLE_DEPTH, limit: GRAPH_LIMIT, plane: "instance", asOf: momentText(moment) ?? undefined }, mask);
  return { ...answer, graph: { nodes, edges, counts, complete }, asOf: momentText(moment), watermark };
}

async function resolvePrediction(viewer: Viewer, id: string): Promise<string> {
  const parsed = parseNodeRef(id);
  const candidates = await predictionsNamed(id, parsed?.kind === "prediction" ? canonicalRef(id) : null, (namespace) => maySee(viewer, namespace));
  const [only, second] = candidates;
  if (only === undefined) throw notFound();
  if (second === undefined) return only;
  throw new AppError("ambiguous", "Several predictions have this id. Ask for one of the candidates by its reference.", { candidates: candidates.slice(0, 100) });
}

/** A run's key is its reference, a `#`, and its job. */
function runRefOf(key: string | null): string | null {
  return key === null ? null : key.split("#", 1)[0]!;
}

const withRun = (thing: Thing, run: string | null): Thing => (thing.ref === null || run === null ? thing : { ...thing, run });

type Upstream = {
  flow: InstanceFlow;
  /** Everything, the starts included. */
  refs: string[];
  batches: string[];
  runs: string[];
  /** The run that made a start, when it is known. */
  firstRun: string | null;
  /** Datasets that were read when no version of them was there. */
  unresolved: string[];
};

async function upstreamOf(starts: readonly string[], moment: Moment): Promise<Upstream> {
  const instances = (await instancesByRef(starts)).filter(({ kind }) => kind !== "run");
  const flow = await instanceFlow(instances, "upstream", WHOLE_DEPTH, moment);
  const all = [...flow.instances.values()];
  const steps = all.filter(({ rides }) => rides);
  const reads = await resolveReads(steps.map(({ key }) => key));
  const refsOf = (some: readonly { ref: string }[]) => [...new Set(some.map(({ ref }) => ref))];
  return {
    flow,
    refs: refsOf(all),
    batches: refsOf(all.filter(({ key }) => key.startsWith("batch:"))),
    runs: refsOf(steps),
    firstRun: steps.find((step) => instances.some(({ key }) => flow.next.get(key)?.includes(step.key)))?.ref ?? null,
    unresolved: [...new Set(reads.filter(({ batch }) => batch === null).map(({ dataset }) => dataset))],
  };
}

function toThing(ref: string, row: ThingRow | undefined, mask: Mask): Thing {
  if (mask.hides(ref) || !row) return { ref: null, id: mask.idOf(ref) };
  const facts = toFacts(row.facts, mask) as Record<string, unknown>;
  const times = { startedAt: instantText(row.startedAt), endedAt: instantText(row.endedAt) };
  const thing: Thing = {
    ...toBrief(row, mask),
    ...(row.trace === null ? {} : { trace: row.trace }),
    ...(times.startedAt === null ? {} : { startedAt: times.startedAt }),
    ...(times.endedAt === null ? {} : { endedAt: times.endedAt }),
    ...(row.kind === "featureset" ? { features: row.features.filter((it) => !mask.hides(it)).sort() } : {}),
  };
  // a batch's statistics are long, and its own page has them
  if (row.kind !== "batch") return { ...thing, facts };
  const { digest, rows, window } = facts;
  return { ...thing, ...(digest === undefined ? {} : { digest }), ...(rows === undefined ? {} : { rows }), ...(window === undefined ? {} : { window }) };
}

type Found = { prediction: ThingRow; sets: readonly string[]; model: ThingRow | null; things: ReadonlyMap<string, ThingRow>; own: Upstream; training: Upstream };

function gapsOf({ prediction, sets, model, things, own, training }: Found, mask: Mask): Gap[] {
  const gaps: Gap[] = [];
  const gap = (expected: string, reason: string) => void gaps.push({ expected: mask.end(expected), reason });
  for (const [ref, { state }] of things) if (state === "missing") gap(ref, "It is named, but nobody has recorded it.");
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

async function trustIn({ flow, batches, unresolved }: Upstream, at: number | null): Promise<"yes" | "no" | "unknown"> {
  const isDerived = (key: string) => (flow.next.get(key) ?? []).some((step) => (flow.next.get(step) ?? []).length > 0);
  const datasets = new Map<string, boolean>(unresolved.map((dataset) => [dataset, false]));
  for (const key of batches) {
    const dataset = flow.instances.get(key)?.dataset;
    if (dataset) datasets.set(dataset, (datasets.get(dataset) ?? true) && isDerived(key));
  }
  const trust = await declaredTrust([...datasets.keys()], at);
  if ([...trust.values()].includes(false)) return "no";
  const asked = [...datasets].filter(([dataset, derived]) => trust.has(dataset) || !derived);
  return asked.length > 0 && asked.every(([dataset]) => trust.get(dataset) === true) ? "yes" : "unknown";
}
