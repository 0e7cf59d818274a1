import "server-only";
import { services } from "@/graph/services";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Mask } from "@/lib/lineage/mask";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import type { BatchPart, FeatureSetPart, ModelPart, PredictionPath, RecordedFailure, RunPart, SourcePart, TrainingPart, UpstreamChange } from "@/lib/lineage/prediction-path";
import { formatInstant, type Micros } from "@/lib/time";
import { maskFor } from "./find-graph";
import { toFacts } from "./to-facts";
import { instantText, momentText, toMoment } from "./moment";
import { changesOf, CHANGES_SHOWN, runFactsBefore } from "./path-changes";
import { failuresAbout, type FailureRow } from "./path-failures";
import { provenanceParams, type ProvenanceParams } from "./find-provenance";
import { findTraining, type TrainingRead } from "./path-training";
import { gapsOf, missingAmong, onlyOf, predictionCandidates, predictionWithSets, runRefOf, trustIn, upstreamOf, type Trust } from "./provenance-parts";
import { batchesByRef, thingsByRef, type BatchRow, type ThingRow } from "./provenance-things";

const DAY: Micros = 86_400_000_000;
const FAILURES_READ = 500;
/** Records that come in within a minute of each other say nothing by their order: clients send in parallel. */
const TRANSPORT: Micros = 60_000_000;

/** What an engineer reads about one prediction. */
export type PredictionPathAnswer = { path: PredictionPath; asOf: string | null; watermark: Watermark };

/**
 * How one prediction came to be, for reading: the same parts as `findProvenance`, without the graph, and of the training's upstream no more
 * than what the training run read and how many batches lie behind it.
 * @throws AppError `not_found`, `ambiguous` with the candidates when several predictions have the id, and what `readQuery` throws.
 */
