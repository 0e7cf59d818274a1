import { MOST_COUNTED } from "@/lib/most-counted";

const THIN_SPACE = "\u2009";

/** A count with thin spaces between thousands. Never rounded. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** The total of a search, or of a kind on Home: `null` is said as what it means, that more match than were counted. */
export function formatTotal(total: number | null): string {
  return total === null ? `${formatCount(MOST_COUNTED)} or more` : formatCount(total);
}

/** A mean with one decimal where it has any: "96", "27.1", "0.1". */
export function formatMean(mean: number): string {
  const rounded = Math.round(mean * 10) / 10;
  const whole = Math.trunc(rounded);
  return rounded === whole ? formatCount(whole) : `${formatCount(whole)}.${Math.round((rounded - whole) * 10)}`;
}

/** "1 node", "2 nodes". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "612 B", "2.1 kB", "3.4 MB": a size to compare, in powers of a thousand. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, size] = bytes < 1_000_000 ? ["kB", 1000] as const : bytes < 1_000_000_000 ? ["MB", 1_000_000] as const : ["GB", 1_000_000_000] as const;
  return `${(bytes / size).toFixed(1)} ${unit}`;
}

/** "2026-11-23 07:42:10" of an RFC 3339 text in UTC; says UTC nowhere, the page does once. */
export function formatUtc(instant: string): string {
  return instant.slice(0, 19).replace("T", " ");
}

const UNITS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1000]] as const;

/** "2 min": a length of time in its largest whole unit; under a second "0 s". */
export function formatDuration(durationMs: number): string {
  for (const [unit, size] of UNITS) if (durationMs >= size) return `${Math.floor(durationMs / size)} ${unit}`;
  return "0 s";
}

/** A number as it is read in a table: whole ones grouped, others to six significant digits, very small and large ones as they are. */
export function formatNumber(value: number): string {
  if (Number.isSafeInteger(value)) return value < 0 ? `−${formatCount(-value)}` : formatCount(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e15) return value.toPrecision(4);
  return String(Number(value.toPrecision(6))).replace("-", "−");
}
