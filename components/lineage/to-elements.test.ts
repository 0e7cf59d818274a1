import { expect, test } from "vitest";
import type { Picture, PictureEdge, PictureNode } from "@/lib/layout/picture";
import { bends, controlPoints, edgeEnds, tabWidth } from "./edge-path";
import { boundsOf, toElements } from "./to-elements";

const node = (id: string, column: number, y: number, more: Partial<PictureNode> = {}): PictureNode => ({
  id, ref: id, kind: "dataset", namespace: "a", name: id, version: null, state: "active", owner: null, at: null, conflict: false, distance: Math.abs(column),
  behind: { upstream: 0, downstream: 0 }, hidden: 0, column, x: column * 304, y, ...more,
});
const edge = (from: string, to: string, more: Partial<PictureEdge> = {}): PictureEdge => ({
  id: `${from}>${to}`, from, to, confidence: "observed", stale: false, firstSeen: null, lastSeen: null, rel: "input", role: null, ...more,
});
const picture = (nodes: PictureNode[], edges: PictureEdge[]): Picture => ({
  start: "r", nodes, edges, counts: { shown: nodes.length, total: nodes.length, behindCounts: 0, hiddenByLimit: 0, hiddenByAccess: 0 },
  complete: true, asOf: null, watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 }, notFound: [],
});

test("each node and each edge is one element, where the layout put it", () => {
  const elements = toElements(picture([node("r", 0, 0), node("a", -1, 50)], [edge("a", "r", { confidence: "inferred", stale: true })]));
  expect(elements.map(({ data, position, classes }) => ({ id: data.id, position, classes }))).toEqual([
    { id: "r", position: { x: 0, y: 0 }, classes: "start" },
    { id: "a", position: { x: -304, y: 50 }, classes: "" },
    { id: "a>r", position: undefined, classes: "inferred stale" },
  ]);
});

test("an edge to itself, or to what is not drawn, is none", () => {
  expect(toElements(picture([node("r", 0, 0)], [edge("r", "r"), edge("r", "gone")]))).toHaveLength(1);
});

test("expected and unseen nodes are dashed", () => {
  const elements = toElements(picture([node("m", 0, 0, { state: "missing" }), node("h", 0, 100, { ref: null, kind: null, hidden: 3, name: "" })], []));
  expect(elements.map(({ data, classes }) => [data.shape, data.label, classes])).toEqual([["expected", "m", "ghost"], ["hidden", "3 nodes you may not see", "ghost"]]);
});

test("an edge ends at the tabs of its cards", () => {
  const from = node("a", -1, 0, { behind: { upstream: 9, downstream: 4 } });
  const to = node("r", 0, 0, { behind: { upstream: 1234, downstream: 0 } });
  expect(edgeEnds(from, to)).toEqual({ start: { x: -304 + 104 + 28, y: 0 }, end: { x: -104 - 56 - 1, y: 0 } });
  expect(tabWidth(0)).toBe(0);
});

test.each([
  ["up", { start: { x: 0, y: 0 }, end: { x: 80, y: -200 } }],
  ["down", { start: { x: -30, y: 10 }, end: { x: 400, y: 310 } }],
  ["level", { start: { x: 0, y: 0 }, end: { x: 80, y: 0 } }],
])("control points give back the bends of an edge that runs %s", (_, ends) => {
  const points = bends(ends);
  const { weights, distances } = controlPoints(ends, points);
  const [dx, dy] = [ends.end.x - ends.start.x, ends.end.y - ends.start.y];
  const length = Math.hypot(dx, dy);
  // as Cytoscape reads them: along the line by weight, then along its normal (-dy, dx)
  points.forEach((point, i) => {
    expect(ends.start.x + dx * weights[i]! - (dy / length) * distances[i]!).toBeCloseTo(point.x, 6);
    expect(ends.start.y + dy * weights[i]! + (dx / length) * distances[i]!).toBeCloseTo(point.y, 6);
  });
});

test("the bounds hold every card", () => {
  expect(boundsOf(picture([node("r", 0, 0), node("a", -2, 150)], []))).toEqual({ x1: -608 - 104, y1: -34, x2: 104, y2: 184 });
});
