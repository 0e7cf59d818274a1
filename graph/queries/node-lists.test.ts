import { describe, expect, test } from "vitest";
import { hourText, smallWorld, type SeedWorld } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findBatches, findBatchesBeside } from "./find-batches";
import { deploymentsOfModel } from "./find-deployments";
import { needsOfFeatures } from "./find-feature-needs";
import { findFeatureSets } from "./find-feature-sets";
import { describeJobVersions } from "./find-job-versions";
import { findMembers } from "./find-members";
import { findNode } from "./find-node";
import { findPredictions, predictionsByDay } from "./find-predictions";
import { findPredictionSources } from "./find-prediction-sources";
import { findRunRelatives } from "./find-run-relatives";
import { findRuns } from "./find-runs";
import { countKinds, findNamespaces, search } from "./search";

const CLEAN = "job:etl:clean";

/** The small world, and what its lists lack: a failed run, columns, a child run, an operator, two predictions of one time. */
const world: SeedWorld = {
  nodes: [
    ...smallWorld.nodes,
    { key: `run:etl:clean-4#${CLEAN}`, props: { state: "failed", at: Date.parse(hourText(5)) * 1000, startedAt: Date.parse(hourText(5)) * 1000, job: CLEAN, facts: JSON.stringify({ codeVersion: "etl/2", operator: "cron" }) } },
    { key: "party:-:cron", props: { state: "active" } },
    { key: "column:shop:orders/price", props: { state: "active", facts: JSON.stringify({ type: "double", unit: "EUR" }) } },
    { key: "column:shop:orders/id", props: { state: "active", facts: '{"type":"long"}' } },
  ],
  edges: [
    ...smallWorld.edges,
    { type: "OPERATED_BY", from: `run:etl:clean-4#${CLEAN}`, to: "party:-:cron" },
    { type: "CHILD_OF", from: `run:etl:clean-4#${CLEAN}`, to: `run:etl:clean-1#${CLEAN}` },
    { type: "HAS_COLUMN", from: "dataset:shop:orders", to: "column:shop:orders/price" },
    { type: "HAS_COLUMN", from: "dataset:shop:orders", to: "column:shop:orders/id" },
  ],
};
seedGraph(world);

const refs = (list: { results: { ref: string }[] }) => list.results.map(({ ref }) => ref);

