import { expect, test } from "vitest";
import type { Difference } from "@/lib/lineage/compare-graphs";
import { comparisonNote } from "./comparison-note";

const A = "2026-11-20T13:00:00Z";
const note = (compared: { from?: string; to?: string | null; there?: { from: boolean; to: boolean } }, change?: Difference) =>
  comparisonNote({
    compared: { from: A, to: null, there: { from: true, to: true }, ...compared }, nodes: [{ change } as never], edges: [], complete: true,
    counts: { shown: 1, total: 1, behindCounts: 0, hiddenByLimit: 0, hiddenByAccess: 0 }, watermark: { sequence: 1, recordedAt: "2026-11-27T00:00:00Z", lagMs: 0, deadLetters: 0 },
  });

test("a comparison says why all of it is new or gone, and that nothing changed", () => {
  expect(note({ there: { from: false, to: true } })).toBe("It was not there yet at 20 Nov 13:00: everything is added.");
  expect(note({ there: { from: false, to: false } })).toBe("It was not there yet at 20 Nov 13:00, nor now.");
  expect(note({ to: A })).toBe("Both instants are the same: there is nothing to compare.");
  expect(note({})).toBe("Nothing changed between these two instants.");
  expect(note({}, { kind: "added", fields: [] })).toBeNull();
});
