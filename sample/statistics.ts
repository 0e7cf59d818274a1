/** Cuts float noise: 12 significant digits are more than the recordings carry. */
export function tidy(x: number): number {
  return Number(x.toPrecision(12));
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}

/** Standard deviation of the values themselves (divided by n, not by n - 1). */
export function standardDeviation(values: readonly number[]): number {
  const m = mean(values);
  let sum = 0;
  for (const v of values) sum += (v - m) ** 2;
  return Math.sqrt(sum / values.length);
}

/** Quantile of ascending values, linear between neighbours (type 7 of Hyndman and Fan 1996, as NumPy's default). */
export function quantile(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}

export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

export function median(values: readonly number[]): number {
  return quantile(ascending(values), 0.5);
}

/** Median of the absolute deviations from the median, not scaled. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const m = median(values);
  return median(values.map((v) => Math.abs(v - m)));
}

/** What `batch.recorded` says of one field. Only `count` and `nulls` when there is no value at all. */
export type FieldStatistics = {
  count: number; nulls: number;
  min?: number; max?: number; mean?: number; sd?: number; median?: number; mad?: number; quantiles?: Record<string, number>;
};

/** `count` counts values, `nulls` rows without one. */
export function describe(values: readonly (number | null)[]): FieldStatistics {
  const known = values.filter((v) => v !== null);
  const counts = { count: known.length, nulls: values.length - known.length };
  if (known.length === 0) return counts;
  const sorted = ascending(known);
  const at = (q: number) => tidy(quantile(sorted, q));
  return {
    ...counts,
    min: sorted[0]!,
    max: sorted.at(-1)!,
    mean: tidy(mean(known)),
    sd: tidy(standardDeviation(known)),
    median: at(0.5),
    mad: tidy(medianAbsoluteDeviation(known)),
    quantiles: { "0.01": at(0.01), "0.25": at(0.25), "0.75": at(0.75), "0.99": at(0.99) },
  };
}

/** Slope of the least-squares line, in value per unit of `x`; 0 where there are fewer than two distinct `x`. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mx = mean(points.map((p) => p.x));
  const my = mean(points.map((p) => p.y));
  let sxy = 0;
  let sxx = 0;
  for (const p of points) {
    sxy += (p.x - mx) * (p.y - my);
    sxx += (p.x - mx) ** 2;
  }
  return sxx === 0 ? 0 : sxy / sxx;
}

/** A stream of numbers in [0, 1) that a 32-bit seed fixes for ever (mulberry32). */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A quantile smoothed by the bootstrap: the mean of the quantiles of `resamples` samples drawn with replacement. */
export function bootstrapQuantile(values: readonly number[], q: number, seed: number, resamples = 48): number {
  const random = randomStream(seed);
  const sample = new Array<number>(values.length);
  let sum = 0;
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < sample.length; i++) sample[i] = values[Math.floor(random() * values.length)]!;
    sample.sort((a, b) => a - b);
    sum += quantile(sample, q);
  }
  return sum / resamples;
}
