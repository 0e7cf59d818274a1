import type { ExplorerView, NodeSide } from "@/lib/explorer-view";
import type { PictureFilter } from "@/lib/picture-filter";
import type { Confidence, Picture, PictureEdge, PictureNode } from "./picture";
import { isReserved } from "./predictions-card";

/** One value that a filter can ask for, and how many nodes (or edges) of the whole picture have it. */
export type FacetValue = { value: string; count: number };
export type PictureFacets = Record<keyof PictureFilter, readonly FacetValue[]>;

type Touched = Pick<ExplorerView, "folded" | "hidden" | "filter">;

/**
 * A picture without what was folded up, taken out by hand, or left out by the filter; nothing that stays moves. The start always stays. Where
 * something that was taken or left out stood between two, an edge says that they are joined `through` it, as sure as the weakest edge on the way.
 */
export function visiblePicture(whole: Picture, { folded, hidden, filter }: Touched): Picture {
  const unfolded = foldUp(whole, folded);
  const byHand = new Set(hidden.filter((id) => id !== whole.start));
  const isLeftOut = (node: PictureNode) => node.id !== whole.start && !isReserved(node.id) && !passes(node, filter);
  const out = new Set(unfolded.nodes.filter((node) => byHand.has(node.id) || isLeftOut(node)).map(({ id }) => id));
  if (out.size === 0 && filter.confidences.length === 0) return unfolded;

  const edges = unfolded.edges.filter(({ confidence }) => filter.confidences.length === 0 || filter.confidences.includes(confidence));
  const nodes = unfolded.nodes.filter(({ id }) => !out.has(id));
  const handed = unfolded.nodes.filter(({ id }) => byHand.has(id)).length;
  const seen = (list: readonly PictureNode[]) => list.filter((node) => node.hidden === 0).length;
  return {
    ...unfolded,
    nodes,
    edges: joinAround(edges, out),
    counts: {
      ...unfolded.counts,
      shown: seen(nodes),
      hiddenByHand: handed,
      leftOutByFilter: out.size - handed,
      edgesLeftOut: unfolded.edges.length - edges.length,
    },
  };
}

/** Which values of each kind the whole picture has, most frequent first. */
export function facetsOf({ nodes: all, edges }: Pick<Picture, "nodes" | "edges">): PictureFacets {
  const nodes = all.filter(({ id }) => !isReserved(id));
  return {
    kinds: count(nodes.map(({ kind }) => kind)),
    owners: count(nodes.map(({ owner }) => owner)),
    tags: count(nodes.flatMap(({ tags }) => tags ?? [])),
    states: count(nodes.map(({ state }) => state)),
    confidences: count(edges.map(({ confidence }) => confidence)),
  };
}

function count(values: readonly (string | null)[]): FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** A node that may not be seen has none of the values, and passes only where nothing is asked of nodes. */
function passes(node: PictureNode, { kinds, owners, tags, states }: PictureFilter): boolean {
  const has = (wanted: readonly string[], value: string | null) => wanted.length === 0 || (value !== null && wanted.includes(value));
  return has(kinds, node.kind) && has(owners, node.owner) && has(states, node.state) && (tags.length === 0 || (node.tags ?? []).some((tag) => tags.includes(tag)));
}

/** Without what hangs on the start only over the folded sides; that goes behind their counts. */
function foldUp(whole: Picture, folded: readonly NodeSide[]): Picture {
  const cut = new Set(folded.map(({ ref, side }) => `${side} ${ref}`));
  if (cut.size === 0) return whole;
  const next = new Map<string, string[]>(whole.nodes.map(({ id }) => [id, []]));
  for (const { from, to } of whole.edges) {
    if (cut.has(`downstream ${from}`) || cut.has(`upstream ${to}`)) continue;
    next.get(from)?.push(to);
    next.get(to)?.push(from);
  }
  const stays = reached(whole.start, next);
  const nodes = whole.nodes.filter(({ id }) => stays.has(id));
  const behind = new Map(nodes.map((node) => [node.id, { ...node.behind }]));
  const weight = new Map(whole.nodes.map(({ id, hidden }) => [id, Math.max(1, hidden)]));
  for (const { from, to } of whole.edges) {
    if (stays.has(from) && !stays.has(to)) behind.get(from)!.downstream += weight.get(to) ?? 0;
    if (stays.has(to) && !stays.has(from)) behind.get(to)!.upstream += weight.get(from) ?? 0;
  }
  const shown = nodes.filter(({ hidden }) => hidden === 0).length;
  const behindCounts = [...behind.values()].reduce((sum, { upstream, downstream }) => sum + upstream + downstream, 0);
  return {
    ...whole,
    nodes: nodes.map((node) => ({ ...node, behind: behind.get(node.id)! })),
    edges: whole.edges.filter(({ from, to }) => stays.has(from) && stays.has(to)),
    counts: {
      ...whole.counts,
      shown,
      behindCounts,
      total: Math.max(whole.counts.total, shown + behindCounts),
      hiddenByAccess: nodes.reduce((sum, { hidden }) => sum + hidden, 0),
    },
  };
}

function reached(start: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set([start]);
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}

const WEAKNESS: readonly Confidence[] = ["observed", "declared", "inferred"];

/** The edges between what stays, and one for each two that are joined only over what is `out`. */
function joinAround(edges: readonly PictureEdge[], out: ReadonlySet<string>): PictureEdge[] {
  const kept = edges.filter(({ from, to }) => !out.has(from) && !out.has(to));
  const joined = new Map(kept.map((edge) => [edge.id, edge]));
  const leaving = new Map<string, PictureEdge[]>();
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  for (const first of edges) {
    if (out.has(first.from) || !out.has(first.to)) continue;
    // the surest way to each node that is out, fewest of them first
    const ways = new Map<string, { weakest: number; through: number; stale: boolean }>([[first.to, { weakest: WEAKNESS.indexOf(first.confidence), through: 1, stale: first.stale }]]);
    for (const [id, way] of ways) {
      for (const edge of leaving.get(id) ?? []) {
        const weakest = Math.max(way.weakest, WEAKNESS.indexOf(edge.confidence));
        const stale = way.stale || edge.stale;
        if (out.has(edge.to)) {
          if (!ways.has(edge.to)) ways.set(edge.to, { weakest, through: way.through + 1, stale });
          continue;
        }
        const key = `${first.from}>${edge.to}`;
        const known = joined.get(key);
        if (first.from === edge.to || (known && (!known.through || WEAKNESS.indexOf(known.confidence) <= weakest))) continue;
        joined.set(key, { id: key, from: first.from, to: edge.to, confidence: WEAKNESS[weakest]!, stale, firstSeen: null, lastSeen: null, rel: null, role: null, through: way.through });
      }
    }
  }
  return [...joined.values()];
}
