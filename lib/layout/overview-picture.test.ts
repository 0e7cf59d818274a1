import { describe, expect, test } from "vitest";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { flowColumns } from "./flow-columns";
import { NO_START, overviewPicture, type OverviewToDraw } from "./overview-picture";

const group = (id: string, size: number, by: OverviewToDraw["groups"][number]["by"] = "namespace-kind"): OverviewToDraw["groups"][number] => {
  const [kind, label] = id.split(":") as [NodeKind, string];
  return { id, by, label, namespace: label, kind, size, kinds: [{ kind, count: size }], states: { missing: 1 } };
};
const link = (text: string, count: number | null): OverviewToDraw["edges"][number] => ({ from: text.split(">")[0]!, to: text.split(">")[1]!, count, confidence: { strongest: "observed", weakest: "inferred" } });
const draw = (groups: OverviewToDraw["groups"], edges: OverviewToDraw["edges"] = []): OverviewToDraw => ({
  by: "namespace-kind", groups, edges, counts: { total: 100, inGroups: 90, onEdges: 10 }, complete: true, asOf: null, watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
});
const PIPELINE = draw(
  [group("deployment:ops", 1), group("prediction:ops", 12_430, "predictions"), group("source:aws", 9), group("model:ops", 2), group("dataset:raw", 3), group("dataset:mart", 4), group("feature:ops", 18)],
  [link("dataset:raw>dataset:mart", 5), link("dataset:mart>dataset:raw", 1), link("source:aws>feature:ops", 30), link("feature:ops>model:ops", 36), link("model:ops>prediction:ops", 12_430)],
);

describe("an overview", () => {
  test("runs from left to right along the flow of data, a chain within a kind too", () => {
    const columns = Object.fromEntries(overviewPicture(PIPELINE).nodes.map(({ id, column }) => [id, column]));
    expect(columns).toEqual({ "source:aws": 0, "dataset:raw": 1, "dataset:mart": 2, "feature:ops": 3, "model:ops": 4, "deployment:ops": 5, "prediction:ops": 5 });
  });
  test("has no start, and says what is in groups and what is on the edges", () => {
    expect(overviewPicture(PIPELINE)).toMatchObject({ start: NO_START, counts: { shown: 0, total: 100, inGroups: 90, onEdges: 10 } });
  });
  test("opens a group where it stands: nothing moves", () => {
    const row = { ref: "dataset:raw:a", kind: "dataset" as const, namespace: "raw", name: "a", version: null, state: "active", owner: null, at: null, conflict: false };
    const open = overviewPicture(PIPELINE, ["dataset:raw", "nonsense"], new Map([["dataset:raw", [row]]]));
    const places = (picture: typeof open) => picture.nodes.map(({ id, x, y }) => [id, x, y]);
    expect(places(open)).toEqual(places(overviewPicture(PIPELINE)));
    expect(open.nodes.find(({ id }) => id === "dataset:raw")?.group?.open).toEqual({ rows: [row], from: 0 });
    expect(open.counts).toMatchObject({ shown: 1, inGroups: 89 });
  });
  test("leaves out the faintest of too many edges, and counts them", () => {
    const groups = Array.from({ length: 20 }, (_, i) => group(`dataset:n${i}`, 1));
    const edges = groups.flatMap((from, i) => groups.slice(i + 1).map((to, j) => link(`${from.id}>${to.id}`, j === 0 ? 100 : 2)));
    const picture = overviewPicture(draw(groups, edges));
    expect(picture.edges.length + picture.faint!.edges).toBe(edges.length);
    expect(picture.faint!.linksEach).toBe(2);
    expect(picture.edges.filter(({ links }) => links?.count === 100)).toHaveLength(19);
  });
  test("does not open the rest, nor what the rest predicted", () => {
    const picture = overviewPicture(draw([{ ...group(":", 7, "rest"), id: "rest", label: "", groups: 3 }, { ...group("prediction:", 5, "predictions"), label: "" }]), ["rest", "prediction:"], new Map([["rest", []], ["prediction:", []]]));
    expect(picture.nodes.map(({ group: it }) => [it?.canOpen, it?.open])).toEqual([[false, null], [false, null]]);
  });
  test("of nothing is empty", () => {
    expect(overviewPicture(draw([])).nodes).toEqual([]);
  });
});

describe("columns", () => {
  test("give the heavier way of a cycle its direction, and end in a cycle of many", () => {
    const ids = ["a", "b", "c"];
    const cycle = (weights: number[]) => ids.map((from, i) => ({ from, to: ids[(i + 1) % 3]!, weight: weights[i]! }));
    expect(Object.fromEntries(flowColumns(ids, () => 0, cycle([9, 8, 1])))).toEqual({ a: 0, b: 1, c: 2 });
    expect(Object.fromEntries(flowColumns(ids, () => 0, cycle([1, 9, 8])))).toEqual({ b: 0, c: 1, a: 2 });
  });
  test("come in the order of the ranks, whatever the edges say", () => {
    expect(Object.fromEntries(flowColumns(["m", "s"], (id) => (id === "s" ? 0 : 3), [{ from: "m", to: "s", weight: 1 }]))).toEqual({ s: 0, m: 1 });
  });
});
