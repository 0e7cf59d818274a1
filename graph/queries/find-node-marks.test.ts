import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { provideServices, type Services } from "@/graph/services";
import { ds, pipeline, run } from "@/graph/testing/events";
import { ProjectionWorld } from "@/graph/testing/projection-world";
import { bound, everyone } from "@/graph/testing/seeded-graph";
import { findColumns } from "./find-columns";
import { findNodeMarks } from "./find-node-marks";

let world: ProjectionWorld;
const AT = "2026-01-05T00:00:00Z";
const schema = (...names: string[]) => ({ schema: { fields: names.map((name) => ({ name, type: "double" })) } });

beforeAll(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
  const projection = { status: () => ({ offset: world.ledger.size(), recordedAt: world.ledger.read(world.ledger.size())!.recordedAt, deadLetters: 0, state: "running", whole: true, era: 0, ratePerSecond: 0 }) };
  provideServices({ driver: world.driver, env: { database: world.neo4j.database }, ledger: world.ledger, projection } as unknown as Services);
  const source = (name: string, more: object) => ({ type: "source.declared", namespace: "aws", name, telemetry: "metrics", schema: [{ name: "value", type: "double" }], trusted: true, at: "2026-01-01T00:00:00Z", ...more });
  const batch = (name: string, hour: number, more: object = {}) => {
    const at = (n: number) => new Date(Date.UTC(2026, 0, 4, n)).toISOString();
    return { type: "batch.recorded", source: { namespace: "aws", name }, version: String(hour), window: { start: at(hour - 1), end: at(hour) }, rows: 1, digest: `sha256:${"e".repeat(64)}`, ...more };
  };
  await world.send(...pipeline());
  await world.send(
    source("late", { expectations: { freshnessMs: 3_600_000, completeness: 0.9 }, tags: ["gold", "edge"] }),
    batch("late", 10), batch("late", 20, { quality: { completeness: 0.5, nullRatio: 0.1 } }), batch("late", 22, { reference: true }),
    source("tagged", { tags: { tier: "one", pci: "true" } }),
    run("ok", "o1", "COMPLETE", "2026-01-04T12:00:00Z", ["raw"], [{ name: "wide", facets: schema("a", "b", "c", "d") }]),
    run("ok", "o2", "FAIL", "2026-01-04T13:00:00Z", ["raw"], ["wide"]),
    run("sum", "s1", "COMPLETE", "2026-01-04T12:00:00Z", ["wide"], [{ name: "sums", facets: { ...schema("total"), columnLineage: { fields: { total: { inputFields: [{ namespace: "lake", name: "wide", field: "d" }] } } } } }]),
    { type: "failure.recorded", about: ds("sums"), failure: "quality", message: "half of it is missing", at: "2026-01-04T20:00:00Z" },
    { type: "failure.recorded", about: ds("wide"), failure: "quality", message: "long ago", at: "2026-01-01T20:00:00Z" },
  );
});
afterAll(() => world.close());

const marksOf = async (ref: string, asOf = AT, viewer = everyone) => (await findNodeMarks(viewer, { refs: [ref], asOf })).get(ref);
const versionOf = async (job: string) => (await world.query<{ key: string }>("MATCH (v:JobVersion {job: $job}) RETURN v.key AS key", { job: `job:etl:${job}` }))[0]!.key;

