import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { provideServices, type Services } from "@/graph/services";
import { ds, jobEvent, pipeline, run } from "@/graph/testing/events";
import { ProjectionWorld, toRecord } from "@/graph/testing/projection-world";
import { bound, everyone } from "@/graph/testing/seeded-graph";
import { retractionKey } from "@/lib/ledger/retractions";
import { findEdgeEvidence, type EdgeEvidenceParams } from "./find-edge-evidence";
import { findGraph } from "./find-graph";

let world: ProjectionWorld;
const columnLineage = { fields: { total: { inputFields: [{ namespace: "lake", name: "raw", field: "price" }] } } };

beforeAll(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
  const projection = { status: () => ({ offset: world.ledger.size(), recordedAt: world.ledger.read(world.ledger.size())!.recordedAt, deadLetters: 0, state: "running", whole: true, era: 0, ratePerSecond: 0 }) };
  provideServices({ driver: world.driver, env: { database: world.neo4j.database }, ledger: world.ledger, projection } as unknown as Services);
  await world.send(...pipeline());
  await world.send(
    run("ingest", "i1", "COMPLETE", "2026-02-01T00:00:00Z", [], ["raw"]),
    run("clean", "c0", "FAIL", "2026-02-01T00:30:00Z", ["raw"], ["clean"]),
    run("clean", "c1", "START", "2026-02-01T01:00:00Z", ["raw"]),
    run("clean", "c1", "COMPLETE", "2026-02-01T01:10:00Z", ["raw"], ["clean"]),
    run("clean", "c2", "COMPLETE", "2026-02-02T01:00:00Z", ["raw"], ["clean"], { runFacets: {} }),
    run("clean", "c3", "COMPLETE", "2026-02-03T01:00:00Z", ["raw"], ["clean"]),
    run("clean", "other", "COMPLETE", "2026-02-01T00:10:00Z", ["raw", "lookup"], ["clean"]),
    run("columns", "k1", "COMPLETE", "2026-02-02T00:00:00Z", ["raw", "aside"], [{ name: "sums", facets: { columnLineage } }]),
    run("many", "m1", "COMPLETE", "2026-02-02T00:00:00Z", ["a", "b"], ["x", "y"]),
    run("stated", "s1", "COMPLETE", "2026-02-02T00:00:00Z", ["a", "b"], [{ name: "told", facets: { lineage: { inputs: [{ namespace: "lake", name: "a" }] } } }, "x"]),
    jobEvent("planned", "2026-02-01T00:00:00Z", ["raw"], ["plan"]),
    jobEvent("planned", "2026-02-05T00:00:00Z", ["raw"], ["plan"]),
    { type: "dependency.declared", from: { namespace: "lake", name: "api" }, to: { namespace: "lake", name: "site" }, input: "required" },
    { eventTime: "2026-02-01T00:00:00Z", producer: "x", schemaURL: "x#/$defs/DatasetEvent", dataset: { namespace: "lake", name: "view", facets: { columnLineage } } },
    { eventTime: "2026-02-01T00:00:00Z", producer: "x", schemaURL: "x#/$defs/DatasetEvent", dataset: { namespace: "lake", name: "both", facets: { columnLineage } } },
    run("both", "b1", "COMPLETE", "2026-02-02T00:00:00Z", ["raw"], [{ name: "both", facets: { columnLineage } }]),
    run("move", "v1", "COMPLETE", "2026-02-02T00:00:00Z", [], [{ name: "newer", facets: { lifecycleStateChange: { lifecycleStateChange: "RENAME", previousIdentifier: { namespace: "lake", name: "older" } } } }]),
  );
});
afterAll(() => world.close());

/** The version of a job that feeds or is fed by a dataset. */
async function versionBeside(ref: string, job: string): Promise<string> {
  const { nodes } = await findGraph(everyone, { ref });
  return nodes.find((it) => it.ref?.startsWith(`job:etl:${job}@`))!.ref!;
}
const ask = (params: EdgeEvidenceParams, viewer = everyone) => findEdgeEvidence(viewer, params);
const into = async (from: string, job: string, output: string) => ask({ from: ds(from), to: await versionBeside(ds(output), job) });

