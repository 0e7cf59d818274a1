import { expect, test } from "vitest";
import { EDGE_REASONS } from "@/lib/lineage/edge-reasons";
import { columnName, reasonWord, runsWord, sinceWord } from "./edge-words";

test("every reason has words of its own, and none is told as such", () => {
  expect(new Set(EDGE_REASONS.map(reasonWord)).size).toBe(EDGE_REASONS.length);
  expect(reasonWord(null)).toBe("The ledger does not tell");
});

test("runs are counted with thin spaces, and too many are said to be", () => {
  expect(runsWord({ did: "read", count: 4032, ofJob: 4040 })).toBe("4\u2009032 of 4\u2009040 read it");
  expect(runsWord({ did: "wrote", count: null, ofJob: null })).toMatch(/^more than 50\u2009000 of more than 50\u2009000 wrote it$/);
});

test("an age is told from now, or from the instant looked at, and never for what lies ahead", () => {
  const clock = Date.parse("2026-01-01T00:02:00Z");
  expect(sinceWord("2026-01-01T00:00:00Z", clock, false)).toBe(", 2 min ago");
  expect(sinceWord("2026-01-01T00:00:00Z", clock, true)).toBe(", 2 min before");
  expect(sinceWord("2026-01-01T00:03:00Z", clock, false)).toBe("");
});

test("a column is called by its field, however odd its data are called", () => {
  expect(columnName("column:shop:orders/price")).toBe("price");
  expect(columnName("column:shop:a%2Fb/c%2Fd", true)).toBe("a/b.c/d");
  expect(columnName("feature:ops:hourly/cpu@1")).toBe("cpu");
});
