import { SLOTS_PER_DAY, SLOTS_PER_HOUR } from "./features";
import { FAMILIES, type Family } from "./families";
import type { HourlyValues } from "./features";
import { SOURCES, type FamilyName, type SourceSpec } from "./sources";

/** Instants of the plan are slots before the end: slot n stands for the anchor minus n quarters of an hour. */
export type Plan = {
  mode: "full" | "quick";
  sources: readonly SourceSpec[];
  families: readonly Family[];
  /** Windows older than this are left out; `Infinity` in the full run. */
  oldestSlot: number;
  /** From here on the hourly features come in their second version too. */
  featuresV2: number;
  /** When the first models are trained, family by family. */
  firstModel: (family: FamilyName) => number;
  /** When all second models are trained; canary and production follow. */
  secondModel: number; canary: number; production: number;
  /** When the promotion is looked at again. */
  review: number;
  /** Neighbouring windows that cross-validation keeps together. */
  block: number;
};

const days = (n: number) => n * SLOTS_PER_DAY;
const hours = (n: number) => n * SLOTS_PER_HOUR;

const SECOND = { secondModel: hours(40), canary: hours(39), production: hours(24), review: hours(12) };

export const FULL: Plan = {
  mode: "full",
  sources: SOURCES,
  families: FAMILIES,
  oldestSlot: Infinity,
  featuresV2: hours(204),
  // the auto-scaling group was recorded for two months before any other series: its family starts early
  firstModel: (family) => (family === "cpu" ? days(55) : days(11)),
  block: 48,
  ...SECOND,
};

const QUICK_SOURCES = new Set(["ec2_request_latency_system_failure", "elb_request_count_8c0756", "rds_cpu_utilization_cc0c53", "ec2_cpu_utilization_5f5533"]);
const QUICK_FAMILIES = new Set<FamilyName>(["latency", "traffic", "database", "cpu"]);

/** Four series and four days: enough for every kind of event, small enough for a test. */
export const QUICK: Plan = {
  mode: "quick",
  sources: SOURCES.filter((source) => QUICK_SOURCES.has(source.name)),
  families: FAMILIES.filter((family) => QUICK_FAMILIES.has(family.name)),
  oldestSlot: days(4),
  featuresV2: days(4),
  firstModel: () => hours(60),
  block: 4,
  ...SECOND,
};

/** One input of a model: a feature of the scored source itself, or of a fixed other one in the same window. */
export type ModelInput = { source: string | null; family: FamilyName; value: keyof HourlyValues };

/** Families whose second model is tried beside the first before it may replace it. */
export const CANARIES: ReadonlySet<FamilyName> = new Set(["latency", "cpu"]);

export const DEVIATION = { alarm_quantile: 0.995, margin: 1.25 };
export const LOGISTIC = { epochs: 60, learning_rate: 0.05, l2: 0.01, positive_weight: 3, folds: 5, false_alarms_per_day: 1.5, normal_stride: 4, peaks_per_failure: 6 };

const FIRST_INPUTS: readonly (keyof HourlyValues)[] = ["zscore1", "slope"];
const SECOND_INPUTS: readonly (keyof HourlyValues)[] = ["zscore2", "p99z", "slope"];

/** What a version of a family's model reads. The latency model's first version knows of the load balancer only. */
export function modelInputs(family: Family, version: 1 | 2): ModelInput[] {
  const own = (version === 1 ? FIRST_INPUTS : SECOND_INPUTS).map((value) => ({ source: null, family: family.name, value }));
  const context = family.context.filter((_, i) => version === 2 || i === 0);
  return [...own, ...context.map(({ source, family: other, feature }) => ({ source, family: other, value: feature }))];
}
