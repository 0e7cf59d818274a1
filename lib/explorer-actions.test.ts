import { describe, expect, test } from "vitest";
import { askAnew, askForPaths, expandSide, foldSide, hideNode, NO_HISTORY, redone, showHidden, startFrom, stepped, undone } from "./explorer-actions";
import { initialView, MAX_EXPANSIONS } from "./explorer-view";

const A = "dataset:a:a";
const B = "dataset:a:b";
const start = initialView(A);

describe("expanding a side", () => {
  test("asks for the next of it, or for all", () => {
    expect(expandSide(start, B, "upstream").expanded).toEqual([{ ref: B, side: "upstream" }]);
    expect(expandSide(start, B, "upstream", true).expanded).toEqual([{ ref: B, side: "upstream", far: true }]);
  });
  test("that was folded up shows what was there", () => {
    const folded = foldSide(expandSide(start, B, "upstream"), B, "upstream");
    expect(expandSide(folded, B, "upstream")).toEqual(expandSide(start, B, "upstream"));
    expect(expandSide(folded, B, "downstream").folded).toEqual(folded.folded);
  });
  test("has an end", () => {
    const full = { ...start, expanded: Array.from({ length: MAX_EXPANSIONS }, () => ({ ref: B, side: "upstream" as const })) };
    expect(expandSide(full, B, "upstream")).toBe(full);
  });
});

test("folding keeps what was expanded, so that nothing moves, and does not happen twice", () => {
  const folded = foldSide(expandSide(start, B, "upstream"), B, "upstream");
  expect(folded).toMatchObject({ expanded: [{ ref: B }], folded: [{ ref: B, side: "upstream" }] });
  expect(foldSide(folded, B, "upstream")).toBe(folded);
});

test("a hidden node is no longer selected, can be shown again, and is never the start", () => {
  const hidden = hideNode({ ...start, selected: { node: B } }, B);
  expect(hidden).toMatchObject({ hidden: [B], selected: null });
  expect(showHidden(hidden).hidden).toEqual([]);
  expect(hideNode(start, A)).toBe(start);
});

test("ways are asked for between two different nodes", () => {
  expect(askForPaths(start, A, B).paths).toEqual({ from: A, to: B });
  expect(askForPaths({ ...start, compare: "2026-11-22T00:00:00Z", group: "kind" }, A, B)).toMatchObject({ compare: null, group: null });
  expect(askForPaths({ ...start, paths: { from: A, to: B } }, A, A).paths).toBeNull();
});

test("another start keeps the time alone; another question keeps start, time and filter", () => {
  const touched = { ...hideNode(expandSide(start, B, "upstream"), B), asOf: "2026-11-23T00:00:00Z", filter: { ...start.filter, kinds: ["dataset" as const] } };
  expect(startFrom(touched, B)).toEqual({ ...initialView(B), asOf: touched.asOf });
  expect(askAnew(touched, { depth: 3 })).toEqual({ ...start, asOf: touched.asOf, filter: touched.filter, depth: 3 });
});

test("steps are undone in turn, redone in turn, and a new one forgets what was undone", () => {
  const [one, two, three] = [1, 2, 3].map((depth) => ({ ...start, depth })) as [typeof start, typeof start, typeof start];
  const history = stepped(stepped(NO_HISTORY, one), two);
  const back = undone(history, three)!;
  expect(back.view).toBe(two);
  const further = undone(back.history, back.view)!;
  expect([further.view, undone(further.history, further.view)]).toEqual([one, null]);
  const again = redone(further.history, further.view)!;
  expect([again.view, redone(again.history, again.view)!.view]).toEqual([two, three]);
  expect(redone(stepped(further.history, one), two)).toBeNull();
});
