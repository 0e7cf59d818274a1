import { describe, expect, test } from "vitest";
import { wholeNumbers } from "@/lib/testing/seeded-random";
import { findWays } from "./paths";

const graph = (...edges: string[]) => {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [from, to] = edge.split(">") as [string, string];
    next.set(from, [...(next.get(from) ?? []), to]);
    if (!next.has(to)) next.set(to, []);
  }
  return next;
};
const ways = (next: Map<string, string[]>, from: string, to: string, limit = 100) => {
  const { paths, total } = findWays(next, from, to, limit);
  return { paths: paths.map((it) => it.join("")), total };
};

describe("the ways between two nodes", () => {
  test("of a chain are one", () => expect(ways(graph("a>b", "b>c"), "a", "c")).toEqual({ paths: ["abc"], total: 1 }));
  test("of a diamond are two, shortest first", () => expect(ways(graph("a>b", "b>d", "a>c", "c>e", "e>d", "a>x", "y>d"), "a", "d")).toEqual({ paths: ["abd", "aced"], total: 2 }));
  test("against the flow are none", () => expect(ways(graph("a>b"), "b", "a")).toEqual({ paths: [], total: 0 }));
  test("from a node to itself are none", () => expect(ways(graph("a>b", "b>a"), "a", "a")).toEqual({ paths: [], total: 0 }));
  test("past a cycle go through no node twice", () => expect(ways(graph("a>b", "b>c", "c>b", "c>d", "b>d"), "a", "d")).toEqual({ paths: ["abd", "abcd"], total: 2 }));
  test("that end in a cycle end", () => expect(ways(graph("a>b", "b>a", "b>c"), "a", "c")).toEqual({ paths: ["abc"], total: 1 }));
  test("of sixty diamonds in a row are counted, too many to be a number, and the first are told", () => {
    const edges = (count: number) => Array.from({ length: count }, (_, i) => [`n${i}>u${i}`, `n${i}>v${i}`, `u${i}>n${i + 1}`, `v${i}>n${i + 1}`]).flat();
    expect(findWays(graph(...edges(40)), "n0", "n40", 3)).toMatchObject({ total: 2 ** 40 });
    const many = findWays(graph(...edges(60)), "n0", "n60", 3);
    expect([many.total, many.paths.map((it) => it.length)]).toEqual([null, [121, 121, 121]]);
  });
  test("through a tangle of cycles are told as far as they go", () => {
    const ids = Array.from({ length: 40 }, (_, i) => `n${i}`);
    const tangle = new Map(ids.map((id) => [id, ids.filter((it) => it !== id)]));
    const { paths, total } = findWays(tangle, "n0", "n39", 5);
    expect([total, paths[0], paths.length]).toEqual([null, ["n0", "n39"], 5]);
  });
});

test("on random graphs the ways are those that a plain search finds, none longer before a shorter", () => {
  const below = wholeNumbers(11);
  for (let round = 0; round < 300; round++) {
    const size = 2 + below(8);
    const edges = Array.from({ length: below(3 * size) }, () => `${below(size)}>${below(size)}`);
    const next = graph("0>0", ...edges);
    const found: string[] = [];
    const search = (at: string, way: string[]) => {
      if (at === "1") return void found.push(way.join());
      for (const other of new Set(next.get(at) ?? [])) if (!way.includes(other)) search(other, [...way, other]);
    };
    search("0", ["0"]);
    const { paths, total } = findWays(next, "0", "1", 1_000);
    expect({ round, total, paths: paths.map((it) => it.join()).sort() }).toEqual({ round, total: found.length, paths: found.sort() });
    expect(paths.map((it) => it.length)).toEqual(paths.map((it) => it.length).sort((a, b) => a - b));
  }
});
