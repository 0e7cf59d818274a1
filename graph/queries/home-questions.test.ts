import { describe, expect, test } from "vitest";
import { hour, type SeedNode, type SeedWorld } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findDepartures } from "./find-departures";
import { findFreshness } from "./find-freshness";
import { findHereNow } from "./find-here-now";

const NOW = hour(100);
const active = (key: string, props: Record<string, unknown> = {}, labels: string[] = []): SeedNode => ({ key, labels, props: { state: "active", at: hour(0), ...props } });
const source = (key: string, facts: object = {}): SeedNode => active(key, { kind: "source", facts: JSON.stringify(facts) }, ["Source"]);
const windows = (dataset: string, ends: number[], props: Record<string, unknown> = {}): SeedNode[] =>
  ends.map((end) => active(`${dataset.replace("dataset:", "batch:")}@w${end}`, { time: hour(end), at: hour(end), ...props }));
/** A job whose runs ended at those hours as said. */
const job = (key: string, ...runs: [at: number, state: string][]): SeedNode[] => [
  active(key),
  ...runs.flatMap(([at, state], i) => {
    const ref = `run:${key.split(":")[1]}:${key.split(":")[2]}-${i}`;
    return [
      active(`${ref}#${key}`, { state, at: hour(at), job: key }),
      { key: `${ref}#${key}#step`, labels: ["Step"], props: { kind: "step", ref, run: `${ref}#${key}`, job: key, at: hour(at), before: hour(at) } },
    ];
  }),
];
const declared = { declaration: { expectations: { freshnessMs: 3_600_000 } } };

const world: SeedWorld = {
  nodes: [
    source("dataset:aws:fresh", declared), ...windows("dataset:aws:fresh", [97, 98, 99, 99.5]),
    source("dataset:aws:stopped", declared), ...windows("dataset:aws:stopped", [70, 90]), ...windows("dataset:aws:stopped", [99.9], { reference: true }),
    source("dataset:aws:regular"), ...windows("dataset:aws:regular", [80, 82, 84, 86, 88, 90]),
    source("dataset:secret:young"), ...windows("dataset:secret:young", [98]),
    active("dataset:aws:old", { kind: "source", state: "dropped" }, ["Source"]),
    active("dataset:aws:twice", { conflict: true }), active("dataset:secret:twice", { conflict: true }),
    { key: "dataset:aws:named", props: { state: "missing" } },
    ...job("job:etl:ok", [10, "failed"], [20, "complete"]), ...job("job:etl:bad", [10, "complete"], [99, "failed"]), ...job("job:secret:bad", [98, "aborted"]), ...job("job:etl:never"),
    active("model:ops:m@1"), active("model:ops:m@2", { at: hour(90) }),
    active("deployment:ops:prod/m"), active("deployment:ops:canary/m", { state: "undeployed" }),
    active("prediction:ops:p-1", { at: hour(50) }), active("prediction:ops:p-2", { at: hour(99) }), active("prediction:ops:p-3", { at: hour(101) }),
  ],
  edges: [{ type: "FEEDS", from: "model:ops:m@2", to: "deployment:ops:prod/m", props: { confidence: "observed", rel: "serves", validFrom: hour(0), validTo: hour(1e6) } }],
};
seedGraph(world);

describe("freshness", () => {
  test("tells on time from late by what is declared, else by a source's own past, and by nothing else", async () => {
    const { sources, ...counts } = await findFreshness(everyone, NOW, 20);
    expect(counts).toEqual({ total: 4, onTime: 1, late: 2, withoutRule: 1, latest: "2026-01-05T03:30:00Z" });
    expect(sources.map(({ name, lateMs, rule }) => [name, lateMs === null ? null : lateMs / 3_600_000, rule?.from])).toEqual([
      ["stopped", 9, "declared"], ["regular", 7, "observed"], ["fresh", 0, "declared"], ["young", null, undefined],
    ]);
    expect(sources[0]).toMatchObject({ latest: "2026-01-04T18:00:00Z", ageMs: 10 * 3_600_000 });
  });
  test("shows the half hours of a day, the batch before it included", async () => {
    const [stopped] = (await findFreshness(everyone, NOW, 1)).sources;
    expect(stopped?.halfHours.filter((it) => it === "missing")).toHaveLength(27);
    expect(stopped?.halfHours.slice(-19)).toEqual(["onTime", ...Array.from({ length: 18 }, () => "late")]);
  });
  test("looks at what the viewer may see, and bounds what it shows", async () => {
    const seen = await findFreshness(bound("secret"), NOW, 20);
    expect([seen.total, seen.sources.map(({ name }) => name)]).toEqual([1, ["young"]]);
    const worst = await findFreshness(everyone, NOW, 1);
    expect([worst.total, worst.late, worst.sources.map(({ name }) => name)]).toEqual([4, 2, ["stopped"]]);
  });
});

describe("departures from normal", () => {
  test("are the jobs whose last run failed, conflicts, and what was named and never recorded", async () => {
    const found = await findDepartures(everyone, NOW);
    expect(found.jobs).toEqual({
      total: 4, succeeded: 1, failed: 2,
      worst: [
        { job: "job:etl:bad", run: "run:etl:bad-1", state: "failed", at: "2026-01-05T03:00:00Z" }, { job: "job:secret:bad", run: "run:secret:bad-0", state: "aborted", at: "2026-01-05T02:00:00Z" },
      ],
    });
    expect(found.conflicts).toEqual({ total: 2, first: [{ ref: "dataset:aws:twice", kind: "dataset" }, { ref: "dataset:secret:twice", kind: "dataset" }] });
    expect(found.placeholders).toEqual({ total: 1, first: [{ ref: "dataset:aws:named", kind: "dataset" }] });
    expect([found.deployments, found.deployedModels]).toEqual([{ active: 1, undeployed: 1 }, 1]);
  });
  test("say nothing of what the viewer may not see, not even how many", async () => {
    const found = await findDepartures(bound("etl", "aws"), NOW);
    expect([found.jobs.total, found.jobs.failed, found.conflicts.total]).toEqual([3, 1, 1]);
    expect(JSON.stringify(found)).not.toContain("secret");
    expect((await findDepartures(bound("ops"), NOW)).jobs).toEqual({ total: 0, succeeded: 0, failed: 0, worst: [] });
  });
});

describe("here now", () => {
  const of = async (namespaces: string[] | null, kind: string) => (await findHereNow({ namespaces, since: hour(76), now: NOW })).find((it) => it.kind === kind);
  test("counts each kind exactly, and what came in the time asked about", async () => {
    expect(await of(null, "prediction")).toEqual({ kind: "prediction", total: 3, lately: 1, latest: { ref: "prediction:ops:p-2", name: "p-2", version: null, at: hour(99) } });
    expect(await of(null, "model")).toMatchObject({ total: 2, lately: 1, latest: { version: "2" } });
    expect(await of(null, "dataset")).toMatchObject({ total: 3, latest: { ref: "dataset:secret:twice" } });
    expect(await of(null, "source")).toMatchObject({ total: 5, lately: 0 });
    expect(await of(null, "featuregroup")).toEqual({ kind: "featuregroup", total: 0, lately: 0, latest: null });
  });
  test("counts only the viewer's namespaces", async () => {
    expect(await of(["aws"], "prediction")).toEqual({ kind: "prediction", total: 0, lately: 0, latest: null });
    expect(await of(["aws"], "source")).toMatchObject({ total: 4 });
    expect(await of(["secret"], "job")).toMatchObject({ total: 1 });
  });
});
