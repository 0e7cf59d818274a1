import { digest } from "./ids";
import type { Row, Series } from "./read-series";

export const STEP_MS = 5 * 60_000;
export const WINDOW_MS = 15 * 60_000;
const ROWS_EXPECTED = WINDOW_MS / STEP_MS;

export type Quality = { completeness: number; nullRatio: number; duplicates: number; outOfOrder: number };

/**
 * One quarter of an hour of one series. `slot` counts windows back from the end of the series (0 is the last), so the same
 * slot of two series is the same quarter of an hour on the common clock, whatever weeks they were recorded in.
 */
export type Window = {
  slot: number;
  /** On the original clock, milliseconds, half-open. */
  start: number; end: number;
  rows: readonly Row[];
  /** SHA-256 over the bytes of the window's rows as they stand in the file. */
  digest: string;
  /** The first and the last of those bytes in the file, both inclusive. */
  firstByte: number; lastByte: number;
  quality: Quality;
};

/**
 * Cuts a series into windows that end where its last sample's interval ends. Windows without a row are left out: `slot`
 * shows the hole. Result: oldest first.
 *
 * Completeness is distinct instants over the three expected; a duplicate is a row whose instant came before; a row is out
 * of order when an earlier row has a later instant.
 */
export function cutWindows(series: Series): Window[] {
  const seriesEnd = Math.max(...series.rows.map((row) => row.at)) + STEP_MS;
  const rowsBySlot = new Map<number, Row[]>();
  for (const row of series.rows) {
    const slot = Math.ceil((seriesEnd - row.at) / WINDOW_MS) - 1;
    const rows = rowsBySlot.get(slot);
    if (rows) rows.push(row);
    else rowsBySlot.set(slot, [row]);
  }
  return [...rowsBySlot].sort(([a], [b]) => b - a).map(([slot, rows]) => ({
    slot,
    start: seriesEnd - (slot + 1) * WINDOW_MS,
    end: seriesEnd - slot * WINDOW_MS,
    rows,
    digest: digest(Buffer.concat(rows.map((row) => series.bytes.subarray(row.from, row.to)))),
    firstByte: rows[0]!.from,
    lastByte: rows.at(-1)!.to - 1,
    quality: qualityOf(rows),
  }));
}

function qualityOf(rows: readonly Row[]): Quality {
  const seen = new Set<number>();
  let latest = -Infinity;
  let duplicates = 0;
  let outOfOrder = 0;
  let nulls = 0;
  for (const row of rows) {
    if (seen.has(row.at)) duplicates++;
    seen.add(row.at);
    if (row.at < latest) outOfOrder++;
    latest = Math.max(latest, row.at);
    if (row.value === null) nulls++;
  }
  return {
    completeness: Math.min(1, Math.round((seen.size / ROWS_EXPECTED) * 1e4) / 1e4),
    nullRatio: Math.round((nulls / rows.length) * 1e4) / 1e4,
    duplicates,
    outOfOrder,
  };
}
