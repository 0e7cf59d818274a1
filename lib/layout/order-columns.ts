import type { LayoutEdge } from "./layered";

const SWEEPS = 8;

/** The members of each column from top to bottom, so that few edges cross: barycentre sweeps there and back, the best order kept. */
export function orderColumns(ids: readonly string[], edges: readonly LayoutEdge[], columns: ReadonlyMap<string, number>): Map<number, string[]> {
  const layers = new Map<number, string[]>();
  for (const id of ids) {
    const column = columns.get(id)!;
    const members = layers.get(column);
    if (members) members.push(id);
    else layers.set(column, [id]);
  }
  const numbers = [...layers.keys()].sort((a, b) => a - b);
  const neighbours = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    if (columns.get(from) === columns.get(to)) continue;
    neighbours.get(from)!.push(to);
    neighbours.get(to)!.push(from);
  }

  let best = new Map([...layers].map(([column, members]) => [column, [...members]]));
  let fewest = countCrossings(best, edges, columns);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const rightwards = sweep % 2 === 0;
    for (const column of rightwards ? numbers : [...numbers].reverse()) {
      const place = relativePlaces(layers);
      const side = (id: string) => neighbours.get(id)!.filter((other) => (columns.get(other)! < column) === rightwards);
      const members = layers.get(column)!;
      const wish = new Map(members.map((id) => {
        const others = side(id);
        return [id, others.length === 0 ? place.get(id)! : others.reduce((sum, other) => sum + place.get(other)!, 0) / others.length];
      }));
      const index = new Map(members.map((id, row) => [id, row]));
      members.sort((a, b) => wish.get(a)! - wish.get(b)! || index.get(a)! - index.get(b)!);
    }
    const crossings = countCrossings(layers, edges, columns);
    if (crossings < fewest) {
      fewest = crossings;
      best = new Map([...layers].map(([column, members]) => [column, [...members]]));
    }
  }
  return best;
}

/** Rows as distances from the middle of their column, so that columns of different heights compare as they are drawn. */
function relativePlaces(layers: ReadonlyMap<number, readonly string[]>): Map<string, number> {
  const place = new Map<string, number>();
  for (const members of layers.values()) members.forEach((id, row) => place.set(id, row - (members.length - 1) / 2));
  return place;
}

/** Crossings between edges that join the same two columns, counted as inversions with a Fenwick tree (Barth, Mutzel and Jünger, 2004). */
export function countCrossings(layers: ReadonlyMap<number, readonly string[]>, edges: readonly LayoutEdge[], columns: ReadonlyMap<string, number>): number {
  const row = new Map<string, number>();
  for (const members of layers.values()) members.forEach((id, index) => row.set(id, index));
  const between = new Map<string, [number, number][]>();
  for (const { from, to } of edges) {
    const [left, right] = columns.get(from)! < columns.get(to)! ? [from, to] : [to, from];
    if (columns.get(left) === columns.get(right)) continue;
    const key = `${columns.get(left)} ${columns.get(right)}`;
    const pairs = between.get(key);
    if (pairs) pairs.push([row.get(left)!, row.get(right)!]);
    else between.set(key, [[row.get(left)!, row.get(right)!]]);
  }
  let crossings = 0;
  for (const pairs of between.values()) {
    pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const size = Math.max(...pairs.map(([, right]) => right)) + 1;
    const tree = new Array<number>(size + 1).fill(0);
    pairs.forEach(([, right], before) => {
      let atOrAbove = 0;
      for (let i = right + 1; i > 0; i -= i & -i) atOrAbove += tree[i]!;
      crossings += before - atOrAbove;
      for (let i = right + 1; i <= size; i += i & -i) tree[i]!++;
    });
  }
  return crossings;
}
