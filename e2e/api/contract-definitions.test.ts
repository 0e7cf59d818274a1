import { describe, expect, inject, test } from "vitest";
import { Client, dataOf, edgesOf, newNamespace } from "./testing/client";
import { facet, jobVersionRef, sha, World } from "./testing/world";

const app = inject("app");
let client: Client;

const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, n, hour)).toISOString();
const begin = (): World => {
  client = new Client(app);
  return new World(newNamespace("definitions"));
};

/** Two windows of a source, features of two versions from them, two models, one deployment that moves. */
async function pipeline(it: World): Promise<void> {
  await client.send(it.source("cpu", true, { owner: { name: "team-a", contact: "a@example.org" } }), it.source("net", false));
  await client.send(it.batchRecorded("cpu", day(1)), it.batchRecorded("net", day(1)), it.batchRecorded("cpu", day(2)));
  const mean = { name: "mean", version: "1", required: [it.name("cpu")], optional: [it.name("net")] };
  await client.send(it.features("fs-1", day(1, 1), "hourly", [mean], [it.inBatch("cpu", day(1)), it.inBatch("net", day(1))]));
  await client.send(it.features("fs-2", day(2, 1), "hourly", [{ ...mean, version: "2", optional: [] }], [it.inBatch("cpu", day(2))]));
  await client.send(it.modelRegistered("anomaly", "1", day(3), [it.inSet("fs-1")], [{ name: "mean", version: "1" }]), it.modelRegistered("anomaly", "2", day(4), [it.inSet("fs-2")], [{ name: "mean", version: "2" }]));
  await client.send(it.deploymentChanged("anomaly", "1", "deploy", day(3, 1)), it.deploymentChanged("anomaly", "2", "deploy", day(4, 1)));
}

describe("definitions from CloudEvents", () => {
  test("run from the source over features and models to the deployment, job versions between, with no instance among them", async () => {
    const it = begin();
    await pipeline(it);
    const compute = jobVersionRef(it.job("compute"), [[it.dataset("cpu"), "observed"]]);
    const train = jobVersionRef(it.job("train"), [[it.feature("hourly", "mean", "2"), "observed"]]);
    const graph = await client.graph(it.deployment("prod", "anomaly"), { direction: "upstream", depth: 1000 });
    expect(edgesOf(graph)).toEqual([
      `${it.dataset("cpu")} > ${compute}`, `${compute} > ${it.feature("hourly", "mean", "2")}`, `${it.feature("hourly", "mean", "2")} > ${train}`,
      `${train} > ${it.model("anomaly", "2")}`, `${it.model("anomaly", "2")} > ${it.deployment("prod", "anomaly")}`,
    ].sort());
    const distances = Object.fromEntries(graph.nodes.map(({ ref, distance }) => [ref, distance]));
    expect(distances).toMatchObject({ [it.deployment("prod", "anomaly")]: 0, [it.model("anomaly", "2")]: 1, [train]: 2, [it.feature("hourly", "mean", "2")]: 2, [compute]: 3, [it.dataset("cpu")]: 3 });
    expect(await client.downstream(it.dataset("net"))).toEqual([it.feature("hourly", "mean", "1"), it.model("anomaly", "1")].sort());
  });

  test("say what a source, a group, a feature, a model and a deployment are", async () => {
    const it = begin();
    await pipeline(it);
    expect(await client.node(it.dataset("cpu"))).toMatchObject({ kind: "source", state: "active", owner: "party:-:team-a", facts: { declaration: { telemetry: "metrics", trusted: true } } });
    expect((await client.node(`source:${it.namespace}:cpu`)).ref).toBe(it.dataset("cpu"));
    expect((await client.node(it.dataset("hourly"))).kind).toBe("featuregroup");
    expect((await client.node(it.dataset("hourly"))).versions.items.map(({ ref }) => ref).sort()).toEqual([it.feature("hourly", "mean", "1"), it.feature("hourly", "mean", "2")]);
    expect(await client.node(it.model("anomaly", "1"))).toMatchObject({ kind: "model", version: "1", facts: { hyperparameters: { k: 3 }, metrics: { f1: 0.9 } } });
    expect(await client.node(it.deployment("prod", "anomaly"))).toMatchObject({ kind: "deployment", state: "active" });
    expect((await client.node("party:-:team-a")).kind).toBe("party");
  });

  test("never go through a feature group, and hold no group as a hop", async () => {
    const it = begin();
    await pipeline(it);
    expect(dataOf(await client.graph(it.dataset("hourly"), { depth: 1000 }))).toEqual([it.dataset("hourly")]);
    expect(await client.upstream(it.model("anomaly", "1"))).toEqual([it.dataset("cpu"), it.dataset("net"), it.feature("hourly", "mean", "1")]);
  });
});

