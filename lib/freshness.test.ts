import { describe, expect, test } from "vitest";
import { HALF_HOURS, halfHours, lateByMs, latenessRule, usualIntervalMs, type HalfHour } from "./freshness";

const MINUTE = 60_000_000;
const NOW = 1_800_000_000_000_000;
/** Minutes before now, latest first, as times. */
const ago = (...minutes: number[]) => minutes.map((it) => NOW - it * MINUTE);
const every = (minutes: number, count: number, first = 0) => ago(...Array.from({ length: count }, (_, i) => first + i * minutes));

describe("when a batch is late", () => {
  test("is what the source declares, whatever it did before", () => expect(latenessRule(900_000, every(60, 30))).toEqual({ limitMs: 900_000, from: "declared" }));
  test("is else one and a half times the 95th percentile of the intervals", () => {
    expect(latenessRule(null, every(10, 6))).toEqual({ limitMs: 900_000, from: "observed" });
    // twenty intervals: the nineteenth counts, the one long gap does not
    const times = [...every(10, 20), NOW - 19 * 10 * MINUTE - 600 * MINUTE];
    expect(latenessRule(null, times)).toEqual({ limitMs: 900_000, from: "observed" });
  });
  test("is not guessed from fewer than five intervals", () => {
    expect(latenessRule(null, every(10, 5))).toBeNull();
    expect(usualIntervalMs(every(10, 5))).toBeNull();
    expect(usualIntervalMs(every(10, 6))).toBe(600_000);
  });
  test("counts from when the batch was due", () => {
    const rule = latenessRule(900_000, []);
    expect(lateByMs(NOW - 55 * MINUTE, rule, NOW)).toBe(40 * 60_000);
    expect(lateByMs(NOW - 15 * MINUTE, rule, NOW)).toBe(0);
    expect([lateByMs(null, rule, NOW), lateByMs(NOW, null, NOW)]).toEqual([null, null]);
  });
});

describe("the half hours of a day", () => {
  const rule = { limitMs: 900_000, from: "declared" } as const;
  const count = (slots: readonly HalfHour[]) => Object.fromEntries(["onTime", "late", "missing", "none"].map((it) => [it, slots.filter((slot) => slot === it).length]));

  test("are on time while batches come", () => expect(count(halfHours(every(15, 200), rule, NOW))).toEqual({ onTime: HALF_HOURS, late: 0, missing: 0, none: 0 }));
  test("are missing in a hole that was filled again, and late when nothing has come since", () => {
    const hole = every(15, 200).filter((at) => at < NOW - 300 * MINUTE || at > NOW - 180 * MINUTE);
    expect(count(halfHours(hole, rule, NOW))).toEqual({ onTime: HALF_HOURS - 4, late: 0, missing: 4, none: 0 });
    const stopped = halfHours(every(15, 200, 120), rule, NOW);
    expect(count(stopped)).toEqual({ onTime: HALF_HOURS - 4, late: 4, missing: 0, none: 0 });
    expect(stopped.slice(-5)).toEqual(["onTime", "late", "late", "late", "late"]);
  });
  test("are on time between the rare batches of a source that may be silent that long", () =>
    expect(count(halfHours(ago(700, 2140), { limitMs: 24 * 3_600_000, from: "declared" }, NOW))).toEqual({ onTime: HALF_HOURS, late: 0, missing: 0, none: 0 }));
  test("say nothing before the first batch, nor without a rule", () => {
    expect(count(halfHours(every(15, 4), rule, NOW))).toEqual({ onTime: 2, late: 0, missing: 0, none: HALF_HOURS - 2 });
    expect(count(halfHours(ago(100, 1000), null, NOW))).toEqual({ onTime: 2, late: 0, missing: 0, none: HALF_HOURS - 2 });
    expect(count(halfHours([], rule, NOW))).toEqual({ onTime: 0, late: 0, missing: 0, none: HALF_HOURS });
  });
});
