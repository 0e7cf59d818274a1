import { describe, expect, test } from "vitest";
import { hour, hourText, smallWorld, STILL, type SeedEdge } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findComparison, type ComparisonAnswer, type ComparisonParams } from "./find-comparison";
import { findGraph } from "./find-graph";

const serves = (type: string, model: string, begin: number, end: number | null): SeedEdge => ({
  type, from: model, to: "deployment:ops:prod/latency", props: { confidence: "observed", rel: "serves", validFrom: hour(begin), validTo: end === null ? STILL : hour(end) },
});

// the deployment runs version 1 until hour 5, then version 2; clean was dropped at hour 50; orders was declared with another owner before
seedGraph({
  nodes: smallWorld.nodes.map((node) => {
    if (node.key === "dataset:shop:report") return { ...node, props: { ...node.props, state: "dropped", droppedAt: hour(50) } };
    if (node.key === "declaration:dataset:shop:orders@1") return { ...node, props: { ...node.props, facts: '{"owner":{"name":"team-z"}}' } };
    return node;
  }),
  edges: [
    ...smallWorld.edges.filter(({ to }) => to !== "deployment:ops:prod/latency"),
    serves("FED", "model:ops:latency@1", 0, 5), serves("FEEDS", "model:ops:latency@2", 5, null),
    { type: "FED", from: "dataset:shop:daily", to: "dataset:shop:report", props: { confidence: "inferred", rel: "dependency", validFrom: hour(-9), validTo: hour(0) } },
    { type: "FED", from: "dataset:shop:orders", to: "job:etl:clean@v1", props: { confidence: "observed", rel: "input", validFrom: hour(-20), validTo: hour(-10) } },
  ],
});

const ask = (params: ComparisonParams, viewer = everyone) => findComparison(viewer, params);
const changesOf = ({ nodes, edges }: ComparisonAnswer) => [
  ...nodes.flatMap(({ ref, change }) => (change ? [`${change.kind} ${ref}`] : [])), ...edges.flatMap(({ from, to, change }) => (change ? [`${change.kind} ${from} > ${to}`] : [])),
].sort();
const CLEAN = { ref: "dataset:shop:clean", direction: "upstream" } as const;

describe("two instants", () => {
  test("differ by what came and what went, nodes and edges", async () => {
    const answer = await ask({ ...CLEAN, with: hourText(9), asOf: hourText(11) });
    expect(changesOf(answer)).toEqual([
      "removed dataset:shop:legacy", "removed dataset:shop:legacy > job:etl:clean@v0", "removed job:etl:clean@v0", "removed job:etl:clean@v0 > dataset:shop:clean",
    ]);
    expect(answer).toMatchObject({ changes: { added: { nodes: 0, edges: 0 }, removed: { nodes: 2, edges: 2 }, changed: { nodes: 0, edges: 0 } }, there: { with: true, asOf: true }, complete: true, with: hourText(9), asOf: hourText(11) });
  });

  test("swapped, have added what was removed", async () => {
    const [there, back] = [await ask({ ...CLEAN, with: hourText(9), asOf: hourText(11) }), await ask({ ...CLEAN, with: hourText(11), asOf: hourText(9) })];
    expect(changesOf(back)).toEqual(changesOf(there).map((it) => it.replace("removed", "added")));
  });

  test("that are the same have no difference", async () => {
    for (const at of [-100, 0, 5, 10, 400]) expect(changesOf(await ask({ ref: "dataset:shop:clean", depth: 1000, with: hourText(at), asOf: hourText(at) }))).toEqual([]);
  });

  test("have what a deployment runs, and which model versions it no longer rests on", async () => {
    const answer = await ask({ ref: "deployment:ops:prod/latency", direction: "upstream", with: hourText(4), asOf: hourText(6) });
    expect(answer.nodes[0]).toMatchObject({ ref: "deployment:ops:prod/latency", change: { kind: "changed", fields: [{ field: "serves", was: "model:ops:latency@1", is: "model:ops:latency@2" }] } });
    expect(changesOf(answer)).toEqual(expect.arrayContaining(["added model:ops:latency@2", "removed model:ops:latency@1"]));
  });

  test("have state, owner and trust as they were then", async () => {
    const report = await ask({ ref: "dataset:shop:report", with: hourText(40), asOf: hourText(60) });
    expect(report.nodes[0]).toMatchObject({ state: "dropped", change: { kind: "changed", fields: [{ field: "state", was: "active", is: "dropped" }] } });
    expect((await ask({ ref: "dataset:shop:report", with: hourText(10), asOf: hourText(40) })).nodes[0]).toMatchObject({ state: "active" });
    const orders = await ask({ ref: "dataset:shop:orders", direction: "downstream", with: hourText(-15), asOf: hourText(2) });
    expect(orders.nodes[0]).toMatchObject({ change: { kind: "changed", fields: [{ field: "owner", was: "party:-:team-z", is: "party:-:team-a" }, { field: "trusted", was: "no", is: "yes" }] } });
  });

  test("have edges that are known better, or silent for too long", async () => {
    const dependency = (await ask({ ref: "dataset:shop:report", direction: "upstream", with: hourText(-5), asOf: hourText(1) })).edges.find(({ from, to }) => from === "dataset:shop:daily" && to === "dataset:shop:report");
    expect(dependency).toMatchObject({ confidence: "observed", change: { kind: "changed", fields: [{ field: "confidence", was: "inferred", is: "observed" }] } });
    const stale = (await ask({ ...CLEAN, with: hourText(5), asOf: hourText(200) })).edges.find(({ from }) => from === "dataset:shop:orders");
    expect(stale).toMatchObject({ stale: true, change: { kind: "changed", fields: [{ field: "stale", was: "no", is: "yes" }] } });
  });
});

