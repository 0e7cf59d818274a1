import type { LayoutEdge } from "./layered";

/** How many columns things of one rank take at most: a long chain among them folds back. */
const MOST_OF_RANK = 4;

type Weighted = LayoutEdge & { weight: number };

/**
 * Columns by rank (how far a kind is along the flow), and within a rank by the longest way over the edges inside it. Heavy edges count first:
 * one that would close a cycle with those before it runs back.
 */
export function flowColumns(ids: readonly string[], rankOf: (id: string) => number, edges: readonly Weighted[]): Map<string, number> {
  const columns = new Map<string, number>();
  const ranks = [...new Set(ids.map(rankOf))].sort((a, b) => a - b);
  let first = 0;
  for (const rank of ranks) {
    const members = ids.filter((id) => rankOf(id) === rank);
    const depths = depthsAmong(members, edges);
    for (const id of members) columns.set(id, first + Math.min(depths.get(id)!, MOST_OF_RANK - 1));
    first = Math.max(...members.map((id) => columns.get(id)!)) + 1;
  }
  return columns;
}

/** Edges before it on the longest way to each member. */
function depthsAmong(members: readonly string[], edges: readonly Weighted[]): Map<string, number> {
  const next = new Map<string, string[]>(members.map((id) => [id, []]));
  const inner = edges.filter(({ from, to }) => from !== to && next.has(from) && next.has(to)).sort((a, b) => b.weight - a.weight);
  for (const { from, to } of inner) if (!reaches(next, to, from)) next.get(from)!.push(to);
  const depths = new Map<string, number>(members.map((id) => [id, 0]));
  const open = new Map<string, number>(members.map((id) => [id, 0]));
  for (const others of next.values()) for (const id of others) open.set(id, open.get(id)! + 1);
  const queue = members.filter((id) => open.get(id) === 0);
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head]!;
    for (const other of next.get(id)!) {
      depths.set(other, Math.max(depths.get(other)!, depths.get(id)! + 1));
      open.set(other, open.get(other)! - 1);
      if (open.get(other) === 0) queue.push(other);
    }
  }
  return depths;
}

function reaches(next: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  const queue = [from];
  for (let head = 0; head < queue.length; head++) {
    if (queue[head] === to) return true;
    for (const id of next.get(queue[head]!)!) {
      if (seen.has(id)) continue;
      seen.add(id);
      queue.push(id);
    }
  }
  return false;
}
