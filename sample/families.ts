import type { HourlyValues } from "./features";
import { digest } from "./ids";
import type { FamilyName } from "./sources";

/** One kind of telemetry: its features, its model, and whose features besides its own the model reads. */
export type Family = {
  name: FamilyName;
  /** What feature names begin with. */
  prefix: string;
  model: string;
  owner: { name: string; contact: string };
  /** Sources of other families whose hourly features the model reads for the same window. */
  context: readonly { source: string; family: FamilyName; feature: keyof HourlyValues }[];
};

const ML = { name: "sre-ml", contact: "sre-ml@example.com" };
const STORAGE = { name: "storage", contact: "storage@example.com" };

export const FAMILIES: readonly Family[] = [
  {
    name: "latency", prefix: "latency", model: "latency-anomaly", owner: ML,
    context: [
      { source: "elb_request_count_8c0756", family: "traffic", feature: "mean" },
      { source: "rds_cpu_utilization_cc0c53", family: "database", feature: "zscore2" },
      { source: "ec2_cpu_utilization_5f5533", family: "cpu", feature: "mean" },
    ],
  },
  { name: "traffic", prefix: "request", model: "traffic-anomaly", owner: ML, context: [] },
  { name: "database", prefix: "rds_cpu", model: "database-anomaly", owner: STORAGE, context: [] },
  { name: "cpu", prefix: "cpu", model: "cpu-anomaly", owner: ML, context: [] },
  { name: "network", prefix: "network_in", model: "network-anomaly", owner: ML, context: [] },
  { name: "disk", prefix: "disk_write", model: "disk-anomaly", owner: STORAGE, context: [] },
];

export function familyOf(name: FamilyName): Family {
  return FAMILIES.find((family) => family.name === name)!;
}

/** A feature version, and how it is computed, for the reader of its definition. */
export type FeatureSpec = { name: string; version: string; group: string; expression: string; digest: string };

const HOURLY: Record<keyof HourlyValues, { stem: string; version: string; expression: string }> = {
  mean: { stem: "mean_1h", version: "1", expression: "mean of the samples of the last hour" },
  p99: { stem: "p99_1h", version: "1", expression: "bootstrap mean (48 resamples, run seed) of the 99th percentile of the last hour" },
  slope: { stem: "slope_1h", version: "1", expression: "least-squares slope of the last hour, per hour / baseline sd" },
  zscore1: { stem: "zscore_1h", version: "1", expression: "(mean of the last hour - baseline mean) / baseline sd" },
  zscore2: { stem: "zscore_1h", version: "2", expression: "(mean of the last hour - baseline median) / baseline scale" },
  p99z: { stem: "p99_1h", version: "2", expression: "(p99_1h@1 - baseline median) / baseline scale" },
};

/** The values that an hourly run computes, in order; the second versions only once their code is out. */
export const FIRST_VALUES = ["mean", "p99", "slope", "zscore1"] as const;
export const SECOND_VALUES = [...FIRST_VALUES, "zscore2", "p99z"] as const;

const digests = new Map<string, string>();

function digestOf(expression: string): string {
  const known = digests.get(expression) ?? digest(expression);
  digests.set(expression, known);
  return known;
}

export function hourlyFeature(family: Family, value: keyof HourlyValues): FeatureSpec {
  const { stem, version, expression } = HOURLY[value];
  return { name: `${family.prefix}_${stem}`, version, group: `${family.name}_hourly`, expression, digest: digestOf(expression) };
}

export type BaselineValue = "mean" | "sd" | "median" | "scale";

const DAILY: Record<BaselineValue, string> = {
  mean: "mean of the samples of the day",
  sd: "standard deviation of the samples of the day, at least the unit's resolution",
  median: "median of the samples of the day",
  scale: "max(1.4826 MAD, (q99 - q01) / 4.65, the unit's resolution) of the day",
};

/** The features that a daily run computes, in order. */
export function dailyFeatures(family: Family): (FeatureSpec & { value: BaselineValue })[] {
  return (Object.keys(DAILY) as BaselineValue[]).map((value) => ({
    value, name: `${family.prefix}_${value}_1d`, version: "1", group: `${family.name}_daily`, expression: DAILY[value], digest: digestOf(DAILY[value]),
  }));
}
