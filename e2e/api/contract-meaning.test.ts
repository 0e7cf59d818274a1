import { describe, expect, inject, test } from "vitest";
import { Client, dataOf, edgesOf, newNamespace } from "./testing/client";
import { facet, jobVersionRef, STREAMING, versionFacet, World, type Input } from "./testing/world";

const app = inject("app");
let client: Client;

const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, n, hour)).toISOString();
const begin = (): World => {
  client = new Client(app);
  return new World(newNamespace("meaning"));
};
const status = async (ref: string): Promise<number> => (await client.get(`/api/v1/nodes/${encodeURIComponent(ref)}?after=${client.last}`)).status;

describe("a run", () => {
  test("gathers its inputs and outputs over its events, in any order, and makes lineage when it completes", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "r1", type: "COMPLETE", at: day(1, 3), outputs: ["out"] }));
    await client.send(it.runEvent({ runId: "r1", type: "START", at: day(1, 1), inputs: ["in-1"] }), it.runEvent({ runId: "r1", type: null, at: day(1, 2), inputs: ["in-2"] }));
    const version = jobVersionRef(it.job("etl"), [[it.dataset("in-1"), "observed"], [it.dataset("in-2"), "observed"]]);
    const graph = await client.graph(it.dataset("out"), { direction: "upstream" });
    expect(edgesOf(graph)).toEqual([`${it.dataset("in-1")} > ${version}`, `${it.dataset("in-2")} > ${version}`, `${version} > ${it.dataset("out")}`]);
    expect(await client.node(it.run("r1"))).toMatchObject({ kind: "run", state: "complete" });
  });

  test("that started, ran, failed or was aborted makes no lineage, and stays visible with what it read", async () => {
    const it = begin();
    for (const [type, state] of [["START", "running"], ["RUNNING", "running"], ["FAIL", "failed"], ["ABORT", "aborted"], ["OTHER", "other"], [null, "other"]] as const) {
      const runId = `run-${type}`;
      await client.send(it.runEvent({ job: `job-${type}`, runId, type, at: day(1), inputs: ["in"], outputs: [`out-${type}`] }));
      expect((await client.node(it.run(runId))).state).toBe(state);
      const out = await client.get(`/api/v1/graph?ref=${encodeURIComponent(it.dataset(`out-${type}`))}&direction=upstream&after=${client.last}`);
      expect(out.status === 404 ? [] : (out.body as unknown as { edges: unknown[] }).edges).toEqual([]);
    }
    expect(await client.downstream(it.dataset("in"))).toEqual([]);
  });

  test("counts by its latest terminal event: a FAIL after a COMPLETE takes the lineage back, whichever came first", async () => {
    for (const order of [[0, 1], [1, 0]]) {
      const it = begin();
      const events = [it.runEvent({ runId: "r", type: "COMPLETE", at: day(1, 1), inputs: ["in"], outputs: ["out"] }), it.runEvent({ runId: "r", type: "FAIL", at: day(1, 2) })];
      await client.send(...order.map((i) => events[i]!));
      expect((await client.node(it.run("r"))).state).toBe("failed");
      expect(await client.downstream(it.dataset("in"))).toEqual([]);
    }
  });

  test("of a streaming job makes lineage from its first START or RUNNING on, and a later end does not take it back", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "s", type: "RUNNING", at: day(2), inputs: ["topic"], outputs: ["sink"], jobFacets: STREAMING }));
    expect(await client.upstream(it.dataset("sink"))).toEqual([it.dataset("topic")]);
    expect(await client.upstream(it.dataset("sink"), { asOf: day(1) })).toEqual([]);
    await client.send(it.runEvent({ runId: "s", type: "START", at: day(1), jobFacets: STREAMING }), it.runEvent({ runId: "s", type: "ABORT", at: day(3), jobFacets: STREAMING }));
    expect(await client.upstream(it.dataset("sink"))).toEqual([it.dataset("topic")]);
    expect(await client.upstream(it.dataset("sink"), { asOf: day(1, 12) })).toEqual([it.dataset("topic")]);
  });

  test("is told apart by job: two jobs may share a run id", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "a", runId: "same", at: day(1), inputs: ["in-a"], outputs: ["out-a"] }), it.runEvent({ job: "b", runId: "same", type: "FAIL", at: day(1), inputs: ["in-b"], outputs: ["out-b"] }));
    expect(await client.upstream(it.dataset("out-a"))).toEqual([it.dataset("in-a")]);
    expect(await client.downstream(it.dataset("in-b"))).toEqual([]);
  });
});