describe("a deployment", () => {
  test("is fed by the model version of its latest change, whatever came first; undeploy ends it", async () => {
    const it = begin();
    await pipeline(it);
    const ref = it.deployment("prod", "anomaly");
    await client.send(it.deploymentChanged("anomaly", "1", "rollback", day(6)), it.deploymentChanged("anomaly", "2", "deploy", day(5)));
    expect((await client.graph(ref, { direction: "upstream" })).nodes.map((node) => node.ref)).toContain(it.model("anomaly", "1"));
    expect(await client.upstream(ref, { asOf: day(5, 1) })).toContain(it.model("anomaly", "2"));
    await client.send(it.deploymentChanged("anomaly", "1", "undeploy", day(7)));
    expect(await client.upstream(ref)).toEqual([]);
    const { state, states } = await client.node(ref);
    expect(state).toBe("undeployed");
    expect(states.map((span) => [span.state, span.model])).toEqual([["active", it.model("anomaly", "1")], ["active", it.model("anomaly", "2")], ["active", it.model("anomaly", "1")], ["undeployed", undefined]]);
  });
});

describe("a model's features", () => {
  const features = (it: World, id: string, group: string) => it.features(id, day(1), group, [{ name: "mean", version: "1" }], [it.inDataset(`raw-${group}`)]);

  test("are those of the snapshot's feature sets, else all of the namespace, inferred; a group decides", async () => {
    const it = begin();
    await client.send(features(it, "fs-a", "a"), features(it, "fs-b", "b"), features(it, "fs-c", "c"));
    const mean = { name: "mean", version: "1" };
    await client.send(it.modelRegistered("by-snapshot", "1", day(2), [it.inSet("fs-a")], [mean]));
    await client.send(it.modelRegistered("by-namespace", "1", day(2), [it.inDataset("rows")], [mean]));
    await client.send(it.modelRegistered("by-group", "1", day(2), [it.inSet("fs-a")], [{ ...mean, group: "b" }]));
    const read = async (name: string) => {
      const { edges } = await client.graph(it.model(name, "1"), { direction: "upstream" });
      return Object.fromEntries(edges.filter(({ from }) => !from.startsWith("job:")).map(({ from, confidence }) => [from, confidence]));
    };
    expect(await read("by-snapshot")).toEqual({ [it.feature("a", "mean", "1")]: "observed" });
    expect(await read("by-group")).toEqual({ [it.feature("b", "mean", "1")]: "observed" });
    expect(await read("by-namespace")).toEqual({ [it.feature("a", "mean", "1")]: "inferred", [it.feature("b", "mean", "1")]: "inferred", [it.feature("c", "mean", "1")]: "inferred", [it.dataset("rows")]: "observed" });
  });

  test("find their group when it comes after the model", async () => {
    const it = begin();
    await client.send(it.modelRegistered("m", "1", day(2), [it.inSet("fs-a")], [{ name: "mean", version: "1" }]), features(it, "fs-a", "a"));
    expect(await client.upstream(it.model("m", "1"))).toEqual([it.dataset("raw-a"), it.feature("a", "mean", "1")].sort());
  });

  test("stand beside the batches and datasets of the snapshot", async () => {
    const it = begin();
    await client.send(it.batchRecorded("labels", day(1)), features(it, "fs-a", "a"));
    await client.send(it.modelRegistered("m", "1", day(2), [it.inSet("fs-a"), it.inBatch("labels", day(1)), it.inDataset("extra")], [{ name: "mean", version: "1" }]));
    expect(await client.upstream(it.model("m", "1"), { depth: 1 })).toEqual([it.dataset("extra"), it.dataset("labels"), it.feature("a", "mean", "1")].sort());
    expect(await client.upstream(it.model("m", "1"), { plane: "instance", depth: 1 })).toEqual(expect.arrayContaining([it.batch("labels", day(1)), it.featureSet("fs-a")]));
  });
});

describe("immutable versions", () => {
  test("have the union of all that was observed: a feature version computed from other inputs keeps the first", async () => {
    const it = begin();
    const feature = [{ name: "f", version: "1" }];
    await client.send(it.features("fs-1", day(1), "g", feature, [it.inDataset("a")]), it.features("fs-2", day(2), "g", feature, [it.inDataset("b")]));
    expect(await client.upstream(it.feature("g", "f", "1"))).toEqual([it.dataset("a"), it.dataset("b")]);
    expect(await client.upstream(it.feature("g", "f", "1"), { asOf: day(1, 12) })).toEqual([it.dataset("a")]);
  });
});

