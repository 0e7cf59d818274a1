import { STILL, type Micros } from "@/lib/time";

/** Half-open: `from` belongs to it, `to` does not. */
export type Interval = readonly [from: Micros, to: Micros];

/** The union, in order, with intervals that touch or overlap made one. Empty ones are dropped. */
export function unionOf(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
  const union: [Micros, Micros][] = [];
  for (const [from, to] of sorted) {
    const last = union.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else union.push([from, to]);
  }
  return union;
}

/** `[from, to)` up to the first of `cuts` (ascending) that is at or after `from`. */
export function cutAt(from: Micros, to: Micros, cuts: readonly Micros[]): Interval {
  const cut = cuts.find((it) => it >= from);
  return [from, cut === undefined ? to : Math.min(to, cut)];
}

export function isOpen(interval: Interval): boolean {
  return interval[1] === STILL;
}
