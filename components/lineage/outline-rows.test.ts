import { describe, expect, test } from "vitest";
import { composePicture } from "@/lib/layout/compose-picture";
import type { AnswerNode, GraphAnswer, PictureNode } from "@/lib/layout/picture";
import { outlineRows } from "./outline-rows";

const node = (id: string, more?: { upstream: number; downstream: number }): AnswerNode =>
  id.startsWith("#") ? { ref: null, id, distance: 1 } : { ref: id, kind: "dataset", name: id, distance: 1, ...(more ? { more } : {}) };
const draw = (start: string, edges: string[], more: Record<string, { upstream: number; downstream: number }> = {}) => {
  const ids = [...new Set([start, ...edges.flatMap((text) => text.split(">"))])];
  const answer: GraphAnswer = {
    nodes: ids.map((id) => node(id, more[id])),
    edges: edges.map((text) => ({ from: text.split(">")[0]!, to: text.split(">")[1]!, confidence: "observed", stale: false })),
    counts: { total: ids.length, shown: ids.length, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null,
    watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
  };
  return composePicture(start, answer);
};
const lines = (picture: ReturnType<typeof draw>, toggled: string[] = []) =>
  outlineRows(picture, new Set(toggled)).map((row) => {
    if (row.type === "head") return `- ${row.text}`;
    const indent = "  ".repeat(row.level - 1);
    if (row.type === "more") return `${indent}+${row.count} ${row.side}`;
    if (row.type === "member") return `${indent}* ${row.row.name}`;
    if (row.type === "page") return `${indent}> ${row.text}`;
    if (row.type === "columns") return `${indent}+${row.count} columns`;
    return `${indent}${row.node.name || `(${row.node.hidden} hidden)`}${row.repeated ? " again" : ""}${row.expandable ? (row.open ? " v" : " >") : ""}`;
  });

describe("the outline", () => {
  test("of a chain is a tree on both sides", () => {
    expect(lines(draw("c", ["a>b", "b>c", "c>d", "d>e"]))).toEqual(["c v", "- Upstream, 1 direct", "  b v", "    a", "- Downstream, 1 direct", "  d v", "    e"]);
  });
  test("of a diamond lists the shared node under both, in full under the first", () => {
    expect(lines(draw("d", ["s>a", "a>b", "a>c", "b>d", "c>d"]))).toEqual(["d v", "- Upstream, 2 direct", "  b v", "    a v", "      s", "  c v", "    a again"]);
  });
  test("of a cycle ends", () => {
    expect(lines(draw("a", ["a>b", "b>a"]))).toEqual(["a v", "- Upstream, 1 direct", "  b v", "    a again", "- Downstream, 1 direct", "  b v", "    a again"]);
  });
  test("of an orphan is one row", () => expect(lines(draw("o", []))).toEqual(["o v"]));
  test("has a row for what is behind the counts, and it is folded where nothing drawn is under it", () => {
    const picture = draw("r", ["a>r"], { r: { upstream: 0, downstream: 3 }, a: { upstream: 4, downstream: 2 } });
    expect(lines(picture)).toEqual(["r v", "- Upstream, 1 direct", "  a >", "- Downstream, 3 direct", "  +3 downstream"]);
    expect(lines(picture, ["start|upstream a"])).toEqual(["r v", "- Upstream, 1 direct", "  a v", "    +4 upstream", "    +2 downstream", "- Downstream, 3 direct", "  +3 downstream"]);
  });
  test("also has what is drawn and neither upstream nor downstream", () => {
    expect(lines(draw("r", ["a>r", "a>s"]))).toEqual(["r v", "- Upstream, 1 direct", "  a", "- Also drawn", "  s"]);
  });
  test("counts what may not be seen", () => {
    expect(lines(draw("r", ["#1>r", "#2>r"]))).toEqual(["r v", "- Upstream, 2 direct", "  (2 hidden)"]);
  });
  test("can be folded up", () => {
    expect(lines(draw("c", ["a>b", "b>c"]), ["start|upstream b"])).toEqual(["c v", "- Upstream, 1 direct", "  b >"]);
    expect(lines(draw("c", ["a>b", "b>c"]), ["start"])).toEqual(["c >"]);
  });
  test("holds every drawn node, each in full once", () => {
    const edges = Array.from({ length: 60 }, (_, i) => [`n${i}>n${i + 1}`, `n${i}>n${(i * 7) % 61}`]).flat();
    const picture = draw("n30", edges);
    const full = outlineRows(picture, new Set()).flatMap((row) => (row.type === "node" && !row.repeated ? [row.node.id] : []));
    expect(new Set(full)).toEqual(new Set(picture.nodes.map(({ id }) => id)));
  });
});

test("the columns of opened data are rows under it, each with what can be followed from it, and then those that are not drawn", () => {
  const base = draw("r", ["a>r"]);
  const row = (id: string, downstream: number): PictureNode => ({ ...base.nodes[0]!, id, ref: id, kind: "column", name: id, behind: { upstream: 0, downstream }, within: "a" });
  const list = { of: "a", isAttached: true, by: null, column: -1, x: 0, top: 0, height: 0, first: 1, total: 5, rest: 3, rows: ["c1", "c2"] };
  const picture = { ...base, columns: { lists: [list], rows: [row("c1", 2), row("c2", 0)], edges: [] } };
  expect(lines(picture)).toEqual(["r v", "- Upstream, 1 direct", "  a v", "    c1 >", "    c2", "    +3 columns"]);
  expect(lines(picture, ["start|upstream a|column c1"]).slice(3, 5)).toEqual(["    c1 v", "      +2 downstream"]);
});
