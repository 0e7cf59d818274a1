import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { quantile, tableOf, writeSection, type Section } from "./section";

const section: Section = {
  id: "reading", title: "Reading", against: "Against a bare driver.",
  figures: [
    { what: "impact", ours: "9 ms", reference: "3 ms", ratio: 3, wanted: "2x", met: false },
    { what: "memory", ours: "200 MB", reference: null, ratio: null, wanted: null, met: null },
  ],
};

test("a table names what is over its bound, and leaves empty what is not there", () => {
  expect(tableOf(section).split("\n").slice(-3)).toEqual(["| impact | 9 ms | 3 ms | 3.00 | 2x: **not met** |", "| memory | 200 MB |  |  |  |", ""]);
});

test("a section is left where the environment says, under its own name", () => {
  const directory = mkdtempSync(join(tmpdir(), "headwater-section-"));
  vi.stubEnv("HEADWATER_BENCH_OUT", join(directory, "new"));
  try {
    writeSection(section);
    expect(JSON.parse(readFileSync(join(directory, "new", "reading.json"), "utf8"))).toEqual(section);
  } finally {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  }
});

test("a quantile is one of the values, in any order", () => {
  expect([quantile([3, 1, 2], 0.5), quantile([5], 0.95), quantile([], 0.5), quantile([4, 3, 2, 1], 1)]).toEqual([2, 5, 0, 4]);
});
