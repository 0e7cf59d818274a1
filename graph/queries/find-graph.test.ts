import { describe, expect, test } from "vitest";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { hourText } from "@/graph/seed/small-world";
import { findGraph, type GraphAnswer, type GraphParams } from "./find-graph";

seedGraph();

const nodesOf = (answer: GraphAnswer) => answer.nodes.map((it) => `${it.ref ?? it.id} ${it.distance}`);
const edgesOf = (answer: GraphAnswer) => answer.edges.map(({ from, to }) => `${from} > ${to}`);
const ask = (params: GraphParams, viewer = everyone) => findGraph(viewer, params);

describe("the definition plane", () => {
  test("has the chain up to the depth asked for, job versions riding along", async () => {
    const one = await ask({ ref: "dataset:shop:orders", direction: "downstream", depth: 1 });
    expect(nodesOf(one)).toEqual(["dataset:shop:orders 0", "job:etl:clean@v1 1", "dataset:shop:clean 1"]);
    expect(one.counts).toEqual({ total: 3, shown: 3, hiddenByLimit: 0, hiddenByAccess: 0 });
    expect(one.complete).toBe(true);
    expect(one.nodes[2]).toMatchObject({ kind: "dataset", name: "clean", state: "active", more: { upstream: 0, downstream: 2 } });
    const two = await ask({ ref: "dataset:shop:orders", direction: "downstream", depth: 2 });
    expect(nodesOf(two)).toEqual([
      "dataset:shop:orders 0", "job:etl:clean@v1 1", "dataset:shop:clean 1", "job:etl:daily@v1 2", "dataset:shop:daily 2",
      "job:ml:features@v1 2", "feature:ops:hourly/cpu@1 2", "feature:ops:hourly/cpu@2 2",
    ]);
  });

  test("gives one edge for two nodes with the best confidence, seen from the first time to the last run", async () => {
    const answer = await ask({ ref: "dataset:shop:clean", depth: 1000 });
    expect(new Set(edgesOf(answer)).size).toBe(answer.edges.length);
    const edge = (from: string, to: string) => answer.edges.find((it) => it.from === from && it.to === to);
    expect(edge("dataset:shop:daily", "dataset:shop:report")).toMatchObject({ kind: "feeds", confidence: "observed", rel: "rename", role: "required" });
    expect(edge("dataset:shop:clean", "job:etl:daily@v1")).toMatchObject({ confidence: "inferred", stale: false });
    expect(edge("dataset:shop:orders", "job:etl:clean@v1")).toMatchObject({ firstSeen: hourText(0), lastSeen: hourText(4.6), stale: true });
    expect(edge("job:etl:clean@v1", "dataset:shop:clean")).toMatchObject({ lastSeen: hourText(4.6) });
    expect(edge("job:ml:features@v1", "feature:ops:hourly/cpu@2")).toMatchObject({ lastSeen: hourText(5.1) });
    expect(edge("job:ml:features@v1", "feature:ops:hourly/cpu@1")).toMatchObject({ lastSeen: hourText(0) });
  });

  test("joins what lies upstream with what lies downstream", async () => {
    const answer = await ask({ ref: "job:etl:daily@v1", direction: "both", depth: 1 });
    expect(nodesOf(answer)).toEqual(["job:etl:daily@v1 0", "dataset:secret:ledger 1", "dataset:shop:clean 1", "dataset:shop:daily 1"]);
  });

  test("ends in a cycle and begins at an orphan", async () => {
    const cycle = await ask({ ref: "dataset:cyc:a", direction: "downstream", depth: 1000 });
    expect(nodesOf(cycle)).toEqual(["dataset:cyc:a 0", "job:cyc:x@v1 1", "dataset:cyc:b 1"]);
    expect(edgesOf(cycle)).toEqual(["dataset:cyc:a > job:cyc:x@v1", "dataset:cyc:b > dataset:cyc:a", "job:cyc:x@v1 > dataset:cyc:b"]);
    expect(cycle.nodes[0]).toMatchObject({ more: { upstream: 1, downstream: 0 } });
    const orphan = await ask({ ref: "dataset:shop:Orphan" });
    expect([nodesOf(orphan), orphan.edges]).toEqual([["dataset:shop:Orphan 0"], []]);
  });

  test("cuts a hub at the limit and says so", async () => {
    const answer = await ask({ ref: "dataset:shop:hub", limit: 10 });
    expect(answer.counts).toEqual({ total: 61, shown: 9, hiddenByLimit: 52, hiddenByAccess: 0 });
    expect(answer.complete).toBe(false);
    expect(answer.nodes[0]).toMatchObject({ more: { upstream: 0, downstream: 26 } });
    expect(answer.nodes.filter((it) => it.ref?.startsWith("dataset:hub:"))).toHaveLength(4);
  });

  test("shows at an instant what held then: from its first microsecond, to before its last", async () => {
    const legacy = async (asOf: string) => nodesOf(await ask({ ref: "dataset:shop:clean", direction: "upstream", asOf })).includes("dataset:shop:legacy 1");
    expect(await legacy("2025-12-31T23:59:59.999999Z")).toBe(false);
    expect(await legacy(hourText(0))).toBe(true);
    expect(await legacy("2026-01-01T09:59:59.999999Z")).toBe(true);
    expect(await legacy(hourText(10))).toBe(false);
    const then = await ask({ ref: "dataset:shop:clean", direction: "upstream", asOf: hourText(3) });
    expect(then.asOf).toBe(hourText(3));
    expect(then.edges.find(({ to }) => to === "job:etl:clean@v1")).toMatchObject({ lastSeen: hourText(2.6), stale: false });
  });

  test("shows for a period all that held at some time in it", async () => {
    const period = async (from: string, to: string) => nodesOf(await ask({ ref: "dataset:shop:clean", direction: "upstream", from, to })).includes("dataset:shop:legacy 1");
    expect(await period(hourText(-5), hourText(0))).toBe(false);
    expect(await period(hourText(9), hourText(20))).toBe(true);
    expect(await period(hourText(10), hourText(20))).toBe(false);
    await expect(ask({ ref: "dataset:shop:clean", from: hourText(2), to: hourText(1) })).rejects.toMatchObject({ code: "invalid", pointer: "/to" });
    await expect(ask({ ref: "dataset:shop:clean", from: hourText(2), asOf: hourText(1) })).rejects.toMatchObject({ code: "invalid" });
  });

  test("has of each node the state and the owner that it had at the instant", async () => {
    const at = async (ref: string, n: number) => (await ask({ ref, asOf: hourText(n) })).nodes[0];
    expect(await at("dataset:shop:orders", 20)).toMatchObject({ state: "active", owner: "party:-:team-a" });
    expect(await at("dataset:shop:orders", -10)).not.toHaveProperty("owner");
    for (const n of [-1, 1]) expect(await at("deployment:ops:prod/latency", n)).toMatchObject({ state: "active" });
    expect(await at("run:etl:clean-1", 2.55)).toMatchObject({ state: "running" });
    expect(await at("run:etl:clean-1", 2.6)).toMatchObject({ state: "complete" });
  });

  test("begins at all versions of a job", async () => {
    expect(nodesOf(await ask({ ref: "job:etl:clean", direction: "downstream" }))).toEqual(["job:etl:clean 0", "job:etl:clean@v0 0", "job:etl:clean@v1 0", "dataset:shop:clean 1"]);
  });

  test("accepts source: for a dataset and knows no unknown reference", async () => {
    expect((await ask({ ref: "source:shop:orders" })).nodes[0]).toMatchObject({ ref: "dataset:shop:orders", kind: "source", owner: "party:-:team-a" });
    await expect(ask({ ref: "dataset:shop:nothing" })).rejects.toMatchObject({ code: "not_found" });
    await expect(ask({ ref: "nonsense" })).rejects.toThrow(/reference/);
  });
});

