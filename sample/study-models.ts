import { scoreDeviation, trainDeviation, type DeviationModel, type InputRow } from "./deviation-model";
import { evaluate, type Metrics, type Scored } from "./evaluate";
import type { Family } from "./families";
import { SLOTS_PER_DAY } from "./features";
import { nameSeed } from "./ids";
import { roundScore, scoreLogistic, trainLogistic, type LogisticModel } from "./logistic-model";
import { DEVIATION, LOGISTIC, modelInputs, type ModelInput, type Plan } from "./plan";
import type { SourceStudy } from "./study-sources";

/** One window of a snapshot. */
export type SnapshotRow = { source: string; slot: number; inputs: InputRow; labelled: boolean };

/** A trained version of a family's model. Windows in `[oldestSlot, newestSlot]` made the snapshot; `rows` are those it learned from. */
export type ModelStudy = {
  family: Family;
  version: 1 | 2;
  inputs: readonly ModelInput[];
  model: DeviationModel | LogisticModel;
  hyperparameters: Record<string, number>;
  seed: number;
  /** Slots before the end. */
  trainedAt: number;
  snapshot: { oldestSlot: number; newestSlot: number; rows: readonly SnapshotRow[] };
  metrics: Metrics & { previous_precision?: number; previous_recall?: number; previous_f1?: number };
};

export type FamilyStudy = {
  family: Family;
  sources: readonly SourceStudy[];
  first: ModelStudy;
  /** `null` where the snapshot has no labelled window to learn from. */
  second: ModelStudy | null;
  /** Whether the second beat the first on the snapshot, held out, and so went to production. */
  promoted: boolean;
  /** Alarms outside labels between promotion and review, and whether they were so many that the first version came back. */
  review: { falseAlarms: number; budget: number; rolledBack: boolean } | null;
};

export type Score = { score: number; anomaly: boolean; threshold: number };

/** Trains both versions of each family's model and decides on their promotion. */
export function studyModels(plan: Plan, sources: ReadonlyMap<string, SourceStudy>): FamilyStudy[] {
  return plan.families.map((family) => {
    const own = [...sources.values()].filter((source) => source.spec.family === family.name);
    const first = trainFirst(plan, family, own, sources);
    const second = trainSecond(plan, family, own, sources, first);
    const promoted = second !== null && (second.metrics.f1 ?? 0) > (second.metrics.previous_f1 ?? 0);
    return { family, sources: own, first, second, promoted, review: promoted ? reviewOf(plan, own, second, sources) : null };
  });
}

/** What a model says of one window. Scores carry six decimals, and the threshold compares those. */
export function scoreWindow(study: ModelStudy, source: string, slot: number, sources: ReadonlyMap<string, SourceStudy>): Score {
  const row = inputsOf(study.inputs, source, slot, sources);
  const { model } = study;
  const score = roundScore(model.algorithm === "logistic-sgd" ? scoreLogistic(model, row) : scoreDeviation(model, row));
  return { score, anomaly: score >= model.threshold, threshold: model.threshold };
}

/** Which version of a family's model scores a window in production; 0: none was there yet, the first scores it later. */
export function productionVersion(plan: Plan, study: FamilyStudy, slot: number): 0 | 1 | 2 {
  if (slot >= study.first.trainedAt) return 0;
  if (!study.promoted || slot >= plan.production) return 1;
  return study.review?.rolledBack && slot < plan.review ? 1 : 2;
}

function inputsOf(inputs: readonly ModelInput[], source: string, slot: number, sources: ReadonlyMap<string, SourceStudy>): InputRow {
  return inputs.map((input) => sources.get(input.source ?? source)?.hourly.get(slot)?.values[input.value] ?? null);
}

/** The windows of a family from `oldest` (exclusive bound above) down to `newest` whose own features had a baseline. */
function rowsOf(inputs: readonly ModelInput[], own: readonly SourceStudy[], sources: ReadonlyMap<string, SourceStudy>, oldest: number, newest: number): SnapshotRow[] {
  return own.flatMap((source) => [...source.hourly.values()]
    .filter((row) => row.slot < oldest && row.slot >= newest && row.baseline !== null)
    .map((row) => ({ source: source.spec.name, slot: row.slot, inputs: inputsOf(inputs, source.spec.name, row.slot, sources), labelled: source.labelOf.has(row.slot) })));
}

