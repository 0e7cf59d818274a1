import { describe, expect, test } from "vitest";
import { hour, hourText, smallWorld, type SeedNode } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findGraph } from "./find-graph";
import { findIncident, findIncidents } from "./find-incidents";
import { findNode } from "./find-node";
import { search } from "./search";

const WINDOW = { from: hourText(1), to: hourText(2) };
const incident = (id: string, at: number, target: string, more: object = {}): SeedNode => ({
  key: `incident:-:${id}`, labels: ["Incident"],
  props: { state: "active", at: hour(at), target, facts: JSON.stringify({ id, title: `About ${id}`, target, window: WINDOW, ...more }) },
});

seedGraph(
  {
    nodes: [
      ...smallWorld.nodes,
      incident("i-shop", 9, "dataset:shop:orders", { metric: "value", direction: "high", reference: WINDOW, predictions: ["p-2", "prediction:ops:p-1", "nobody"] }),
      incident("i-ops", 10, "model:ops:latency@1"),
      incident("i-ops-2", 10, "run:ml:fr-1"),
      // named by a retracted report alone
      { key: "incident:-:i-gone", props: { state: "missing" } },
    ],
    edges: [...smallWorld.edges, { type: "ABOUT", from: "incident:-:i-shop", to: "dataset:shop:orders" }, { type: "ABOUT", from: "incident:-:i-ops", to: "model:ops:latency@1" }],
  },
  { "incident:i-shop": [5] },
);

const ids = async (viewer = everyone) => (await findIncidents(viewer)).results.map(({ id }) => id);

describe("incidents", () => {
  test("are listed newest first, page by page, with the exact total", async () => {
    expect(await ids()).toEqual(["i-ops", "i-ops-2", "i-shop"]);
    const first = await findIncidents(everyone, { limit: 1 });
    expect(first).toMatchObject({ total: 3, shown: 1 });
    const second = await findIncidents(everyone, { limit: 2, cursor: first.next });
    expect([second.results.map(({ id }) => id), second.next]).toEqual([["i-ops-2", "i-shop"], undefined]);
    expect((await findIncidents(everyone, { asOf: hourText(9) })).results.map(({ id }) => id)).toEqual(["i-shop"]);
    await expect(findIncidents(everyone, { cursor: "bm9wZQ" })).rejects.toMatchObject({ code: "invalid", pointer: "/cursor" });
  });

  test("say what was reported, by whom, and which predictions are meant", async () => {
    const answer = await findIncident(everyone, { id: "i-shop" });
    expect(answer).toMatchObject({
      ref: "incident:-:i-shop", title: "About i-shop", target: "dataset:shop:orders", targetKind: "source", metric: "value", direction: "high", window: WINDOW, reference: WINDOW,
      predictionCount: 3, reportedAt: hourText(9), reporter: { id: "user:1", name: "Mara Keller" }, sequence: 5,
    });
    expect(answer.predictions).toEqual([
      { given: "p-2", refs: ["prediction:ops:p-2", "prediction:shop:p-2"] },
      { given: "prediction:ops:p-1", refs: ["prediction:ops:p-1"] },
      { given: "nobody", refs: [] },
    ]);
    expect(await findIncident(everyone, { id: "incident:-:i-ops" })).toMatchObject({ targetKind: "model", predictions: [], reporter: null, sequence: null });
  });

  test("are there for whoever may see their target, and for nobody else: in list, page, node, graph and search alike", async () => {
    expect(await ids(bound("shop"))).toEqual(["i-shop"]);
    expect(await ids(bound("ops", "ml"))).toEqual(["i-ops", "i-ops-2"]);
    expect(await ids(bound("-"))).toEqual([]);
    expect((await findIncidents(bound("shop"))).total).toBe(1);
    for (const [viewer, seen] of [[bound("shop"), true], [bound("ops"), false], [bound("-"), false]] as const) {
      const found = (await search(viewer, { kind: "incident" })).results.map(({ ref }) => ref).concat((await search(viewer, { q: "incident:-:i-shop" })).results.map(({ ref }) => ref));
      expect(found.filter((ref) => ref === "incident:-:i-shop")).toHaveLength(seen ? 2 : 0);
      const asked = [findIncident(viewer, { id: "i-shop" }), findNode(viewer, { ref: "incident:-:i-shop" }), findGraph(viewer, { ref: "incident:-:i-shop" })];
      for (const answer of await Promise.allSettled<unknown>(asked)) expect(answer).toMatchObject(seen ? { status: "fulfilled" } : { reason: { code: "not_found" } });
    }
  });

  test("name no prediction that the reader may not see", async () => {
    const answer = await findIncident(bound("shop"), { id: "i-shop" });
    expect(answer.predictions).toEqual([{ given: "p-2", refs: ["prediction:shop:p-2"] }, { given: null, refs: [] }, { given: null, refs: [] }]);
    expect((await findNode(bound("shop"), { ref: "incident:-:i-shop" })).facts).toMatchObject({ title: "About i-shop", predictions: ["p-2"] });
  });

  test("are not there before they were reported, nor when nobody reported them", async () => {
    await expect(findIncident(everyone, { id: "i-shop", asOf: hourText(8) })).rejects.toMatchObject({ code: "not_found" });
    await expect(findIncident(everyone, { id: "i-gone" })).rejects.toMatchObject({ code: "not_found" });
    await expect(findIncident(everyone, { id: "nothing" })).rejects.toMatchObject({ code: "not_found" });
  });
});
