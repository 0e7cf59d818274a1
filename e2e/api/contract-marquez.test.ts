import { expect, inject, test } from "vitest";
import { Client, dataOf, newNamespace } from "./testing/client";
import { facet, World } from "./testing/world";

/** The cases that another lineage server was measured to get wrong. */

const app = inject("app");
let client: Client;

const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, n, hour)).toISOString();
const begin = (): World => {
  client = new Client(app);
  return new World(newNamespace("cases"));
};

test("after a retraining that read other features, a prediction of v1 still leads to v1's training and features", async () => {
  const it = begin();
  await client.send(it.batchRecorded("cpu", day(1)), it.batchRecorded("net", day(2)));
  await client.send(it.features("fs-1", day(1, 1), "g", [{ name: "f", version: "1" }], [it.inBatch("cpu", day(1))]));
  await client.send(it.modelRegistered("m", "1", day(1, 2), [it.inSet("fs-1")], [{ name: "f", version: "1" }]), it.predictionMade("p-1", ["m", "1"], ["fs-1"], day(1, 3)));
  const before = { provenance: await client.provenance(it.prediction("p-1")), upstream: await client.upstream(it.model("m", "1")) };
  await client.send(it.features("fs-2", day(2, 1), "g", [{ name: "f", version: "2" }], [it.inBatch("net", day(2))]), it.modelRegistered("m", "2", day(2, 2), [it.inSet("fs-2")], [{ name: "f", version: "2" }]));
  const { training, batches, model, graph, gaps } = await client.provenance(it.prediction("p-1"));
  expect({ training, batches, model, gaps, nodes: graph.nodes }).toEqual({ training: before.provenance.training, batches: before.provenance.batches, model: before.provenance.model, gaps: [], nodes: before.provenance.graph.nodes });
  expect(training.run?.ref).toBe(it.run("train-m-1"));
  expect(await client.upstream(it.model("m", "1"))).toEqual(before.upstream);
  expect(before.upstream).toEqual([it.dataset("cpu"), it.feature("g", "f", "1")].sort());
});

test("the same, told in OpenLineage: one job writes model_v1, later model_v2 from other features", async () => {
  const it = begin();
  await client.send(
    it.runEvent({ job: "features", runId: "f1", at: day(1), inputs: ["raw"], outputs: ["features_v1"] }),
    it.runEvent({ job: "train", runId: "t1", at: day(1, 1), inputs: ["features_v1"], outputs: ["model_v1"] }),
    it.runEvent({ job: "predict", runId: "p1", at: day(1, 2), inputs: ["model_v1"], outputs: ["pred_1"] }),
    it.runEvent({ job: "features", runId: "f2", at: day(2), inputs: ["raw"], outputs: ["features_v2"] }),
    it.runEvent({ job: "train", runId: "t2", at: day(2, 1), inputs: ["features_v2"], outputs: ["model_v2"] }),
  );
  expect(await client.upstream(it.dataset("pred_1"))).toEqual(["features_v1", "model_v1", "raw"].map(it.dataset));
  expect(await client.upstream(it.dataset("model_v2"))).toEqual(["features_v2", "raw"].map(it.dataset));
  const instances = await client.graph(it.batch("pred_1", "p1"), { direction: "upstream", depth: 1000 });
  expect(instances.nodes.map(({ ref }) => ref)).toEqual(expect.arrayContaining([it.run("p1"), it.run("t1"), it.run("f1")]));
  expect(instances.nodes.map(({ ref }) => ref)).not.toContain(it.run("t2"));
});

test("an input no longer read leaves the present, stays in history, and is doubtful in impact", async () => {
  const it = begin();
  await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["rawA", "rawB"], outputs: ["out"] }), it.runEvent({ runId: "2", at: day(2), inputs: ["rawA"], outputs: ["out"] }));
  expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("rawA")]);
  expect(await client.downstream(it.dataset("rawB"))).toEqual([]);
  expect(await client.upstream(it.dataset("out"), { asOf: day(1, 12) })).toEqual([it.dataset("rawA"), it.dataset("rawB")]);
  expect(await client.upstream(it.dataset("out"), { from: day(1), to: day(3) })).toEqual([it.dataset("rawA"), it.dataset("rawB")]);
  expect((await client.impact(it.dataset("rawB"))).nodes.filter(({ kind }) => kind === "dataset").map(({ ref, class: it }) => [ref, it])).toEqual([[it.dataset("out"), "doubtful"]]);
  for (let n = 3; n <= 11; n++) await client.send(it.runEvent({ runId: `r${n}`, at: day(n), inputs: ["rawA"], outputs: ["out"] }));
  expect((await client.impact(it.dataset("rawB"))).nodes).toEqual([]);
});

