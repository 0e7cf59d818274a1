/**
 * What a walk goes through, in the direction of the walk: for each node the nodes that come next. `rides` marks what stands between
 * two data (a job version, a step) and is no step of its own. `next` may name nodes that are not in `nodes`: they are there, but were
 * not fetched.
 */
export type Flow = {
  nodes: ReadonlyMap<string, { ref: string; rides: boolean; time?: number | null }>;
  next: ReadonlyMap<string, readonly string[]>;
};

/** Where a node stands in a walk. `beyond` is, for what rides between two data, the farther of the two; else `null`. */
export type Place = { distance: number; beyond: string | null };

/** A node of an answer. Several keys may share a reference (the steps of a run): the nearest stands for all. */
export type Placed = { ref: string; distance: number; beyond: string | null };

/**
 * How many steps from data to data each node is away from the nearest start, up to `depth`. What rides between two data is in when the
 * farther one is, with that one's distance; with no data on its far side at all it counts as one step more than the near one. When a
 * start rides itself, its data are one step away. Cycles end: each node has its least distance.
 */
export function distancesFrom(flow: Flow, starts: readonly string[], depth: number): Map<string, Place> {
  const { data, near } = walkData(flow, starts, depth);
  const places = new Map<string, Place>();
  for (const [key, distance] of data) places.set(key, { distance, beyond: null });
  for (const [key, nearest] of near) {
    if (places.has(key)) continue;
    const beyond = flow.next.get(key) ?? [];
    const nearDistance = data.get(nearest)!;
    if (beyond.length === 0) {
      if (nearDistance + 1 <= depth) places.set(key, { distance: nearDistance + 1, beyond: null });
      continue;
    }
    const before = comparePlaced(flow, data);
    const far = beyond.filter((it) => data.has(it) && !flow.nodes.get(it)?.rides).sort(before)[0];
    if (far === undefined) continue;
    const farther = before(near.get(key)!, far) > 0 ? near.get(key)! : far;
    places.set(key, { distance: Math.max(nearDistance, data.get(far)!), beyond: farther });
  }
  return places;
}

/** Breadth first over data. `near`: for each riding node the first datum, in the order of the answer, from which the walk came to it. */
function walkData(flow: Flow, starts: readonly string[], depth: number): { data: Map<string, number>; near: Map<string, string> } {
  const data = new Map<string, number>();
  const near = new Map<string, string>();
  let frontier = [...starts].filter((it) => flow.nodes.has(it));
  for (const start of frontier) data.set(start, 0);
  for (let distance = 0; frontier.length > 0; distance++) {
    const found: string[] = [];
    const reach = (key: string): void => {
      if (distance === depth || data.has(key) || !flow.nodes.has(key)) return;
      data.set(key, distance + 1);
      found.push(key);
    };
    frontier.sort((a, b) => compareText(flow.nodes.get(a)!.ref, flow.nodes.get(b)!.ref));
    for (const key of frontier) {
      for (const next of flow.next.get(key) ?? []) {
        if (!flow.nodes.get(next)?.rides) reach(next);
        else if (!near.has(next) && !data.has(next)) {
          near.set(next, key);
          for (const far of flow.next.get(next) ?? []) reach(far);
        }
      }
    }
    frontier = found;
  }
  return { data, near };
}

function comparePlaced(flow: Flow, data: ReadonlyMap<string, number>): (a: string, b: string) => number {
  return (a, b) => data.get(a)! - data.get(b)! || compareText(flow.nodes.get(a)!.ref, flow.nodes.get(b)!.ref);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The nodes of one or more walks (the two directions, say) as one list, nearest first, each reference once with its least distance.
 * What rides stands right before the farther datum that it leads to, so that a prefix of the list holds no such datum without it;
 * what leads nowhere stands last in its distance. Predictions of one distance stand newest first: of very many only the newest are read,
 * and asking for more then adds the next.
 */
export function inOrder(walks: readonly { flow: Flow; places: ReadonlyMap<string, Place> }[]): Placed[] {
  const byRef = new Map<string, Ordered>();
  for (const { flow, places } of walks) {
    for (const [key, { distance, beyond }] of places) {
      const { ref, rides, time } = flow.nodes.get(key)!;
      const placed = { ref, distance, beyond: beyond === null ? null : flow.nodes.get(beyond)!.ref, rides, order: orderOf(ref, time) };
      const known = byRef.get(ref);
      if (!known || compareRiders(placed, known) < 0) byRef.set(ref, placed);
    }
  }
  return [...byRef.values()].sort((a, b) => a.distance - b.distance || compareWithin(a, b)).map(({ ref, distance, beyond }) => ({ ref, distance, beyond }));
}

type Ordered = Placed & { rides: boolean; order: string };

const PREDICTION = "prediction:";

function orderOf(ref: string, time: number | null | undefined): string {
  if (!ref.startsWith(PREDICTION) || time === null || time === undefined) return ref;
  return `${PREDICTION}${String(Number.MAX_SAFE_INTEGER - time).padStart(17, "0")} ${ref}`;
}

function compareRiders(a: Placed, b: Placed): number {
  return a.distance - b.distance || compareText(a.beyond ?? "\u{10ffff}", b.beyond ?? "\u{10ffff}");
}

/** Order among nodes of one distance: a riding node under the name of its farther datum, just before it. */
function compareWithin(a: Ordered, b: Ordered): number {
  const nameOf = (it: Ordered) => (it.rides && it.distance > 0 ? (it.beyond ?? "\u{10ffff}") : it.order);
  return compareText(nameOf(a), nameOf(b)) || Number(b.rides) - Number(a.rides) || compareText(a.ref, b.ref);
}

/** The first `limit` nodes, without what rides at the end and leads to a datum that is cut off. */
export function cutAt(placed: readonly Placed[], limit: number): Placed[] {
  const kept = placed.slice(0, limit);
  if (kept.length === placed.length) return kept;
  const refs = new Set(kept.map((it) => it.ref));
  while (kept.length > 1) {
    const { beyond, ref } = kept[kept.length - 1]!;
    if (beyond === null || refs.has(beyond)) break;
    refs.delete(ref);
    kept.pop();
  }
  return kept;
}
