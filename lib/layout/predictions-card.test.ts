import { expect, test } from "vitest";
import { composePicture } from "./compose-picture";
import type { AnswerNode, GraphAnswer, GroupRow } from "./picture";
import { PREDICTIONS_ID, predictionsAsked, reservePredictions, withPredictions } from "./predictions-card";

const MODEL = "model:ops:latency@1";
const node = (ref: string, distance: number, upstream = 0, downstream = 0): AnswerNode => ({ ref, kind: ref.startsWith("model") ? "model" : "deployment", name: ref, distance, more: { upstream, downstream } });
const answer = (nodes: AnswerNode[], edges: [string, string][]): GraphAnswer => ({
  nodes, edges: edges.map(([from, to]) => ({ from, to, confidence: "observed", stale: false })), counts: { total: nodes.length, shown: nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null,
  watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
});
const base = answer([node(MODEL, 0, 0, 3), ...["a", "b"].map((it) => node(`deployment:ops:prod/${it}`, 1))], [[MODEL, "deployment:ops:prod/a"], [MODEL, "deployment:ops:prod/b"]]);
const rows = Array.from({ length: 8 }, (_, i): GroupRow => ({ ref: `prediction:ops:${i}`, kind: "prediction", namespace: "ops", name: String(i), version: null, state: "active", owner: null, at: null, conflict: false }));
const predictions = { total: 12_430, rows, from: 0, list: "/nodes/x" };
const draw = (additions: Parameters<typeof composePicture>[2] = []) => withPredictions(composePicture(MODEL, reservePredictions(MODEL, base), additions), predictions);

test("the predictions are one card with rows after the start, and the rest is rolled up", () => {
  const picture = draw();
  const card = picture.nodes.find(({ id }) => id === PREDICTIONS_ID);
  expect(card).toMatchObject({ column: 1, group: { size: 12_430, open: { rows, from: 0 } } });
  expect(picture.counts).toMatchObject({ shown: 11, rolledUp: 12_422, total: 11 + 12_422 + 3 });
  expect(picture.nodes).toHaveLength(4);
  expect(picture.nodes.find(({ id }) => id === MODEL)?.behind.downstream).toBe(3);
});

test("what is expanded beside it goes around the room that it takes", () => {
  const more = answer([node(MODEL, 0, 0, 0), ...Array.from({ length: 9 }, (_, i) => node(`deployment:ops:test/${i}`, 1))], Array.from({ length: 9 }, (_, i) => [MODEL, `deployment:ops:test/${i}`]));
  const [before, after] = [draw(), draw([{ ref: MODEL, side: "downstream", answer: more }])];
  const card = after.nodes.find(({ id }) => id === PREDICTIONS_ID)!;
  expect(card).toMatchObject({ x: before.nodes.find(({ id }) => id === PREDICTIONS_ID)!.x, y: before.nodes.find(({ id }) => id === PREDICTIONS_ID)!.y });
  for (const { column, y, id } of after.nodes) if (column === card.column && id !== PREDICTIONS_ID) expect(y < card.y || y > card.y + 300).toBe(true);
});

test("an address turns its pages, and a total that nobody counted is not made up", () => {
  expect(predictionsAsked(["x", PREDICTIONS_ID, PREDICTIONS_ID])).toEqual({ from: 16, limit: 8 });
  const picture = withPredictions(composePicture(MODEL, reservePredictions(MODEL, base)), { ...predictions, total: null });
  expect(picture.complete).toBe(false);
  expect(picture.counts.rolledUp).toBeUndefined();
});