describe("instances of CloudEvents", () => {
  test("join batches to the feature set, and feature sets and the model version to the prediction", async () => {
    const it = begin();
    await pipeline(it);
    await client.send(it.predictionMade("p-1", ["anomaly", "1"], ["fs-1"], day(3, 2)));
    const graph = await client.graph(it.prediction("p-1"), { direction: "upstream" });
    expect(edgesOf(graph).filter((edge) => edge.endsWith(it.prediction("p-1")))).toEqual([`${it.featureSet("fs-1")} > ${it.prediction("p-1")}`, `${it.model("anomaly", "1")} > ${it.prediction("p-1")}`]);
    // the training rides along: both its ends are in the answer
    expect(graph.nodes.map(({ ref }) => ref).sort()).toEqual([it.featureSet("fs-1"), it.model("anomaly", "1"), it.prediction("p-1"), it.run("train-anomaly-1")].sort());
    const sets = edgesOf(await client.graph(it.featureSet("fs-1"), { direction: "upstream" }));
    expect(sets).toEqual([`${it.batch("cpu", day(1))} > ${it.run("compute-fs-1")}`, `${it.batch("net", day(1))} > ${it.run("compute-fs-1")}`, `${it.run("compute-fs-1")} > ${it.featureSet("fs-1")}`].sort());
  });
});

describe("what is recorded of a batch", () => {
  test("that departs from the declared schema is kept and marked, never dropped", async () => {
    const it = begin();
    await client.send(it.source("cpu", true));
    const stats = (fields: string[]) => Object.fromEntries(fields.map((field) => [field, { count: 3, nulls: 0, min: 1, max: 2, mean: 1.5, sd: 0.5 }]));
    await client.send(it.batchRecorded("cpu", day(1), { statistics: stats(["value"]) }), it.batchRecorded("cpu", day(2), { statistics: stats(["humidity"]) }));
    const [good, bad] = [await client.node(it.batch("cpu", day(1))), await client.node(it.batch("cpu", day(2)))];
    expect(bad).toMatchObject({ kind: "batch", state: "active" });
    expect(JSON.stringify(good.facts)).not.toMatch(/violation/i);
    expect(JSON.stringify(bad.facts)).toMatch(/violation[^]*humidity/i);
  });

  test("that conflicts under another event id is all kept: the latest is shown, and the conflict marked", async () => {
    const it = begin();
    await client.send(it.batchRecorded("cpu", day(1), { rows: 3 }), it.batchRecorded("cpu", day(1), { rows: 4, digest: sha("other") }));
    const node = await client.node(it.batch("cpu", day(1)));
    expect(node.conflict).toBe(true);
    expect(node.records.total).toBe(2);
  });

  test("is followed by the failures about it, and a declaration by the one before", async () => {
    const it = begin();
    await client.send(it.source("cpu", true), it.event("failure.recorded.v1", { about: `source:${it.namespace}:cpu`, failure: "quality", message: "gap", at: day(2) }));
    await client.send(it.event("source.declared.v1", { ...it.name("cpu"), telemetry: "metrics", schema: [], trusted: false, at: day(3) }));
    const node = await client.node(it.dataset("cpu"));
    expect(node.failures).toEqual([{ failure: "quality", message: "gap", at: expect.any(String) }]);
    expect(node.declarations.map(({ trusted }) => trusted)).toEqual([false, true]);
    expect(node.records.items.map(({ type }) => type)).toEqual(["dev.headwater.source.declared.v1", "dev.headwater.failure.recorded.v1", "dev.headwater.source.declared.v1"]);
  });
});

test("a column feeds the feature versions of its namespace, group and name", async () => {
  const it = begin();
  const fields = { mean: { inputFields: [{ ...it.name("raw"), field: "value" }] } };
  await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["raw"], outputs: [{ name: "hourly", facets: { columnLineage: facet({ fields }) } }] }));
  await client.send(it.features("fs", day(2), "hourly", [{ name: "mean", version: "1" }, { name: "other", version: "1" }], []));
  expect(await client.downstream(it.column("raw", "value"))).toEqual([it.column("hourly", "mean"), it.feature("hourly", "mean", "1")].sort());
});

test("an OpenLineage dataset of type MODEL is a model under a dataset's reference, apart from a registered one", async () => {
  const it = begin();
  await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["rows"], outputs: [{ name: "m", facets: { datasetType: facet({ datasetType: "MODEL" }) } }] }), it.modelRegistered("m", "1", day(2), [], []));
  expect(await client.node(it.dataset("m"))).toMatchObject({ kind: "model", ref: it.dataset("m") });
  expect(await client.upstream(it.model("m", "1"))).toEqual([]);
});