describe("an edge that runs made", () => {
  test("has the runs with these inputs, newest first, each with the records that told of it", async () => {
    const answer = await into("raw", "clean", "clean");
    expect(answer.results.map(({ ref, at, outcome }) => [ref, at, outcome])).toEqual([
      ["run:etl:c3", "2026-02-03T01:00:00Z", "complete"], ["run:etl:c2", "2026-02-02T01:00:00Z", "complete"], ["run:etl:c1", "2026-02-01T01:10:00Z", "complete"],
    ]);
    expect(answer.results[2]!.records.map(({ type }) => type)).toEqual(["RunEvent", "RunEvent"]);
    for (const { sequence } of answer.results.flatMap(({ records }) => records)) expect(world.ledger.read(sequence)!.subject).toMatch(/^run:etl:c/);
    // the failed run and the one with other inputs are runs of the job, and no evidence
    expect(answer.runs).toEqual({ did: "read", count: 3, ofJob: 5 });
    expect(answer.edge).toMatchObject({ confidence: "observed", firstSeen: "2026-02-01T01:10:00Z", lastSeen: "2026-02-03T01:00:00Z" });
    expect(answer.carriedBy).toMatchObject({ hidden: 0, items: [{ kind: "jobversion", job: "job:etl:clean" }] });
    expect(answer.reason).toBe("only-reading");
  });

  test("by page: the cursor goes on where the page ended, and a cursor of no answer is refused", async () => {
    const to = await versionBeside(ds("clean"), "clean");
    const first = await ask({ from: ds("raw"), to, limit: 2 });
    const second = await ask({ from: ds("raw"), to, limit: 2, cursor: first.next });
    expect([first, second].map(({ results }) => results.map(({ ref }) => ref))).toEqual([["run:etl:c3", "run:etl:c2"], ["run:etl:c1"]]);
    expect([second.next, second.shown]).toEqual([undefined, 1]);
    await expect(ask({ from: ds("raw"), to, cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ code: "invalid", pointer: "/cursor" });
  });

  test("on the writing side tells what each run wrote", async () => {
    const from = await versionBeside(ds("clean"), "clean");
    const answer = await ask({ from, to: ds("clean") });
    expect(answer.results.map(({ made }) => made)).toEqual(["batch:lake:clean@c3", "batch:lake:clean@c2", "batch:lake:clean@c1"]);
    expect([answer.reason, answer.runs]).toEqual(["written", { did: "wrote", count: 3, ofJob: 5 }]);
  });

  test("is as it was at an instant: later runs are no evidence, and an edge that did not hold is not found", async () => {
    const to = await versionBeside(ds("clean"), "clean");
    const then = await ask({ from: ds("raw"), to, asOf: "2026-02-02T12:00:00Z" });
    expect(then.results.map(({ ref }) => ref)).toEqual(["run:etl:c2", "run:etl:c1"]);
    expect(then).toMatchObject({ asOf: "2026-02-02T12:00:00Z", runs: { count: 2 }, edge: { lastSeen: "2026-02-02T01:00:00Z" } });
    await expect(ask({ from: ds("raw"), to, asOf: "2026-01-20T00:00:00Z" })).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining("at this moment") });
  });

  test("says why: a facet that names the input, one that leaves it out, several inputs and outputs", async () => {
    expect((await into("raw", "columns", "sums")).reason).toBe("column-lineage");
    expect(await into("aside", "columns", "sums")).toMatchObject({ reason: "not-named", edge: { confidence: "inferred" } });
    expect(await into("a", "many", "x")).toMatchObject({ reason: "several-to-several", edge: { confidence: "inferred" } });
    expect((await into("a", "stated", "told")).reason).toBe("lineage-facet");
  });

  test("tells columns that are declared and were observed as observed", async () => {
    expect((await ask({ from: ds("raw"), to: ds("both") })).columns).toEqual({ items: [{ from: "column:lake:raw/price", to: "column:lake:both/total", confidence: "observed" }], total: 1 });
  });

  test("shows which columns it joins", async () => {
    expect((await into("raw", "columns", "sums")).columns).toEqual({ items: [{ from: "column:lake:raw/price", to: "column:lake:sums/total", confidence: "observed" }], total: 1 });
    const version = await versionBeside(ds("sums"), "columns");
    expect((await ask({ from: version, to: ds("sums") })).columns.total).toBe(1);
    const column = await ask({ from: "column:lake:raw/price", to: "column:lake:sums/total" });
    expect(column).toMatchObject({ reason: "column-lineage", carriedBy: { items: [{ ref: version }] }, runs: { did: "wrote", count: 1, ofJob: 1 } });
    expect(column.results.map(({ ref }) => ref)).toEqual(["run:etl:k1"]);
  });

  test("from CloudEvents: a feature's input and output, a training, and what runs now", async () => {
    const { nodes, edges } = await findGraph(everyone, { ref: "feature:ops:hourly/cpu_mean@2", direction: "both" });
    const build = nodes.find(({ ref }) => ref?.startsWith("job:ops:build@"))!.ref!;
    const train = edges.find(({ from, to }) => from === "feature:ops:hourly/cpu_mean@2" && to.startsWith("job:ops:train@"))!.to;
    const made = await ask({ from: build, to: "feature:ops:hourly/cpu_mean@2" });
    expect(made.results.length).toBeGreaterThan(0);
    expect(made.results[0]!.made).toMatch(/^featureset:ops:/);
    expect(made.results[0]!.records.map(({ type }) => type)).toContain("dev.headwater.features.computed.v1");
    expect((await ask({ from: "feature:ops:hourly/cpu_mean@2", to: train })).reason).toBe("training");
    const serves = await ask({ from: "model:ops:anomaly@2", to: "deployment:ops:prod/anomaly" });
    expect([serves.reason, serves.runs, serves.stated.items[0]?.type]).toEqual(["deployment", null, "dev.headwater.deployment.changed.v1"]);
  });
});