describe("the runs of a node", () => {
  test("of a job are all of its runs, newest first, failed ones too", async () => {
    const list = await findRuns(everyone, { ref: CLEAN });
    expect(refs(list)).toEqual(["run:etl:clean-4", "run:etl:clean-3", "run:etl:clean-2", "run:etl:clean-1"]);
    expect(list).toMatchObject({ total: 4, shown: 4, asOf: null });
    expect(list.results[0]).toMatchObject({ state: "failed", codeVersion: "etl/2", operator: "cron", startedAt: hourText(5), endedAt: null });
    expect(list.next).toBeUndefined();
  });

  test("come by page, each once", async () => {
    const first = await findRuns(everyone, { ref: CLEAN, limit: 3 });
    const second = await findRuns(everyone, { ref: CLEAN, limit: 3, cursor: first.next });
    expect([...refs(first), ...refs(second)]).toEqual(["run:etl:clean-4", "run:etl:clean-3", "run:etl:clean-2", "run:etl:clean-1"]);
    expect(second.next).toBeUndefined();
    await expect(findRuns(everyone, { ref: CLEAN, cursor: "of no answer" })).rejects.toMatchObject({ code: "invalid" });
  });

  test("of data are those of the jobs that ever wrote it, saying which run did", async () => {
    const list = await findRuns(everyone, { ref: "dataset:shop:clean" });
    expect(list.results.map(({ ref, touched }) => [ref, touched])).toEqual([
      ["run:etl:clean-4", false], ["run:etl:clean-3", true], ["run:etl:clean-2", true], ["run:etl:clean-1", true],
    ]);
    expect((await findRuns(everyone, { ref: "dataset:shop:Orphan" })).total).toBe(0);
  });

  test("that read data are told apart from those that left it alone", async () => {
    const list = await findRuns(everyone, { ref: "dataset:shop:orders", as: "read" });
    expect(list.results.map(({ ref, touched }) => [ref, touched])).toEqual([
      ["run:etl:clean-4", false], ["run:etl:clean-3", true], ["run:etl:clean-2", true], ["run:etl:clean-1", true],
    ]);
  });

  test("of a job version are those with its inputs; of a party those that it operates", async () => {
    expect(refs(await findRuns(everyone, { ref: `${CLEAN}@v1` }))).toEqual(["run:etl:clean-3", "run:etl:clean-2", "run:etl:clean-1"]);
    expect(refs(await findRuns(everyone, { ref: `${CLEAN}@v1`, limit: 1, cursor: (await findRuns(everyone, { ref: `${CLEAN}@v1`, limit: 1 })).next }))).toEqual(["run:etl:clean-2"]);
    expect(refs(await findRuns(everyone, { ref: "party:-:cron" }))).toEqual(["run:etl:clean-4"]);
  });

  test("at an instant end with it", async () => {
    const list = await findRuns(everyone, { ref: CLEAN, asOf: hourText(4) });
    expect(refs(list)).toEqual(["run:etl:clean-2", "run:etl:clean-1"]);
    expect(list.total).toBe(2);
  });

  test("of another namespace are neither listed nor counted", async () => {
    expect(await findRuns(bound("shop"), { ref: "dataset:shop:clean" })).toMatchObject({ results: [], total: 0 });
    await expect(findRuns(bound("shop"), { ref: CLEAN })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the predictions of a node", () => {
  test("of a model version are newest first, with the daily counts as their total", async () => {
    const list = await findPredictions(everyone, { ref: "model:ops:latency@1" });
    expect(refs(list)).toEqual(["prediction:ops:p-2", "prediction:ops:p-1"]);
    expect(list.total).toBe(280);
    expect(list.results[1]).toMatchObject({ output: { score: 0.9 }, deployment: "deployment:ops:prod/latency" });
  });

  test("are counted one by one for a viewer of some namespaces, and at an instant", async () => {
    expect((await findPredictions(bound("ops"), { ref: "model:ops:latency@1" })).total).toBe(2);
    expect(await findPredictions(everyone, { ref: "model:ops:latency@1", asOf: hourText(7) })).toMatchObject({ total: 1, shown: 1 });
    expect(await findPredictions(bound("ops"), { ref: "model:ops:latency@2" })).toMatchObject({ total: 0, results: [] });
  });

  test("of a deployment and a feature set are theirs; other kinds have none", async () => {
    expect(refs(await findPredictions(everyone, { ref: "deployment:ops:prod/latency" }))).toEqual(["prediction:ops:p-1"]);
    expect(await findPredictions(everyone, { ref: "featureset:ops:fs-lost" })).toMatchObject({ total: 1, shown: 1 });
    expect((await findPredictions(everyone, { ref: "dataset:shop:orders" })).total).toBe(0);
  });

  test("by day are the last days that had any, oldest first", async () => {
    expect(await predictionsByDay("model:ops:latency@1", Date.parse(hourText(240)) * 1000, 3)).toEqual([{ day: "2026-01-10", count: 70 }, { day: "2026-01-11", count: 70 }]);
  });

  test("say what they were made from, without what may not be seen", async () => {
    expect(await findPredictionSources(everyone, "prediction:ops:p-1")).toMatchObject({ model: "model:ops:latency@1", run: null, featureSets: [{ ref: "featureset:ops:fs-1" }] });
    expect(await findPredictionSources(bound("shop"), "prediction:shop:p-2")).toEqual({ model: null, deployment: null, run: null, featureSets: [] });
  });
});

describe("the batches of data", () => {
  test("are newest first by their time, with the run that wrote each; a placeholder has no place", async () => {
    const list = await findBatches(everyone, { ref: "dataset:shop:orders" });
    expect(list.results.map(({ ref, run }) => [ref, run])).toEqual([["batch:shop:orders@w3", "run:etl:clean-2"], ["batch:shop:orders@w2", null], ["batch:shop:orders@w1", null]]);
    expect(list.total).toBe(3);
    expect((await findBatches(bound("shop"), { ref: "dataset:shop:clean" })).results[0]).toMatchObject({ ref: "batch:shop:clean@clean-3", run: null });
  });

  test("come by page and end with the instant", async () => {
    const first = await findBatches(everyone, { ref: "dataset:shop:orders", limit: 2 });
    expect(refs(await findBatches(everyone, { ref: "dataset:shop:orders", limit: 2, cursor: first.next }))).toEqual(["batch:shop:orders@w1"]);
    expect(await findBatches(everyone, { ref: "dataset:shop:orders", asOf: hourText(2) })).toMatchObject({ total: 2, shown: 2 });
  });

  test("stand beside each other in time", async () => {
    expect(await findBatchesBeside(everyone, "batch:shop:orders@w2")).toMatchObject({ previous: { ref: "batch:shop:orders@w1" }, next: { ref: "batch:shop:orders@w3" } });
    expect(await findBatchesBeside(everyone, "batch:shop:orders@w3")).toMatchObject({ previous: { ref: "batch:shop:orders@w2" }, next: null });
    expect(await findBatchesBeside(everyone, "batch:shop:orders@lost")).toEqual({ previous: null, next: null });
  });
});

test("a feature group has its feature sets", async () => {
  expect(await findFeatureSets(everyone, { ref: "dataset:ops:hourly" })).toMatchObject({ total: 1, results: [{ ref: "featureset:ops:fs-1", run: "run:ml:fr-1" }] });
  expect((await findFeatureSets(bound("ops"), { ref: "dataset:ops:hourly" })).results[0]).toMatchObject({ run: null });
  expect((await findFeatureSets(everyone, { ref: "dataset:shop:orders" })).total).toBe(0);
});

test("data has its columns, a party what it owns as far as it may be seen", async () => {
  const columns = await findMembers(everyone, { ref: "dataset:shop:orders", limit: 1 });
  expect(columns).toMatchObject({ total: 2, shown: 1, results: [{ ref: "column:shop:orders/id", type: "long", unit: null }] });
  expect((await findMembers(everyone, { ref: "dataset:shop:orders", cursor: columns.next })).results).toMatchObject([{ ref: "column:shop:orders/price", unit: "EUR" }]);
  expect(await findMembers(bound("shop"), { ref: "party:-:team-a" })).toMatchObject({ total: 1, results: [{ ref: "dataset:shop:orders" }] });
  expect((await findMembers(everyone, { ref: CLEAN })).total).toBe(0);
});

test("job versions say what they read and write, and which holds now", async () => {
  const { versions } = await findNode(everyone, { ref: CLEAN });
  const [latest, before] = await describeJobVersions(everyone, versions.items, Number.MAX_SAFE_INTEGER);
  expect(latest).toMatchObject({
    ref: `${CLEAN}@v1`, isPresent: true, lastRun: "2026-01-01T04:36:00Z",
    inputs: { total: 1, items: [{ ref: "dataset:shop:orders", kind: "source" }] }, outputs: { total: 1, items: [{ ref: "dataset:shop:clean" }] },
  });
  expect(before).toMatchObject({ ref: `${CLEAN}@v0`, isPresent: false, lastRun: null, inputs: { items: [{ ref: "dataset:shop:legacy" }] } });
  const [masked] = await describeJobVersions(bound("etl"), versions.items, Number.MAX_SAFE_INTEGER);
  expect(masked).toMatchObject({ inputs: { total: 1, items: [{ ref: null }] } });
});

test("a run has the run that started it and those that it started", async () => {
  expect(await findRunRelatives(everyone, `run:etl:clean-1#${CLEAN}`)).toMatchObject({ children: { total: 1, items: [{ ref: "run:etl:clean-4" }] } });
  expect(await findRunRelatives(everyone, `run:etl:clean-4#${CLEAN}`)).toMatchObject({ parent: { ref: "run:etl:clean-1" }, children: { total: 0, items: [] } });
  expect(await findRunRelatives(bound("shop"), `run:etl:clean-4#${CLEAN}`)).toEqual({ parent: null, children: { total: 0, items: [] } });
});

test("a model version has where it runs, a feature what it needs", async () => {
  expect(await deploymentsOfModel(everyone, "model:ops:latency@1", { when: "now" })).toEqual([{ ref: "deployment:ops:prod/latency", from: hourText(0), to: null }]);
  expect(await deploymentsOfModel(everyone, "model:ops:latency@1", { when: "at", at: Date.parse(hourText(-1)) * 1000 })).toEqual([]);
  expect((await needsOfFeatures(["feature:ops:hourly/cpu@1"])).get("feature:ops:hourly/cpu@1")).toEqual(new Map([["dataset:shop:clean", "required"], ["dataset:shop:legacy", "fallback"]]));
});

describe("the registry", () => {
  test("counts each kind, and leaves instances uncounted where that would mean to read them all", async () => {
    const counts = async (viewer: typeof everyone, when = {}) => Object.fromEntries((await countKinds(viewer, when)).map(({ kind, total }) => [kind, total]));
    expect(await counts(everyone)).toMatchObject({ source: 1, model: 2, column: 2, job: 4, prediction: 3, incident: 0 });
    expect(await counts(bound("shop"))).toMatchObject({ source: 1, model: 0, column: 2, job: 0, prediction: null, run: null });
    expect(await counts(everyone, { asOf: hourText(-1) })).toMatchObject({ model: 0, prediction: null });
  });

  test("names the namespaces that may be seen, and lists one", async () => {
    expect(await findNamespaces(everyone)).toEqual(["cyc", "etl", "hub", "ml", "ops", "secret", "shop"]);
    expect(await findNamespaces(bound("shop", "nowhere"))).toEqual(["shop"]);
    expect(refs(await search(everyone, { kind: "dataset", namespace: "secret" }))).toEqual(["dataset:secret:ledger"]);
    expect(await search(bound("shop"), { kind: "dataset", namespace: "secret" })).toMatchObject({ total: 0, results: [] });
    expect(await search(everyone, { q: "ledger", namespace: "shop" })).toMatchObject({ total: 0 });
  });
});