function trainFirst(plan: Plan, family: Family, own: readonly SourceStudy[], sources: ReadonlyMap<string, SourceStudy>): ModelStudy {
  const trainedAt = plan.firstModel(family.name);
  const inputs = modelInputs(family, 1);
  const rows = rowsOf(inputs, own, sources, Infinity, trainedAt);
  const study: ModelStudy = {
    family, version: 1, inputs, trainedAt,
    model: trainDeviation(rows.map((row) => row.inputs), DEVIATION),
    hyperparameters: DEVIATION,
    seed: nameSeed("train", family.name, "1"),
    snapshot: { oldestSlot: Math.max(...rows.map((row) => row.slot)), newestSlot: trainedAt, rows },
    metrics: evaluate([], 1),
  };
  return { ...study, metrics: evaluate(scored(study, rows, sources), rows.length / SLOTS_PER_DAY) };
}

function trainSecond(plan: Plan, family: Family, own: readonly SourceStudy[], sources: ReadonlyMap<string, SourceStudy>, first: ModelStudy): ModelStudy | null {
  const inputs = modelInputs(family, 2);
  const rows = rowsOf(inputs, own, sources, plan.featuresV2, plan.secondModel);
  const peaks = new Set(own.flatMap((source) => peaksOf(source, rows)));
  if (peaks.size === 0) return null;
  const hyperparameters = { ...LOGISTIC, block: plan.block };
  const seed = nameSeed("train", family.name, "2");
  const examples = rows.map((row) => ({ ...row, learn: row.labelled ? peaks.has(row) : row.slot % LOGISTIC.normal_stride === 0 }));
  const days = rows.length / SLOTS_PER_DAY;
  const { model, heldOut } = trainLogistic(examples, days, hyperparameters, seed);
  const metrics = evaluate(rows.map((row, i) => ({ alarm: heldOut[i]! >= model.threshold, group: groupOf(row, sources) })), days);
  const previous = evaluate(scored(first, rows, sources), days);
  return {
    family, version: 2, inputs, model, hyperparameters, seed,
    trainedAt: plan.secondModel,
    snapshot: { oldestSlot: Math.max(...rows.map((row) => row.slot)), newestSlot: plan.secondModel, rows: examples.filter((row) => row.learn) },
    metrics: { ...metrics, previous_precision: previous.precision, previous_recall: previous.recall, previous_f1: previous.f1 },
  };
}

/**
 * The windows to learn a failure from. A labelled period is half a day wide and most of it looks ordinary: only the few
 * windows of each that deviate most are examples of a failure, the others are left out.
 */
function peaksOf(source: SourceStudy, rows: readonly SnapshotRow[]): SnapshotRow[] {
  const size = (row: SnapshotRow) => {
    const { zscore2, p99z } = source.hourly.get(row.slot)!.values;
    return Math.abs(zscore2 ?? 0) + Math.abs(p99z ?? 0);
  };
  return source.labels.flatMap((_, index) => rows
    .filter((row) => row.source === source.spec.name && source.labelOf.get(row.slot) === index)
    .sort((a, b) => size(b) - size(a) || a.slot - b.slot)
    .slice(0, LOGISTIC.peaks_per_failure));
}

function reviewOf(plan: Plan, own: readonly SourceStudy[], second: ModelStudy, sources: ReadonlyMap<string, SourceStudy>) {
  const rows = rowsOf(second.inputs, own, sources, plan.production, plan.review);
  const falseAlarms = scored(second, rows, sources).filter((row) => row.alarm && row.group === null).length;
  const budget = 3 * LOGISTIC.false_alarms_per_day * (rows.length / SLOTS_PER_DAY);
  return { falseAlarms, budget, rolledBack: falseAlarms > budget };
}

function scored(study: ModelStudy, rows: readonly SnapshotRow[], sources: ReadonlyMap<string, SourceStudy>): Scored[] {
  return rows.map((row) => ({ alarm: scoreWindow(study, row.source, row.slot, sources).anomaly, group: groupOf(row, sources) }));
}

function groupOf(row: SnapshotRow, sources: ReadonlyMap<string, SourceStudy>): string | null {
  const index = sources.get(row.source)!.labelOf.get(row.slot);
  return index === undefined ? null : `${row.source}#${index}`;
}
