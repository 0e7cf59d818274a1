import type { Micros } from "@/lib/time";

/** How old the latest batch of a source may be. `observed`: taken from its own past, where nobody has declared it. */
export type LatenessRule = { limitMs: number; from: "declared" | "observed" };

/** How a half hour was: `none` before the first batch, or without a rule where nothing came. */
export type HalfHour = "onTime" | "late" | "missing" | "none";

export const HALF_HOUR_MS = 1_800_000;
/** A day. */
export const HALF_HOURS = 48;
const MIN_INTERVALS = 5;
const QUANTILE = 0.95;
const SLACK = 1.5;

/** Between one and the next of `times`, latest first; in ms, ascending. */
function intervalsOf(times: readonly Micros[]): number[] {
  return times.slice(1).map((at, i) => (times[i]! - at) / 1000).sort((a, b) => a - b);
}

/**
 * The declared age, else one and a half times the 95th percentile (nearest rank) of the past intervals. `null`, so that nothing is
 * guessed, with neither a declaration nor five intervals. `times` of batches, latest first.
 */
export function latenessRule(declaredMs: number | null, times: readonly Micros[]): LatenessRule | null {
  if (declaredMs !== null) return { limitMs: declaredMs, from: "declared" };
  const intervals = intervalsOf(times);
  if (intervals.length < MIN_INTERVALS) return null;
  return { limitMs: intervals[Math.ceil(QUANTILE * intervals.length) - 1]! * SLACK, from: "observed" };
}

/** How far apart batches usually are: the median of the past intervals, `null` for fewer than five. */
export function usualIntervalMs(times: readonly Micros[]): number | null {
  const intervals = intervalsOf(times);
  return intervals.length < MIN_INTERVALS ? null : intervals[Math.floor((intervals.length - 1) / 2)]!;
}

/** How long the next batch has been due, in ms; 0 when it is not, `null` when nobody can tell. */
export function lateByMs(latest: Micros | null, rule: LatenessRule | null, now: Micros): number | null {
  if (latest === null || rule === null) return null;
  return Math.max(0, (now - latest) / 1000 - rule.limitMs);
}

/**
 * The last 24 hours in half hours up to `now`, oldest first. A half hour is on time when at its end the latest batch was no older than the
 * rule allows; else it is missing if batches came again afterwards, and late if none has. `times` are of batches, in any order: the latest
 * of each half hour is enough, and the latest one before them all.
 */
export function halfHours(times: readonly Micros[], rule: LatenessRule | null, now: Micros): HalfHour[] {
  const ascending = [...times].sort((a, b) => a - b);
  const newest = ascending.at(-1);
  return Array.from({ length: HALF_HOURS }, (_, i): HalfHour => {
    const end = now - (HALF_HOURS - 1 - i) * HALF_HOUR_MS * 1000;
    const before = ascending.findLast((at) => at <= end);
    if (before === undefined || newest === undefined) return "none";
    if (before > end - HALF_HOUR_MS * 1000) return "onTime";
    if (rule === null) return "none";
    if ((end - before) / 1000 <= rule.limitMs) return "onTime";
    return before < newest ? "missing" : "late";
  });
}
