import { describe, expect, test } from "vitest";
import { hour, hourText, smallWorld, STILL, type SeedEdge, type SeedNode } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import type { LineageChange } from "@/lib/lineage/lineage-change";
import { findChanges, type ChangesParams } from "./find-changes";
import { findMoments } from "./find-moments";

const edge = (type: string, from: string, to: string, begin: number, end: number | null, props: Record<string, unknown> = {}): SeedEdge => ({
  type, from, to, props: { confidence: "observed", rel: "input", validFrom: hour(begin), validTo: end === null ? STILL : hour(end), ...props },
});
const failure = (id: string, about: string, at: number): { nodes: SeedNode[]; edges: SeedEdge[] } => ({
  nodes: [{ key: `failure:${id}`, labels: ["Failure"], props: { ref: `failure:${id}`, kind: "failure", about, at: hour(at), failure: "quality", message: `${id} broke` } }],
  edges: [{ type: "ABOUT", from: `failure:${id}`, to: about }],
});
const failures = [failure("window", "batch:shop:orders@w2", 6.2), failure("ledger", "dataset:secret:ledger", 6.3), failure("source", "dataset:shop:orders", 6.4)];

// the deployment ran version 2 for an hour; the dependency was a guess before it was declared; the orphan was dropped
seedGraph({
  nodes: [
    ...smallWorld.nodes.map((node) => (node.key === "dataset:shop:Orphan" ? { ...node, props: { ...node.props, state: "dropped", droppedAt: hour(12) } } : node)),
    ...failures.flatMap(({ nodes }) => nodes),
  ],
  edges: [
    ...smallWorld.edges.filter(({ from, to }) => !(from === "model:ops:latency@1" && to === "deployment:ops:prod/latency")),
    edge("FED", "model:ops:latency@1", "deployment:ops:prod/latency", 0, 5, { rel: "serves" }),
    edge("FED", "model:ops:latency@2", "deployment:ops:prod/latency", 5, 6, { rel: "serves" }),
    edge("FEEDS", "model:ops:latency@1", "deployment:ops:prod/latency", 6, null, { rel: "serves" }),
    edge("FED", "dataset:shop:legacy", "dataset:shop:Orphan", 1, 4, { rel: "dependency", confidence: "inferred" }),
    edge("FEEDS", "dataset:shop:legacy", "dataset:shop:Orphan", 4, null, { rel: "dependency", confidence: "declared" }),
    ...failures.flatMap(({ edges }) => edges),
  ],
});

const ask = (params: ChangesParams, viewer = everyone) => findChanges(viewer, params);
const told = (changes: readonly LineageChange[]) => changes.map((it) => `${(Date.parse(it.at) - Date.UTC(2026, 0, 1)) / 3_600_000} ${it.what} ${"ref" in it ? it.ref : `${it.from} > ${it.to}`}`);
const period = (from: number, to: number) => ({ from: hourText(from), to: hourText(to) });

