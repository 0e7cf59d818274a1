import "server-only";
import { z } from "zod";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { compareThings, countDifferences, type Comparable, type Difference, type DifferenceCounts } from "@/lib/lineage/compare-graphs";
import { cutAt, type Placed } from "@/lib/lineage/distances";
import type { HiddenNode, Mask } from "@/lib/lineage/mask";
import { INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { formatInstant } from "@/lib/time";
import { definitionEdges, definitionNeighbours, type Neighbours, type PlainEdge } from "./definition-edges";
import { asThen, compareEdges, graphParams, maskFor, placesAround, toGraphEdge, type Counts, type GraphEdge, type GraphNode } from "./find-graph";
import { edgesAmong, instanceNeighbours, instancesByRef } from "./instance-edges";
import { asOfParam, lastOf, momentText, toMoment, type Moment } from "./moment";
import { nodesAt } from "./nodes-at";
import { findBriefs, getStart } from "./node-lookup";
import { toBrief } from "./node-fields";

const MAX_COMPARED = 1_000;

export const comparisonParams = graphParams.omit({ from: true, to: true }).extend({
  /** The other instant: what is told is how `asOf` differs from it. */
  with: asOfParam.asOf.unwrap(),
  limit: z.int().min(1).max(MAX_COMPARED).default(MAX_COMPARED),
});
export type ComparisonParams = z.input<typeof comparisonParams>;

export type ComparedNode = (GraphNode | HiddenNode) & { change?: Difference };
export type ComparedEdge = GraphEdge & { change?: Difference };
export type ComparisonAnswer = {
  nodes: ComparedNode[];
  edges: ComparedEdge[];
  counts: Counts;
  /** Of the nodes and edges of the answer. */
  changes: DifferenceCounts;
  /** Whether the start was there at either instant: where it was not, nothing was. */
  there: { with: boolean; asOf: boolean };
  complete: boolean;
  with: string;
  asOf: string | null;
  watermark: Watermark;
};

/** The graph at one instant. */
type Then = { moment: Moment; placed: Placed[]; unread: number; partial: boolean; isThere: boolean };
type Content = { nodes: Map<string, Comparable>; edges: PlainEdge[]; more: Map<string, Neighbours> };

/**
 * How the part of the graph around one node at `asOf` differs from what it was `with` another instant: the union of both, each node and edge
 * with what became of it. Whether a node was there is told by the whole of both graphs, so a limit makes nothing look added or removed.
 * A node is where it is nearest; what it says of itself is of `asOf`, or of the other instant where it has gone.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, and what `readQuery` throws.
 */
export async function findComparison(viewer: Viewer, given: ComparisonParams, mask: Mask = maskFor(viewer)): Promise<ComparisonAnswer> {
  const params = comparisonParams.parse(given);
  const watermark = currentWatermark();
  const { kind } = parseNodeRef(params.ref)!;
  const plane = params.plane ?? (INSTANCE_KINDS.has(kind) ? "instance" : "definition");
  const start = await getStart(viewer, params.ref);
  const at = async (moment: Moment): Promise<Then> => {
    const walk = await placesAround(params, kind, plane, moment);
    // what is named by an edge of then was there, whenever its own first record says that it began
    const isThere = walk.placed.length > 1 || start.at === null || start.at <= lastOf(moment);
    return { moment, ...walk, placed: isThere ? walk.placed : [], isThere };
  };
  const [before, after] = await Promise.all([at(toMoment({ asOf: params.with })), at(toMoment({ asOf: params.asOf }))]);
  const union = unionOf(after.placed, before.placed, params.ref);
  const shown = cutAt(union, params.limit);
  const refs = new Set(shown.map(({ ref }) => ref));
  const [was, is, briefs] = await Promise.all([contentOf(before, refs, plane, mask), contentOf(after, refs, plane, mask), findBriefs([...refs])]);

  const nodeChanges = compareThings(was.nodes, is.nodes);
  const edgeChanges = compareThings(comparableEdges(was.edges), comparableEdges(is.edges));
  const nodes = shown.map(({ ref, distance }): ComparedNode => {
    const change = nodeChanges.get(ref);
    const told = change === undefined ? {} : { change };
    if (mask.hides(ref)) return { ...mask.node(ref, distance), ...(change === undefined ? {} : { change: { ...change, fields: [] } }) };
    const row = briefs.get(ref);
    if (!row) throw new AppError("unavailable", "The graph changed while it was read. Ask again.");
    const side = is.nodes.has(ref) ? is : was;
    return { ...asThen(toBrief(row, mask), side.nodes.get(ref)), distance, more: side.more.get(ref) ?? { upstream: 0, downstream: 0 }, ...told };
  });
  const present = new Map([...was.edges, ...is.edges].map((edge) => [idOf(edge), edge]));
  const edges = [...present].map(([id, edge]): ComparedEdge => {
    const change = edgeChanges.get(id);
    return { ...toGraphEdge(edge, mask), ...(change === undefined ? {} : { change }) };
  }).sort(compareEdges);

  const hidden = shown.filter(({ ref }) => mask.hides(ref)).length;
  const total = union.length + Math.max(before.unread, after.unread);
  const counts = { total, shown: shown.length - hidden, hiddenByLimit: total - shown.length, hiddenByAccess: hidden };
  return {
    nodes, edges, counts, changes: countDifferences(nodes, edges), there: { with: before.isThere, asOf: after.isThere },
    complete: !before.partial && !after.partial && counts.shown === counts.total, with: formatInstant(params.with), asOf: momentText(after.moment), watermark,
  };
}

/** Both walks as one, nearest first; within a distance those of the first in its order. The start is in it even where it was in neither. */
function unionOf(first: readonly Placed[], second: readonly Placed[], start: string): Placed[] {
  const byRef = new Map<string, Placed>();
  for (const placed of [...first, ...second]) {
    const known = byRef.get(placed.ref);
    if (!known || placed.distance < known.distance) byRef.set(placed.ref, placed);
  }
  if (byRef.size === 0) return [{ ref: start, distance: 0, beyond: null }];
  return [...byRef.values()].sort((a, b) => a.distance - b.distance);
}

const idOf = ({ from, to }: Pick<PlainEdge, "from" | "to">): string => `${from} ${to}`;

function comparableEdges(edges: readonly PlainEdge[]): Map<string, Comparable> {
  return new Map(edges.map((edge) => [idOf(edge), { confidence: edge.confidence, stale: edge.stale ? "yes" : "no" }]));
}

/** What those of `refs` that were there then were, the edges between them, and how many neighbours each had that are not among them. */
async function contentOf({ moment, placed }: Then, refs: ReadonlySet<string>, plane: "definition" | "instance", mask: Mask): Promise<Content> {
  const there = placed.flatMap(({ ref }) => (refs.has(ref) ? [ref] : []));
  if (there.length === 0) return { nodes: new Map(), edges: [], more: new Map() };
  const last = lastOf(moment);
  const instances = plane === "instance" ? instancesByRef(there) : null;
  const [known, edges, more] = await Promise.all([
    nodesAt(there.filter((ref) => !mask.hides(ref)), moment, mask),
    instances === null ? definitionEdges(there, there, moment) : instances.then((all) => edgesAmong(all.filter(({ kind }) => kind !== "run"), last)),
    instances === null ? definitionNeighbours(there, moment) : instances.then((all) => instanceNeighbours(all, last)),
  ]);
  for (const { from, to } of edges) {
    const [source, target] = [more.get(from), more.get(to)];
    if (source) source.downstream = Math.max(0, source.downstream - 1);
    if (target) target.upstream = Math.max(0, target.upstream - 1);
  }
  return { nodes: new Map(there.map((ref) => [ref, known.get(ref) ?? {}])), edges, more };
}
