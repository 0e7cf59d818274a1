import { describe, expect, test } from "vitest";
import { hour, hourText, smallWorld } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findPredictionCandidates, findPredictionHints } from "./find-prediction-hints";
import { findPredictionPath } from "./find-prediction-path";

const failure = (id: string, about: string, at: number) => [
  { node: { key: `failure:${id}`, labels: ["Failure"], props: { ref: `failure:${id}`, kind: "failure", about, at: hour(at), failure: "quality", message: `about ${about}` } }, edge: { type: "ABOUT", from: `failure:${id}`, to: about } },
];
const failures = [
  ...failure("1", "batch:shop:orders@w2", 2.1),
  ...failure("2", "dataset:shop:orders", -20),
  ...failure("3", "dataset:shop:orders", 6.5),
  ...failure("4", "prediction:ops:p-1", 9),
];

const FACTS: Record<string, object> = {
  "batch:shop:orders@w2": { window: { start: hourText(1), end: hourText(2) }, rows: 7, digest: "sha256:01", quality: { completeness: 0.5, duplicates: 2 }, health: { lagMs: 40, broker: "ok" }, violations: [{ problem: "completeness is below 0.9" }] },
  "featureset:ops:fs-1": { group: "hourly", digest: "sha256:02", values: { "cpu@2": 4.5 } },
  "run:etl:clean-1#job:etl:clean": { operator: "airflow", codeVersion: "2.0", seed: 7, parameters: { windows: 4 } },
};

seedGraph(
  {
    nodes: [
      ...smallWorld.nodes.map((node) => (FACTS[node.key] ? { ...node, props: { ...node.props, facts: JSON.stringify(FACTS[node.key]) } } : node)),
      ...failures.map(({ node }) => node),
      { key: "prediction:ops:pred-7701", props: { state: "active", at: hour(8), model: "model:ops:latency@1", facts: "{}" } },
    ],
    edges: [...smallWorld.edges, ...failures.map(({ edge }) => edge)],
  },
  { "prediction:ops:p-1": [8, 4] },
);

const pathOf = async (id: string, viewer = everyone) => (await findPredictionPath(viewer, { id })).path;

