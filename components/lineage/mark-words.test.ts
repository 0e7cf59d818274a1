import { describe, expect, test } from "vitest";
import type { NodeMarks } from "@/lib/lineage/node-marks";
import { cardMarks, freshnessWord, qualityWord } from "./mark-words";

const fresh: NodeMarks["freshness"] = { of: "batch", latest: "2026-01-01T00:00:00Z", ageMs: 120_000, rule: { limitMs: 600_000, from: "declared" }, lateMs: 0 };
const late: NodeMarks["freshness"] = { ...fresh, ageMs: 1_920_000, lateMs: 1_320_000 };
const words = (state: string | null, marks?: NodeMarks, conflict = false) => cardMarks({ state, conflict, marks }).map(({ word }) => word);

describe("the marks of a card", () => {
  test("are the state and the age of what is well", () => expect(words("active", { freshness: fresh })).toEqual(["Active", "2 min"]));
  test("say what departs from normal", () => {
    expect(words("active", { freshness: late })).toEqual(["Active", "Late 22 min"]);
    expect(words("active", { quality: { violations: 2, completeness: null, nullRatio: null } })).toEqual(["Active", "Below quality"]);
    expect(words("active", { failure: { what: "failed", message: null, at: "2026-01-01T00:00:00Z" } })).toEqual(["Active", "Last run failed"]);
  });
  test("are three at most, and what is normal gives way", () => {
    const marks: NodeMarks = { incidents: 2, freshness: fresh, quality: { violations: 1, completeness: 0.5, nullRatio: null }, failure: { what: "quality", message: "", at: "2026-01-01T00:00:00Z" } };
    expect(words("active", marks)).toEqual(["2 incidents", "Failure", "Below quality"]);
    expect(words("dropped", { ...marks, freshness: late })).toEqual(["Dropped", "2 incidents", "Failure"]);
  });
  test("are none for what nothing is known of", () => expect(words(null)).toEqual([]));
});

test("freshness is told with its instant and by which rule it is judged", () => {
  expect(freshnessWord(late!)).toBe("Newest batch 32 min old, of 2026-01-01 00:00:00 UTC, late 22 min; at most 10 min expected, as declared");
  expect(freshnessWord({ ...fresh!, of: "prediction", rule: null, lateMs: null })).toBe("Newest prediction 2 min old, of 2026-01-01 00:00:00 UTC");
});

test("quality is told in percent and ways", () => {
  expect(qualityWord({ violations: 1, completeness: 0.9954, nullRatio: 0.25 })).toBe("Complete to 99.5 %, 25 % nulls, departs from its declaration in 1 way");
  expect(qualityWord({ violations: 2, completeness: null, nullRatio: null })).toBe("Departs from its declaration in 2 ways");
});
