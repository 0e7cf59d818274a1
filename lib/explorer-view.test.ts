import { describe, expect, test } from "vitest";
import { explorerHref, initialView, MAX_DEPTH, MAX_EXPANSIONS, parseExplorerView, toSearchParams, type ExplorerView } from "./explorer-view";

const read = (href: string) => parseExplorerView(new URL(href, "http://x").searchParams);
const MODEL = "model:ops:latency-anomaly@7";
const HOSTILE = "dataset:a%3Ab%2Fc:it%27s%20%26%20%3E%20~%3D%3F%23";

describe("the address of a view", () => {
  test.each<[string, ExplorerView]>([
    ["untouched", initialView(MODEL)],
    ["of an instance", initialView("prediction:ops:0198c7")],
    ["with everything in it", {
      ref: HOSTILE, direction: "upstream", depth: 3, plane: "instance", asOf: "2026-11-23T07:42:10.000120Z", compare: "2026-11-22T00:00:00Z",
      expanded: [{ ref: MODEL, side: "downstream" }, { ref: HOSTILE, side: "upstream", far: true }, { ref: MODEL, side: "downstream" }],
      folded: [{ ref: HOSTILE, side: "upstream" }], hidden: [HOSTILE, MODEL], columnsOf: [{ ref: HOSTILE, after: 0 }, { ref: MODEL, after: 2 }, { ref: HOSTILE, after: 3 }],
      filter: { kinds: ["dataset", "model"], owners: ["party:-:team%20a"], tags: ["a&b=c", "d"], states: ["missing"], confidences: ["observed", "inferred"] },
      group: "owner", openGroups: ["owner:party:-:team%20a"], paths: { from: HOSTILE, to: MODEL },
      selected: { node: HOSTILE },
    }],
    ["with an edge selected", { ...initialView(MODEL), selected: { from: HOSTILE, to: MODEL } }],
    ["of nothing", initialView(null)],
  ])("survives the way out and back: %s", (_, view) => expect(read(explorerHref(view))).toEqual(view));

  test("names only what differs from the default", () => {
    expect(explorerHref(initialView(MODEL))).toBe("/lineage?ref=model%3Aops%3Alatency-anomaly%407");
    expect(explorerHref(initialView(null))).toBe("/lineage");
  });
});

describe("a page forgives", () => {
  test.each([
    "direction=sideways", "depth=0", "depth=-1", "depth=1.5", "depth=many", "plane=astral", "asOf=yesterday", "open=", "open=up:x", "open=upstream:nonsense",
    "selected=", "selected=nonsense", "selected=a>b>c", "unknown=1", "compare=then", "fold=upstream*:dataset:a:b", "hide=nonsense", "kind=nonsense", "tag=",
    "confidence=sure", "group=colour", "in=", "columns=nonsense", "paths=dataset:a:b", "paths=a>b",
  ])("%s", (bad) => expect(read(`/lineage?ref=${encodeURIComponent(MODEL)}&${bad}`)).toEqual(initialView(MODEL)));

  test("columns opened after more than is there", () => expect(read(`/lineage?ref=${MODEL}&open=upstream:${MODEL}&columns=7:dataset:a:b&columns=0:dataset:a:c&columns=dataset:a:d`).columnsOf).toEqual([
    { ref: "dataset:a:b", after: 1 }, { ref: "dataset:a:c", after: 0 }, { ref: "dataset:a:d", after: 1 },
  ]));
  test("a reference that is none", () => expect(read("/lineage?ref=nonsense")).toEqual(initialView(null)));
  test("a reference written another way", () => expect(read("/lineage?ref=source:aws:cpu").ref).toBe("dataset:aws:cpu"));
  test("too much depth", () => expect(read(`/lineage?ref=${MODEL}&depth=5000`).depth).toBe(MAX_DEPTH));
  test("too many expansions", () => {
    const params = new URLSearchParams({ ref: MODEL });
    for (let i = 0; i < 200; i++) params.append("open", `upstream:dataset:a:${i}`);
    expect(parseExplorerView(params).expanded).toHaveLength(MAX_EXPANSIONS);
  });
});

test("a page's search parameters keep repeated names", () => {
  expect(toSearchParams({ open: ["a", "b"], ref: "c", none: undefined }).toString()).toBe("open=a&open=b&ref=c");
});
