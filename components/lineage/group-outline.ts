import type { GroupRow, Picture, PictureNode } from "@/lib/layout/picture";
import { GROUP_ROWS } from "@/lib/layout/group-node";
import { moreWords, nextPage, pageOf } from "./group-words";
import type { OutlineRow } from "./outline-rows";

/** The members of an open group as rows of the outline, and the ways to the other pages. */
export function memberRows(node: PictureNode, parent: string, level: number): OutlineRow[] {
  const { group, id } = node;
  if (!group?.open) return [];
  const more = moreWords(group);
  const page = pageOf(group);
  const next = nextPage(group);
  const turns = [
    ...(next !== null && more !== null ? [{ page: next, text: `Next ${GROUP_ROWS}${more === "More" ? "" : `, ${more}`}` }] : []),
    ...(page > 1 ? [{ page: 1, text: `First ${GROUP_ROWS}` }] : []),
  ];
  const setSize = group.open.rows.length + turns.length;
  return [
    ...group.open.rows.map((row: GroupRow, index): OutlineRow => ({ type: "member", group: id, row, key: `${parent}|member ${row.ref}`, level, parent, setSize, position: index + 1 })),
    ...turns.map((turn, index): OutlineRow => ({ type: "page", group: id, ...turn, key: `${parent}|page ${turn.page}`, level, parent, setSize, position: group.open!.rows.length + index + 1 })),
  ];
}

const HEADS = [
  { head: "Upstream", has: (column: number) => column < 0 },
  { head: "Downstream", has: (column: number) => column > 0 },
  { head: "Also drawn", has: (column: number) => column === 0 },
] as const;

/** A grouped picture as rows: the start, then the groups of each side from left to right and top to bottom; an overview is its groups alone. */
export function groupOutlineRows(picture: Picture): OutlineRow[] {
  const start = picture.nodes.find(({ id }) => id === picture.start);
  const inOrder = picture.nodes.filter((node) => node !== start).sort((a, b) => a.column - b.column || a.y - b.y);
  const rows: OutlineRow[] = [];
  const startKey = "start";
  if (start) rows.push({ type: "node", node: start, edge: null, side: null, repeated: false, expandable: false, open: false, behind: 0, key: startKey, level: 1, parent: null, setSize: 1, position: 1 });
  const level = start ? 2 : 1;
  let position = 0;
  const add = (node: PictureNode) => {
    const key = start ? `${startKey}|group ${node.id}` : `group ${node.id}`;
    rows.push({
      type: "node", node, edge: null, side: null, repeated: false, expandable: node.group?.canOpen ?? false, open: node.group?.canOpen === true && node.group.open !== null, behind: 0,
      key, level, parent: start ? startKey : null, setSize: inOrder.length, position: ++position,
    });
    rows.push(...memberRows(node, key, level + 1));
  };
  if (!start) inOrder.forEach(add);
  else {
    for (const { head, has } of HEADS) {
      const nodes = inOrder.filter(({ column }) => has(column));
      if (nodes.length > 0) rows.push({ type: "head", key: `head ${head}`, text: head });
      nodes.forEach(add);
    }
  }
  return rows;
}
