import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { provideServices, type Services } from "@/graph/services";
import { ds, pipeline, run } from "@/graph/testing/events";
import { ProjectionWorld } from "@/graph/testing/projection-world";
import { bound, everyone } from "@/graph/testing/seeded-graph";
import { findGraph } from "./find-graph";
import { findImpact } from "./find-impact";
import { findNode } from "./find-node";
import { findProvenance } from "./find-provenance";
import { search } from "./search";

let world: ProjectionWorld;

beforeAll(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
  const projection = { status: () => ({ offset: world.ledger.size(), recordedAt: world.ledger.read(world.ledger.size())!.recordedAt, deadLetters: 0, state: "running", whole: true, era: 0, ratePerSecond: 0 }) };
  provideServices({ driver: world.driver, env: { database: world.neo4j.database }, ledger: world.ledger, projection } as unknown as Services);
  await world.send(...pipeline());
  await world.send(
    run("ingest", "i1", "COMPLETE", "2026-02-01T00:00:00Z", [], ["raw"]),
    run("clean", "c1", "START", "2026-02-01T01:00:00Z", ["raw"]),
    run("clean", "c1", "COMPLETE", "2026-02-01T01:10:00Z", ["raw", "lookup"], ["clean"]),
    run("ingest", "i2", "COMPLETE", "2026-02-02T00:00:00Z", [], ["raw"]),
    run("clean", "c2", "COMPLETE", "2026-02-02T01:00:00Z", ["raw"], ["clean"]),
    run("clean", "c3", "FAIL", "2026-02-03T01:00:00Z", ["raw"], ["broken"]),
  );
});
afterAll(() => world.close());

const refs = (things: readonly { ref: string | null }[]) => things.map(({ ref }) => ref);
const data = (things: readonly { ref: string | null }[]) => refs(things).filter((ref) => !ref?.startsWith("job:") && !ref?.startsWith("run:")).sort();

