import { describe, expect, test } from "vitest";
import { scoreDeviation, trainDeviation } from "./deviation-model";
import { evaluate, thresholdWithin } from "./evaluate";
import { scoreLogistic, trainLogistic } from "./logistic-model";
import { randomStream } from "./statistics";

describe("evaluation", () => {
  test("precision, recall, F1, failures found and false alarms, by hand", () => {
    const row = (alarm: boolean, group: string | null) => ({ alarm, group });
    const rows = [row(true, "a"), row(false, "a"), row(false, "b"), row(false, "b"), row(true, null), row(false, null)];
    expect(evaluate(rows, 2)).toEqual({
      precision: 0.5, recall: 0.25, f1: 0.333333333333, failures_found: 0.5, false_alarms_per_day: 0.5, labelled_windows: 4, windows: 6,
    });
  });

  test("without labels there is no precision to speak of", () => {
    expect(evaluate([{ alarm: true, group: null }], 1)).toEqual({ false_alarms_per_day: 1, labelled_windows: 0, windows: 1 });
  });

  test("the threshold stays within the budget of false alarms", () => {
    const rows = [0.9, 0.8, 0.7, 0.6].map((score) => ({ score, labelled: false }));
    const threshold = thresholdWithin(2, [...rows, { score: 0.95, labelled: true }]);
    expect(rows.filter((row) => row.score >= threshold)).toHaveLength(2);
  });
});

describe("models", () => {
  const random = randomStream(1);
  const ordinary = Array.from({ length: 200 }, () => [random() - 0.5, random() - 0.5]);

  test("deviation: the ordinary stays below the limit, the far out does not, the unknown is ordinary", () => {
    const model = trainDeviation(ordinary, { alarm_quantile: 0.995, margin: 1.25 });
    expect(ordinary.filter((row) => scoreDeviation(model, row) >= model.threshold)).toEqual([]);
    expect(scoreDeviation(model, [50, 0])).toBeGreaterThan(0.5);
    expect(scoreDeviation(model, [null, null])).toBe(0);
  });

  test("logistic: learns what is labelled, and the same seed learns the same", () => {
    const examples = ordinary.map((inputs, i) => (i % 20 === 0 ? { inputs: [8 + random(), 0], labelled: true, slot: i, learn: true } : { inputs, labelled: false, slot: i, learn: true }));
    const settings = { epochs: 30, learning_rate: 0.05, l2: 0.01, positive_weight: 3, folds: 5, block: 4, false_alarms_per_day: 1.5 };
    const { model, heldOut } = trainLogistic(examples, 2, settings, 42);
    expect(scoreLogistic(model, [8, 0])).toBeGreaterThan(model.threshold);
    expect(scoreLogistic(model, [0, 0])).toBeLessThan(model.threshold);
    expect(heldOut).toHaveLength(examples.length);
    expect(trainLogistic(examples, 2, settings, 42).model).toEqual(model);
    expect(trainLogistic(examples, 2, settings, 43).model).not.toEqual(model);
  });
});
