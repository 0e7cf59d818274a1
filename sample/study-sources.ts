import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cutWindows, type Window } from "./cut-windows";
import { computeBaselines, computeHourly, SLOTS_PER_DAY, type Baseline, type HourlyFeatures } from "./features";
import { readLabels, type LabelledPeriod } from "./labels";
import type { Plan } from "./plan";
import { readSeries } from "./read-series";
import { RESOLUTION, type SourceSpec } from "./sources";

/** A source with all that is computed from its file alone. Maps are keyed by slot (baselines by day). */
export type SourceStudy = {
  spec: SourceSpec;
  /** Oldest first. */
  windows: readonly Window[];
  bySlot: ReadonlyMap<number, Window>;
  hourly: ReadonlyMap<number, HourlyFeatures>;
  baselines: ReadonlyMap<number, Baseline>;
  /** Slots whose missing samples were estimated from the fallback source's window of the same slot. */
  filled: ReadonlySet<number>;
  labels: readonly LabelledPeriod[];
  /** Index of the labelled period that a window falls in. */
  labelOf: ReadonlyMap<number, number>;
};

/** Requests are estimated from bytes in where the load balancer's samples are missing. */
export const FALLBACK = { of: "elb_request_count_8c0756", by: "ec2_network_in_257a54" } as const;

/** Reads the plan's series in `directory` and computes windows, baselines and hourly features. Keyed by source name, in the plan's order. */
export function studySources(plan: Plan, directory: string): Map<string, SourceStudy> {
  const labels = readLabels(readFileSync(join(directory, "anomaly_windows.json"), "utf8"));
  const cut = new Map(plan.sources.map((spec) => {
    const windows = cutWindows(readSeries(spec.name, readFileSync(join(directory, `${spec.name}.csv`)))).filter((window) => window.slot < plan.oldestSlot);
    return [spec.name, { spec, windows, baselines: computeBaselines(windows, RESOLUTION[spec.unit]) }];
  }));
  return new Map([...cut].map(([name, { spec, windows, baselines }]) => {
    const by = name === FALLBACK.of ? cut.get(FALLBACK.by) : undefined;
    const filled = by ? fillFrom({ windows, baselines }, by) : new Map<number, number[]>();
    const periods = labels.get(name) ?? [];
    return [name, {
      spec,
      windows,
      bySlot: new Map(windows.map((window) => [window.slot, window])),
      hourly: new Map(computeHourly(name, windows, baselines, filled).map((row) => [row.slot, row])),
      baselines: new Map(baselines.map((baseline) => [baseline.day, baseline])),
      filled: new Set(filled.keys()),
      labels: periods,
      labelOf: new Map(windows.flatMap((window) => {
        const index = periods.findIndex((period) => window.start <= period.end && period.start < window.end);
        return index < 0 ? [] : [[window.slot, index] as const];
      })),
    }];
  }));
}

type Measured = { windows: readonly Window[]; baselines: readonly Baseline[] };

/** For each window that lacks samples: the other source's mean in that window, scaled by the two baselines' medians. */
function fillFrom(of: Measured, by: Measured): Map<number, number[]> {
  const filled = new Map<number, number[]>();
  for (const window of of.windows) {
    const lacking = Math.round((1 - window.quality.completeness) * 3);
    const other = by.windows.find((candidate) => candidate.slot === window.slot);
    const day = Math.floor(window.slot / SLOTS_PER_DAY) + 1;
    const own = of.baselines.find((baseline) => baseline.day === day);
    const others = by.baselines.find((baseline) => baseline.day === day);
    const values = other?.rows.flatMap((row) => row.value ?? []) ?? [];
    if (lacking === 0 || values.length === 0 || !own || !others || others.median === 0) continue;
    const estimate = (values.reduce((sum, value) => sum + value, 0) / values.length) * (own.median / others.median);
    filled.set(window.slot, new Array<number>(lacking).fill(estimate));
  }
  return filled;
}
