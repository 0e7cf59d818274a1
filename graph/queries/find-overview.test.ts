import { describe, expect, test } from "vitest";
import { hour, hourText, smallWorld, STILL, type SeedWorld } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { GROUPINGS } from "@/lib/explorer-view";
import { findGroupMembers } from "./find-group-members";
import { findOverview, type OverviewAnswer } from "./find-overview";

/** The small world with a model version of one namespace that predicted in another, and owners. */
const world: SeedWorld = {
  nodes: [
    ...smallWorld.nodes,
    { key: "dataset:shop:owned", props: { state: "missing", owner: "party:-:team-a", at: hour(0) } },
    { key: "deployment:ops:prod/secret", props: { state: "active", at: hour(0), model: "model:secret:hidden@1" } },
  ],
  edges: [...smallWorld.edges, { type: "FEEDS", from: "dataset:shop:clean", to: "dataset:shop:owned", props: { confidence: "declared", rel: "dependency", validFrom: 0, validTo: STILL } }],
};
seedGraph(world);

const sizes = (answer: OverviewAnswer) => Object.fromEntries(answer.groups.map(({ id, size }) => [id, size]));
const links = (answer: OverviewAnswer) => Object.fromEntries(answer.edges.map(({ from, to, count }) => [`${from}>${to}`, count]));
const of = (answer: OverviewAnswer, id: string) => answer.groups.find((it) => it.id === id);

describe("the definition plane in groups", () => {
  test("of namespace and kind counts what takes part in lineage, each once, and job versions between data on the edges", async () => {
    const answer = await findOverview(everyone, {});
    expect(sizes(answer)).toEqual({
      "dataset:hub": 30, "dataset:shop": 7, "dataset:cyc": 3, "deployment:ops": 2, "feature:ops": 2, "model:ops": 2, "dataset:secret": 1, "source:shop": 1, "prediction:ops": 280,
    });
    // 30 splits, clean, daily, features, train and the cycle's
    expect(answer.counts).toEqual({ total: 83, inGroups: 48, onEdges: 35, groups: 8, groupsInRest: 0 });
    expect(answer).toMatchObject({ by: "namespace-kind", complete: true, asOf: null });
  });

  test("joins them by the number of links from datum to datum", async () => {
    expect(links(await findOverview(everyone, {}))).toEqual({
      "model:ops>prediction:ops": 280, "dataset:shop>dataset:hub": 30, "dataset:shop>feature:ops": 2, "dataset:secret>dataset:shop": 1, "feature:ops>model:ops": 1, "model:ops>deployment:ops": 1, "source:shop>dataset:shop": 1,
    });
  });

  test("says the states that depart from normal, and what a group is of", async () => {
    const answer = await findOverview(everyone, {});
    expect(of(answer, "dataset:shop")).toMatchObject({ label: "shop", namespace: "shop", kind: "dataset", kinds: [{ kind: "dataset", count: 7 }], states: { missing: 1 } });
    expect(of(answer, "source:shop")?.states).toEqual({});
  });

  test("says the strongest and the weakest evidence of an edge", async () => {
    // one cycle is fed by a dependency alone; the secret ledger's is observed, beside an inferred input in the same job
    const answer = await findOverview(everyone, { group: "namespace" });
    expect(answer.edges.find(({ from }) => from === ":secret")?.confidence).toEqual({ strongest: "observed", weakest: "observed" });
    const byKind = await findOverview(everyone, { group: "kind" });
    expect(byKind.edges.find(({ from, to }) => from === "source:" && to === "dataset:")).toMatchObject({ count: 1, confidence: { strongest: "observed", weakest: "observed" } });
  });

  test("puts the smallest into one, counted, with their edges", async () => {
    const answer = await findOverview(everyone, { limit: 2 });
    expect(answer.groups.map(({ id }) => id)).toEqual(["dataset:hub", "dataset:shop", "rest", "prediction:"]);
    expect(of(answer, "rest")).toMatchObject({ by: "rest", size: 11, groups: 6, states: {} });
    expect(answer.counts).toMatchObject({ inGroups: 48, groups: 8, groupsInRest: 6 });
    expect(links(answer)).toMatchObject({ "dataset:shop>rest": 2, "rest>dataset:shop": 2, "rest>prediction:": 280 });
  });

  test.each([...GROUPINGS, undefined])("has each thing in one group, whatever the grouping (%s)", async (group) => {
    const answer = await findOverview(everyone, { group });
    expect(answer.groups.filter(({ by }) => by !== "predictions").reduce((sum, { size }) => sum + size!, 0)).toBe(answer.counts.inGroups);
    expect(answer.counts).toMatchObject({ total: 83, onEdges: 35 });
    expect(new Set(answer.groups.map(({ id }) => id)).size).toBe(answer.groups.length);
  });

  test("of owners has a group without one, and the party's reference", async () => {
    const answer = await findOverview(everyone, { group: "owner" });
    expect(sizes(answer)).toEqual({ ":": 46, ":party%3A-%3Ateam-a": 2, "prediction:": 280 });
    expect(of(answer, ":party%3A-%3Ateam-a")).toMatchObject({ label: "team-a", ref: "party:-:team-a" });
    expect(of(answer, ":")?.label).toBe("No owner");
  });

  test("of models puts versions and deployments under their model, of feature groups features", async () => {
    expect(sizes(await findOverview(everyone, { group: "model" }))).toMatchObject({ "model:model%3Aops%3Alatency": 2, "deployment:model%3Aops%3Alatency": 1, "prediction:model%3Aops%3Alatency": 280 });
    expect(of(await findOverview(everyone, { group: "featuregroup" }), "feature:feature%3Aops%3Ahourly")).toMatchObject({ label: "hourly", namespace: "ops", ref: "dataset:ops:hourly", size: 2 });
  });

  test("tells a job version that has data on one side only as a card of its own", async () => {
    const answer = await findOverview(bound("etl", "secret"), {});
    expect(sizes(answer)).toEqual({ "dataset:secret": 1, "jobversion:etl": 1 });
    expect(links(answer)).toEqual({ "dataset:secret>jobversion:etl": 1 });
  });

  test("is as it was at an instant: what came later is not counted, nor what did not hold yet", async () => {
    const then = await findOverview(everyone, { asOf: hourText(4) });
    expect(sizes(then)["feature:ops"]).toBe(1);
    expect(then.asOf).toBe(hourText(4));
    // legacy fed clean until the tenth hour
    expect(links(await findOverview(everyone, { asOf: hourText(9), group: "kind" }))["source:>dataset:"]).toBe(1);
    expect((await findOverview(everyone, { asOf: "1999-01-01T00:00:00Z" })).counts.inGroups).toBe(0);
    // whole days from their counts, the last one from its predictions
    expect(of(await findOverview(everyone, { asOf: hourText(24 * 9 + 1) }), "prediction:ops")?.size).toBe(140);
    expect(of(await findOverview(everyone, { asOf: hourText(7.5) }), "prediction:ops")?.size).toBe(1);
  });

  test("refuses what is no grouping, and no limit", async () => {
    await expect(findOverview(everyone, { group: "colour" as "kind" })).rejects.toThrow();
    await expect(findOverview(everyone, { limit: 0 })).rejects.toThrow();
  });
});

