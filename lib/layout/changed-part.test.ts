import { expect, test } from "vitest";
import type { Difference } from "@/lib/lineage/compare-graphs";
import { changedPart } from "./changed-part";
import { composePicture } from "./compose-picture";
import type { AnswerEdge, AnswerNode } from "./picture";

const ADDED: Difference = { kind: "added", fields: [] };
const node = (name: string, change?: Difference): AnswerNode => ({ ref: `dataset:a:${name}`, kind: "dataset", namespace: "a", name, distance: 1, ...(change ? { change } : {}) });
const edge = (from: string, to: string, change?: Difference): AnswerEdge => ({ from: `dataset:a:${from}`, to: `dataset:a:${to}`, confidence: "observed", stale: false, ...(change ? { change } : {}) });
const draw = (nodes: AnswerNode[], edges: AnswerEdge[]) =>
  composePicture("dataset:a:r", { nodes, edges, counts: { total: nodes.length, shown: nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null, watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 } });

test("only what changed is left, with the ends of changed edges and the start, each where it was", () => {
  const whole = draw([node("r"), node("a", ADDED), node("b"), node("c"), node("d")], [edge("a", "r", ADDED), edge("b", "r"), edge("c", "b", ADDED), edge("d", "r")]);
  const part = changedPart(whole);
  expect(part.nodes.map(({ name }) => name)).toEqual(["r", "a", "b", "c"]);
  expect(part.edges.map(({ id }) => id)).not.toContain("dataset:a:d>dataset:a:r");
  expect(part.counts).toMatchObject({ shown: 4, unchanged: 1, total: whole.counts.total });
  for (const { id, x, y } of part.nodes) expect(whole.nodes.find((it) => it.id === id)).toMatchObject({ x, y });
});
test("unseen nodes with the same neighbours stay apart where one came and the other was there", () => {
  const unseen = (id: string, change?: Difference): AnswerNode => ({ ref: null, id, distance: 1, ...(change ? { change } : {}) });
  const from = (id: string): AnswerEdge => ({ ...edge("r", "r"), from: id });
  const picture = draw([node("r"), unseen("h1"), unseen("h2", ADDED), unseen("h3")], ["h1", "h2", "h3"].map(from));
  expect(picture.nodes.slice(1).map(({ hidden, change }) => [hidden, change?.kind])).toEqual([[2, undefined], [1, "added"]]);
});
