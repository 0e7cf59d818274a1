import { expect, test } from "vitest";
import { hiddenWords } from "./count-words";

const words = (counts: Partial<Parameters<typeof hiddenWords>[0]["counts"]>, complete = true) =>
  hiddenWords({ counts: { shown: 149, total: 467, behindCounts: 0, hiddenByLimit: 0, hiddenByAccess: 0, ...counts }, complete });

test("what is said to be hidden adds up to the total: the smaller figure is part of the larger", () => {
  expect(words({ behindCounts: 318, hiddenByLimit: 14 })).toEqual(["318 behind the counts", "14 of them over the limit"]);
  expect(words({ behindCounts: 14, hiddenByLimit: 318 })).toEqual(["318 over the limit", "14 of them behind the counts"]);
  expect(words({ behindCounts: 3 })).toEqual(["3 behind the counts"]);
  expect(words({ hiddenByLimit: 3, hiddenByAccess: 2 }, false)).toEqual(["3 over the limit", "2 you may not see"]);
});

test("a picture that is not whole for no other reason ran out of time", () => {
  expect(words({}, false)).toEqual(["partial: the graph ran out of time"]);
  expect(words({})).toEqual([]);
});
