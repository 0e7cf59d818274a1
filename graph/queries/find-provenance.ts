import "server-only";
import { z } from "zod";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import type { Mask } from "@/lib/lineage/mask";
import { findGraph, maskFor, type GraphAnswer } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, instantText, momentText, toMoment } from "./moment";
import { toBrief, type NodeBrief } from "./node-fields";
import { gapsOf, missingAmong, onlyOf, predictionCandidates, predictionWithSets, runRefOf, trustIn, upstreamOf, WHOLE_DEPTH, type Gap, type SourceTrust } from "./provenance-parts";
import { thingsByRef, type ThingRow } from "./provenance-things";

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
  /** Why: what each source was declared to be by then. A source that the viewer may not see is its placeholder, with nothing told. */
  trust: (SourceTrust | { source: null; id: string })[];
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
  const ref = onlyOf(await predictionCandidates(viewer, id));
  const { prediction, sets } = await predictionWithSets(ref);
  const [own, training] = await Promise.all([upstreamOf(sets, moment), upstreamOf(prediction.model === null ? [] : [prediction.model], moment)]);
  const named = [prediction.model, prediction.deployment, runRefOf(prediction.run)].filter((it) => it !== null);
  const things = new Map([...(await thingsByRef([...named, ...own.refs, ...training.refs])), [ref, prediction]]);
  const model = prediction.model === null ? null : (things.get(prediction.model) ?? null);
  const trainingRun = training.firstRun ?? runRefOf(model?.trainingRun ?? null);
  if (trainingRun !== null && !things.has(trainingRun)) for (const [key, it] of await thingsByRef([trainingRun])) things.set(key, it);

  const mask = maskFor(viewer);
  const show = (it: string) => toThing(it, things.get(it), mask);
  const facts = model === null || mask.hides(model.ref) ? null : (toFacts(model.facts, mask) as { training?: { snapshot?: unknown } });
  const { trusted, sources } = await trustIn(own, prediction.at);
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
    gaps: gapsOf({ prediction, sets, model, things, missing: missingAmong(things), own, training }, mask),
    trusted,
    trust: sources.map((it) => (mask.hides(it.source) ? { source: null, id: mask.idOf(it.source) } : it)),
  };
  const { nodes, edges, counts, complete } = await findGraph(viewer, { ref, direction: "upstream", depth: WHOLE_DEPTH, limit: GRAPH_LIMIT, plane: "instance", asOf: momentText(moment) ?? undefined }, mask);
  return { ...answer, graph: { nodes, edges, counts, complete }, asOf: momentText(moment), watermark };
}

const withRun = (thing: Thing, run: string | null): Thing => (thing.ref === null || run === null ? thing : { ...thing, run });

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