describe("a reader of some namespaces", () => {
  test("gets placeholders for the rest, and the true counts", async () => {
    const answer = await ask({ ref: "dataset:shop:daily", direction: "upstream", depth: 2 }, bound("shop"));
    expect(answer.counts).toEqual({ total: 6, shown: 3, hiddenByLimit: 0, hiddenByAccess: 3 });
    expect(answer.nodes.filter((it) => it.ref === null)).toEqual([
      { ref: null, id: "hidden-1", distance: 1 }, { ref: null, id: "hidden-2", distance: 1 }, { ref: null, id: "hidden-3", distance: 2 },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/secret|ledger|etl/);
    expect(answer.edges).toContainEqual(expect.objectContaining({ from: "dataset:shop:clean", to: "hidden-1" }));
    for (const edge of answer.edges) expect(edge).not.toHaveProperty("rel");
  });

  test("finds nothing at a reference in another namespace, as at an unknown one", async () => {
    const unseen = await ask({ ref: "dataset:secret:ledger" }, bound("shop")).catch((error: Error) => error.message);
    const unknown = await ask({ ref: "dataset:shop:nothing" }, bound("shop")).catch((error: Error) => error.message);
    expect(unseen).toBe(unknown);
  });
});

describe("the instance plane", () => {
  test("resolves an unversioned read to the latest batch before the run that the run did not write", async () => {
    const upstream = async (ref: string) => nodesOf(await ask({ ref, direction: "upstream" }));
    expect(await upstream("batch:shop:clean@clean-1")).toEqual(["batch:shop:clean@clean-1 0", "run:etl:clean-1 1", "batch:shop:orders@w2 1"]);
    expect(await upstream("batch:shop:clean@clean-2")).toEqual(["batch:shop:clean@clean-2 0", "run:etl:clean-2 1", "batch:shop:orders@w2 1"]);
    expect(await upstream("batch:shop:clean@clean-3")).toEqual(["batch:shop:clean@clean-3 0", "run:etl:clean-3 1", "batch:shop:orders@w3 1"]);
  });

  test("leads from a batch to the runs that read it, marked inferred", async () => {
    const w2 = await ask({ ref: "batch:shop:orders@w2", direction: "downstream" });
    expect(nodesOf(w2)).toEqual(["batch:shop:orders@w2 0", "run:etl:clean-1 1", "batch:shop:clean@clean-1 1", "run:etl:clean-2 1", "batch:shop:clean@clean-2 1", "batch:shop:orders@w3 1"]);
    expect(w2.edges.filter(({ confidence }) => confidence === "inferred").map(({ from, to }) => `${from} > ${to}`)).toEqual([
      "batch:shop:orders@w2 > run:etl:clean-1", "batch:shop:orders@w2 > run:etl:clean-2",
    ]);
    expect(nodesOf(await ask({ ref: "batch:shop:orders@w1", direction: "downstream" }))).toEqual(["batch:shop:orders@w1 0"]);
  });

  test("leads from a prediction to everything behind it, with the runs as runs", async () => {
    const answer = await ask({ ref: "prediction:ops:p-1", direction: "upstream", depth: 1000 });
    // clean-2 wrote w3 and read w2, which are both three steps away
    expect(nodesOf(answer)).toEqual([
      "prediction:ops:p-1 0", "featureset:ops:fs-1 1", "model:ops:latency@1 1", "run:ml:fr-1 2", "batch:shop:clean@clean-1 2", "run:ml:tr-1 2",
      "batch:shop:clean@clean-3 2", "batch:shop:orders@lost 2", "run:etl:clean-1 3", "batch:shop:orders@w2 3", "run:etl:clean-2 3", "run:etl:clean-3 3",
      "batch:shop:orders@w3 3",
    ]);
    expect(answer.nodes.find(({ ref }) => ref === "run:ml:tr-1")).toMatchObject({ kind: "run", state: "complete", job: "job:ml:train", more: { upstream: 0, downstream: 0 } });
    expect(answer.nodes.find(({ ref }) => ref === "batch:shop:orders@lost")).toMatchObject({ state: "missing" });
    expect(answer.edges).toContainEqual({ from: "featureset:ops:fs-1", to: "prediction:ops:p-1", kind: "yielded", confidence: "observed", stale: false, firstSeen: hourText(7), lastSeen: hourText(7) });
  });

  test("counts a model version's predictions as neighbours without listing them", async () => {
    const answer = await ask({ ref: "model:ops:latency@1", plane: "instance", direction: "upstream" });
    expect(answer.nodes[0]).toMatchObject({ ref: "model:ops:latency@1", distance: 0, more: { upstream: 0, downstream: 2 } });
  });

  test("begins at a run with what it read and wrote", async () => {
    expect(nodesOf(await ask({ ref: "run:etl:clean-2", depth: 1 }))).toEqual(["run:etl:clean-2 0", "batch:shop:clean@clean-2 1", "batch:shop:orders@w2 1", "batch:shop:orders@w3 1"]);
  });

  test("leaves out what came after the instant asked for", async () => {
    const then = await ask({ ref: "batch:shop:orders@w2", direction: "downstream", depth: 9, asOf: hourText(3) });
    expect(nodesOf(then)).toEqual(["batch:shop:orders@w2 0", "run:etl:clean-1 1", "batch:shop:clean@clean-1 1"]);
  });

  test("holds no definition, and the definition plane no instance", async () => {
    expect(nodesOf(await ask({ ref: "dataset:shop:orders", plane: "instance" }))).toEqual(["dataset:shop:orders 0"]);
    expect(nodesOf(await ask({ ref: "batch:shop:orders@w1", plane: "definition" }))).toEqual(["batch:shop:orders@w1 0"]);
  });
});
