/** Microseconds since 1970 in UTC, a whole number: exact in a JavaScript number until the year 2255. */
export type Micros = number;

/** The end of what still holds. */
export const STILL: Micros = Number.MAX_SAFE_INTEGER;

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/**
 * An RFC 3339 instant in microseconds, or `null` when the text is none. Without a zone it is UTC (OpenLineage clients send
 * such times); digits beyond the microsecond are cut off.
 */
export function parseInstant(text: string): Micros | null {
  const m = RFC3339.exec(text);
  if (!m) return null;
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4], m[5], m[6] ?? "0"].map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null;
  if (day < 1 || day > daysIn(year, month)) return null;
  const offsetMinutes = m[9] ? (m[9] === "-" ? -1 : 1) * (Number(m[10]) * 60 + Number(m[11])) : 0;
  const seconds = daysBefore(year, month, day) * 86_400 + hour * 3600 + (minute - offsetMinutes) * 60 + second;
  const micros = seconds * 1_000_000 + Number((m[7] ?? "").slice(0, 6).padEnd(6, "0"));
  return Number.isSafeInteger(micros) ? micros : null;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  return month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : MONTH_DAYS[month - 1]!;
}

/** Days from 1970 to a date: every event has several times, and a `Date` for each is dear. `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function daysBefore(year: number, month: number, day: number): number {
  return Date.UTC(2000 + (year % 400), month - 1, day) / 86_400_000 + (Math.floor(year / 400) - 5) * 146_097;
}

/** RFC 3339 in UTC; as many decimals as the instant needs (none, three or six). `STILL` has no text: ask first. */
export function formatInstant(at: Micros): string {
  const millis = Math.floor(at / 1000);
  const iso = new Date(millis).toISOString();
  const micros = at - millis * 1000;
  if (micros !== 0) return `${iso.slice(0, -1)}${String(micros).padStart(3, "0")}Z`;
  return iso.endsWith(".000Z") ? `${iso.slice(0, -5)}Z` : iso;
}

export function nowMicros(): Micros {
  return Date.now() * 1000;
}
