import { describe, expect, test } from "vitest";
import { cutAt, distancesFrom, inOrder, type Flow } from "./distances";

/** Edges as text: `a>j b`. Names that begin with j ride along. */
function flow(text: string, backwards = false): Flow {
  const next = new Map<string, string[]>();
  const nodes = new Map<string, { ref: string; rides: boolean }>();
  for (const edge of text.trim().split(/\s+/)) {
    const [a, b] = edge.split(">") as [string, string | undefined];
    for (const it of b === undefined ? [a] : [a, b]) nodes.set(it, { ref: it, rides: it.startsWith("j") });
    if (b === undefined) continue;
    const [from, to] = backwards ? [b, a] : [a, b];
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  return { nodes, next };
}

function listed(f: Flow, starts: string, depth: number, limit = 1000): string {
  const ordered = inOrder([{ flow: f, places: distancesFrom(f, starts.split(" "), depth) }]);
  return cutAt(ordered, limit).map((it) => `${it.ref}${it.distance}`).join(" ");
}

const CHAIN = "a>j1 j1>b b>j2 j2>c c>d";

describe("steps from data to data", () => {
  test.each([
    ["a chain, one step", CHAIN, "a", 1, "a0 j11 b1"],
    ["a chain, to its end", CHAIN, "a", 9, "a0 j11 b1 j22 c2 d3"],
    ["a job version as the start has its data one step away", CHAIN, "j1", 1, "j10 b1"],
    ["a diamond gives each node its least distance", "a>j1 j1>b j1>c b>j2 c>j2 j2>d a>d", "a", 5, "a0 j11 b1 c1 j21 d1"],
    ["a cycle ends", "a>j1 j1>b b>j2 j2>a", "a", 9, "a0 j11 j21 b1"],
    ["an orphan stands alone", "a b>j1", "a", 3, "a0"],
    ["a job version that makes nothing is one step away", "a>j1 a>j2 j2>b b>j3", "a", 1, "a0 j21 b1 j11"],
    ["and is out when that step is too far", "a>j2 j2>b b>j3", "a", 1, "a0 j21 b1"],
    ["an unknown start gives nothing", "a>b", "z", 1, ""],
  ])("%s", (_, edges, start, depth, expected) => expect(listed(flow(edges), start, depth)).toBe(expected));

  test("a job version between two data that are both in is in as well, however they were reached", () => {
    // upstream of p: it is made of m and f, and m itself was made of f
    const f = flow("f>jp m>jp jp>p f>jt g>jt jt>m", true);
    expect(listed(f, "p", 1)).toBe("p0 jp1 f1 jt1 m1");
    expect(listed(f, "p", 2)).toBe("p0 jp1 f1 jt1 m1 g2");
  });

  test("upstream and downstream together are the union with each node's least distance", () => {
    const down = flow(CHAIN);
    const up = flow(CHAIN, true);
    const walks = [down, up].map((f) => ({ flow: f, places: distancesFrom(f, ["b"], 1) }));
    expect(inOrder(walks).map((it) => `${it.ref}${it.distance}`)).toEqual(["b0", "j11", "a1", "j21", "c1"]);
  });

  test("a hub's cut keeps the nearest and no job version that leads to nothing shown", () => {
    const hub = flow(Array.from({ length: 5 }, (_, i) => `a>j${i} j${i}>b${i}`).join(" "));
    expect(listed(hub, "a", 1, 6)).toBe("a0 j01 b01 j11 b11");
    expect(listed(hub, "a", 1, 5)).toBe("a0 j01 b01 j11 b11");
    expect(listed(hub, "a", 1, 1)).toBe("a0");
  });

  test("one reference for several keys is listed once, at its nearest", () => {
    const nodes = new Map([["a", { ref: "a", rides: false }], ["s1", { ref: "run", rides: true }], ["s2", { ref: "run", rides: true }], ["b", { ref: "b", rides: false }], ["c", { ref: "c", rides: false }]]);
    const f: Flow = { nodes, next: new Map([["a", ["s1"]], ["s1", ["b"]], ["b", ["s2"]], ["s2", ["c"]]]) };
    expect(listed(f, "a", 5)).toBe("a0 run1 b1 c2");
  });
});