export async function findPredictionPath(viewer: Viewer, given: ProvenanceParams): Promise<PredictionPathAnswer> {
  const { id, asOf } = provenanceParams.parse(given);
  const moment = toMoment({ asOf });
  const watermark = currentWatermark();
  const ref = onlyOf(await predictionCandidates(viewer, id));
  const { prediction, sets } = await predictionWithSets(ref);
  const modelRef = prediction.model;
  const named = [modelRef, prediction.deployment, runRefOf(prediction.run)].filter((it) => it !== null);
  // the walk upstream is many short questions, one after the other: what does not need its last answer is asked meanwhile
  const found: Promise<Map<string, BatchRow>>[] = [];
  const walk = upstreamOf(sets, moment, (refs) => {
    const reading = batchesByRef(refs);
    // it is waited for below, unless the walk itself fails
    reading.catch(() => undefined);
    found.push(reading);
  });
  const [own, training, namedThings] = await Promise.all([walk, findTraining(modelRef, moment), thingsByRef(named)]);
  const datasets = new Set([...own.flow.instances.values()].flatMap(({ dataset }) => dataset ?? []).concat(own.unresolved));
  const until = prediction.at ?? formatTime(watermark);
  const within = { from: until - DAY, last: until };
  const batchRefs = new Set(own.batches);
  const [trust, levels, others] = await Promise.all([
    trustIn(own, prediction.at),
    Promise.all(found),
    thingsByRef([...own.refs.filter((it) => !batchRefs.has(it)), ...datasets]),
  ]);
  const batches = new Map(levels.flatMap((it) => [...it]));
  const things = new Map([...namedThings, ...others, [ref, prediction]]);
  const model = modelRef === null ? null : (things.get(modelRef) ?? null);
  const trainingRun = training.firstRun ?? runRefOf(model?.trainingRun ?? null);
  if (trainingRun !== null && !things.has(trainingRun)) for (const [key, it] of await thingsByRef([trainingRun])) things.set(key, it);

  const mask = maskFor(viewer);
  const runs = own.runs.filter((it) => !mask.hides(it)).flatMap((it) => toRun(things.get(it), mask) ?? []);
  const jobs = runs.flatMap(({ job }) => job ?? []);
  const [ownFailures, sourceFailures, changes, codeBefore] = await Promise.all([
    failuresAbout([ref, ...sets], { from: -Number.MAX_SAFE_INTEGER, last: Number.MAX_SAFE_INTEGER }, FAILURES_READ),
    failuresAbout([...datasets, ...named], within, CHANGES_SHOWN),
    changesOf([...datasets], prediction.deployment, within),
    runFactsBefore(jobs, within.from),
  ]);
  const instanceFailures = [...ownFailures, ...[...batches.values()].flatMap((it) => it.failures)];
  const failures = new Map<string, RecordedFailure[]>();
  for (const row of [...instanceFailures, ...sourceFailures]) failures.set(row.about, [...(failures.get(row.about) ?? []), toFailure(row, mask)]);
  const failuresOf = (it: string) => failures.get(it) ?? [];

  const facts = toFacts(prediction.facts, mask) as { output?: unknown; digest?: unknown };
  const context: Context = { things, batches, mask, failuresOf, madeAt: prediction.recordedAt };
  const path: PredictionPath = {
    ref,
    namespace: prediction.namespace,
    id: prediction.name,
    state: prediction.state ?? "active",
    at: instantText(prediction.at),
    trace: prediction.trace,
    digest: text(facts.digest),
    output: isRecord(facts.output) ? facts.output : null,
    conflict: prediction.conflict === true,
    record: recordOf(ref),
    model: modelRef === null ? null : mask.hides(modelRef) ? "hidden" : toModel(modelRef, model, mask),
    deployment: prediction.deployment === null ? null : mask.hides(prediction.deployment) ? "hidden" : toDeployment(prediction.deployment, things.get(prediction.deployment), mask),
    run: predictionRunOf(prediction, things, mask),
    featureSets: sets.filter((it) => !mask.hides(it)).map((it) => toFeatureSet(it, context)),
    otherFeatureSets: own.featureSets.filter((it) => !sets.includes(it)).length,
    sources: toSources(own.batches, own.unresolved, trust, context),
    runs,
    failures: failuresOf(ref),
    hidden: { featureSets: sets.filter((it) => mask.hides(it)).length, batches: own.batches.filter((it) => mask.hides(it)).length, runs: own.runs.filter((it) => mask.hides(it)).length },
    training: toTraining(trainingRun, model, training, things, mask),
    trusted: trust.trusted,
    gaps: gapsOf({ prediction, sets, model, things, missing: [...missingAmong(things).filter((it) => !datasets.has(it)), ...missingAmong(batches), ...training.missing], own, training }, mask),
    changes: toChanges({ changes, failures: [...sourceFailures, ...instanceFailures.filter(({ about, at }) => about !== ref && at !== null && at > within.from)], runs, codeBefore, model, within }, mask),
  };
  return { path, asOf: momentText(moment), watermark };
}

function formatTime(watermark: Watermark): Micros {
  return watermark.recordedAt === null ? 0 : Date.parse(watermark.recordedAt) * 1000;
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : typeof value === "number" ? String(value) : null);
const figure = (value: unknown): number | null => (typeof value === "number" ? value : null);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

function periodIn(value: unknown): { start: string; end: string } | null {
  const { start, end } = record(value);
  return typeof start === "string" && typeof end === "string" ? { start, end } : null;
}

function toFailure({ about, failure, message, at }: FailureRow, mask: Mask): RecordedFailure {
  return { about: mask.optional(about), failure, message, at: instantText(at) };
}

/** The newest record about the prediction itself, and when it came in. */
function recordOf(ref: string): { sequence: number; at: string } | null {
  const { ledger } = services();
  const sequence = ledger.recordsAbout(ref, { limit: 100 }).at(-1);
  const found = sequence === undefined ? null : ledger.read(sequence);
  return found === null ? null : { sequence: found.sequence, at: formatInstant(found.recordedAt) };
}

function toRun(row: ThingRow | undefined, mask: Mask): RunPart | null {
  if (!row) return null;
  const facts = record(toFacts(row.facts, mask));
  return {
    ref: row.ref,
    job: mask.optional(row.job),
    state: row.state ?? "active",
    operator: text(facts.operator),
    codeVersion: text(facts.codeVersion),
    seed: text(facts.seed),
    parameters: isRecord(facts.parameters) ? JSON.stringify(facts.parameters) : null,
    outcome: text(facts.outcome),
    startedAt: instantText(row.startedAt),
    endedAt: instantText(row.endedAt),
  };
}

