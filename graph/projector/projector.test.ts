import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { at, ds, jobEvent, pipeline, run, streaming } from "@/graph/testing/events";
import { ProjectionWorld, type TestEvent } from "@/graph/testing/projection-world";

let world: ProjectionWorld;
beforeEach(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
});
afterEach(() => world.close());

const T = (day: number, hour = 0) => `2026-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;

describe("what a run means", () => {
  test("a completed run joins inputs to outputs; one that has only started joins nothing", async () => {
    await world.send(run("a", "r1", "START", T(1), ["raw"], ["out"]));
    expect(await world.upstream(ds("out"))).toEqual([]);
    await world.send(run("a", "r1", "COMPLETE", T(1, 1)));
    expect(await world.upstream(ds("out"))).toEqual([ds("raw")]);
    expect(await world.downstream(ds("raw"))).toEqual([ds("out")]);
  });

  test("the latest terminal event decides: a failure after a completion takes the lineage away, and the run stays with what it read", async () => {
    await world.send(run("a", "r1", "COMPLETE", T(1, 1), ["raw"], ["out"]), run("a", "r1", "FAIL", T(1, 2)));
    expect(await world.upstream(ds("out"))).toEqual([]);
    const [row] = await world.query("MATCH (r:Run) OPTIONAL MATCH (s:Step {ref: r.ref})-[:READ]->(d) RETURN r.state AS state, collect(d.ref) AS read");
    expect(row).toEqual({ state: "failed", read: [ds("raw")] });
    const [count] = await world.query("MATCH (b:Batch) RETURN count(b) AS batches");
    expect(count!.batches).toBe(0);
  });

  test("an older event that comes late changes the past only", async () => {
    await world.send(run("a", "r2", "COMPLETE", T(2), ["new_in"], ["out"]), run("a", "r1", "COMPLETE", T(1), ["old_in"], ["out"]));
    expect(await world.upstream(ds("out"))).toEqual([ds("new_in")]);
    expect(await world.upstream(ds("out"), at(T(1, 5)))).toEqual([ds("old_in")]);
    expect(await world.upstream(ds("out"), at(T(1)) - 1)).toEqual([]);
    expect(await world.upstream(ds("out"), at(T(2)) - 1)).toEqual([ds("old_in")]);
    expect(await world.upstream(ds("out"), at(T(2)))).toEqual([ds("new_in")]);
  });

  test("an input no longer read leaves the present, stays in history, and is in doubt for ten runs", async () => {
    await world.send(run("a", "r1", "COMPLETE", T(1), ["x", "y"], ["out"]), run("a", "r2", "COMPLETE", T(2), ["x"], ["out"]));
    expect(await world.upstream(ds("out"))).toEqual([ds("x")]);
    expect(await world.upstream(ds("out"), at(T(1, 5)))).toEqual([ds("x"), ds("y")]);
    const maybe = () => world.query<{ from: string }>("MATCH (a)-[:MAYBE]->(b) RETURN a.ref AS from");
    expect(await maybe()).toEqual([{ from: ds("y") }]);
    await world.send(...Array.from({ length: 8 }, (_, i) => run("a", `r${i + 3}`, "COMPLETE", T(3 + i), ["x"], ["out"])));
    expect(await maybe()).toEqual([{ from: ds("y") }]);
    await world.send(run("a", "r11", "COMPLETE", T(20), ["x"], ["out"]));
    expect(await maybe()).toEqual([]);
    expect(await world.query("MATCH (a)-[e:MAYBE_FED]->(b) RETURN a.ref AS from, e.validFrom AS since, e.validTo AS until")).toEqual([{ from: ds("y"), since: at(T(2)), until: at(T(20)) }]);
  });

  test("a run that changes nothing writes no edge", async () => {
    await world.send(run("a", "r1", "COMPLETE", T(1), ["x"], ["out"]));
    const feeds = "MATCH ()-[e:FEEDS|FED]->() RETURN e.key AS key, e.validFrom AS since, e.validTo AS until ORDER BY key";
    const before = await world.query(feeds);
    await world.send(...Array.from({ length: 20 }, (_, i) => run("a", `r${i + 2}`, "COMPLETE", T(2 + i), ["x"], ["out"])));
    expect(await world.query(feeds)).toEqual(before);
  });

  test("runs with other inputs never mix: after a retraining each version keeps its own upstream", async () => {
    await world.send(run("train", "t1", "COMPLETE", T(1), ["features_a"], ["model_v1"]), run("train", "t2", "COMPLETE", T(2), ["features_b"], ["model_v2"]));
    expect(await world.upstream(ds("model_v1"))).toEqual([ds("features_a")]);
    expect(await world.upstream(ds("model_v2"))).toEqual([ds("features_b")]);
  });

  test("a streaming run makes lineage from its first RUNNING on, and its end does not take it back", async () => {
    await world.send(run("s", "r1", "RUNNING", T(1), ["topic"], ["sink"], { jobFacets: streaming }));
    expect(await world.upstream(ds("sink"))).toEqual([ds("topic")]);
    await world.send(run("s", "r1", "ABORT", T(3)));
    expect(await world.upstream(ds("sink"))).toEqual([ds("topic")]);
  });

  test("a job declared as streaming makes its runs streaming", async () => {
    await world.send(run("s", "r1", "START", T(1), ["topic"], ["sink"]));
    expect(await world.upstream(ds("sink"))).toEqual([]);
    await world.send(jobEvent("s", T(2), [], [], streaming));
    expect(await world.upstream(ds("sink"))).toEqual([ds("topic")]);
  });

  test("several inputs and outputs are inferred, columnLineage says what is known, and columns join", async () => {
    const cll = { columnLineage: { fields: { total: { inputFields: [{ namespace: "lake", name: "orders", field: "price" }] } } } };
    await world.send(run("a", "r1", "COMPLETE", T(1), ["orders", "users", "rates"], [{ name: "sums", facets: cll }, "log"]));
    const edges = await world.query<{ from: string; to: string; confidence: string }>(
      "MATCH (a:Dataset)-[i:FEEDS]->(:JobVersion)-[:FEEDS]->(b:Dataset) RETURN a.name AS from, b.name AS to, i.confidence AS confidence ORDER BY to, from",
    );
    expect(edges).toEqual([
      { from: "orders", to: "log", confidence: "inferred" }, { from: "rates", to: "log", confidence: "inferred" }, { from: "users", to: "log", confidence: "inferred" },
      { from: "orders", to: "sums", confidence: "observed" }, { from: "rates", to: "sums", confidence: "inferred" }, { from: "users", to: "sums", confidence: "inferred" },
    ]);
    expect(await world.downstream("column:lake:orders/price")).toEqual(["column:lake:sums/total"]);
    expect(await world.query("MATCH (:Column)-[e:FEEDS]->(:Column) RETURN e.version STARTS WITH 'job:etl:a@' AS evidence")).toEqual([{ evidence: true }]);
  });

  test("an explicit lineage facet is exact", async () => {
    const lineage = { lineage: { inputs: [{ namespace: "lake", name: "b", type: "DATASET" }], fields: { id: { inputs: [{ namespace: "lake", name: "b", type: "DATASET", field: "key" }] } } } };
    await world.send(run("a", "r1", "COMPLETE", T(1), ["a", "b"], [{ name: "out", facets: lineage }]));
    expect(await world.upstream(ds("out"))).toEqual([ds("b")]);
    expect(await world.downstream("column:lake:b/key")).toEqual(["column:lake:out/id"]);
  });

  test("DROP ends the edges and marks the dataset; writing it again revives it; RENAME joins old to new", async () => {
    const drop = { name: "out", facets: { lifecycleStateChange: { lifecycleStateChange: "DROP" } } };
    await world.send(run("a", "r1", "COMPLETE", T(1), ["x"], ["out"]), run("sql", "d1", "COMPLETE", T(2), [], [drop]));
    expect(await world.upstream(ds("out"))).toEqual([]);
    expect(await world.upstream(ds("out"), at(T(1, 1)))).toEqual([ds("x")]);
    expect(await world.query("MATCH (d:Node {key: $key}) RETURN d.state AS state", { key: ds("out") })).toEqual([{ state: "dropped" }]);
    await world.send(run("a", "r2", "COMPLETE", T(3), ["x"], ["out"]));
    expect(await world.upstream(ds("out"))).toEqual([ds("x")]);
    expect(await world.query("MATCH (d:Node {key: $key}) RETURN d.state AS state", { key: ds("out") })).toEqual([{ state: "active" }]);
    const rename = { name: "renamed", facets: { lifecycleStateChange: { lifecycleStateChange: "RENAME", previousIdentifier: { namespace: "lake", name: "out" } } } };
    await world.send(run("sql", "d2", "COMPLETE", T(4), [], [rename]));
    expect(await world.upstream(ds("renamed"))).toEqual([ds("out"), ds("x")]);
  });

  test("a job event declares, and replaces what the job declared before", async () => {
    await world.send(jobEvent("a", T(1), ["x"], ["out", "log"]), jobEvent("a", T(2), ["y"], ["out"]));
    expect(await world.upstream(ds("out"))).toEqual([ds("y")]);
    expect(await world.upstream(ds("log"))).toEqual([]);
    expect(await world.query("MATCH (:Dataset)-[e:FEEDS {rel: 'input'}]->() RETURN e.confidence AS c")).toEqual([{ c: "declared" }]);
  });
});

describe("what Headwater's own events mean", () => {
  test("source, features, model, deployment and prediction are joined in both planes", async () => {
    await world.send(...pipeline());
    expect(await world.upstream("model:ops:anomaly@1")).toEqual(["dataset:aws:cpu", "dataset:aws:disk", "feature:ops:hourly/cpu_mean@1"].sort());
    expect(await world.upstream("model:ops:anomaly@2")).toEqual(["dataset:aws:cpu", "feature:ops:hourly/cpu_mean@2"]);
    expect(await world.upstream("deployment:ops:prod/anomaly")).toContain("model:ops:anomaly@2");
    expect(await world.upstream("deployment:ops:prod/anomaly", at("2026-01-03T12:00:00Z"))).toContain("model:ops:anomaly@1");
    const batches = await world.query<{ ref: string }>("MATCH (p:Prediction {id: 'p-1'})<-[:YIELDED]-(:FeatureSet)<-[:YIELDED]-(:Step)<-[:YIELDED]-(b:Batch) RETURN DISTINCT b.dataset AS ref ORDER BY ref");
    expect(batches.map((it) => it.ref)).toEqual(["dataset:aws:cpu", "dataset:aws:net"]);
    const missing = await world.query<{ ref: string }>("MATCH (n:Node {state: 'missing'}) RETURN n.ref AS ref ORDER BY ref");
    expect(missing.map((it) => it.ref)).toEqual(["dataset:aws:disk", "dataset:aws:mem", "featureset:ops:fs-missing"]);
    expect(await world.query("MATCH (d:Daily) RETURN d.ref AS ref, d.count AS count ORDER BY ref, d.day")).toEqual([
      { ref: "deployment:ops:prod/anomaly", count: 1 }, { ref: "deployment:ops:prod/anomaly", count: 2 }, { ref: "model:ops:anomaly@1", count: 1 }, { ref: "model:ops:anomaly@2", count: 2 },
    ]);
  });

  test("telemetry that does not match its declaration is kept and marked", async () => {
    const [source] = pipeline();
    const bad: TestEvent = {
      type: "batch.recorded", source: { namespace: "aws", name: "cpu" }, version: "w", window: { start: T(1), end: T(2) }, rows: 1, digest: `sha256:${"d".repeat(64)}`, points: [{ at: T(1), value: 1, extra: 2 }],
    };
    await world.send(bad, source!);
    const [row] = await world.query<{ facts: string; violations: number }>("MATCH (b:Batch) RETURN b.facts AS facts, b.violations AS violations");
    expect(row!.violations).toBe(1);
    expect(JSON.parse(row!.facts).violations).toEqual([{ field: "extra", problem: "is not in the declared schema" }]);
  });

  test("two contents for one thing are both kept, the later shown, and the conflict marked", async () => {
    const make = (rows: number, id: string) => ({ eventId: id, type: "batch.recorded", source: { namespace: "aws", name: "cpu" }, version: "w", window: { start: T(1), end: T(2) }, rows, digest: `sha256:${"d".repeat(64)}` });
    await world.send(make(1, "one"));
    expect(await world.query("MATCH (b:Batch) RETURN b.conflict AS conflict")).toEqual([{ conflict: null }]);
    await world.send(make(2, "two"));
    expect(await world.query("MATCH (b:Batch) RETURN b.conflict AS conflict")).toEqual([{ conflict: true }]);
  });

  test("a column feeds the feature versions of its group and name, whichever came first", async () => {
    const schema = { schema: { fields: [{ name: "cpu_mean", type: "double" }] } };
    const group = { eventTime: T(1), dataset: { namespace: "ops", name: "hourly", facets: schema } };
    await world.send(...pipeline(), group);
    expect(await world.downstream("column:ops:hourly/cpu_mean")).toEqual(expect.arrayContaining(["feature:ops:hourly/cpu_mean@1", "feature:ops:hourly/cpu_mean@2", "model:ops:anomaly@1"]));
  });
});