describe("a job event", () => {
  test("is declared, replaces what its job declared before, and stands beside what was observed", async () => {
    const it = begin();
    await client.send(it.jobEvent("etl", day(1), ["old"], ["out"]), it.jobEvent("etl", day(3), ["new"], ["out"]), it.jobEvent("etl", day(2), ["late"], ["out"]));
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("new")]);
    expect(await client.upstream(it.dataset("out"), { asOf: day(2, 12) })).toEqual([it.dataset("late")]);
    await client.send(it.runEvent({ runId: "r", at: day(4), inputs: ["seen"], outputs: ["out"] }));
    const graph = await client.graph(it.dataset("out"), { direction: "upstream" });
    expect(dataOf(graph).sort()).toEqual([it.dataset("new"), it.dataset("out"), it.dataset("seen")].sort());
    const confidence = Object.fromEntries(graph.edges.filter(({ from }) => from.startsWith("dataset:")).map((edge) => [edge.from, edge.confidence]));
    expect(confidence).toEqual({ [it.dataset("new")]: "declared", [it.dataset("seen")]: "observed" });
  });
});

describe("the inputs of an output", () => {
  const inputsOf = async (it: World, output: string): Promise<Record<string, string>> =>
    Object.fromEntries((await client.graph(it.dataset(output), { direction: "upstream" })).edges.filter(({ to }) => to.startsWith("job:")).map((edge) => [decodeURIComponent(edge.from.split(":")[2] ?? ""), edge.confidence]));
  const columns = (it: World, fields: Record<string, [string, string][]>, dataset: [string, string][] = []) => ({
    columnLineage: facet({
      fields: Object.fromEntries(Object.entries(fields).map(([to, from]) => [to, { inputFields: from.map(([name, field]) => ({ ...it.name(name), field, transformations: [] })) }])),
      dataset: dataset.map(([name, field]) => ({ ...it.name(name), field, transformations: [] })),
    }),
  });

  test("are all inputs: observed where there is one input or one output, inferred where several meet several", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "fan-in", runId: "1", at: day(1), inputs: ["a", "b"], outputs: ["one"] }), it.runEvent({ job: "fan-out", runId: "2", at: day(1), inputs: ["a"], outputs: ["two", "three"] }));
    await client.send(it.runEvent({ job: "cross", runId: "3", at: day(1), inputs: ["a", "b"], outputs: ["four", "five"] }));
    expect(await inputsOf(it, "one")).toEqual({ a: "observed", b: "observed" });
    expect(await inputsOf(it, "three")).toEqual({ a: "observed" });
    expect(await inputsOf(it, "five")).toEqual({ a: "inferred", b: "inferred" });
  });

  test("are what columnLineage names, its fields and dataset; listed inputs that no output's facet names stay, inferred", async () => {
    const it = begin();
    await client.send(it.runEvent({
      runId: "1", at: day(1), inputs: ["a", "b", "c", "unnamed"],
      outputs: [{ name: "x", facets: columns(it, { x1: [["a", "a1"]] }, [["c", "c1"]]) }, { name: "y", facets: columns(it, { y1: [["b", "b1"], ["not-listed", "n1"]] }) }],
    }));
    expect(await inputsOf(it, "x")).toEqual({ a: "observed", c: "observed", unnamed: "inferred" });
    expect(await inputsOf(it, "y")).toEqual({ b: "observed", "not-listed": "observed", unnamed: "inferred" });
    const graph = await client.graph(it.column("x", "x1"), { direction: "upstream" });
    expect(edgesOf(graph)).toEqual([`${it.column("a", "a1")} > ${it.column("x", "x1")}`, `${it.column("c", "c1")} > ${it.column("x", "x1")}`]);
  });

  test("are what an explicit lineage facet states, and no others", async () => {
    const it = begin();
    const entry = { ...it.name("x"), type: "DATASET", inputs: [{ ...it.name("a"), type: "DATASET" }] };
    await client.send(it.runEvent({
      runId: "1", at: day(1), inputs: ["a", "b"], outputs: [{ name: "x", facets: { ...columns(it, { x1: [["b", "b1"]] }) } }, "y"], jobFacets: { lineage: facet({ entries: [entry] }) },
    }));
    expect(await inputsOf(it, "x")).toEqual({ a: "observed" });
  });

  test("share a job version where they are the same, and the signature is that of api.md", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["a", "b"], outputs: ["x", "y"] }), it.runEvent({ job: "sink", runId: "2", at: day(1), inputs: ["x"] }));
    const crossed: Input[] = [[it.dataset("a"), "inferred"], [it.dataset("b"), "inferred"]];
    const version = jobVersionRef(it.job("etl"), crossed);
    const graph = await client.graph(it.dataset("a"), { direction: "downstream" });
    expect(edgesOf(graph)).toEqual([`${it.dataset("a")} > ${version}`, `${version} > ${it.dataset("x")}`, `${version} > ${it.dataset("y")}`]);
    // a run without outputs makes one too
    const sink = jobVersionRef(it.job("sink"), [[it.dataset("x"), "observed"]]);
    expect(edgesOf(await client.graph(it.dataset("x"), { direction: "downstream" }))).toEqual([`${it.dataset("x")} > ${sink}`]);
    expect(await client.node(sink)).toMatchObject({ kind: "jobversion", job: it.job("sink") });
  });
});

