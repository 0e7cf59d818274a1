import { describe, expect, test } from "vitest";
import { groupNode } from "@/lib/layout/group-node";
import type { GroupRow, Picture, PictureNode } from "@/lib/layout/picture";
import { outlineRows } from "./outline-rows";

const row = (name: string): GroupRow => ({ ref: `dataset:a:${name}`, kind: "dataset", namespace: "a", name, version: null, state: "active", owner: null, at: null, conflict: false });
const group = (id: string, column: number, size: number | null, open: { rows: GroupRow[]; from: number } | null = null, canOpen = true): PictureNode => ({
  ...groupNode({ id, kind: "dataset", label: id, namespace: "", distance: 1, group: { size, kinds: [], states: [], groups: 0, canOpen, open, list: null } }), column, y: 0,
});
const start: PictureNode = { ...group("start", 0, 0), group: undefined, ref: "start", name: "start" };
const draw = (nodes: PictureNode[], startId = "start"): Picture => ({
  start: startId, groupedBy: "kind", nodes, edges: [], counts: { shown: 0, total: 0, behindCounts: 0, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null,
  watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 }, notFound: [],
});
const lines = (picture: Picture) => outlineRows(picture, new Set()).map((it) => {
  if (it.type === "head") return `- ${it.text}`;
  const text = it.type === "node" ? `${it.node.name}${it.expandable ? (it.open ? " v" : " >") : ""}` : it.type === "member" ? `* ${it.row.name}` : it.type === "page" ? it.text : "";
  return `${"  ".repeat(it.level - 1)}${text} ${it.position}/${it.setSize}`;
});

describe("the outline of a grouped picture", () => {
  test("has the start, and the groups of each side", () => {
    expect(lines(draw([group("down", 1, 2), start, group("up", -1, 3), group("rest", -1, 3, null, false)]))).toEqual([
      "start 1/1", "- Upstream", "  up > 1/3", "  rest 2/3", "- Downstream", "  down > 3/3",
    ]);
  });
  test("has the members of an open group under it, and the ways to the other pages", () => {
    expect(lines(draw([start, group("up", -1, 20, { rows: [row("a"), row("b")], from: 8 })]))).toEqual([
      "start 1/1", "- Upstream", "  up v 1/1", "    * a 1/4", "    * b 2/4", "    Next 8, 10\u00a0more 3/4".replace("\u00a0", " "), "    First 8 4/4",
    ]);
  });
  test("of an overview is its groups alone, from left to right", () => {
    expect(lines(draw([group("b", 2, 2), group("a", 0, 1, { rows: [row("x")], from: 0 })], ""))).toEqual(["a v 1/2", "  * x 1/1", "b > 2/2"]);
  });
});