describe("the path to a prediction", () => {
  test("has the answer, its record, and the telemetry by source with quality, health and failures", async () => {
    const path = await pathOf("p-1");
    expect(path).toMatchObject({ ref: "prediction:ops:p-1", at: hourText(7), output: { score: 0.9 }, record: { sequence: 4 }, trusted: "yes", hidden: { batches: 0, runs: 0, featureSets: 0 } });
    expect(path.sources.map(({ ref, batches }) => [ref, batches.map((it) => it.ref)])).toEqual([
      ["dataset:shop:clean", ["batch:shop:clean@clean-1"]],
      ["dataset:shop:orders", ["batch:shop:orders@w2"]],
    ]);
    const [clean, orders] = path.sources;
    expect([clean?.trust, orders?.trust]).toEqual([null, { trusted: true, channel: "k", at: hourText(0) }]);
    expect(orders?.batches[0]).toMatchObject({
      window: { start: hourText(1), end: hourText(2) }, rows: 7, digest: "sha256:01", completeness: 0.5, nullRatio: null, duplicates: 2, health: [["lagMs", "40"], ["broker", "ok"]], violations: ["completeness is below 0.9"],
      failures: [{ about: "batch:shop:orders@w2", failure: "quality" }], isLate: false,
    });
    expect(path.featureSets).toMatchObject([{ ref: "featureset:ops:fs-1", group: "hourly", digest: "sha256:02", values: [{ ref: "feature:ops:hourly/cpu@2", name: "cpu", version: "2", value: 4.5 }] }]);
    expect(path.runs).toMatchObject([{ ref: "run:ml:fr-1", job: "job:ml:features" }, { ref: "run:etl:clean-1", operator: "airflow", codeVersion: "2.0", seed: "7", parameters: '{"windows":4}' }]);
    expect(path.failures).toMatchObject([{ about: "prediction:ops:p-1" }]);
  });

  test("has of the training the run, the snapshot, what it read, and how many batches lie behind", async () => {
    const { training, gaps } = await pathOf("p-1");
    expect(training).toMatchObject({ run: { ref: "run:ml:tr-1" }, isHidden: false, snapshot: { id: "snap-1", digest: "sha256:00", rows: null }, inputs: [{ kind: "batch", count: 2 }], batches: 2 });
    expect(gaps.map(({ expected }) => expected)).toEqual(["batch:shop:orders@lost", "dataset:secret:ledger"]);
  });

  test("says what changed upstream in the day before, and nothing of later or much earlier", async () => {
    const { changes } = await pathOf("p-1");
    expect(changes.isCut).toBe(false);
    expect(changes.items.map(({ what, ref, at }) => [what, ref, at])).toEqual([
      ["failure", "dataset:shop:orders", hourText(6.5)],
      ["failure", "batch:shop:orders@w2", hourText(2.1)],
      ["declaration", "dataset:shop:orders", hourText(0)],
      ["deployment", "deployment:ops:prod/latency", hourText(0)],
      ["model", "model:ops:latency@1", hourText(0)],
    ]);
  });

  test("stays whole where the model's training, the feature sets or the deployment are missing", async () => {
    const lost = await pathOf("prediction:ops:p-2");
    expect(lost).toMatchObject({ trusted: "unknown", sources: [], featureSets: [{ ref: "featureset:ops:fs-lost", state: "missing", values: [] }], deployment: null, run: null, record: null });
    const bare = await pathOf("prediction:shop:p-2");
    expect(bare).toMatchObject({ featureSets: [], training: { run: null, snapshot: null, inputs: [], batches: 0 } });
    expect(bare.gaps.map(({ expected }) => expected)).toEqual(["featureset", "training"]);
  });

  test("counts what its reader may not see and names nothing of it", async () => {
    const path = await pathOf("p-1", bound("ops"));
    expect(path).toMatchObject({ sources: [], runs: [], hidden: { batches: 2, runs: 2, featureSets: 0 }, training: { run: null, isHidden: true }, trusted: "yes" });
    expect(JSON.stringify(path)).not.toMatch(/shop|secret|etl|run:ml/);
    const shop = await pathOf("p-2", bound("shop"));
    expect(shop).toMatchObject({ ref: "prediction:shop:p-2", model: "hidden" });
    await expect(findPredictionPath(bound("shop"), { id: "p-1" })).rejects.toMatchObject({ code: "not_found" });
    await expect(findPredictionPath(everyone, { id: "p-2" })).rejects.toMatchObject({ code: "ambiguous" });
  });
});

describe("an id that is not one prediction's", () => {
  test("is told by what it is the id, the reference, the trace or the name of", async () => {
    expect((await findPredictionHints(everyone, "fs-1")).others).toEqual([{ ref: "featureset:ops:fs-1", kind: "featureset" }]);
    expect((await findPredictionHints(everyone, "model:ops:latency@1")).others).toEqual([{ ref: "model:ops:latency@1", kind: "model" }]);
    expect((await findPredictionHints(everyone, "Orphan")).others).toEqual([{ ref: "dataset:shop:Orphan", kind: "dataset" }]);
    expect(await findPredictionHints(bound("shop"), "fs-1")).toEqual({ others: [], nearest: [] });
  });

  test("has the predictions offered whose ids begin alike, those that the reader may see", async () => {
    expect((await findPredictionHints(everyone, "pred-77-typo")).nearest).toEqual(["prediction:ops:pred-7701"]);
    expect((await findPredictionHints(everyone, "prediction:ops:pred-9")).nearest).toEqual(["prediction:ops:pred-7701"]);
    expect((await findPredictionHints(bound("shop"), "pred-77-typo")).nearest).toEqual([]);
    expect((await findPredictionHints(everyone, "p-")).nearest).toEqual([]);
  });

  test("has its candidates told apart, each with the model that the reader may see", async () => {
    expect(await findPredictionCandidates(everyone, "p-2")).toEqual({
      candidates: [{ ref: "prediction:ops:p-2", at: hourText(8), model: "model:ops:latency@1" }, { ref: "prediction:shop:p-2", at: hourText(8), model: "model:ops:latency@2" }], total: 2,
    });
    expect(await findPredictionCandidates(bound("shop"), "p-2")).toEqual({ candidates: [{ ref: "prediction:shop:p-2", at: hourText(8), model: null }], total: 1 });
  });
});
