import { thresholdWithin } from "./evaluate";
import { tame, type InputRow } from "./deviation-model";
import { mean, randomStream, standardDeviation, tidy } from "./statistics";

export type LogisticHyperparameters = { epochs: number; learning_rate: number; l2: number; positive_weight: number; folds: number; block: number; false_alarms_per_day: number };
export type LogisticModel = { algorithm: "logistic-sgd"; mean: number[]; sd: number[]; weights: number[]; bias: number; threshold: number };

/** A window of the snapshot. `slot` places it in time, so that cross-validation can keep neighbours together; `learn`: a row to learn from. */
export type Example = { inputs: InputRow; labelled: boolean; slot: number; learn: boolean };

/**
 * The second version's way: logistic regression by stochastic gradient descent on labelled windows. Each input enters twice,
 * as asinh(x) and as its size, because a drop is as telling as a rise. Cross-validation in blocks of `block` neighbouring
 * slots scores every window by a model that did not see it: `heldOut`, in the order of the examples. The threshold keeps
 * those scores' false alarms within `false_alarms_per_day` over `days` (all sources added).
 */
export function trainLogistic(examples: readonly Example[], days: number, hyperparameters: LogisticHyperparameters, seed: number): { model: LogisticModel; heldOut: number[] } {
  const heldOut = new Array<number>(examples.length).fill(0);
  const foldOf = (example: Example) => Math.floor(example.slot / hyperparameters.block) % hyperparameters.folds;
  for (let fold = 0; fold < hyperparameters.folds; fold++) {
    const model = descend(examples.filter((example) => example.learn && foldOf(example) !== fold), hyperparameters, seed + fold + 1);
    examples.forEach((example, i) => {
      if (foldOf(example) === fold) heldOut[i] = roundScore(scoreLogistic(model, example.inputs));
    });
  }
  const scores = examples.map((example, i) => ({ score: heldOut[i]!, labelled: example.labelled }));
  const threshold = thresholdWithin(hyperparameters.false_alarms_per_day * days, scores);
  return { model: { ...descend(examples.filter((example) => example.learn), hyperparameters, seed), threshold }, heldOut };
}

/** Estimated odds that the window is labelled, from 0 to 1. */
export function scoreLogistic(model: LogisticModel, row: InputRow): number {
  let sum = model.bias;
  expand(row).forEach((x, i) => {
    if (x !== null) sum += model.weights[i]! * ((x - model.mean[i]!) / model.sd[i]!);
  });
  return 1 / (1 + Math.exp(-sum));
}

/** Six decimals, as an output carries them: the threshold compares what is written down. */
export function roundScore(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}

function descend(examples: readonly Example[], { epochs, learning_rate, l2, positive_weight }: LogisticHyperparameters, seed: number): LogisticModel {
  const rows = examples.map((example) => expand(example.inputs));
  const columns = rows[0]!.map((_, i) => rows.flatMap((row) => row[i] ?? []));
  const centre = columns.map((column) => (column.length === 0 ? 0 : tidy(mean(column))));
  const sd = columns.map((column) => (column.length === 0 ? 1 : tidy(Math.max(standardDeviation(column), 1e-6))));
  const weights = new Array<number>(columns.length).fill(0);
  let bias = 0;
  const random = randomStream(seed);
  const order = examples.map((_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const rate = learning_rate / (1 + epoch / 10);
    for (const i of order) {
      const x = rows[i]!.map((value, k) => (value === null ? 0 : (value - centre[k]!) / sd[k]!));
      const odds = 1 / (1 + Math.exp(-x.reduce((sum, value, k) => sum + value * weights[k]!, bias)));
      const step = rate * (examples[i]!.labelled ? positive_weight * (1 - odds) : -odds);
      for (let k = 0; k < weights.length; k++) weights[k] = weights[k]! + step * x[k]! - rate * l2 * weights[k]!;
      bias += step;
    }
  }
  return { algorithm: "logistic-sgd", mean: centre, sd, weights: weights.map(tidy), bias: tidy(bias), threshold: 0.5 };
}

function expand(row: InputRow): (number | null)[] {
  return tame(row).flatMap((value) => (value === null ? [null, null] : [value, Math.abs(value)]));
}
