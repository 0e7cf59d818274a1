import type { Side } from "@/lib/explorer-view";
import type { GroupRow, Picture, PictureEdge, PictureNode } from "@/lib/layout/picture";
import { groupOutlineRows, memberRows } from "./group-outline";

type Place = { key: string; level: number; parent: string | null; setSize: number; position: number };

/** A line of the outline. Keys are stable while the picture grows. */
export type OutlineRow =
  | { type: "head"; key: string; text: string }
  | (Place & {
      type: "node";
      node: PictureNode;
      /** The edge that joins it to the row above it in the tree; `null` for the start and for what is only also drawn. */
      edge: PictureEdge | null;
      /** Where it lies, seen from the row above; `null` for the start and for what is only also drawn. */
      side: Side | null;
      /** Listed in full elsewhere: here it has no rows of its own. */
      repeated: boolean;
      expandable: boolean;
      open: boolean;
      /** Neighbours behind its tabs. */
      behind: number;
    })
  | (Place & { type: "more"; ref: string; side: Side; count: number })
  /** A member of an open group. */
  | (Place & { type: "member"; group: string; row: GroupRow })
  /** The way to another page of an open group. */
  | (Place & { type: "page"; group: string; page: number; text: string })
  /** Columns of the row above it in the tree that are not drawn yet. */
  | (Place & { type: "columns"; ref: string; count: number });

type Branch = { node: PictureNode; edge: PictureEdge | null; side: Side | null };

/** The neighbours of each node on one side, top to bottom as drawn. */
function neighboursOn(picture: Picture, side: Side): Map<string, Branch[]> {
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  const lists = new Map<string, Branch[]>(picture.nodes.map(({ id }) => [id, []]));
  for (const edge of picture.edges) {
    const [at, other] = side === "upstream" ? [edge.to, edge.from] : [edge.from, edge.to];
    const node = nodes.get(other);
    if (node && at !== other) lists.get(at)?.push({ node, edge, side });
  }
  for (const list of lists.values()) list.sort((a, b) => a.node.y - b.node.y || a.node.x - b.node.x);
  return lists;
}

/** Where each node's own rows are: under the neighbour that is nearest to the start. Walked outwards, so a cycle ends. */
function homes(start: string, neighbours: ReadonlyMap<string, readonly Branch[]>): Map<string, string> {
  const home = new Map([[start, ""]]);
  const queue = [start];
  for (let head = 0; head < queue.length; head++) {
    for (const { node } of neighbours.get(queue[head]!) ?? []) {
      if (home.has(node.id)) continue;
      home.set(node.id, queue[head]!);
      queue.push(node.id);
    }
  }
  return home;
}

/**
 * The picture as a tree of rows: the start, what is upstream of it, what is downstream, and what else is drawn. It holds every drawn
 * node; one that feeds several is listed under each, and in full under the first. `toggled` has the keys of rows that are not as they
 * are at first: open where something drawn is under them.
 */