describe("an edge that somebody stated", () => {
  test("by a job event has the events that declare these inputs", async () => {
    const answer = await into("raw", "planned", "plan");
    expect(answer).toMatchObject({ reason: "job-event", runs: null, results: [], edge: { confidence: "declared" } });
    expect(answer.stated.items.map(({ at, type }) => [at, type])).toEqual([["2026-02-05T00:00:00Z", "JobEvent"], ["2026-02-01T00:00:00Z", "JobEvent"]]);
  });

  test("by a dependency, a dataset event or a renaming has that record", async () => {
    const dependency = await ask({ from: ds("api"), to: ds("site") });
    expect(dependency).toMatchObject({ reason: "dependency", edge: { role: "required" }, stated: { items: [{ type: "dev.headwater.dependency.declared.v1" }], more: false } });
    const view = await ask({ from: ds("raw"), to: ds("view") });
    expect(view).toMatchObject({ reason: "dataset-event", stated: { items: [{ type: "DatasetEvent" }] }, columns: { total: 1 } });
    const renamed = await ask({ from: ds("older"), to: ds("newer") });
    expect(renamed).toMatchObject({ reason: "rename", stated: { items: [{ type: "RunEvent" }] } });
  });

  test("loses the record that is taken back", async () => {
    const [sequence] = await world.send({ type: "dependency.declared", from: { namespace: "lake", name: "p" }, to: { namespace: "lake", name: "q" } });
    expect((await ask({ from: ds("p"), to: ds("q") })).stated.items.map((it) => it.sequence)).toEqual([sequence]);
    const [again] = await world.send({ type: "dependency.declared", from: { namespace: "lake", name: "p" }, to: { namespace: "lake", name: "q" }, input: "optional" });
    await world.ledger.append({ ...toRecord({ retract: [sequence] }), about: [retractionKey(sequence!)] });
    while (await world.projector.step());
    expect((await ask({ from: ds("p"), to: ds("q") })).stated.items.map((it) => it.sequence)).toEqual([again]);
  });
});

describe("an edge of the instance plane", () => {
  test("has the one run, and says whether the version was named", async () => {
    const written = await ask({ from: "run:etl:c1", to: "batch:lake:clean@c1" });
    expect(written).toMatchObject({ plane: "instance", reason: "written", results: [{ ref: "run:etl:c1", records: [{}, {}] }], runs: null });
    const read = await ask({ from: "batch:lake:raw@i1", to: "run:etl:c1" });
    expect(read).toMatchObject({ reason: "version-before", edge: { confidence: "inferred" }, results: [{ ref: "run:etl:c1" }] });
    const named = await ask({ from: "batch:aws:cpu@2026-01-02T01%3A00%3A00Z", to: "run:ops:build-fs-1" });
    expect(named).toMatchObject({ reason: "named-version", edge: { confidence: "observed" } });
  });

  test("into a prediction has its record", async () => {
    const answer = await ask({ from: "model:ops:anomaly@1", to: "prediction:ops:p-1" });
    expect(answer).toMatchObject({ plane: "instance", reason: "prediction", results: [], stated: { items: [{ type: "dev.headwater.prediction.made.v1" }] } });
  });
});

describe("what may not be seen", () => {
  test("an end, and what is not there, are answered alike", async () => {
    const to = await versionBeside(ds("clean"), "clean");
    const messages = await Promise.all([
      ask({ from: ds("raw"), to }, bound("lake")), ask({ from: ds("nothing"), to: ds("raw") }), ask({ from: ds("nothing"), to: ds("raw") }, bound("lake")),
    ].map((asked) => asked.then(() => "answered", (error: Error & { code?: string }) => `${error.code} ${error.message}`)));
    expect(new Set(messages).size).toBe(1);
    expect(messages[0]).toMatch(/^not_found/);
  });

  test("two nodes that no edge joins: said in words, also the other way around", async () => {
    const from = await versionBeside(ds("clean"), "clean");
    await expect(ask({ from, to: ds("raw") })).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining("No edge leads") });
  });

  test("a job in another namespace is counted, its runs are not shown", async () => {
    const answer = await ask({ from: "column:lake:raw/price", to: "column:lake:sums/total" }, bound("lake"));
    expect(answer).toMatchObject({ carriedBy: { items: [], hidden: 1 }, runs: null, results: [], stated: { items: [] } });
    expect(JSON.stringify(answer)).not.toMatch(/etl|k1|job:/);
  });
});