function predictionRunOf(prediction: ThingRow, things: ReadonlyMap<string, ThingRow>, mask: Mask): RunPart | "hidden" | null {
  const ref = runRefOf(prediction.run);
  if (ref === null) return null;
  return mask.hides(ref) ? "hidden" : toRun(things.get(ref), mask);
}

function toModel(ref: string, row: ThingRow | null, mask: Mask): ModelPart {
  const facts = record(row === null ? null : toFacts(row.facts, mask));
  const metrics = Object.entries(record(facts.metrics)).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return { ref, state: row?.state ?? "missing", at: instantText(row?.at), owner: row?.owner ?? null, artifactDigest: text(record(facts.artifact).digest), metrics };
}

function toDeployment(ref: string, row: ThingRow | undefined, mask: Mask): Exclude<PredictionPath["deployment"], "hidden" | null> {
  const facts = record(row ? toFacts(row.facts, mask) : null);
  return { ref, state: row?.state ?? "missing", reason: text(facts.reason), changedAt: text(facts.at) };
}

type Context = { things: ReadonlyMap<string, ThingRow>; batches: ReadonlyMap<string, BatchRow>; mask: Mask; failuresOf: (ref: string) => RecordedFailure[]; /** When the prediction's record came in. */ madeAt: Micros | null };

function toFeatureSet(ref: string, { things, mask, failuresOf }: Context): FeatureSetPart {
  const row = things.get(ref);
  const facts = record(row ? toFacts(row.facts, mask) : null);
  const values = record(facts.values);
  const run = record(facts.run);
  const job = record(run.job);
  const features = (row?.features ?? []).filter((it) => !mask.hides(it)).sort();
  return {
    ref,
    state: row?.state ?? "missing",
    at: instantText(row?.at),
    group: row && typeof facts.group === "string" ? facts.group : null,
    digest: text(facts.digest),
    run: typeof run.runId === "string" && typeof job.name === "string" ? run.runId : null,
    values: features.map((it) => {
      const parsed = parseNodeRef(it);
      const [name, version] = [parsed?.name.at(-1) ?? it, parsed?.version ?? ""];
      // pipelines name a value by the feature, or by the feature in its version when two versions are in the set
      return { ref: it, name, version, value: (values[`${name}@${version}`] ?? values[name]) as number | string | boolean | null | undefined };
    }),
    failures: failuresOf(ref),
  };
}

function toBatch(ref: string, { batches, mask, failuresOf, madeAt }: Context): BatchPart {
  const row = batches.get(ref);
  const facts = record(row?.facts ? parsedFacts(row.facts) : null);
  const quality = record(facts.quality);
  const violations = Array.isArray(facts.violations) ? facts.violations.map(record) : [];
  return {
    ref,
    version: row?.version ?? parseNodeRef(ref)?.version ?? "",
    state: row?.state ?? "missing",
    window: periodIn(facts.window),
    rows: figure(facts.rows),
    digest: text(facts.digest),
    completeness: figure(quality.completeness),
    nullRatio: figure(quality.nullRatio),
    duplicates: figure(quality.duplicates),
    outOfOrder: figure(quality.outOfOrder),
    health: Object.entries(record(mask.facts(facts.health ?? {}))).flatMap(([signal, value]) => (text(value) === null ? [] : [[signal, text(value)!] as const])),
    violations: violations.map(({ field, problem }) => [text(field), text(problem)].filter((it) => it !== null).join(" ")),
    failures: failuresOf(ref),
    isLate: row?.recordedAt != null && madeAt !== null && row.state !== "missing" && row.recordedAt > madeAt + TRANSPORT,
  };
}

/** A batch's facts are long (statistics) and there are many: what is taken of them is masked, not the whole. */
function parsedFacts(facts: string): unknown {
  try {
    return JSON.parse(facts);
  } catch (cause) {
    throw new AppError("bad_data", "The facts of a batch in the graph are not JSON.", { cause });
  }
}

