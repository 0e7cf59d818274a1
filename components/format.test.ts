import { expect, test } from "vitest";
import { counted, formatBytes, formatCount, formatDuration, formatMean, formatNumber, formatUtc } from "./format";

test.each([[0, "0"], [999, "999"], [1000, "1 000"], [24192, "24 192"], [1234567, "1 234 567"]])("%i is written %s", (count, text) =>
  expect(formatCount(count).replaceAll("\u2009", " ")).toBe(text));
test("one is not several", () => expect([counted(1, "node"), counted(2, "node"), counted(2, "entry", "entries")]).toEqual(["1 node", "2 nodes", "2 entries"]));
test("an instant is cut to the second", () => expect(formatUtc("2026-11-23T07:42:10.118Z")).toBe("2026-11-23 07:42:10"));
test.each([[0, "0 s"], [59_999, "59 s"], [60_000, "1 min"], [7_200_000, "2 h"], [200_000_000, "2 d"]])("%i ms is %s", (durationMs, text) => expect(formatDuration(durationMs)).toBe(text));
test.each([[96, "96"], [360 / 7, "51.4"], [0.04, "0"], [0.06, "0.1"], [1999.96, "2 000"], [12345.6, "12 345.6"]])("a mean of %d is %s", (mean, text) =>
  expect(formatMean(mean).replaceAll("\u2009", " ")).toBe(text));
test.each([[0, "0 B"], [999, "999 B"], [1000, "1.0 kB"], [1_549_000, "1.5 MB"], [64_000_000_000, "64.0 GB"]])("%i bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test("whole numbers are grouped and never rounded", () => {
  expect(formatNumber(1234567)).toBe("1\u2009234\u2009567");
  expect(formatNumber(-12)).toBe("−12");
});

test("fractions keep six significant digits, extreme ones their exponent", () => {
  expect(formatNumber(0.340740740741)).toBe("0.340741");
  expect(formatNumber(-0.5)).toBe("−0.5");
  expect(formatNumber(0.0000123456)).toBe("0.00001235");
  expect(formatNumber(1.5e20)).toBe("1.500e+20");
});