describe("a comparison and the graph", () => {
  test.each([[-1, 0], [4, 6], [9, 11], [2, 400]])("do not disagree: hours %i and %i", async (before, after) => {
    for (const ref of ["dataset:shop:clean", "deployment:ops:prod/latency", "dataset:cyc:a"]) {
      const question = { ref, direction: "both", depth: 3 } as const;
      const compared = await ask({ ...question, with: hourText(before), asOf: hourText(after) });
      for (const [at, gone, isThere] of [[after, "removed", compared.there.asOf], [before, "added", compared.there.with]] as const) {
        if (!isThere) continue;
        const graph = await findGraph(everyone, { ...question, asOf: hourText(at) });
        expect(compared.nodes.filter(({ change }) => change?.kind !== gone).map((it) => it.ref).sort()).toEqual(graph.nodes.map((it) => it.ref).sort());
        expect(compared.edges.filter(({ change }) => change?.kind !== gone).map(({ from, to }) => `${from} ${to}`)).toEqual(graph.edges.map(({ from, to }) => `${from} ${to}`));
      }
    }
  });

  test("of a hub: a limit makes nothing look added or removed", async () => {
    const answer = await ask({ ref: "dataset:shop:hub", limit: 10, with: hourText(1), asOf: hourText(2) });
    expect(changesOf(answer)).toEqual([]);
    expect(answer.counts).toEqual({ total: 61, shown: 9, hiddenByLimit: 52, hiddenByAccess: 0 });
    expect(answer.nodes[0]).toMatchObject({ more: { upstream: 0, downstream: 26 } });
  });
});

describe("a start that was not there", () => {
  test("yet, has everything added", async () => {
    const answer = await ask({ ref: "model:ops:latency@2", direction: "downstream", with: hourText(1), asOf: hourText(6) });
    expect(answer.there).toEqual({ with: false, asOf: true });
    expect(changesOf(answer)).toEqual(["added deployment:ops:prod/latency", "added model:ops:latency@2", "added model:ops:latency@2 > deployment:ops:prod/latency"]);
  });
  test("at either instant, stands alone and unchanged", async () => {
    const answer = await ask({ ref: "model:ops:latency@2", with: hourText(-20), asOf: hourText(-10) });
    expect(answer).toMatchObject({ there: { with: false, asOf: false }, nodes: [{ ref: "model:ops:latency@2" }], edges: [] });
    expect(changesOf(answer)).toEqual([]);
  });
  test("is unknown, or may not be seen, is the same refusal", async () => {
    for (const ref of ["dataset:shop:nothing", "dataset:secret:ledger"]) await expect(ask({ ref, with: hourText(0) }, bound("shop"))).rejects.toMatchObject({ code: "not_found" });
    await expect(ask({ ref: "dataset:shop:clean", with: "yesterday" })).rejects.toThrow(/RFC 3339/);
  });
});

test("in the instance plane only what happened in between is added", async () => {
  const answer = await ask({ ref: "batch:shop:orders@w2", direction: "downstream", with: hourText(3), asOf: hourText(5.5) });
  expect(answer.changes.removed).toEqual({ nodes: 0, edges: 0 });
  expect(changesOf(answer)).toEqual(expect.arrayContaining(["added run:etl:clean-2", "added batch:shop:clean@clean-2"]));
});

test("who may not see a node learns that something came or went, and no name", async () => {
  const answer = await ask({ ...CLEAN, with: hourText(9), asOf: hourText(11) }, bound("shop"));
  expect(JSON.stringify(answer)).not.toMatch(/etl|secret/);
  expect(answer.nodes.filter(({ ref }) => ref === null).map(({ change }) => change?.kind)).toEqual(expect.arrayContaining(["removed", undefined]));
  expect(answer.counts.hiddenByAccess).toBe(2);
  const served = await ask({ ref: "deployment:ops:prod/latency", direction: "upstream", with: hourText(4), asOf: hourText(6) }, bound("ops"));
  expect(served.nodes[0]).toMatchObject({ change: { fields: [{ field: "serves" }] } });
});
