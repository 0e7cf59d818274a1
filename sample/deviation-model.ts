import { ascending, median, medianAbsoluteDeviation, quantile, tidy } from "./statistics";

/** Values of a model's inputs for one window, in the model's order. `null`: not known; it then counts as ordinary. */
export type InputRow = readonly (number | null)[];

export type DeviationHyperparameters = { alarm_quantile: number; margin: number };

/** Centre and width of each input, and the distance at which the alarm goes off. */
export type DeviationModel = { algorithm: "robust-deviation"; centre: number[]; width: number[]; limit: number; threshold: number };

/**
 * The first version's way: no labels. Learns what is ordinary (median and MAD of each input) and sets the limit at a
 * quantile of the snapshot's own distances, times a margin.
 */
export function trainDeviation(inputs: readonly InputRow[], hyperparameters: DeviationHyperparameters): DeviationModel {
  const rows = inputs.map(tame);
  const columns = rows[0]!.map((_, i) => rows.flatMap((row) => row[i] ?? []));
  const centre = columns.map((column) => (column.length === 0 ? 0 : tidy(median(column))));
  const width = columns.map((column) => (column.length === 0 ? 1 : tidy(Math.max(1.4826 * medianAbsoluteDeviation(column), 0.05))));
  const model: DeviationModel = { algorithm: "robust-deviation", centre, width, limit: 1, threshold: 0.5 };
  const distances = ascending(inputs.map((row) => distance(model, row)));
  return { ...model, limit: tidy(quantile(distances, hyperparameters.alarm_quantile) * hyperparameters.margin) };
}

/** From 0 (ordinary) towards 1; 0.5 at the limit. */
export function scoreDeviation(model: DeviationModel, row: InputRow): number {
  const d = distance(model, row);
  return d / (d + model.limit);
}

function distance(model: DeviationModel, row: InputRow): number {
  let sum = 0;
  tame(row).forEach((value, i) => {
    if (value !== null) sum += ((value - model.centre[i]!) / model.width[i]!) ** 2;
  });
  return Math.sqrt(sum / row.length);
}

/** asinh: like x near 0, like a logarithm far out, so that one burst of a million deviations does not drown the rest. */
export function tame(row: InputRow): (number | null)[] {
  return row.map((value) => (value === null ? null : Math.asinh(value)));
}