function toSources(batches: readonly string[], unresolved: readonly string[], { sources: declared }: Trust, context: Context): SourcePart[] {
  const { things, mask, failuresOf } = context;
  const groups = new Map<string, BatchPart[]>();
  for (const it of unresolved) if (!mask.hides(it)) groups.set(it, []);
  for (const it of batches) {
    if (mask.hides(it)) continue;
    const dataset = context.batches.get(it)?.dataset;
    if (!dataset) continue;
    const known = groups.get(dataset);
    if (known) known.push(toBatch(it, context));
    else groups.set(dataset, [toBatch(it, context)]);
  }
  const timeOf = ({ window, version }: BatchPart) => window?.end ?? version;
  return [...groups].map(([ref, parts]): SourcePart => {
    const row = things.get(ref);
    const trust = declared.find(({ source }) => source === ref);
    return {
      ref,
      kind: (row?.kind ?? "dataset") as NodeKind,
      state: row?.state ?? "missing",
      batches: parts.sort((a, b) => timeOf(b).localeCompare(timeOf(a))),
      trust: trust ? { trusted: trust.trusted, channel: trust.channel, at: trust.at } : null,
      failures: failuresOf(ref),
      isUnresolved: unresolved.includes(ref),
    };
  });
}

function toTraining(run: string | null, model: ThingRow | null, { inputs, batchesBehind }: TrainingRead, things: ReadonlyMap<string, ThingRow>, mask: Mask): TrainingPart {
  const snapshot = model === null || mask.hides(model.ref) ? {} : record(record(record(toFacts(model.facts, mask)).training).snapshot);
  const counts = { featureset: inputs.featuresets, batch: inputs.batches, other: inputs.others };
  return {
    run: run === null || mask.hides(run) ? null : toRun(things.get(run), mask),
    isHidden: run !== null && mask.hides(run),
    snapshot: typeof snapshot.id === "string" ? { id: snapshot.id, digest: text(snapshot.digest), rows: figure(snapshot.rows), window: periodIn(snapshot.window) } : null,
    inputs: (["featureset", "batch", "other"] as const).map((kind) => ({ kind, count: counts[kind] })).filter(({ count }) => count > 0),
    batches: batchesBehind,
  };
}

type ChangesFound = {
  changes: Awaited<ReturnType<typeof changesOf>>;
  failures: readonly FailureRow[];
  runs: readonly RunPart[];
  codeBefore: ReadonlyMap<string, string>;
  model: ThingRow | null;
  within: { from: Micros; last: Micros };
};

function toChanges({ changes, failures, runs, codeBefore, model, within }: ChangesFound, mask: Mask): PredictionPath["changes"] {
  const items: UpstreamChange[] = [];
  const add = (ref: string, at: string | null, what: UpstreamChange["what"], words: string) => void (at !== null && !mask.hides(ref) && items.push({ ref, at, what, text: words }));
  for (const { ref, at, trusted } of changes.declarations) add(ref, instantText(at), "declaration", trusted === null ? "declared" : `declared ${trusted ? "trusted" : "untrusted"}`);
  for (const { ref, at, model: served } of changes.served) {
    const name = served === null ? null : mask.optional(served);
    add(ref, instantText(at), "deployment", name === null ? "began to run another model version" : `began to run ${shortName(name)}`);
  }
  if (model !== null && model.at !== null && model.at > within.from && model.at <= within.last) add(model.ref, instantText(model.at), "model", "registered");
  for (const { about, at, failure, message } of failures) add(about, instantText(at), "failure", `${failure ?? "failure"}: ${message ?? "no message"}`);
  for (const { job, codeVersion, startedAt } of runs) {
    const before = job === null ? undefined : codeBefore.get(job);
    if (job === null || before === undefined || codeVersion === null) continue;
    const old = text(record(toFacts(before, mask)).codeVersion);
    if (old !== null && old !== codeVersion) add(job, startedAt, "code", `code ${old} became ${codeVersion}`);
  }
  const distinct = [...new Map(items.map((it) => [`${it.at} ${it.ref} ${it.text}`, it])).values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return { items: distinct.slice(0, CHANGES_SHOWN), isCut: distinct.length > CHANGES_SHOWN };
}

function shortName(ref: string): string {
  const parsed = parseNodeRef(ref);
  return parsed === null ? ref : `${parsed.name.join("/")}${parsed.version === undefined ? "" : `@${parsed.version}`}`;
}
