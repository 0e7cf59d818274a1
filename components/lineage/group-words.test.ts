import { describe, expect, test } from "vitest";
import { MAX_EXPANSIONS } from "@/lib/explorer-view";
import { GROUP_ROWS } from "@/lib/layout/group-node";
import type { GroupRow } from "@/lib/layout/picture";
import { groupSize, groupTitle, moreWords, nextPage, stateCount } from "./group-words";

const rows = (count: number) => Array.from({ length: count }, () => ({}) as GroupRow);

describe("the words of a group", () => {
  test("name it, or its kind where that is all its members share", () => {
    expect(groupTitle("aws", "source", { groups: 0 })).toBe("aws");
    expect(groupTitle("", "source", { groups: 0 })).toBe("Telemetry sources");
    expect(groupTitle("", "source", { groups: 12 })).toBe("12 more groups");
  });
  test("say how many of what, and what departs from normal", () => {
    expect(groupSize({ size: 19, kinds: [{ kind: "feature", count: 18 }, { kind: "model", count: 1 }] })).toBe("18 features, 1 model version");
    expect(groupSize({ size: null, kinds: [] })).toBe("More than were counted");
    expect([stateCount({ state: "missing", count: 2 }), stateCount({ state: "dropped", count: 1 })]).toEqual(["2 never seen", "1 dropped"]);
  });
  test("say what is behind the rows, and which page is next", () => {
    const at = (size: number | null, from: number, count = GROUP_ROWS) => ({ size, open: { rows: rows(count), from } });
    expect([moreWords(at(20, 8)), nextPage(at(20, 8))]).toEqual(["4 more", 3]);
    expect([moreWords(at(20, 16, 4)), nextPage(at(20, 16, 4))]).toEqual([null, null]);
    expect([moreWords(at(null, 0)), moreWords(at(null, 0, 3))]).toEqual(["More", null]);
    expect(nextPage(at(10_000, (MAX_EXPANSIONS - 1) * GROUP_ROWS))).toBeNull();
    expect(nextPage({ size: 20, open: null })).toBeNull();
  });
});
