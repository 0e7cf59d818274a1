import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cutWindows } from "./cut-windows";
import { readLabels } from "./labels";
import { readSeries } from "./read-series";
import { SOURCES } from "./sources";

const DATA = new URL("./data/nab/", import.meta.url);
const file = (name: string) => readFileSync(new URL(name, DATA));

const small = (...rows: string[]) => readSeries("small", Buffer.from(["timestamp,value", ...rows].map((row) => `${row}\n`).join("")));

describe("reading a series", () => {
  test("a row keeps its bytes, its instant in UTC and its value", () => {
    const series = small("2014-03-07 03:41:00,45.868", "2014-03-07 03:46:00,");
    expect(series.rows.map(({ at, value }) => ({ at, value }))).toEqual([
      { at: Date.UTC(2014, 2, 7, 3, 41), value: 45.868 },
      { at: Date.UTC(2014, 2, 7, 3, 46), value: null },
    ]);
    expect(series.bytes.subarray(series.rows[0]!.from, series.rows[0]!.to).toString()).toBe("2014-03-07 03:41:00,45.868\n");
  });

  test("a time that cannot be read names the line", () => {
    expect(() => small("2014-03-07 03:41:00,1", "yesterday,2")).toThrow("small, line 3: not a time");
  });

  test("a last line without a line end is read", () => {
    const series = readSeries("cut", Buffer.from("timestamp,value\n2014-03-07 03:41:00,1"));
    expect(series.rows).toHaveLength(1);
  });
});

describe("cutting windows", () => {
  test("windows end where the last sample's interval ends, and the digest is over the window's own bytes", () => {
    const rows = ["00:00", "00:05", "00:10", "00:15", "00:20"].map((time, i) => `2014-01-01 ${time}:00,${i}`);
    const windows = cutWindows(small(...rows));
    expect(windows.map(({ slot, start, end, rows: { length } }) => ({ slot, start, end, length }))).toEqual([
      { slot: 1, start: Date.UTC(2013, 11, 31, 23, 55), end: Date.UTC(2014, 0, 1, 0, 10), length: 2 },
      { slot: 0, start: Date.UTC(2014, 0, 1, 0, 10), end: Date.UTC(2014, 0, 1, 0, 25), length: 3 },
    ]);
    const bytes = `${rows.slice(2).join("\n")}\n`;
    expect(windows[1]!.digest).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
    expect(windows[0]!.quality.completeness).toBe(0.6667);
  });

  test("one changed byte changes one digest", () => {
    const bytes = file("ec2_request_latency_system_failure.csv");
    const before = cutWindows(readSeries("a", bytes));
    const changed = Buffer.from(bytes);
    changed[changed.length - 3] = changed[changed.length - 3]! ^ 1;
    const after = cutWindows(readSeries("a", changed));
    expect(after.filter((window, i) => window.digest !== before[i]!.digest)).toHaveLength(1);
  });

  test("repeated and late instants are counted, a missing value is no zero", () => {
    const [window] = cutWindows(small("2014-01-01 00:05:00,1", "2014-01-01 00:00:00,", "2014-01-01 00:05:00,3", "2014-01-01 00:10:00,4"));
    expect(window!.quality).toEqual({ completeness: 1, nullRatio: 0.25, duplicates: 1, outOfOrder: 1 });
  });

  test("every byte but the header's is in exactly one window, in all 14 series", () => {
    for (const { name } of SOURCES) {
      const bytes = file(`${name}.csv`);
      const windows = cutWindows(readSeries(name, bytes));
      expect(windows.reduce((sum, window) => sum + window.lastByte + 1 - window.firstByte, 0)).toBe(bytes.length - "timestamp,value\n".length);
    }
  });

  test("the hour that a clock change swallowed is a hole and eleven repeated instants", () => {
    const windows = cutWindows(readSeries("latency", file("ec2_request_latency_system_failure.csv")));
    const after = windows.findIndex((window) => window.quality.duplicates > 0);
    expect(windows[after]!.quality.duplicates).toBe(11);
    expect(windows[after - 1]!.slot - windows[after]!.slot).toBe(4);
  });
});

test("the labels name the 14 series and no other", () => {
  expect([...readLabels(file("anomaly_windows.json").toString()).keys()].sort()).toEqual(SOURCES.map((source) => source.name).sort());
});