test("an older event that comes late does not overwrite a newer one", async () => {
  const it = begin();
  await client.send(it.runEvent({ runId: "new", at: day(2), inputs: ["new_in"], outputs: ["out"] }), it.runEvent({ runId: "old", at: day(1), inputs: ["old_in"], outputs: ["out"] }));
  expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("new_in")]);
  expect(await client.upstream(it.dataset("out"), { asOf: day(1, 1) })).toEqual([it.dataset("old_in")]);
});

test("outputs of a failed run are no lineage, in either plane", async () => {
  const it = begin();
  await client.send(it.runEvent({ runId: "1", type: "START", at: day(1), inputs: ["in"], outputs: ["out"] }), it.runEvent({ runId: "1", type: "FAIL", at: day(1, 1), inputs: ["in"], outputs: ["out"] }));
  expect(await client.downstream(it.dataset("in"))).toEqual([]);
  for (const ref of [it.dataset("out"), it.batch("out", "1")]) {
    const answer = await client.get<{ edges: unknown[] }>(`/api/v1/graph?ref=${encodeURIComponent(ref)}&depth=9`);
    expect(answer.status === 404 ? [] : answer.body.edges).toEqual([]);
  }
  expect((await client.node(it.run("1"))).state).toBe("failed");
});

test("a source column leads to every column computed from it", async () => {
  const it = begin();
  const computed = (dataset: string, field: string, from: [string, string][]) => ({
    name: dataset, facets: { columnLineage: facet({ fields: { [field]: { inputFields: from.map(([name, column]) => ({ ...it.name(name), field: column })) } } }) },
  });
  await client.send(
    it.runEvent({ job: "a", runId: "1", at: day(1), inputs: ["raw"], outputs: [computed("clean", "price", [["raw", "price"]])] }),
    it.runEvent({ job: "b", runId: "2", at: day(1, 1), inputs: ["clean"], outputs: [computed("sums", "revenue", [["clean", "price"], ["clean", "count"]])] }),
    it.runEvent({ job: "c", runId: "3", at: day(1, 2), inputs: ["sums", "clean"], outputs: [computed("report", "share", [["sums", "revenue"]]), computed("margin", "m", [["clean", "price"]])] }),
  );
  expect(await client.downstream(it.column("raw", "price"))).toEqual([["clean", "price"], ["margin", "m"], ["report", "share"], ["sums", "revenue"]].map(([dataset = "", field = ""]) => it.column(dataset, field)));
  expect(await client.upstream(it.column("report", "share"))).toEqual([["clean", "count"], ["clean", "price"], ["raw", "price"], ["sums", "revenue"]].map(([dataset = "", field = ""]) => it.column(dataset, field)));
});

test("upstream holds nothing that is not upstream: no siblings, no other consumers of an input", async () => {
  const it = begin();
  await client.send(
    it.runEvent({ job: "a", runId: "1", at: day(1), inputs: ["root"], outputs: ["left", "right"] }),
    it.runEvent({ job: "b", runId: "2", at: day(1), inputs: ["left"], outputs: ["leaf"] }),
    it.runEvent({ job: "c", runId: "3", at: day(1), inputs: ["right", "root"], outputs: ["other"] }),
    it.runEvent({ job: "d", runId: "4", at: day(1), inputs: ["leaf"], outputs: ["below"] }),
  );
  const graph = await client.graph(it.dataset("leaf"), { direction: "upstream", depth: 1000 });
  expect(dataOf(graph)).toEqual([it.dataset("leaf"), it.dataset("left"), it.dataset("root")]);
  expect(graph.nodes).toHaveLength(5);
  expect(graph.counts).toMatchObject({ total: 5, shown: 5, hiddenByLimit: 0 });
});

test("a chain of 60 jobs is whole, a cycle ends, and the run plane goes on to a root that nobody wrote", async () => {
  const it = begin();
  for (let n = 0; n < 60; n++) await client.send(it.runEvent({ job: `j${n}`, runId: `r${n}`, at: day(1, n), inputs: [`d${n}`], outputs: [`d${n + 1}`] }));
  expect(await client.upstream(it.dataset("d60"))).toHaveLength(60);
  expect(await client.upstream(it.dataset("d60"), { depth: 59 })).toHaveLength(59);
  const runs = await client.graph(it.batch("d60", "r59"), { direction: "upstream", depth: 1000 });
  expect(runs.nodes.filter(({ kind }) => kind === "run")).toHaveLength(60);
  await client.send(it.runEvent({ job: "back", runId: "back", at: day(9), inputs: ["d60"], outputs: ["d0"] }));
  expect(await client.upstream(it.dataset("d30"))).toHaveLength(60);
});
