import { canonicalDigest } from "@/lib/canonical-json";
import { compareText, distancesFrom, inOrder, type Flow } from "./distances";
import type { ImpactClass } from "./impact-classes";

/** A node downstream of what is to be gone. References are keys here: the definition plane has one node for each. */
export type AffectedNode = {
  rides: boolean;
  /** Lives by itself: a declared source, or data that nothing feeds. */
  root: boolean;
  /** Something feeds it that is neither gone nor downstream of what is gone, so it lives. */
  fedFromOutside: boolean;
  /** References without which it is lost, unless something of `fallback` lives. */
  required: readonly string[];
  fallback: readonly string[];
};

/** `maybe`: an input that one of the last ten runs read and the last did not. It carries doubt, but keeps nothing alive. */
export type AffectedEdge = { from: string; to: string; inferred: boolean; maybe: boolean };

export type Affected = {
  /** What is gone. */
  gone: ReadonlySet<string>;
  /** All that is downstream of it, over feeding and maybe edges, itself not included. */
  nodes: ReadonlyMap<string, AffectedNode>;
  /** All edges from what is gone or downstream to what is downstream. */
  edges: readonly AffectedEdge[];
};

/** `isLost`: also of what is doubtful, whether nothing of it would live. */
export type ImpactedNode = { ref: string; class: ImpactClass; distance: number; via: string; why: ImpactReason; isLost: boolean };
export type ImpactReason = "requirement" | "unfed" | "partly" | "doubt";

/**
 * What the loss of `gone` does to all that is downstream of it, nearest first.
 *
 * What lives is the greatest set in which each node is fed by a root through living nodes, and in which what it requires (or a fallback)
 * lives; so a cycle that only feeds itself is lost. What lies outside `nodes` and is not gone lives. Doubtful, which comes before the other classes, is what is reached over inferred or
 * maybe edges only. `via` is the node before it on a shortest path from what is gone.
 */
export function classifyImpact(affected: Affected): ImpactedNode[] {
  const { lost, broken } = lostNodes(affected);
  const certain = reach(affected, (edge) => !edge.inferred && !edge.maybe);
  const paths = shortestPaths(affected);
  return paths.map(({ ref, distance, via }) => {
    const isDoubtful = !certain.has(ref);
    const isLost = lost.has(ref);
    return {
      ref,
      class: isDoubtful ? "doubtful" : isLost ? "lost" : "degraded",
      distance,
      via,
      why: isDoubtful ? "doubt" : broken.has(ref) ? "requirement" : isLost ? "unfed" : "partly",
      isLost,
    };
  });
}

function lostNodes({ gone, nodes, edges }: Affected): { lost: Set<string>; broken: Set<string> } {
  const feeds = adjacency(edges.filter((edge) => !edge.maybe && !gone.has(edge.from)));
  const broken = new Set<string>();
  for (;;) {
    const living = new Set<string>();
    const queue: string[] = [];
    const live = (ref: string): void => {
      if (living.has(ref) || broken.has(ref) || gone.has(ref) || !nodes.has(ref)) return;
      living.add(ref);
      queue.push(ref);
    };
    for (const [ref, node] of nodes) if (node.root || node.fedFromOutside) live(ref);
    for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) for (const next of feeds.get(ref) ?? []) live(next);
    const dead = (ref: string): boolean => gone.has(ref) || (nodes.has(ref) && !living.has(ref));
    const before = broken.size;
    for (const [ref, node] of nodes) if (node.required.some(dead) && node.fallback.every(dead)) broken.add(ref);
    if (broken.size === before) return { lost: new Set([...nodes.keys()].filter((ref) => !living.has(ref))), broken };
  }
}

function adjacency(edges: readonly AffectedEdge[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  return next;
}

function reach({ gone, edges }: Affected, takes: (edge: AffectedEdge) => boolean): Set<string> {
  const next = adjacency(edges.filter(takes));
  const reached = new Set<string>(gone);
  for (const ref of reached) for (const it of next.get(ref) ?? []) reached.add(it);
  return reached;
}

/** Distances as `graph` counts them over what feeds; over maybe edges too for what is reached by no other way. */
function shortestPaths(affected: Affected): { ref: string; distance: number; via: string }[] {
  const { gone, nodes, edges } = affected;
  const known = new Map<string, { ref: string; rides: boolean }>();
  for (const ref of gone) known.set(ref, { ref, rides: false });
  for (const [ref, { rides }] of nodes) known.set(ref, { ref, rides });
  const feeding: Flow = { nodes: known, next: adjacency(edges.filter((edge) => !edge.maybe)) };
  const any: Flow = { nodes: known, next: adjacency(edges) };
  const starts = [...gone];
  const fed = distancesFrom(feeding, starts, Infinity);
  const all = new Map([...distancesFrom(any, starts, Infinity)].filter(([ref]) => !fed.has(ref)));
  const before = { ...firstSeenFrom(any, starts), ...firstSeenFrom(feeding, starts) };
  return inOrder([{ flow: feeding, places: fed }, { flow: any, places: all }])
    .filter(({ ref }) => !gone.has(ref))
    .map(({ ref, distance }) => ({ ref, distance, via: before[ref]! }));
}

/** For each node the one from which a breadth-first walk first came to it. */
function firstSeenFrom(flow: Flow, starts: readonly string[]): Record<string, string> {
  const before: Record<string, string> = Object.create(null);
  const seen = new Set(starts);
  let frontier = [...starts].sort(compareText);
  while (frontier.length > 0) {
    const found: string[] = [];
    for (const ref of frontier) {
      for (const next of flow.next.get(ref) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        before[next] = ref;
        found.push(next);
      }
    }
    frontier = found.sort(compareText);
  }
  return before;
}

/** `sha256:` and 64 hex digits over the JCS form of the sorted (reference, class) and the sorted edges: neither time nor limit nor reader is in it. */
export function impactDigest(nodes: readonly { ref: string; class: ImpactClass }[], edges: readonly { from: string; to: string }[]): string {
  const sortPairs = (pairs: [string, string][]) => pairs.sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
  const digest = canonicalDigest({
    edges: sortPairs([...new Map(edges.map(({ from, to }) => [`${from} ${to}`, [from, to] as [string, string]])).values()]),
    nodes: sortPairs(nodes.map(({ ref, class: it }) => [ref, it])),
  });
  return `sha256:${digest}`;
}
