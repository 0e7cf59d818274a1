import { assignColumns } from "./assign-columns";
import { orderColumns } from "./order-columns";

/** Card size in the picture's own units (CSS pixels at zoom 1). */
export const CARD = { width: 208, height: 68 } as const;
/** From one row's middle to the next. */
export const ROW_PITCH = 100;
/** From one column's middle to the next: a card, a tab of 28 on either side at most, and room for the curve. */
export const COLUMN_PITCH = CARD.width + 96;

export type LayoutEdge = { from: string; to: string };
/** Middle of a card. `column` counts from the start: negative is upstream. */
export type Position = { column: number; x: number; y: number };

/**
 * Where each node goes: columns follow the flow of data from left to right, the start in column 0, rows are ordered so that few
 * edges cross (barycentre sweeps after Sugiyama, Tagawa and Toda, 1981). The same input gives the same picture; cycles do no harm.
 *
 * Nodes in `placed` stay exactly where they are, and new ones take the free rows nearest to their neighbours. Rows in `blocked`, by column,
 * belong to something else.
 * `ids` in a steady order (it breaks ties); edges whose ends are not both in `ids` are left out.
 */
export function layered(ids: readonly string[], edges: readonly LayoutEdge[], start: string, placed: ReadonlyMap<string, Position> = new Map(), blocked: ReadonlyMap<number, ReadonlySet<number>> = new Map()): Map<string, Position> {
  const known = new Set(ids);
  const inner = edges.filter((edge) => known.has(edge.from) && known.has(edge.to) && edge.from !== edge.to);
  const columns = assignColumns(ids, inner, start, new Map([...placed].map(([id, at]) => [id, at.column])));
  const positions = new Map([...placed].filter(([id]) => known.has(id)));
  return positions.size === 0 ? layFresh(ids, inner, start, columns) : layMore(ids, inner, columns, positions, blocked);
}

function layFresh(ids: readonly string[], edges: readonly LayoutEdge[], start: string, columns: ReadonlyMap<string, number>): Map<string, Position> {
  const positions = new Map<string, Position>();
  for (const [column, members] of orderColumns(ids, edges, columns)) {
    // the start lies on the middle line; every column is centred on it
    const anchor = members.includes(start) ? members.indexOf(start) : (members.length - 1) / 2;
    members.forEach((id, row) => positions.set(id, { column, x: column * COLUMN_PITCH, y: Math.round((row - anchor) * ROW_PITCH) }));
  }
  return positions;
}

function layMore(ids: readonly string[], edges: readonly LayoutEdge[], columns: ReadonlyMap<string, number>, positions: Map<string, Position>, blocked: ReadonlyMap<number, ReadonlySet<number>>): Map<string, Position> {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const taken = new Map<number, Set<number>>();
  for (const { column, y } of positions.values()) taken.set(column, (taken.get(column) ?? new Set()).add(y));
  for (const [column, rows] of blocked) for (const y of rows) taken.get(column)?.add(y);

  // nearest to what is drawn first, so that each column finds its neighbours already placed
  const fresh = new Map<number, string[]>();
  for (const id of ids) if (!positions.has(id)) fresh.set(columns.get(id)!, [...(fresh.get(columns.get(id)!) ?? []), id]);
  const drawn = [...taken.keys()];
  const distance = (column: number) => Math.min(...drawn.map((other) => Math.abs(other - column)));
  const order = [...fresh.keys()].sort((a, b) => distance(a) - distance(b) || a - b);

  for (const column of order) {
    const members = fresh.get(column)!;
    const wish = new Map(members.map((id) => {
      const ys = (neighbours.get(id) ?? []).flatMap((other) => positions.get(other)?.y ?? []);
      return [id, ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length];
    }));
    const middle = [...wish.values()].reduce((sum, y) => sum + y, 0) / members.length;
    const rows = freeRows(taken.get(column) ?? new Set(), middle, members.length);
    const sorted = members.map((id, index) => ({ id, index })).sort((a, b) => wish.get(a.id)! - wish.get(b.id)! || a.index - b.index);
    sorted.forEach(({ id }, row) => positions.set(id, { column, x: column * COLUMN_PITCH, y: rows[row]! }));
  }
  return positions;
}

/** The `count` free rows nearest to `middle`, top to bottom. A column keeps the row grid that it has. */
function freeRows(taken: ReadonlySet<number>, middle: number, count: number): number[] {
  const [some] = taken;
  const base = some ?? Math.round(middle - ((count - 1) / 2) * ROW_PITCH);
  const nearest = Math.round((middle - base) / ROW_PITCH);
  const rows: number[] = [];
  for (let step = 0; rows.length < count; step++) {
    for (const sign of step === 0 ? [1] : [1, -1]) {
      const y = base + (nearest + sign * step) * ROW_PITCH;
      if (!taken.has(y) && rows.length < count) rows.push(y);
    }
  }
  return rows.sort((a, b) => a - b);
}
