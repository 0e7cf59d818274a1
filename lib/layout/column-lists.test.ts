import { describe, expect, test } from "vitest";
import { LIST } from "./column-lists";
import { composePicture, type Addition } from "./compose-picture";
import { CARD } from "./layered";
import type { AnswerEdge, AnswerNode, ColumnsOf, GraphAnswer, Picture } from "./picture";
import { allNodes, heightOf } from "./picture-parts";

const data = (name: string) => `dataset:a:${name}`;
const column = (name: string, field: string) => `column:a:${name}/${field}`;
const edge = (from: string, to: string, rel = "input"): AnswerEdge => ({ from, to, confidence: "observed", stale: false, rel });
function answer(edges: readonly [string, string][], start = "r"): GraphAnswer {
  const names = [...new Set([start, ...edges.flat()])];
  return {
    nodes: names.map((name): AnswerNode => ({ ref: data(name), kind: "dataset", name, distance: 1, more: { upstream: 0, downstream: 0 } })),
    edges: edges.map(([from, to]) => edge(data(from), data(to))),
    counts: { total: names.length, shown: names.length, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null, watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
  };
}
const columnsOf = (name: string, count: number, downstream = 0): ColumnsOf => ({
  ref: data(name), total: count,
  items: Array.from({ length: count }, (_, i) => ({ ref: column(name, `f${String(i).padStart(2, "0")}`), kind: "column" as const, namespace: "a", name: `${name}/f${i}`, state: "active", type: "double", neighbours: { upstream: 0, downstream } })),
});
const BASE = answer([["a", "r"], ["b", "r"], ["c", "r"], ["r", "x"]]);
const draw = (opened: readonly [name: string, after: number][], options: { known?: ColumnsOf[]; additions?: Addition[]; between?: AnswerEdge[] } = {}): Picture =>
  composePicture(data("r"), BASE, options.additions ?? [], options.between ?? [], {
    opened: opened.map(([name, after]) => ({ ref: data(name), after })), known: options.known ?? ["a", "b", "r", "x"].map((name) => columnsOf(name, 30)),
  });
const places = (picture: Picture) => new Map(picture.nodes.map(({ id, x, y }) => [id, `${x} ${y}`]));

/** Boxes of everything that is drawn: cards, and lists. */
function boxes({ nodes, columns }: Picture): { name: string; x: number; top: number; bottom: number }[] {
  return [
    ...nodes.map((node) => ({ name: node.id, x: node.x, top: node.y - heightOf(node) / 2, bottom: node.y + heightOf(node) / 2 })),
    ...(columns?.lists ?? []).map(({ of, first, x, top, height }) => ({ name: `list ${of} ${first}`, x, top, bottom: top + height })),
  ];
}
function overlapping(picture: Picture): string[] {
  const all = boxes(picture);
  return all.flatMap((a, i) => all.slice(i + 1).flatMap((b) => (a.x === b.x && a.top < b.bottom && b.top < a.bottom ? `${a.name} & ${b.name}` : [])));
}

describe("a list of columns", () => {
  test("hangs on its card where the rows below are free", () => {
    const picture = draw([["x", 0]]);
    const [list] = picture.columns!.lists;
    const card = picture.nodes.find(({ id }) => id === data("x"))!;
    expect(list).toMatchObject({ isAttached: true, top: card.y + CARD.height / 2, first: 1, total: 30, rest: 18 });
    expect(list!.rows).toHaveLength(LIST.page);
    expect(picture.columns!.rows[0]).toMatchObject({ id: column("x", "f00"), within: data("x"), height: LIST.row, x: card.x, y: list!.top + LIST.head + LIST.row / 2 });
  });

  test("lies where there is room when a card is below, and nothing that is drawn moves", () => {
    const before = draw([]);
    const picture = draw([["a", 0], ["b", 0], ["r", 0], ["x", 0]]);
    expect(picture.columns!.lists.find(({ of }) => of === data("a"))!.isAttached).toBe(false);
    expect(places(picture)).toEqual(places(before));
    expect(overlapping(picture)).toEqual([]);
  });

  test("grows by a part for each press, up to its last column, and only its last part says how many more there are", () => {
    const picture = draw([["x", 0], ["x", 0], ["x", 0], ["x", 0]]);
    expect(picture.columns!.lists.map(({ first, rows, rest }) => [first, rows.length, rest])).toEqual([[1, 12, 0], [13, 12, 0], [25, 6, 0]]);
    expect(draw([["x", 0], ["x", 0]]).columns!.lists.map(({ rest }) => rest)).toEqual([0, 6]);
    expect(overlapping(picture)).toEqual([]);
    expect(new Set(allNodes(picture).map(({ id }) => id)).size).toBe(allNodes(picture).length);
  });

  test("of what is not drawn, or has no columns that may be seen, is none", () => {
    expect(draw([["nowhere", 0]], { known: [columnsOf("nowhere", 3)] }).columns).toBeUndefined();
    expect(draw([["a", 0]], { known: [] }).columns).toBeUndefined();
  });

  test("stays where it was opened when something is expanded later, which goes around it", () => {
    const expand: Addition = { ref: data("r"), side: "upstream", answer: answer([["n1", "r"], ["n2", "r"], ["n3", "r"], ["n4", "r"]]) };
    const early = draw([["c", 0]], { known: [columnsOf("c", 20)] });
    const later = draw([["c", 0]], { known: [columnsOf("c", 20)], additions: [expand] });
    expect(later.columns!.lists).toEqual(early.columns!.lists);
    for (const [id, place] of places(early)) expect(places(later).get(id)).toBe(place);
    expect(overlapping(later)).toEqual([]);
    // opened after the expansion it makes way for what that brought
    expect(overlapping(draw([["c", 1]], { known: [columnsOf("c", 20)], additions: [expand] }))).toEqual([]);
  });
});

describe("edges between columns", () => {
  const joined = edge(column("a", "f03"), column("r", "f05"), "column");
  test("run from row to row when both are drawn, and count as neighbours", () => {
    const known = [columnsOf("a", 6, 2), columnsOf("r", 6)];
    const picture = draw([["a", 0], ["r", 0]], { known, between: [joined] });
    expect(picture.columns!.edges.map(({ id }) => id)).toEqual([`${column("a", "f03")}>${column("r", "f05")}`]);
    expect(picture.columns!.rows.find(({ id }) => id === column("a", "f03"))!.behind).toEqual({ upstream: 0, downstream: 1 });
    expect(picture.edges).toHaveLength(BASE.edges.length);
    expect(draw([["a", 0]], { known, between: [joined] }).columns!.edges).toEqual([]);
  });

  test("are followed: the data at the other end come with the columns that were reached, first in their list", () => {
    const follow: Addition = {
      ref: column("r", "f05"), side: "upstream", answer: answer([["far", "r"]]), opens: [{ ref: data("far"), wanted: [column("far", "f20")], by: column("r", "f05") }],
    };
    const known = [columnsOf("r", 6), columnsOf("far", 30)];
    const picture = draw([["r", 0]], { known, additions: [follow], between: [edge(column("far", "f20"), column("r", "f05"), "column")] });
    const list = picture.columns!.lists.find(({ of }) => of === data("far"))!;
    expect([list.rows[0], list.rows.length, list.by]).toEqual([column("far", "f20"), LIST.page, column("r", "f05")]);
    expect(picture.columns!.edges).toHaveLength(1);
    expect(picture.counts).toMatchObject({ shown: 6 });
    expect(overlapping(picture)).toEqual([]);
  });

  test("to a column that is already listed open nothing more", () => {
    const again: Addition = { ref: column("r", "f05"), side: "upstream", answer: answer([]), opens: [{ ref: data("a"), wanted: [column("a", "f03")], by: column("r", "f05") }] };
    expect(draw([["r", 0], ["a", 0]], { known: [columnsOf("r", 6), columnsOf("a", 6)], additions: [again] }).columns!.lists).toHaveLength(2);
  });
});
