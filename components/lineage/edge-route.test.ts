import { describe, expect, test } from "vitest";
import { CARD, layered } from "@/lib/layout/layered";
import type { PictureNode } from "@/lib/layout/picture";
import { wholeNumbers } from "@/lib/testing/seeded-random";
import { edgeEnds } from "./edge-path";
import { curve, EdgeRouter, isIn } from "./edge-route";

const node = (id: string, x: number, y: number): PictureNode => ({
  id, ref: id, kind: "dataset", namespace: "a", name: id, version: null, state: "active", owner: null, at: null, conflict: false, distance: 0,
  behind: { upstream: 0, downstream: 0 }, hidden: 0, column: 0, x, y,
});

/** The cards that the way between two of them runs through, its own two left out but for their far sides. */
function hits(nodes: readonly PictureNode[], from: PictureNode, to: PictureNode): string[] {
  const ends = edgeEnds(from, to);
  const line = curve(ends.start, new EdgeRouter({ nodes: [...nodes] }).route(from, to), ends.end);
  return nodes.filter((it) => line.some((point) => isIn(point, { left: it.x - CARD.width / 2 + 1, right: it.x + CARD.width / 2 - 1, top: it.y - CARD.height / 2, bottom: it.y + CARD.height / 2 }))).map(({ id }) => id);
}

describe("a way between two cards", () => {
  test("is a plain curve where nothing is in between", () => {
    const [a, b] = [node("a", 0, 0), node("b", 304, 200)];
    expect(new EdgeRouter({ nodes: [a, b] }).route(a, b)).toHaveLength(2);
  });
  test("goes around a card in a column between", () => {
    const [a, between, b] = [node("a", 0, 0), node("between", 304, 0), node("b", 608, 0)];
    expect(hits([a, between, b], a, b)).toEqual([]);
  });
  test("finds the gap in a long column", () => {
    const nodes = [node("a", 0, 0), node("b", 608, 0), ...Array.from({ length: 9 }, (_, i) => node(`m${i}`, 304, (i - 4) * 100))];
    expect(hits(nodes, nodes[0]!, nodes[1]!)).toEqual([]);
  });
  test.each([["up", -200], ["down", 300], ["level", 0]])("runs back %s through no card", (_, y) => {
    const nodes = [node("a", 608, 0), node("b", 0, y), ...[0, 304, 608].flatMap((x) => [-300, -200, -100, 100, 200, 400].filter((it) => x !== 0 || it !== y).map((it) => node(`${x} ${it}`, x, it)))];
    expect(hits(nodes, nodes[0]!, nodes[1]!)).toEqual([]);
  });
});

test("on random graphs no edge runs through a card", () => {
  const below = wholeNumbers(7);
  for (let round = 0; round < 60; round++) {
    const ids = Array.from({ length: 8 + below(30) }, (_, i) => `n${i}`);
    const edges = Array.from({ length: ids.length * 2 }, () => ({ from: ids[below(ids.length)]!, to: ids[below(ids.length)]! })).filter(({ from, to }) => from !== to);
    const places = layered(ids, edges, "n0");
    const nodes = ids.map((id) => node(id, places.get(id)!.x, places.get(id)!.y));
    for (const { from, to } of edges) {
      const find = (id: string) => nodes.find((it) => it.id === id)!;
      expect({ round, from, to, hits: hits(nodes, find(from), find(to)) }).toMatchObject({ hits: [] });
    }
  }
});
