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
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offsetMinutes = m[9] ? (m[9] === "-" ? -1 : 1) * (Number(m[10]) * 60 + Number(m[11])) : 0;
  const seconds = date.getTime() / 1000 + hour * 3600 + (minute - offsetMinutes) * 60 + second;
  const micros = seconds * 1_000_000 + Number((m[7] ?? "").slice(0, 6).padEnd(6, "0"));
  return Number.isSafeInteger(micros) ? micros : null;
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
