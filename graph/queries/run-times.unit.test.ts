import { expect, test } from "vitest";
import { isStale } from "./run-times";

const HOUR = 3_600_000_000;
const hours = (...times: number[]) => times.map((it) => it * HOUR);

test.each([
  ["two runs are too few", [10, 0], 10_000, false],
  ["silent for three intervals exactly", [48, 24, 0], 48 + 72, false],
  ["silent for more than three intervals", [48, 24, 0], 48 + 72.1, true],
  ["silent for long, but less than a day", [2, 1, 0], 25.9, false],
  ["silent for a day", [2, 1, 0], 26, true],
  ["the longest interval counts", [102, 101, 100, 0], 102 + 299, false],
  ["but only of the last twenty", [...Array.from({ length: 21 }, (_, i) => 120 - i), 0], 120 + 30, true],
])("%s", (_, times, clock, expected) => expect(isStale(hours(...times), clock * HOUR)).toBe(expected));