describe("the present", () => {
  test("is the job's latest run, ties broken by run id, an older event that comes late changes the past only", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "2", at: day(2), inputs: ["new"], outputs: ["out"] }), it.runEvent({ runId: "1", at: day(1), inputs: ["old"], outputs: ["out"] }));
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("new")]);
    expect(await client.upstream(it.dataset("out"), { asOf: day(1, 1) })).toEqual([it.dataset("old")]);
    expect(await client.upstream(it.dataset("out"), { asOf: day(1) })).toEqual([it.dataset("old")]);
    expect(await client.upstream(it.dataset("out"), { asOf: "2025-12-31T23:59:59.999999Z" })).toEqual([]);
    await client.send(it.runEvent({ runId: "b", at: day(3), inputs: ["of-b"], outputs: ["out"] }), it.runEvent({ runId: "a", at: day(3), inputs: ["of-a"], outputs: ["out"] }));
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("of-b")]);
  });

  test("compares times in microseconds", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "a", at: "2026-01-01T00:00:00.000002Z", inputs: ["later"], outputs: ["out"] }), it.runEvent({ runId: "b", at: "2026-01-01T00:00:00.000001Z", inputs: ["earlier"], outputs: ["out"] }));
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("later")]);
    expect(await client.upstream(it.dataset("out"), { asOf: "2026-01-01T00:00:00.000001Z" })).toEqual([it.dataset("earlier")]);
  });

  test("is that of each job by itself, and a period shows all that was observed in it", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "one", runId: "1", at: day(1), inputs: ["a"], outputs: ["out"] }), it.runEvent({ job: "two", runId: "2", at: day(2), inputs: ["b"], outputs: ["out"] }));
    await client.send(it.runEvent({ job: "one", runId: "3", at: day(3), inputs: ["c"], outputs: ["out"] }));
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("b"), it.dataset("c")]);
    expect(await client.upstream(it.dataset("out"), { from: day(1), to: day(4) })).toEqual([it.dataset("a"), it.dataset("b"), it.dataset("c")]);
    expect(await client.upstream(it.dataset("out"), { from: day(1), to: day(2) })).toEqual([it.dataset("a")]);
  });

  test("ends at a DROP, and a RENAME leads from the old name to the new", async () => {
    const it = begin();
    const change = (lifecycleStateChange: string, more: object = {}) => ({ lifecycleStateChange: facet({ lifecycleStateChange, ...more }) });
    await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["in"], outputs: ["out"] }), it.runEvent({ job: "drop", runId: "2", at: day(2), outputs: [{ name: "out", facets: change("DROP") }] }));
    expect(await client.upstream(it.dataset("out"))).toEqual([]);
    expect((await client.node(it.dataset("out"))).state).toBe("dropped");
    expect(await client.upstream(it.dataset("out"), { asOf: day(1, 1) })).toEqual([it.dataset("in")]);
    await client.send(it.runEvent({ job: "rename", runId: "3", at: day(3), outputs: [{ name: "young", facets: change("RENAME", { previousIdentifier: it.name("ancient") }) }] }));
    expect(await client.upstream(it.dataset("young"))).toEqual([it.dataset("ancient")]);
  });

  test("of edges that repeat keeps when they were first and last seen", async () => {
    const it = begin();
    for (const n of [2, 1, 3]) await client.send(it.runEvent({ runId: `r${n}`, at: day(n), inputs: ["in"], outputs: ["out"] }));
    const { edges } = await client.graph(it.dataset("out"), { direction: "upstream" });
    for (const edge of edges) expect({ first: Date.parse(edge.firstSeen ?? ""), last: Date.parse(edge.lastSeen ?? ""), stale: edge.stale }).toEqual({ first: Date.parse(day(1)), last: Date.parse(day(3)), stale: true });
  });

  test("is stale only after three runs, three intervals and a day", async () => {
    const it = begin();
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    for (const hours of [80, 60, 40]) await client.send(it.runEvent({ job: "slow", runId: `slow-${hours}`, at: ago(hours), inputs: ["in"], outputs: ["slow"] }));
    for (const hours of [34, 32, 30]) await client.send(it.runEvent({ job: "dead", runId: `dead-${hours}`, at: ago(hours), inputs: ["in"], outputs: ["dead"] }));
    for (const hours of [34, 30]) await client.send(it.runEvent({ job: "young", runId: `young-${hours}`, at: ago(hours), inputs: ["in"], outputs: ["young"] }));
    for (const hours of [12, 11, 10]) await client.send(it.runEvent({ job: "today", runId: `today-${hours}`, at: ago(hours), inputs: ["in"], outputs: ["today"] }));
    for (const [name, stale] of [["slow", false], ["dead", true], ["young", false], ["today", false]] as const)
      expect((await client.graph(it.dataset(name), { direction: "upstream" })).edges.map((edge) => edge.stale)).toEqual([stale, stale]);
  });
});

