import type { NodeKind } from "@/lib/lineage/node-ref";
import { allNodes } from "./picture-parts";
import type { GroupRow, Picture, PictureEdge, PictureGroup, PictureNode } from "./picture";

/** How many members an open card shows at a time. */
export const GROUP_ROWS = 8;
/** Lines of a picture at most: of more, the faintest are counted. */
const MAX_LINES = 80;
/** Ids longer than this cannot stand in an address. */
const MAX_GROUP_ID = 500;

/** Which page of each group is open: an id that is named twice means the second page. */
export function openPages(ids: readonly string[]): Map<string, number> {
  const pages = new Map<string, number>();
  for (const id of ids) pages.set(id, (pages.get(id) ?? 0) + 1);
  return pages;
}

/** A group closed, opened, or turned to another page (from 1; 0 closes it), in the order of the others. */
export function turnTo(ids: readonly string[], id: string, page: number): string[] {
  return [...ids.filter((it) => it !== id), ...Array.from({ length: page }, () => id)];
}

export const canStandInAddress = (id: string): boolean => id.length <= MAX_GROUP_ID;

type GroupParts = { id: string; kind: NodeKind | null; label: string; namespace: string; distance: number; group: PictureGroup };

/** The card of a group, not yet placed. */
export function groupNode({ id, kind, label, namespace, distance, group }: GroupParts): PictureNode {
  return {
    id, ref: null, kind, namespace, name: label, version: null, state: null, owner: null, at: null, conflict: false, distance,
    behind: { upstream: 0, downstream: 0 }, hidden: 0, group, column: 0, x: 0, y: 0,
  };
}

/** A member as a row. */
export function toRow({ ref, kind, namespace, name, version, state, owner, at, conflict, output }: GroupRow): GroupRow {
  return { ref, kind, namespace, name, version, state, owner, at, conflict, ...(output === undefined ? {} : { output }) };
}

/** The heaviest edges, as many as can be read; what is left out is counted. */
export function withoutFaint(edges: readonly PictureEdge[]): { edges: PictureEdge[]; faint?: { edges: number; linksEach: number } } {
  const weightOf = ({ links }: PictureEdge) => links?.count ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...edges].sort((a, b) => weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1));
  const faint = sorted.slice(MAX_LINES);
  return { edges: sorted.slice(0, MAX_LINES), ...(faint.length === 0 ? {} : { faint: { edges: faint.length, linksEach: weightOf(faint[0]!) } }) };
}

/** The card of an id; for a member that an open group shows, the member as if it had one, where its group stands. */
export function findShown(picture: Picture, id: string): PictureNode | undefined {
  for (const node of allNodes(picture)) {
    if (node.id === id) return node;
    const row = node.group?.open?.rows.find(({ ref }) => ref === id);
    if (row) return { ...row, id, distance: node.distance, behind: { upstream: 0, downstream: 0 }, hidden: 0, column: node.column, x: node.x, y: node.y };
  }
  return undefined;
}
