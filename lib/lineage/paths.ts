/** Which nodes come next, in the direction of data flow. */
export type Next = ReadonlyMap<string, readonly string[]>;

/**
 * The ways between two nodes. `paths` are the first of them, shortest first (then by name), each from end to end. `total` counts all ways
 * that go through no node twice; `null` where a cycle between the two makes them too many to count.
 */
export type Paths = { paths: string[][]; total: number | null };

/** Beyond this a count is no number that a double holds exactly. */
const MOST = Number.MAX_SAFE_INTEGER;
/** How many beginnings of ways are looked at among cycles, before it is given up. */
const PATIENCE = 200_000;

/** All ways from one node to another, over `next`, as far as `limit` goes. */
export function findWays(next: Next, from: string, to: string, limit: number): Paths {
  const left = stepsTo(next, to);
  if (from === to || !left.has(from)) return { paths: [], total: 0 };
  const onWay = onTheWay(next, from, left);
  const order = topological(onWay, from);
  const paths: string[][] = [];
  let total = 0;
  let looked = 0;
  for (const way of shortestFirst(onWay, from, to, left)) {
    if (way.at === to) {
      total++;
      if (paths.length < limit) paths.push(nodesOf(way));
      // without a cycle they are counted and need not be walked
      if (order !== null && paths.length === limit) break;
    }
    if (order === null && ++looked > PATIENCE) return { paths, total: null };
  }
  return { paths, total: order === null ? total : countWays(onWay, order, to) };
}

/** Fewest steps from each node to the end. */
function stepsTo(next: Next, to: string): Map<string, number> {
  const before = new Map<string, string[]>();
  for (const [id, others] of next) for (const other of others) before.set(other, [...(before.get(other) ?? []), id]);
  const steps = new Map([[to, 0]]);
  for (const [id, count] of steps) for (const other of before.get(id) ?? []) if (!steps.has(other)) steps.set(other, count + 1);
  return steps;
}

/** What can be reached from the start and leads to the end. */
function onTheWay(next: Next, from: string, left: ReadonlyMap<string, number>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const seen = new Set([from]);
  for (const id of seen) {
    const others = [...new Set(next.get(id) ?? [])].filter((other) => left.has(other)).sort();
    found.set(id, others);
    for (const other of others) seen.add(other);
  }
  return found;
}

/** The nodes with every edge leading onward, or `null` when there is a cycle (Kahn, 1962). */
function topological(next: Next, from: string): string[] | null {
  const waits = new Map<string, number>();
  for (const others of next.values()) for (const other of others) waits.set(other, (waits.get(other) ?? 0) + 1);
  if (waits.has(from)) return null;
  const order = [from];
  for (const id of order) {
    for (const other of next.get(id) ?? []) {
      waits.set(other, waits.get(other)! - 1);
      if (waits.get(other) === 0) order.push(other);
    }
  }
  return order.length === next.size ? order : null;
}

function countWays(next: Next, order: readonly string[], to: string): number | null {
  const counts = new Map([[order[0]!, 1n]]);
  for (const id of order) for (const other of next.get(id) ?? []) counts.set(other, (counts.get(other) ?? 0n) + counts.get(id)!);
  const total = counts.get(to) ?? 0n;
  return total > MOST ? null : Number(total);
}

type Way = { at: string; before: Way | null; length: number };

/**
 * Beginnings of ways and whole ones, the shortest whole ones first: in buckets by the length that a beginning has at least when it ends, each
 * walked depth first, so that ends come early however many ways there are.
 */
function* shortestFirst(next: Next, from: string, to: string, left: ReadonlyMap<string, number>): Generator<Way> {
  const buckets: Way[][] = [];
  const put = (way: Way) => void (buckets[way.length + left.get(way.at)!] ??= []).push(way);
  put({ at: from, before: null, length: 0 });
  for (let length = 0; length < buckets.length; length++) {
    for (let way = buckets[length]?.pop(); way; way = buckets[length]?.pop()) {
      yield way;
      if (way.at === to) continue;
      for (const other of next.get(way.at)!.toReversed()) if (!passes(way, other)) put({ at: other, before: way, length: way.length + 1 });
    }
  }
}

function passes(way: Way, id: string): boolean {
  for (let at: Way | null = way; at !== null; at = at.before) if (at.at === id) return true;
  return false;
}

function nodesOf(way: Way): string[] {
  const nodes: string[] = [];
  for (let at: Way | null = way; at !== null; at = at.before) nodes.push(at.at);
  return nodes.reverse();
}