describe("what changed in the definition plane", () => {
  test("has edges that began and ended, upstream as far as it goes, newest first", async () => {
    const answer = await ask({ ref: "dataset:shop:clean", ...period(0, 20) });
    expect(told(answer.changes)).toEqual(["10 ended dataset:shop:legacy > job:etl:clean@v0", "10 ended job:etl:clean@v0 > dataset:shop:clean", "6.4 failure dataset:shop:orders"]);
    expect(answer).toMatchObject({ plane: "definition", direction: "upstream", from: hourText(0), to: hourText(20), counts: { total: 3, shown: 3, hiddenByLimit: 0, hiddenByAccess: 0 }, nodes: { total: 5, lookedAt: 5 }, complete: true, asOf: null });
  });

  test("begins after the first instant and ends with the last, and says what left during the period", async () => {
    const from = async (begin: number, end: number) => told((await ask({ ref: "dataset:shop:clean", ...period(begin, end) })).changes).filter((it) => it.includes("ended"));
    expect(await from(9, 10)).toHaveLength(2);
    expect(await from(10, 20)).toEqual([]);
    expect(await from(9, 9.5)).toEqual([]);
  });

  test("has first sightings and declarations with what was declared before", async () => {
    const { changes } = await ask({ ref: "dataset:shop:orders", ...period(-30, 1) });
    expect(changes).toEqual([
      { at: hourText(0), what: "declared", ref: "dataset:shop:orders", trusted: true, was: false, again: true },
      { at: hourText(0), what: "seen", ref: "dataset:shop:orders", kind: "source" },
      { at: hourText(-24), what: "declared", ref: "dataset:shop:orders", trusted: false, was: null, again: false },
    ]);
  });

  test("has what a deployment ran and runs, once for each change", async () => {
    const { changes } = await ask({ ref: "deployment:ops:prod/latency", depth: 1, ...period(-1, 20) });
    expect(changes.filter(({ what }) => what === "served")).toEqual([
      { at: hourText(6), what: "served", ref: "deployment:ops:prod/latency", was: "model:ops:latency@2", is: "model:ops:latency@1" },
      { at: hourText(5), what: "served", ref: "deployment:ops:prod/latency", was: "model:ops:latency@1", is: "model:ops:latency@2" },
      { at: hourText(0), what: "served", ref: "deployment:ops:prod/latency", was: null, is: "model:ops:latency@1" },
    ]);
  });

  test("tells an edge that is known better from one that begins, and what was dropped", async () => {
    const { changes } = await ask({ ref: "dataset:shop:Orphan", ...period(2, 20) });
    expect(changes).toEqual([
      { at: hourText(12), what: "dropped", ref: "dataset:shop:Orphan", kind: "dataset" },
      { at: hourText(4), what: "confidence", from: "dataset:shop:legacy", to: "dataset:shop:Orphan", was: "inferred", is: "declared" },
    ]);
  });

  test("stops at the limit and says how many more there are", async () => {
    const whole = await ask({ ref: "dataset:shop:hub", direction: "downstream", ...period(-1, 1) });
    const few = await ask({ ref: "dataset:shop:hub", direction: "downstream", limit: 7, ...period(-1, 1) });
    expect(whole.counts).toEqual({ total: 121, shown: 121, hiddenByLimit: 0, hiddenByAccess: 0 });
    expect(few.counts).toEqual({ total: 121, shown: 7, hiddenByLimit: 114, hiddenByAccess: 0 });
    expect(few.changes).toEqual(whole.changes.slice(0, 7));
    expect([whole.complete, few.complete]).toEqual([true, false]);
  });

  test("ends in a cycle", async () => expect((await ask({ ref: "dataset:cyc:a", ...period(-1, 1) })).counts.total).toBe(8));
});

describe("what changed before a prediction", () => {
  test("is of the day before it, and of the definitions behind it, those too that left", async () => {
    const answer = await ask({ ref: "prediction:ops:p-1", plane: "definition" });
    expect(answer).toMatchObject({ from: hourText(-17), to: hourText(7), plane: "definition" });
    const changes = told(answer.changes);
    expect(changes.slice(0, 5)).toEqual([
      "6.4 failure dataset:shop:orders", "6.2 failure batch:shop:orders@w2", "6 served deployment:ops:prod/latency", "5 served deployment:ops:prod/latency", "5 seen feature:ops:hourly/cpu@2",
    ]);
    expect(changes).toEqual(expect.arrayContaining(["0 declared dataset:shop:orders", "0 began dataset:shop:legacy > job:etl:clean@v0", "0 seen model:ops:latency@1"]));
    expect(changes.some((it) => it.includes("happened"))).toBe(false);
  });

  test("has in the instance plane also when each thing on its path happened", async () => {
    const answer = await ask({ ref: "prediction:ops:p-1", ...period(4, 7) });
    expect(answer.plane).toBe("instance");
    expect(told(answer.changes).filter((it) => it.includes("happened"))).toEqual([
      "7 happened prediction:ops:p-1", "6 happened run:ml:tr-1", "5.1 happened featureset:ops:fs-1", "5 happened run:ml:fr-1", "4.6 happened batch:shop:clean@clean-3", "4.5 happened run:etl:clean-3",
    ]);
  });

  test("is not of what came later, whatever the instant looked at", async () => {
    expect((await ask({ ref: "prediction:ops:p-1", asOf: hourText(100) })).to).toBe(hourText(7));
    expect((await ask({ ref: "prediction:ops:p-1", asOf: hourText(6.25) })).to).toBe(hourText(6.25));
  });
});

