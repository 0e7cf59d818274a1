import { describe, expect, test } from "vitest";
import { cutWindows } from "./cut-windows";
import { computeBaselines, computeHourly, SLOTS_PER_DAY } from "./features";
import { readSeries } from "./read-series";
import { bootstrapQuantile, describe as describeField, quantile, slope } from "./statistics";

/** A series of five-minute samples that ends with the given values. */
function series(values: readonly number[]) {
  const rows = values.map((value, i) => {
    const at = new Date(Date.UTC(2014, 0, 1) + i * 300_000).toISOString();
    return `${at.slice(0, 10)} ${at.slice(11, 19)},${value}\n`;
  });
  return cutWindows(readSeries("test", Buffer.from(`timestamp,value\n${rows.join("")}`)));
}

describe("statistics", () => {
  test("of 1, 2, 3, 10 by hand", () => {
    const { count, nulls, min, max, mean, sd, median, mad, quantiles } = describeField([10, 1, null, 3, 2]);
    expect({ count, nulls, min, max, mean, median, mad }).toEqual({ count: 4, nulls: 1, min: 1, max: 10, mean: 4, median: 2.5, mad: 1 });
    expect(sd).toBeCloseTo(Math.sqrt(12.5), 10);
    expect(quantiles?.["0.25"]).toBe(1.75);
  });

  test("nothing but counts where no value is known", () => {
    expect(describeField([null, null])).toEqual({ count: 0, nulls: 2 });
  });

  test("a quantile lies between neighbours", () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9, 12);
  });

  test("a line's slope is found, one point has none", () => {
    expect(slope([{ x: 0, y: 1 }, { x: 1, y: 3 }, { x: 2, y: 5 }])).toBeCloseTo(2, 12);
    expect(slope([{ x: 1, y: 7 }])).toBe(0);
  });

  test("the bootstrap repeats with its seed and differs with another", () => {
    const values = [1, 5, 2, 8, 3, 9, 4];
    expect(bootstrapQuantile(values, 0.99, 7)).toBe(bootstrapQuantile(values, 0.99, 7));
    expect(bootstrapQuantile(values, 0.99, 7)).not.toBe(bootstrapQuantile(values, 0.99, 8));
    expect(bootstrapQuantile(values, 0.99, 7)).toBeLessThanOrEqual(9);
  });
});

describe("features", () => {
  // a day that alternates 10 and 20, then an hour that climbs from 30 by 1 a sample
  const day = Array.from({ length: 288 }, (_, i) => (i % 2 === 0 ? 10 : 20));
  const hour = Array.from({ length: 12 }, (_, i) => 30 + i);
  const last = Array.from({ length: 276 }, () => 15);
  const windows = series([...day, ...hour, ...last]);
  const baselines = computeBaselines(windows, 0.1);
  const rows = computeHourly("test", windows, baselines);
  const row = rows.find((it) => it.slot === SLOTS_PER_DAY - 4)!;

  test("a day's baseline is of that day alone", () => {
    expect(baselines).toHaveLength(1);
    expect(baselines[0]).toMatchObject({ day: 1, mean: 15, sd: 5, median: 15, flat: false });
    expect(baselines[0]!.scale).toBeCloseTo(1.4826 * 5, 9);
    expect(baselines[0]!.slots).toHaveLength(SLOTS_PER_DAY);
  });

  test("an hour's features, by hand", () => {
    expect(row.slots).toEqual([92, 93, 94, 95]);
    expect(row.values.mean).toBe(35.5);
    expect(row.values.zscore1).toBeCloseTo((35.5 - 15) / 5, 10);
    expect(row.values.zscore2).toBeCloseTo((35.5 - 15) / (1.4826 * 5), 9);
    // one a sample is twelve an hour, in units of the baseline's sd
    expect(row.values.slope).toBeCloseTo(12 / 5, 9);
    expect(row.values.p99).toBeGreaterThan(38);
    expect(row.values.p99).toBeLessThanOrEqual(41);
  });

  test("before the first baseline only what needs none is known", () => {
    const first = rows[0]!;
    expect(first.slots).toHaveLength(1);
    expect(first.baseline).toBeNull();
    expect(first.values).toMatchObject({ mean: 13.3333333333, slope: null, zscore1: null, zscore2: null, p99z: null });
  });

  test("a flat day rests on the unit's resolution", () => {
    const [flat] = computeBaselines(series(new Array<number>(576).fill(3)), 0.1);
    expect(flat).toMatchObject({ sd: 0.1, scale: 0.1, flat: true });
  });

  test("an estimate joins the values of its window only", () => {
    const filled = computeHourly("test", windows, baselines, new Map([[92, [100]]]));
    expect(filled.find((it) => it.slot === 92)!.values.mean).toBeCloseTo((35.5 * 12 + 100) / 13, 9);
    expect(filled.find((it) => it.slot === 91)).toEqual(rows.find((it) => it.slot === 91));
  });
});
