import { expect, test } from "vitest";
import { datesOf, instantWords, mergeTicks, periodWords, placeOf, spanOf, toMillis } from "./time-ticks";

const span = { from: toMillis("2026-11-09T00:00:00Z"), to: toMillis("2026-11-19T00:00:00Z") };
const at = (day: string, count = 1) => ({ at: `2026-11-${day}Z`, count });

test("moments that are too near are one mark with the number of their changes", () => {
  const ticks = mergeTicks([at("10T00:00:00", 2), at("10T00:10:00"), at("14T00:00:00")], span, 0.01);
  expect(ticks.map(({ moments, count, first, last }) => [moments, count, first, last])).toEqual([
    [2, 3, "2026-11-10T00:00:00Z", "2026-11-10T00:10:00Z"], [1, 1, "2026-11-14T00:00:00Z", "2026-11-14T00:00:00Z"],
  ]);
  expect(ticks[1]!.place).toBe(0.5);
});
test("a row of moments is not drawn into one mark that has no end", () => {
  const row = Array.from({ length: 240 }, (_, hour) => ({ at: new Date(span.from + hour * 3_600_000).toISOString(), count: 1 }));
  const ticks = mergeTicks(row, span, 0.02);
  expect(ticks.length).toBeGreaterThan(40);
  expect(ticks.reduce((sum, { count }) => sum + count, 0)).toBe(240);
});
test("a span holds its instants, also a single one", () => {
  const one = spanOf(["2026-11-09T00:00:00Z"]);
  expect(placeOf(toMillis("2026-11-09T00:00:00Z"), one)).toBeGreaterThan(0);
  expect(one.to).toBeGreaterThan(one.from);
});
test("a few round dates stand under the track", () => {
  expect(datesOf(span, span.to).map(({ text }) => text)).toEqual(["9 Nov", "11 Nov", "13 Nov", "15 Nov", "17 Nov"]);
  expect(datesOf({ from: span.from, to: span.from + 3_600_000 }, span.from + 3_600_000).map(({ text }) => text)).toEqual(["9 Nov 00:00", "9 Nov 00:15", "9 Nov 00:30", "9 Nov 00:45"]);
});
test("no date stands where now stands", () => {
  expect(datesOf(span, toMillis("2026-11-13T02:00:00Z")).map(({ text }) => text)).toEqual(["9 Nov", "11 Nov", "15 Nov", "17 Nov"]);
});
test("an instant in a sentence has seconds where they matter", () => {
  expect(instantWords("2026-11-20T13:00:00Z")).toBe("20 Nov 13:00");
  expect(instantWords("2026-11-20T13:00:07.5Z")).toBe("20 Nov 13:00:07");
  expect(instantWords("2026-11-20T13:00:07.5Z", { short: true })).toBe("20 Nov 13:00");
});
test("two instants have their years where these differ", () => {
  expect(periodWords("2026-11-20T13:00:00Z", "2026-11-21T00:00:00Z", null)).toEqual({ from: "20 Nov 13:00", to: "21 Nov 00:00" });
  expect(periodWords("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", null)).toEqual({ from: "1 Jan 2025 00:00", to: "1 Jan 2026 00:00" });
  expect(periodWords("2025-01-01T00:00:00Z", null, "2026-01-01T00:00:00Z")).toEqual({ from: "1 Jan 2025 00:00", to: "now" });
  expect(periodWords("2025-01-01T00:00:00Z", null, null)).toEqual({ from: "1 Jan 00:00", to: "now" });
});