describe("what was sent can be asked for", () => {
  test("a prediction leads to the windows, features, code and training behind it", async () => {
    const first = await findProvenance(everyone, { id: "p-1" });
    expect(refs(first.batches).sort()).toEqual(["batch:aws:cpu@2026-01-02T01%3A00%3A00Z", "batch:aws:net@2026-01-02T01%3A00%3A00Z"]);
    expect(refs(first.runs)).toEqual(["run:ops:build-fs-1"]);
    expect(first.training).toMatchObject({ run: { ref: "run:ops:train-1" }, snapshot: { id: "s1" } });
    expect([first.gaps, first.trusted]).toEqual([[], "no"]);
    const second = await findProvenance(everyone, { id: "prediction:ops:p-2" });
    expect(refs(second.runs).sort()).toEqual(["run:ops:build-fs-2", "run:ops:i2"]);
    // cpu was declared untrusted only after this prediction
    expect([second.gaps, second.trusted]).toEqual([[], "yes"]);
    const third = await findProvenance(everyone, { id: "p-3" });
    expect(third.gaps).toEqual([{ expected: "featureset:ops:fs-missing", reason: "It is named, but nobody has recorded it." }]);
  });

  test("the definitions lead from the source to the deployment that runs now", async () => {
    const down = await findGraph(everyone, { ref: "source:aws:cpu", direction: "downstream", depth: 1000 });
    expect(data(down.nodes)).toEqual([
      "dataset:aws:cpu", "deployment:ops:prod/anomaly", "feature:ops:hourly/cpu_max@1", "feature:ops:hourly/cpu_max@2", "feature:ops:hourly/cpu_mean@1",
      "feature:ops:hourly/cpu_mean@2", "model:ops:anomaly@1", "model:ops:anomaly@2",
    ].sort());
    expect(down.edges.filter(({ to }) => to === "deployment:ops:prod/anomaly").map(({ from }) => from)).toEqual(["model:ops:anomaly@2"]);
    const then = await findGraph(everyone, { ref: "deployment:ops:prod/anomaly", direction: "upstream", asOf: "2026-01-03T12:00:00Z" });
    expect(data(then.nodes)).toContain("model:ops:anomaly@1");
    expect((await findNode(everyone, { ref: "deployment:ops:prod/anomaly" })).states).toEqual([
      { state: "active", from: "2026-01-03T01:00:00Z", to: "2026-01-04T01:00:00Z", model: "model:ops:anomaly@1" },
      { state: "active", from: "2026-01-04T01:00:00Z", to: null, model: "model:ops:anomaly@2" },
    ]);
  });

  test("the loss of a source takes what requires it, the loss of another degrades", async () => {
    const cpu = await findImpact(everyone, { ref: ["dataset:aws:cpu"] });
    const classOf = (ref: string) => cpu.nodes.flatMap((it) => (it.ref === ref ? [it.class] : []))[0];
    expect([classOf("feature:ops:hourly/cpu_mean@2"), classOf("model:ops:anomaly@2"), classOf("deployment:ops:prod/anomaly")]).toEqual(["lost", "lost", "lost"]);
    const net = await findImpact(everyone, { ref: ["dataset:aws:net"] });
    const mem = net.nodes.find((it) => it.ref === "dataset:aws:mem");
    expect(mem).toMatchObject({ class: "lost", via: "dataset:aws:net" });
  });

  test("an input that the last run did not read has left the present and is doubtful", async () => {
    const now = await findGraph(everyone, { ref: ds("clean"), direction: "upstream", depth: 5 });
    expect(data(now.nodes)).toEqual([ds("clean"), ds("raw")]);
    const then = await findGraph(everyone, { ref: ds("clean"), direction: "upstream", depth: 5, asOf: "2026-02-01T12:00:00Z" });
    expect(data(then.nodes)).toEqual([ds("clean"), ds("lookup"), ds("raw")].sort());
    const lookup = await findImpact(everyone, { ref: [ds("lookup")] });
    expect(lookup.nodes).toEqual([expect.objectContaining({ ref: ds("clean"), class: "doubtful", via: ds("lookup") })]);
  });

  test("a run's batches lead to the batches it read, each run to its own", async () => {
    const upstream = async (version: string) => data((await findGraph(everyone, { ref: `batch:lake:clean@${version}`, direction: "upstream", depth: 9 })).nodes);
    expect(await upstream("c1")).toEqual(["batch:lake:clean@c1", "batch:lake:raw@i1"]);
    expect(await upstream("c2")).toEqual(["batch:lake:clean@c2", "batch:lake:raw@i2"]);
    const down = await findGraph(everyone, { ref: "batch:lake:raw@i2", direction: "downstream", depth: 9 });
    // the failed run read it too, and made nothing
    expect(refs(down.nodes)).toEqual(["batch:lake:raw@i2", "run:etl:c2", "batch:lake:clean@c2", "run:etl:c3"]);
    expect(down.edges.every(({ from, confidence }) => from !== "batch:lake:raw@i2" || confidence === "inferred")).toBe(true);
  });

  test("nodes rest on the records that told of them", async () => {
    const node = await findNode(everyone, { ref: "dataset:aws:cpu" });
    expect(node).toMatchObject({ kind: "source", owner: "party:-:team-a" });
    expect(node.declarations.map(({ trusted }) => trusted)).toEqual([false, true]);
    expect(node.records.items.map(({ type }) => type)).toContain("dev.headwater.source.declared.v1");
    expect(node.failures).toEqual([{ failure: "ingestion", message: "gap", at: "2026-01-02T03:00:00Z" }]);
    expect((await findNode(everyone, { ref: "run:etl:c1" })).records).toMatchObject({ total: 2 });
  });

  test("every kind can be listed, and the whole list is what its total says", async () => {
    for (const kind of ["source", "dataset", "featuregroup", "model", "batch", "column", "feature", "featureset", "deployment", "job", "jobversion", "run", "prediction", "party"] as const) {
      const { total, results } = await search(everyone, { kind, limit: 1000 });
      expect([kind, results.length]).toEqual([kind, total]);
      expect([kind, results.length > 0]).toEqual([kind, true]);
    }
    expect((await search(bound("lake"), { q: "c" })).results.every(({ namespace }) => namespace === "lake")).toBe(true);
  });
});
