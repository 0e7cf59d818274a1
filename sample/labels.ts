import { parseOriginalTime } from "./read-series";

/** A period in which the benchmark's authors mark an anomaly: original clock, milliseconds, both ends included. */
export type LabelledPeriod = { start: number; end: number };

/** Reads `anomaly_windows.json`: for each series (without `.csv`) its labelled periods, oldest first. */
export function readLabels(text: string): Map<string, LabelledPeriod[]> {
  const byFile = JSON.parse(text) as Record<string, [string, string][]>;
  return new Map(Object.entries(byFile).map(([file, periods]) => [
    file.replace(/\.csv$/, ""),
    periods.map(([start, end]) => ({ start: parseOriginalTime(start), end: parseOriginalTime(end) })).sort((a, b) => a.start - b.start),
  ]));
}

