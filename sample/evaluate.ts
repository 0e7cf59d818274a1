import { tidy } from "./statistics";

/** A scored window. `group` is its labelled period (any text that tells them apart), or `null` for a normal one. */
export type Scored = { alarm: boolean; group: string | null };

export type Metrics = {
  /** Of the alarms, how many fall in a labelled period; 0 without alarms. This and the next three are absent without labelled windows. */
  precision?: number;
  /** Of the labelled windows, how many have an alarm. */
  recall?: number;
  f1?: number;
  /** Of the labelled periods, how many have at least one alarm: what an on-call person feels. */
  failures_found?: number;
  false_alarms_per_day: number;
  labelled_windows: number;
  windows: number;
};

/** Counts alarms against labels. `days`: how much time the windows stand for, all sources added. */
export function evaluate(rows: readonly Scored[], days: number): Metrics {
  const groups = new Map<string, boolean>();
  let hits = 0;
  let labelled = 0;
  let alarms = 0;
  for (const row of rows) {
    if (row.alarm) alarms++;
    if (row.group === null) continue;
    labelled++;
    if (row.alarm) hits++;
    groups.set(row.group, (groups.get(row.group) ?? false) || row.alarm);
  }
  const precision = alarms === 0 ? 0 : hits / alarms;
  const found = [...groups.values()].filter(Boolean).length;
  const recall = hits / labelled;
  return {
    ...(labelled === 0 ? {} : { precision: tidy(precision), recall: tidy(recall), f1: tidy(hits === 0 ? 0 : (2 * precision * recall) / (precision + recall)), failures_found: tidy(found / groups.size) }),
    false_alarms_per_day: tidy((alarms - hits) / days),
    labelled_windows: labelled,
    windows: rows.length,
  };
}

/**
 * The lowest threshold that keeps false alarms within a budget: labelled periods are half a day wide and an alarm anywhere in
 * one is a find, so the budget says more than a best F1 would. Returns just above the first score that would break it.
 */
export function thresholdWithin(budget: number, rows: readonly { score: number; labelled: boolean }[]): number {
  const normal = rows.filter((row) => !row.labelled).map((row) => row.score).sort((a, b) => b - a);
  const breaking = normal[Math.floor(budget)];
  return breaking === undefined ? 0.5 : Math.min(1, tidy(breaking + 1e-6));
}
