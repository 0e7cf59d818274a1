import type { Window } from "./cut-windows";
import { nameSeed } from "./ids";
import { ascending, bootstrapQuantile, mean, medianAbsoluteDeviation, quantile, slope, standardDeviation, tidy } from "./statistics";

export const SLOTS_PER_HOUR = 4;
export const SLOTS_PER_DAY = 96;
/** A day with fewer windows than this makes no baseline. */
const LEAST_BASELINE_WINDOWS = 24;

/** What a day of windows looks like. `sd` and `scale` are at least the unit's resolution, so never 0. */
export type Baseline = {
  /** Days before the end of the series at which it was computed, and from when it serves for a day. */
  day: number;
  slots: readonly number[];
  mean: number; sd: number; median: number; scale: number;
  /** Whether the median absolute deviation was 0, so that `scale` rests on the quantiles or the floor. */
  flat: boolean;
};

/** The rolling features of one window of one source. `null`: there was nothing to compute it from. */
export type HourlyValues = { mean: number; p99: number; p99z: number | null; slope: number | null; zscore1: number | null; zscore2: number | null };
export type HourlyFeatures = {
  slot: number;
  /** The windows that were read, newest first: this one and those of the three quarters before that exist. */
  slots: readonly number[];
  /** `day` of the baseline that was read. */
  baseline: number | null;
  seed: number;
  values: HourlyValues;
};

/**
 * The daily baseline of each day of a source, newest first. Scale is the widest of 1.4826 MAD, (q99 - q01) / 4.65 and
 * `resolution`, so that one outlier does not widen it and a flat day does not make it 0.
 */
export function computeBaselines(windows: readonly Window[], resolution: number): Baseline[] {
  const byDay = new Map<number, Window[]>();
  for (const window of windows) {
    const day = Math.floor(window.slot / SLOTS_PER_DAY);
    const list = byDay.get(day);
    if (list) list.push(window);
    else byDay.set(day, [window]);
  }
  const baselines: Baseline[] = [];
  for (const [day, ofDay] of byDay) {
    const values = ofDay.flatMap(valuesOf);
    if (day === 0 || ofDay.length < LEAST_BASELINE_WINDOWS || values.length === 0) continue;
    const sorted = ascending(values);
    const at = (q: number) => quantile(sorted, q);
    const mad = medianAbsoluteDeviation(values);
    baselines.push({
      day,
      slots: ofDay.map((window) => window.slot),
      mean: tidy(mean(values)),
      sd: tidy(Math.max(standardDeviation(values), resolution)),
      median: tidy(at(0.5)),
      scale: tidy(Math.max(1.4826 * mad, (at(0.99) - at(0.01)) / 4.65, resolution)),
      flat: mad === 0,
    });
  }
  return baselines.sort((a, b) => a.day - b.day);
}

/**
 * The features of each window over the hour that it ends, against the last daily baseline. `filled` adds values to a window
 * that lacks samples (slot to values). The bootstrap of p99 takes its seed from the series and the window's original start,
 * so that it is the same in each repetition.
 */
export function computeHourly(name: string, windows: readonly Window[], baselines: readonly Baseline[], filled: ReadonlyMap<number, readonly number[]> = new Map()): HourlyFeatures[] {
  const bySlot = new Map(windows.map((window) => [window.slot, window]));
  const byDay = new Map(baselines.map((baseline) => [baseline.day, baseline]));
  const rows: HourlyFeatures[] = [];
  for (const window of windows) {
    const hour = Array.from({ length: SLOTS_PER_HOUR }, (_, i) => bySlot.get(window.slot + i)).filter((w) => w !== undefined);
    const points = hour.flatMap((w) => w.rows).filter((row) => row.value !== null);
    const values = [...points.map((row) => row.value!), ...(filled.get(window.slot) ?? [])];
    if (values.length === 0) continue;
    const seed = nameSeed("features", name, String(window.start));
    const baseline = byDay.get(Math.floor(window.slot / SLOTS_PER_DAY) + 1) ?? null;
    const level = mean(values);
    const p99 = bootstrapQuantile(values, 0.99, seed);
    const perHour = slope(points.map((row) => ({ x: (row.at - window.start) / 3_600_000, y: row.value! })));
    rows.push({
      slot: window.slot,
      slots: hour.map((w) => w.slot),
      baseline: baseline?.day ?? null,
      seed,
      values: {
        mean: tidy(level),
        p99: tidy(p99),
        p99z: baseline && tidy((p99 - baseline.median) / baseline.scale),
        slope: baseline && tidy(perHour / baseline.sd),
        zscore1: baseline && tidy((level - baseline.mean) / baseline.sd),
        zscore2: baseline && tidy((level - baseline.median) / baseline.scale),
      },
    });
  }
  return rows;
}

function valuesOf(window: Window): number[] {
  return window.rows.flatMap((row) => (row.value === null ? [] : [row.value]));
}
