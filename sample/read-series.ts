/** One row as it stands in the file: when, what, and which bytes say so (`to` is exclusive and includes the line's end). */
export type Row = { at: number; value: number | null; from: number; to: number };

/** A recorded series: the file's bytes and its rows in file order. Times are milliseconds since 1970 on the original clock. */
export type Series = { name: string; bytes: Buffer; rows: Row[] };

const TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/;

/** `2014-03-14 03:31:00`, UTC without a zone, in milliseconds. @throws for anything else. */
export function parseOriginalTime(text: string): number {
  const m = TIME.exec(text);
  if (!m) throw new Error(`not a time: "${text}"`);
  const [, year, month, day, hour, minute, second] = m.map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}

/**
 * Reads `timestamp,value` rows and remembers where each one stands, so that a window's digest and its place in the file
 * come from the bytes themselves. A value that is no finite number is `null`: it counts as missing, never as 0.
 * @throws with the line number when a timestamp cannot be read or the header is another one.
 */
export function readSeries(name: string, bytes: Buffer): Series {
  const rows: Row[] = [];
  let from = 0;
  for (let line = 1; from < bytes.length; line++) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline + 1;
    const text = bytes.toString("utf8", from, to).trim();
    if (line === 1) {
      if (text !== "timestamp,value") throw new Error(`${name}: the header is "${text}", expected "timestamp,value"`);
    } else if (text !== "") {
      const comma = text.indexOf(",");
      try {
        rows.push({ at: parseOriginalTime(text.slice(0, comma)), value: parseValue(text.slice(comma + 1)), from, to });
      } catch (cause) {
        throw new Error(`${name}, line ${line}: ${(cause as Error).message}`, { cause });
      }
    }
    from = to;
  }
  return { name, bytes, rows };
}

function parseValue(text: string): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
