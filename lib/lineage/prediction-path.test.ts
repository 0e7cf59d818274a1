import { describe, expect, test } from "vitest";
import { batchDepartures, inReadingOrder, percent, periodOf, sourceDepartures, timelineOf, type BatchPart, type PredictionPath, type RunPart, type SourcePart } from "./prediction-path";

const batch = (more: Partial<BatchPart> = {}): BatchPart => ({
  ref: "batch:aws:cpu@1", version: "1", state: "active", window: { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:15:00Z" }, rows: 3, digest: null, completeness: 1, nullRatio: 0, duplicates: 0, outOfOrder: 0,
  health: [], violations: [], failures: [], isLate: false, ...more,
});
const words = (more: Partial<BatchPart>) => batchDepartures(batch(more)).map(({ word }) => word);
const failure = { about: null, failure: "quality", message: "two samples of three", at: null };

describe("what departs from normal", () => {
  test("is nothing for a whole batch, and for one that says nothing of its quality", () => {
    expect(words({})).toEqual([]);
    expect(words({ completeness: null, nullRatio: null, duplicates: null, outOfOrder: null, digest: null })).toEqual([]);
  });

  test("is said worst first, a breach of the declaration in its own words and once", () => {
    expect(words({ failures: [failure], violations: ["completeness is below 0.9"], completeness: 0.6666, duplicates: 2 })).toEqual(["Quality failure recorded", "Completeness is below 0.9", "2 repeated"]);
    expect(words({ completeness: 0.6666, nullRatio: 0.001, outOfOrder: 1, isLate: true })).toEqual(["Came in after the prediction", "66.6 % complete", "0.1 % nulls", "1 out of order"]);
  });

  test("of a source is the worst of its batches, with how many depart", () => {
    expect(sourceDepartures({ batches: [batch({ duplicates: 1 }), batch(), batch({ failures: [failure] })] })).toEqual({ count: 2, worst: { word: "Quality failure recorded", tone: "bad" } });
    expect(sourceDepartures({ batches: [batch()] })).toEqual({ count: 0, worst: null });
  });

  test("puts what departs first, then untrusted channels, then the rest as it came", () => {
    const source = (name: string, batches: BatchPart[], trusted: boolean): SourcePart => ({ ref: `dataset:aws:${name}`, kind: "source", state: "active", batches, trust: { trusted, channel: null, at: null }, failures: [], isUnresolved: false });
    const sources = [source("calm", [batch()], true), source("relay", [batch()], false), source("holes", [batch({ duplicates: 1 })], true), source("broken", [batch({ failures: [failure] })], true), source("calm-too", [batch()], true)];
    expect(inReadingOrder(sources).map(({ ref }) => ref.slice("dataset:aws:".length))).toEqual(["broken", "holes", "relay", "calm", "calm-too"]);
  });

  test("is never rounded up to a whole", () => {
    expect([percent(0.9999), percent(1), percent(0), percent(2 / 3)]).toEqual(["99.9 %", "100 %", "0 %", "66.6 %"]);
  });
});

test("a period goes from the first start to the last end, whatever the order and the zone", () => {
  const late = batch({ window: { start: "2026-01-01T03:00:00+02:00", end: "2026-01-01T03:15:00+02:00" } });
  expect(periodOf([late, batch(), batch({ window: null })])).toEqual({ start: "2026-01-01T00:00:00Z", end: "2026-01-01T03:15:00+02:00" });
  expect(periodOf([batch({ window: null })])).toBeNull();
});

describe("the timeline", () => {
  const run = (id: string, startedAt: string): RunPart => ({ ref: `run:ops:${id}`, job: `job:ops:${id}`, state: "complete", operator: null, codeVersion: null, seed: null, parameters: null, outcome: null, startedAt, endedAt: null });
  const path: PredictionPath = {
    ref: "prediction:ops:p", namespace: "ops", id: "p", state: "active", at: "2026-01-01T01:00:00Z", trace: null, digest: null, output: null, conflict: false, record: { sequence: 1, at: "2026-01-02T00:00:00Z" },
    model: null, deployment: "hidden", run: null, featureSets: [], otherFeatureSets: 0, sources: [], runs: [run("b", "2026-01-01T00:30:00Z"), run("a", "2026-01-01T00:30:00Z"), run("c", "2026-01-01T00:40:00Z")], failures: [],
    hidden: { featureSets: 0, batches: 0, runs: 0 }, training: { run: null, isHidden: false, snapshot: null, inputs: [], batches: 0 }, trusted: "unknown", gaps: [], changes: { items: [], isCut: false },
  };

  test("is in the order of time, with what happened alike at once said once", () => {
    expect(timelineOf(path, (ref) => ref.split(":").at(-1)!).map(({ what, of }) => [what, ...of.map(({ name }) => name)])).toEqual([
      ["Runs start", "b", "a"], ["Run starts", "c"], ["Prediction made"], ["Prediction recorded"],
    ]);
  });
});