describe("the marks of a node", () => {
  test("of a source: its newest window against what is declared, tags, and how good that window is", async () => {
    expect(await marksOf("dataset:aws:late")).toMatchObject({
      freshness: { of: "batch", latest: "2026-01-04T20:00:00Z", ageMs: 4 * 3_600_000, lateMs: 3 * 3_600_000, rule: { limitMs: 3_600_000, from: "declared" } },
      quality: { violations: 1, completeness: 0.5, nullRatio: 0.1 }, hasDigest: true, tags: ["gold", "edge"], columns: 1,
    });
    expect((await marksOf("dataset:aws:tagged"))?.tags).toEqual(["tier: one", "pci"]);
  });

  test("are as of the instant asked for", async () => {
    expect(await marksOf("dataset:aws:late", "2026-01-04T10:30:00Z")).toMatchObject({ freshness: { latest: "2026-01-04T10:00:00Z", ageMs: 1_800_000, lateMs: 0 } });
    expect((await marksOf("dataset:aws:late", "2026-01-04T10:30:00Z"))?.quality).toBeUndefined();
    expect((await marksOf(ds("sums"), "2026-01-04T19:00:00Z"))?.failure).toBeUndefined();
  });

  test("of a job version: its newest run, and that the job's newest run failed", async () => {
    expect(await marksOf(await versionOf("ok"))).toMatchObject({ freshness: { of: "run", latest: "2026-01-04T12:00:00Z" }, failure: { what: "failed", at: "2026-01-04T13:00:00Z" } });
    expect((await marksOf(await versionOf("sum")))?.failure).toBeUndefined();
  });

  test("of features, groups, model versions and deployments: the newest of what they bring forth", async () => {
    expect((await marksOf("feature:ops:hourly/cpu_mean@1"))?.freshness).toMatchObject({ of: "feature set", latest: "2026-01-02T01:16:00Z" });
    expect((await marksOf("dataset:ops:hourly"))).toMatchObject({ freshness: { of: "feature set", latest: "2026-01-02T02:16:00Z" }, columns: 4 });
    expect((await marksOf("model:ops:anomaly@1"))?.freshness).toMatchObject({ of: "prediction", latest: "2026-01-03T02:00:00Z", lateMs: null });
    expect((await marksOf("deployment:ops:prod/anomaly"))?.freshness).toMatchObject({ of: "prediction" });
  });

  test("tell of failures of the day before, and not of older ones", async () => {
    expect((await marksOf(ds("sums")))?.failure).toEqual({ what: "quality", message: "half of it is missing", at: "2026-01-04T20:00:00Z" });
    expect((await marksOf(ds("wide")))?.failure).toBeUndefined();
  });

  test("are none for what is unknown or may not be seen", async () => {
    expect(await marksOf("dataset:aws:nothing")).toBeUndefined();
    expect(await marksOf("dataset:aws:late", AT, bound("lake"))).toBeUndefined();
    expect((await findNodeMarks(everyone, { refs: [] })).size).toBe(0);
  });
});

describe("the columns of opened data", () => {
  const names = async (limit: number, wanted: string[] = [], viewer = everyone) =>
    (await findColumns(viewer, { opened: [{ ref: ds("wide"), limit }], wanted })).map(({ total, items }) => [total, items.map(({ ref }) => ref.split("/")[1]).join("")]);

  test("begin with those that have lineage, then go by name, up to the limit; the total is of all", async () => {
    expect(await names(10)).toEqual([[4, "dabc"]]);
    expect(await names(2)).toEqual([[4, "da"]]);
  });

  test("have what is wanted first, wherever it stands", async () => expect(await names(1, ["column:lake:wide/c"])).toEqual([[4, "cd"]]));

  test("tell type and neighbours", async () => {
    const [wide] = await findColumns(everyone, { opened: [{ ref: ds("wide"), limit: 1 }] });
    expect(wide!.items[0]).toMatchObject({ ref: "column:lake:wide/d", kind: "column", type: "double", neighbours: { upstream: 0, downstream: 1 } });
  });

  test("of a feature group are its features", async () => {
    const [group] = await findColumns(everyone, { opened: [{ ref: "dataset:ops:hourly", limit: 10 }] });
    expect(group!.items.map(({ ref, kind }) => [ref, kind])).toContainEqual(["feature:ops:hourly/cpu_mean@2", "feature"]);
    expect(group!.total).toBe(4);
  });

  test("are none for who may not see the data, and nothing to tell that they are there", async () => {
    expect(await findColumns(bound("aws"), { opened: [{ ref: ds("wide"), limit: 10 }] })).toEqual([]);
    expect(await findColumns(everyone, { opened: [{ ref: ds("nothing"), limit: 10 }] })).toEqual([{ ref: ds("nothing"), total: 0, items: [] }]);
  });
});
