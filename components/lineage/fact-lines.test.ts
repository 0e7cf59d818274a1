import { expect, test } from "vitest";
import { factLines, factTerm } from "./fact-lines";

test.each([["samplingIntervalMs", "Sampling interval, ms"], ["row_count", "Row count"], ["digest", "Digest"], ["sizeBytes", "Size, bytes"]])("%s reads %s", (name, term) => expect(factTerm(name)).toBe(term));

test("facts become lines, and what cannot be read as one is left out", () => {
  const lines = factLines({ name: "cpu", telemetry: "metrics", rows: 1200, trusted: false, at: "2026-11-23T07:42:10Z", schema: [{ name: "value", type: "double" }, { name: "at" }], digest: "sha256:00ff", window: { start: "2026-11-23T07:00:00Z", deep: { deeper: 1 } }, empty: [], nothing: null });
  expect(lines.map(({ term, text }) => `${term}: ${text.replaceAll("\u2009", " ")}`)).toEqual([
    "Telemetry: metrics", "Rows: 1 200", "Trusted: No", "At: 2026-11-23 07:42:10", "Schema: value, at", "Digest: sha256:00ff", "Window start: 2026-11-23 07:00:00",
  ]);
  expect(lines.find(({ term }) => term === "Digest")?.isCode).toBe(true);
});