describe("a period", () => {
  test("ends with the instant looked at, and else now", async () => {
    expect(await ask({ ref: "dataset:shop:clean", asOf: hourText(30) })).toMatchObject({ from: hourText(6), to: hourText(30), asOf: hourText(30) });
    expect(Math.abs(Date.parse((await ask({ ref: "dataset:shop:clean" })).to) - Date.now())).toBeLessThan(60_000);
  });

  test("that ends before it begins is refused", async () => {
    await expect(ask({ ref: "dataset:shop:clean", ...period(2, 1) })).rejects.toMatchObject({ code: "invalid", pointer: "/to" });
    await expect(ask({ ref: "dataset:shop:clean", from: hourText(2), asOf: hourText(1) })).rejects.toMatchObject({ code: "invalid", pointer: "/from" });
  });
});

describe("a reader of some namespaces", () => {
  test("has the rest counted, and of an edge the end that may be seen", async () => {
    const answer = await ask({ ref: "dataset:shop:daily", direction: "upstream", depth: 1, ...period(-1, 20) }, bound("shop"));
    expect(JSON.stringify(answer)).not.toMatch(/secret|ledger|etl/);
    expect(answer.counts.hiddenByAccess).toBeGreaterThan(0);
    expect(answer.counts.total).toBe(answer.counts.shown + answer.counts.hiddenByAccess);
    expect(answer.changes).toContainEqual({ at: hourText(0), what: "began", from: "dataset:shop:clean", to: expect.stringMatching(/^hidden-\d$/), confidence: "inferred" });
  });

  test("finds nothing at what is unknown or in another namespace, the same", async () => {
    for (const ref of ["dataset:secret:ledger", "dataset:shop:nothing"]) await expect(ask({ ref }, bound("shop"))).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the moments of a drawn part", () => {
  const moments = (ref: string, params: { depth?: number; plane?: "definition" | "instance" } = {}, viewer = everyone) => findMoments(viewer, { ref, direction: "both", plane: "definition", ...params });

  test("are the instants at which anything around the start ever changed, each once, in order of time", async () => {
    const found = await moments("dataset:shop:clean");
    expect(found.moments.map(({ at }) => at)).toEqual([hourText(-24), hourText(0), hourText(5), hourText(6.4), hourText(10)]);
    expect(found.shown).toBe(found.moments.reduce((sum, { count }) => sum + count, 0));
    expect(found.isWhole).toBe(true);
  });

  test("are the times when things happened in the instance plane", async () => {
    expect((await moments("batch:shop:clean@clean-1", { plane: "instance" })).moments.map(({ at }) => at)).toEqual([hourText(2), hourText(2.5), hourText(2.6), hourText(5), hourText(5.1), hourText(6.2)]);
  });

  test("count only what the reader may see, and are not read for who may not see the start", async () => {
    const [all, some] = [await moments("dataset:shop:daily"), await moments("dataset:shop:daily", {}, bound("shop"))];
    expect(all.moments.map(({ at }) => at)).toContain(hourText(6.3));
    expect(some.moments.map(({ at }) => at)).not.toContain(hourText(6.3));
    await expect(moments("dataset:secret:ledger", {}, bound("shop"))).rejects.toMatchObject({ code: "not_found" });
  });
});
