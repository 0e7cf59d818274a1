import type { LayoutEdge } from "./layered";

type Adjacency = Map<string, string[]>;

function adjacency(ids: readonly string[], pairs: Iterable<readonly [string, string]>): Adjacency {
  const lists: Adjacency = new Map(ids.map((id) => [id, []]));
  for (const [from, to] of pairs) lists.get(from)?.push(to);
  return lists;
}

/** Everything reachable from `start` over `next`, with its fewest steps. */
function reachable(start: string, next: Adjacency): Map<string, number> {
  const steps = new Map([[start, 0]]);
  const queue = [start];
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head]!;
    for (const other of next.get(id) ?? []) {
      if (steps.has(other)) continue;
      steps.set(other, steps.get(id)! + 1);
      queue.push(other);
    }
  }
  return steps;
}

/**
 * The longest way from `start` to each node of `members`, edges that close a cycle left out: so that every other edge runs to a
 * later column. A depth-first walk with its own stack, because lineage can be deeper than the call stack.
 */
function longestSteps(start: string, next: Adjacency, members: ReadonlySet<string>): Map<string, number> {
  const state = new Map<string, "open" | "done">();
  const finished: string[] = [];
  const kept: Adjacency = new Map();
  const stack: { id: string; at: number }[] = [{ id: start, at: 0 }];
  state.set(start, "open");
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const other = (next.get(top.id) ?? [])[top.at++];
    if (other === undefined) {
      state.set(top.id, "done");
      finished.push(top.id);
      stack.pop();
    } else if (members.has(other) && state.get(other) !== "open") {
      kept.set(top.id, [...(kept.get(top.id) ?? []), other]);
      if (!state.has(other)) {
        state.set(other, "open");
        stack.push({ id: other, at: 0 });
      }
    }
  }
  const steps = new Map([[start, 0]]);
  for (const id of finished.reverse()) {
    const here = steps.get(id) ?? 0;
    for (const other of kept.get(id) ?? []) steps.set(other, Math.max(steps.get(other) ?? 0, here + 1));
  }
  return steps;
}

/**
 * The column of each node: what the start depends on to its left, what depends on it to its right, one column per step of the
 * longest way. On both sides at once (a cycle): the nearer one. Off both: next to the first neighbour that has a column.
 * Nodes in `fixed` keep theirs, and new ones count from them.
 */
export function assignColumns(ids: readonly string[], edges: readonly LayoutEdge[], start: string, fixed: ReadonlyMap<string, number>): Map<string, number> {
  const down = adjacency(ids, edges.map((edge) => [edge.from, edge.to] as const));
  const up = adjacency(ids, edges.map((edge) => [edge.to, edge.from] as const));
  const columns = new Map([...fixed].filter(([id]) => down.has(id)));
  if (columns.size === 0 && down.has(start)) {
    const below = reachable(start, down);
    const above = reachable(start, up);
    const isAbove = (id: string) => above.has(id) && above.get(id)! <= (below.get(id) ?? Infinity);
    const upper = longestSteps(start, up, new Set([...above.keys()].filter(isAbove)));
    const lower = longestSteps(start, down, new Set([...below.keys()].filter((id) => !isAbove(id))));
    for (const [id, steps] of lower) columns.set(id, steps);
    for (const [id, steps] of upper) columns.set(id, -steps || 0);
  }
  // outwards from what has a column, in the order given
  const queue = ids.filter((id) => columns.has(id));
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head]!;
    for (const [others, step] of [[up.get(id)!, -1], [down.get(id)!, 1]] as const) {
      for (const other of others) {
        if (columns.has(other)) continue;
        columns.set(other, columns.get(id)! + step);
        queue.push(other);
      }
    }
  }
  for (const id of ids) if (!columns.has(id)) columns.set(id, 0);
  return columns;
}
