import { expect, test } from "vitest";
import { trackWords } from "./time-words";
import type { MomentsState } from "./use-moments";

const answered = (days: number[], isWhole = true): MomentsState => ({
  status: "answered",
  moments: { moments: days.map((day) => ({ at: `2026-11-0${day}T00:00:00Z`, count: 2 })), shown: days.length * 2, isWhole, now: "2026-11-09T00:00:00Z" },
});

test("the track says how many changes there are, and whether these are all", () => {
  expect(trackWords(answered([1, 2, 3]), null)).toBe("6 changes, UTC");
  expect(trackWords(answered([1, 2, 3], false), "2026-11-02T00:00:00Z")).toBe("The newest 6 changes, UTC");
  expect(trackWords(answered([1]), null)).toBe("No change since the first record, UTC");
  expect(trackWords(answered([]), null)).toBe("No change since the first record, UTC");
});
test("an instant before the first record, and one that is still to come, are said to be so", () => {
  expect(trackWords(answered([2, 3]), "2026-11-01T23:59:59Z")).toBe("Before the first record, UTC");
  expect(trackWords(answered([2, 3]), "2026-11-10T00:00:00Z")).toBe("Still to come, UTC");
});
test("what was not read is not said to be nothing", () => {
  expect(trackWords({ status: "failed", moments: null }, null)).toBe("When it changed could not be read. UTC");
  expect(trackWords({ status: "waiting", moments: null }, null)).toBe("UTC");
});