describe("instances", () => {
  test("are the version a facet names, else the run's own; an input without one is the latest before the run, inferred", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "w", runId: "w1", at: day(1), outputs: ["mid"] }), it.runEvent({ job: "w", runId: "w2", at: day(2), outputs: ["mid"] }), it.runEvent({ job: "w", runId: "w3", at: day(4), outputs: ["mid"] }));
    await client.send(it.runEvent({ job: "r", runId: "r1", type: "START", at: day(3), inputs: ["mid", { name: "ref", facets: versionFacet("7") }] }), it.runEvent({ job: "r", runId: "r1", at: day(5), outputs: [{ name: "out", facets: versionFacet("v-1") }] }));
    const graph = await client.graph(it.batch("out", "v-1"), { direction: "upstream", depth: 5 });
    expect(edgesOf(graph)).toEqual([`${it.batch("mid", "w2")} > ${it.run("r1")}`, `${it.batch("ref", "7")} > ${it.run("r1")}`, `${it.run("r1")} > ${it.batch("out", "v-1")}`, `${it.run("w2")} > ${it.batch("mid", "w2")}`].sort());
    expect(graph.edges.find(({ from }) => from === it.batch("mid", "w2"))?.confidence).toBe("inferred");
    expect(graph.edges.find(({ from }) => from === it.batch("ref", "7"))?.confidence).toBe("observed");
  });

  test("never read their own output, and find the batch that comes late", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "inc", runId: "i1", at: day(1), inputs: ["table"], outputs: ["table"] }), it.runEvent({ job: "inc", runId: "i3", at: day(3), inputs: ["table"], outputs: ["table"] }));
    expect(edgesOf(await client.graph(it.batch("table", "i3"), { direction: "upstream" }))).toContain(`${it.batch("table", "i1")} > ${it.run("i3")}`);
    await client.send(it.runEvent({ job: "inc", runId: "i2", at: day(2), inputs: ["table"], outputs: ["table"] }));
    expect(edgesOf(await client.graph(it.batch("table", "i3"), { direction: "upstream" }))).toContain(`${it.batch("table", "i2")} > ${it.run("i3")}`);
  });
});

test("what is named and not recorded is missing until it comes", async () => {
  const it = begin();
  await client.send(it.predictionMade("p", ["m", "1"], ["fs"], day(1)));
  for (const ref of [it.model("m", "1"), it.featureSet("fs")]) expect((await client.node(ref)).state).toBe("missing");
  await client.send(it.features("fs", day(1), "g", [{ name: "f", version: "1" }], []));
  expect((await client.node(it.featureSet("fs"))).state).toBe("active");
  expect(await status(it.dataset("never"))).toBe(404);
});