export function outlineRows(picture: Picture, toggled: ReadonlySet<string>): OutlineRow[] {
  if (picture.groupedBy) return groupOutlineRows(picture);
  const start = picture.nodes.find(({ id }) => id === picture.start);
  if (!start) return [];
  const rows: OutlineRow[] = [];
  const sides = { upstream: neighboursOn(picture, "upstream"), downstream: neighboursOn(picture, "downstream") };

  const columns = new Map(picture.nodes.map(({ id }) => [id, picture.columns?.rows.filter(({ within }) => within === id) ?? []]));
  const restOf = (id: string) => picture.columns?.lists.reduce((sum, { of, rest }) => sum + (of === id ? rest : 0), 0) ?? 0;
  const columnRows = (node: PictureNode) => (columns.get(node.id)?.length ?? 0) + (restOf(node.id) > 0 ? 1 : 0);

  const behindOf = (node: PictureNode) => node.behind.upstream + node.behind.downstream;
  const moreOf = (node: PictureNode): { side: Side; count: number }[] =>
    node.ref === null ? [] : (["upstream", "downstream"] as const).flatMap((side) => (node.behind[side] > 0 ? [{ side, count: node.behind[side] }] : []));

  function addMore(node: PictureNode, side: Side, count: number, place: Place) {
    rows.push({ type: "more", ref: node.ref!, side, count, ...place, key: `${place.parent}|more ${side}` });
  }

  /** The rows of a card's columns come before its neighbours; `setSize` counts all of them. */
  function addColumns(node: PictureNode, level: number, parent: string, setSize: number): number {
    const own = columns.get(node.id) ?? [];
    own.forEach((column, index) => {
      const key = `${parent}|column ${column.id}`;
      const more = moreOf(column);
      const open = more.length > 0 && toggled.has(key);
      rows.push({ type: "node", node: column, edge: null, side: null, repeated: false, expandable: more.length > 0, open, behind: behindOf(column), key, level, parent, setSize, position: index + 1 });
      if (open) more.forEach(({ side, count }, at) => addMore(column, side, count, { key: "", level: level + 1, parent: key, setSize: more.length, position: at + 1 }));
    });
    const rest = restOf(node.id);
    if (rest > 0) rows.push({ type: "columns", ref: node.id, count: rest, key: `${parent}|columns`, level, parent, setSize, position: own.length + 1 });
    return columnRows(node);
  }

  function addBranch(branch: Branch, home: ReadonlyMap<string, string>, parentId: string, place: Omit<Place, "key">, children: ReadonlyMap<string, readonly Branch[]> | null) {
    const { node, edge } = branch;
    const key = `${place.parent}|${branch.side ?? "also"} ${node.id}`;
    const repeated = children !== null && home.get(node.id) !== parentId;
    const under = repeated || !children ? [] : children.get(node.id)!;
    const more = repeated ? [] : moreOf(node);
    const members = memberRows(node, key, place.level + 1);
    const own = repeated ? 0 : columnRows(node);
    const expandable = own + under.length + more.length + members.length > 0;
    const open = expandable && (own + under.length + members.length > 0) !== toggled.has(key);
    rows.push({ type: "node", node, edge, side: branch.side, repeated, expandable, open, behind: behindOf(node), ...place, key });
    if (!open) return;
    rows.push(...members);
    const setSize = own + under.length + more.length;
    if (own > 0) addColumns(node, place.level + 1, key, setSize);
    under.forEach((child, index) => addBranch(child, home, node.id, { level: place.level + 1, parent: key, setSize, position: own + index + 1 }, children));
    more.forEach(({ side, count }, index) => addMore(node, side, count, { key: "", level: place.level + 1, parent: key, setSize, position: own + under.length + index + 1 }));
  }

  const startKey = "start";
  rows.push({ type: "node", node: start, edge: null, side: null, repeated: false, expandable: true, open: !toggled.has(startKey), behind: 0, key: startKey, level: 1, parent: null, setSize: 1, position: 1 });
  if (toggled.has(startKey)) return rows;

  const direct = { upstream: sides.upstream.get(start.id)!, downstream: sides.downstream.get(start.id)! };
  const reach = new Set<string>();
  for (const side of ["upstream", "downstream"] as const) for (const id of homes(start.id, sides[side]).keys()) reach.add(id);
  const others = picture.nodes.filter(({ id }) => !reach.has(id)).sort((a, b) => a.x - b.x || a.y - b.y);
  const startMore = moreOf(start);
  const setSize = columnRows(start) + direct.upstream.length + direct.downstream.length + startMore.length + others.length;
  let position = addColumns(start, 2, startKey, setSize);
  const place = () => ({ level: 2, parent: startKey, setSize, position: ++position });

  for (const side of ["upstream", "downstream"] as const) {
    const home = homes(start.id, sides[side]);
    const more = startMore.find((one) => one.side === side);
    if (direct[side].length === 0 && !more) continue;
    const word = side === "upstream" ? "Upstream" : "Downstream";
    rows.push({ type: "head", key: `head ${side}`, text: `${word}, ${direct[side].reduce((sum, { node }) => sum + Math.max(1, node.hidden), 0) + (more?.count ?? 0)} direct` });
    for (const branch of direct[side]) addBranch(branch, home, start.id, place(), sides[side]);
    if (more) addMore(start, side, more.count, { key: "", ...place() });
  }
  if (others.length > 0) {
    rows.push({ type: "head", key: "head also", text: "Also drawn" });
    for (const node of others) addBranch({ node, edge: null, side: null }, new Map(), start.id, place(), null);
  }
  return rows;
}
