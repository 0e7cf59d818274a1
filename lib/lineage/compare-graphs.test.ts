import { describe, expect, test } from "vitest";
import { compareThings, countDifferences, type Comparable } from "./compare-graphs";

const graph = (things: Record<string, Comparable>) => new Map(Object.entries(things));
const told = (before: Record<string, Comparable>, after: Record<string, Comparable>) => Object.fromEntries(compareThings(graph(before), graph(after)));

describe("two graphs", () => {
  test("of a chain that grew and lost its head", () => {
    expect(told({ a: {}, b: {} }, { b: {}, c: {} })).toEqual({ a: { kind: "removed", fields: [] }, c: { kind: "added", fields: [] } });
  });
  test("with the same things in another state say what was and what is", () => {
    expect(told({ d: { state: "active", owner: null, serves: "m@6" } }, { d: { state: "undeployed", owner: "party:-:a", serves: null } })).toEqual({
      d: { kind: "changed", fields: [{ field: "state", was: "active", is: "undeployed" }, { field: "owner", was: null, is: "party:-:a" }, { field: "serves", was: "m@6", is: null }] },
    });
  });
  test("are not said to differ in what only one side knows", () => expect(told({ a: { state: "active" } }, { a: { confidence: "observed" } })).toEqual({}));
  test("of which one is empty are all added, or all removed", () => {
    expect(Object.values(told({}, { a: {}, b: {} })).map(({ kind }) => kind)).toEqual(["added", "added"]);
    expect(Object.values(told({ a: {}, b: {} }, {})).map(({ kind }) => kind)).toEqual(["removed", "removed"]);
  });
});

/** A graph of up to 12 things in one of three states, steadily different for each seed. */
function anyGraph(seed: number): Record<string, Comparable> {
  const things: Record<string, Comparable> = {};
  for (let i = 0, state = seed * 7919 + 1; i < 12; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    if (state % 3 !== 0) things[`n${i}`] = { state: ["active", "dropped", "missing"][state % 7 % 3]!, owner: state % 5 === 0 ? null : `party:-:${state % 2}` };
  }
  return things;
}

describe("whatever the graphs", () => {
  test("one compared with itself has no difference", () => {
    for (let seed = 0; seed < 200; seed++) expect(told(anyGraph(seed), anyGraph(seed))).toEqual({});
  });
  test("swapping the two swaps added and removed, and what was with what is", () => {
    const swapped = { added: "removed", removed: "added", changed: "changed" } as const;
    for (let seed = 0; seed < 200; seed++) {
      const [one, other] = [anyGraph(seed), anyGraph(seed + 1000)];
      const back = Object.entries(told(other, one)).map(([id, { kind, fields }]) => [id, { kind: swapped[kind], fields: fields.map(({ field, was, is }) => ({ field, was: is, is: was })) }]);
      expect(Object.fromEntries(back)).toEqual(told(one, other));
    }
  });
  test("what is not told of is in both, and the same", () => {
    for (let seed = 0; seed < 200; seed++) {
      const [one, other] = [anyGraph(seed), anyGraph(seed + 1000)];
      const differences = told(one, other);
      for (const id of new Set([...Object.keys(one), ...Object.keys(other)])) if (!(id in differences)) expect(one[id]).toEqual(other[id]);
    }
  });
});

test("differences are counted by how", () => {
  const change = (kind: "added" | "removed" | "changed") => ({ change: { kind, fields: [] } });
  expect(countDifferences([change("added"), change("added"), {}], [change("removed"), change("changed")])).toEqual({
    added: { nodes: 2, edges: 0 }, removed: { nodes: 0, edges: 1 }, changed: { nodes: 0, edges: 1 },
  });
});
