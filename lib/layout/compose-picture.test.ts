import { describe, expect, test } from "vitest";
import { composePicture } from "./compose-picture";
import type { AnswerEdge, AnswerNode, GraphAnswer } from "./picture";

const node = (name: string, distance: number, upstream = 0, downstream = 0): AnswerNode => ({
  ref: `dataset:a:${name}`, kind: "dataset", namespace: "a", name, state: "active", distance, more: { upstream, downstream },
});
const unseen = (id: string, distance: number): AnswerNode => ({ ref: null, id, kind: null, state: null, distance });
const edge = (from: string, to: string, more: Partial<AnswerEdge> = {}): AnswerEdge => ({
  from: from.startsWith("#") ? from : `dataset:a:${from}`, to: to.startsWith("#") ? to : `dataset:a:${to}`,
  confidence: "observed", stale: false, ...more,
});
const answer = (nodes: AnswerNode[], edges: AnswerEdge[], hiddenByLimit = 0): GraphAnswer => ({
  nodes, edges, counts: { total: nodes.length + hiddenByLimit, shown: nodes.length, hiddenByLimit, hiddenByAccess: 0 },
  complete: true, asOf: null, watermark: { sequence: 9, recordedAt: null, lagMs: 0, deadLetters: 0 },
});
const base = answer([node("r", 0, 0, 2), node("a", 1, 3, 1)], [edge("a", "r")]);
const upstreamOfA = { ref: "dataset:a:a", side: "upstream" as const, answer: answer([node("a", 0, 0, 2), node("x", 1), node("y", 1, 5), node("z", 1, 0, 1)], [edge("x", "a"), edge("y", "a"), edge("z", "a")]) };
const find = (picture: ReturnType<typeof composePicture>, name: string) => picture.nodes.find((one) => one.name === name)!;

describe("counts", () => {
  test("say what is drawn, and what is behind the tabs", () => {
    expect(composePicture("dataset:a:r", base).counts).toEqual({ shown: 2, total: 8, behindCounts: 6, hiddenByLimit: 0, hiddenByAccess: 0 });
  });
  test("shrink by what an expansion brings, also where another answer saw the neighbour", () => {
    const picture = composePicture("dataset:a:r", base, [upstreamOfA], [edge("z", "r")]);
    expect(find(picture, "a").behind).toEqual({ upstream: 0, downstream: 1 });
    expect(find(picture, "y").behind).toEqual({ upstream: 5, downstream: 0 });
    expect(find(picture, "z").behind).toEqual({ upstream: 0, downstream: 0 });
    expect(picture.counts.shown).toBe(5);
    expect(picture.edges.map(({ id }) => id)).toContain("dataset:a:z>dataset:a:r");
  });
  test("hold what the limit hid, once", () => {
    expect(composePicture("dataset:a:r", answer([node("r", 0, 40)], [], 40)).counts).toMatchObject({ shown: 1, total: 41, hiddenByLimit: 40 });
  });
});

test("an expansion moves nothing, and the same ones in the same order give the same picture", () => {
  const before = composePicture("dataset:a:r", base);
  const after = composePicture("dataset:a:r", base, [upstreamOfA]);
  for (const name of ["r", "a"]) expect(find(after, name)).toMatchObject({ x: find(before, name).x, y: find(before, name).y });
  expect(composePicture("dataset:a:r", base, [upstreamOfA])).toEqual(after);
});

test("an expansion of what is gone is told, and the rest is drawn", () => {
  const picture = composePicture("dataset:a:r", base, [{ ref: "dataset:a:gone", side: "upstream", answer: null }]);
  expect(picture.notFound).toEqual([{ ref: "dataset:a:gone", side: "upstream" }]);
  expect(picture.nodes).toHaveLength(2);
});

describe("what may not be seen", () => {
  const hidden = answer([node("r", 0), unseen("#1", 1), unseen("#2", 1), unseen("#3", 1)], [edge("#1", "r"), edge("#2", "r"), edge("r", "#3")]);
  test("is one card for each side, with its number and no name", () => {
    const cards = composePicture("dataset:a:r", hidden).nodes.filter((one) => one.ref === null);
    expect(cards.map(({ hidden: count, name, kind, column }) => ({ count, name, kind, column }))).toEqual([
      { count: 2, name: "", kind: null, column: -1 }, { count: 1, name: "", kind: null, column: 1 },
    ]);
  });
  test("is counted, and not as shown", () => {
    expect(composePicture("dataset:a:r", hidden).counts).toMatchObject({ shown: 1, hiddenByAccess: 3 });
  });
  test("of two answers is not mixed up", () => {
    const again = { ref: "dataset:a:r", side: "upstream" as const, answer: answer([node("r", 0), unseen("#1", 1)], [edge("#1", "r")]) };
    expect(new Set(composePicture("dataset:a:r", hidden, [again]).nodes.map(({ id }) => id)).size).toBe(4);
  });
});

test("an edge that two answers hold is one line", () => {
  const again = { ref: "dataset:a:r", side: "upstream" as const, answer: answer([node("r", 0, 0, 2), node("a", 1, 3, 1)], [edge("a", "r")]) };
  expect(composePicture("dataset:a:r", base, [again], [edge("a", "r")]).edges).toHaveLength(1);
});