describe("who sees some namespaces", () => {
  test("is told of those alone: nothing else is named, counted or linked", async () => {
    const shop = await findOverview(bound("shop"), {});
    expect(sizes(shop)).toEqual({ "dataset:shop": 7, "source:shop": 1 });
    expect(shop.counts).toEqual({ total: 8, inGroups: 8, onEdges: 0, groups: 2, groupsInRest: 0 });
    // the jobs lie in another namespace
    expect(links(shop)).toEqual({});
    expect(links(await findOverview(bound("shop", "etl"), {}))).toEqual({ "source:shop>dataset:shop": 1 });
  });
  test.each([...GROUPINGS, undefined])("never reads a name of another (%s)", async (group) => {
    expect(JSON.stringify(await findOverview(bound("ops"), { group }))).not.toMatch(/secret|shop|hub|etl|cyc/);
  });
  test("gets the predictions that lie in their namespaces, not those of the day counts", async () => {
    expect(sizes(await findOverview(bound("ops"), {}))["prediction:ops"]).toBe(2);
  });
  test("with none is told of nothing", async () => {
    expect(await findOverview(bound(), {})).toMatchObject({ groups: [], edges: [], counts: { total: 0, inGroups: 0, onEdges: 0, groups: 0, groupsInRest: 0 } });
  });
});

describe("the members of a group", () => {
  const names = async (...[viewer, by, id, skip = 0, limit = 3]: [typeof everyone, Parameters<typeof findGroupMembers>[1]["by"], string, number?, number?]) =>
    (await findGroupMembers(viewer, { by, id, skip, limit })).map(({ name }) => name);
  test("come by name, page by page", async () => {
    expect(await names(everyone, "namespace-kind", "dataset:shop")).toEqual(["Orphan", "clean", "daily"]);
    expect(await names(everyone, "namespace-kind", "dataset:shop", 3)).toEqual(["hub", "legacy", "owned"]);
    expect(await names(everyone, "namespace-kind", "dataset:shop", 6)).toEqual(["report"]);
  });
  test("are those that the overview counts, in every group of every grouping", async () => {
    for (const group of [...GROUPINGS, undefined]) {
      const { by, groups } = await findOverview(everyone, { group });
      for (const { id, size } of groups.filter((it) => it.by !== "predictions")) expect([id, await names(everyone, by, id, 0, 100).then((it) => it.length)]).toEqual([id, size]);
    }
  });
  test("of predictions are the newest first, with what they said", async () => {
    const members = await findGroupMembers(everyone, { by: "namespace-kind", id: "prediction:ops", skip: 0, limit: 8 });
    expect(members.map(({ ref, output }) => [ref, output])).toEqual([["prediction:ops:p-2", null], ["prediction:shop:p-2", null], ["prediction:ops:p-1", { score: 0.9 }]]);
    expect(await names(bound("shop"), "kind", "prediction:")).toEqual([]);
  });
  test("are nothing for an id that is no group's, and none that may not be seen", async () => {
    expect(await names(everyone, "kind", "nonsense")).toEqual([]);
    expect(await names(everyone, "namespace", ":%")).toEqual([]);
    expect(await names(bound("shop"), "namespace", ":secret")).toEqual([]);
    expect(await names(bound("ops"), "model", "deployment:model%3Asecret%3Ahidden")).toEqual([]);
  });
});
