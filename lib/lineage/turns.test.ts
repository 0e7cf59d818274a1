import { describe, expect, test } from "vitest";
import { turnsOf, type Interval } from "./turns";

type Claim = Interval & { sure: "a" | "b" };
const best = (held: readonly Claim[]) => held.map(({ sure }) => sure).sort()[0]!;
const claim = (from: number, to: number, sure: Claim["sure"] = "a"): Claim => ({ from, to, sure });
const ALWAYS = { from: -1, last: 100 };

describe("the instants at which what holds changes", () => {
  test("are where it begins and where it ends", () => {
    expect(turnsOf([claim(2, 5)], best, ALWAYS)).toEqual([{ at: 2, was: null, is: "a" }, { at: 5, was: "a", is: null }]);
  });
  test("are none where one interval ends as the next begins, or two overlap", () => {
    expect(turnsOf([claim(2, 5), claim(5, 9)], best, ALWAYS).map(({ at }) => at)).toEqual([2, 9]);
    expect(turnsOf([claim(2, 6), claim(4, 9)], best, ALWAYS).map(({ at }) => at)).toEqual([2, 9]);
  });
  test("are also where something else holds from then on", () => {
    expect(turnsOf([claim(2, 5, "b"), claim(5, 9, "a")], best, ALWAYS)).toEqual([{ at: 2, was: null, is: "b" }, { at: 5, was: "b", is: "a" }, { at: 9, was: "a", is: null }]);
  });
  test("begin after the period's first instant and end with its last", () => {
    expect(turnsOf([claim(2, 5), claim(7, 9)], best, { from: 2, last: 7 })).toEqual([{ at: 5, was: "a", is: null }, { at: 7, was: null, is: "a" }]);
    expect(turnsOf([claim(2, 5)], best, { from: 5, last: 9 })).toEqual([]);
  });
  test("are none of nothing", () => expect(turnsOf<Claim, "a" | "b">([], best, ALWAYS)).toEqual([]));
});
