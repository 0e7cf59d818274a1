import "server-only";
import { z } from "zod";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Comparable } from "@/lib/lineage/compare-graphs";
import { cutAt, distancesFrom, inOrder, type Placed } from "@/lib/lineage/distances";
import { Mask, type HiddenNode } from "@/lib/lineage/mask";
import { INSTANCE_KINDS, canonicalRef, parseNodeRef, type RefKind } from "@/lib/lineage/node-ref";
import { definitionEdges, definitionNeighbours, type Confidence, type Neighbours, type PlainEdge } from "./definition-edges";
import { definitionFlow, versionsOfJob, type Side } from "./definition-flow";
import { edgesAmong, instanceNeighbours, instancesByRef } from "./instance-edges";
import { instanceFlow } from "./instance-flow";
import { instantText, lastOf, momentParams, momentText, toMoment, type Moment } from "./moment";
import { findBriefs, getStart } from "./node-lookup";
import { toBrief, type NodeBrief } from "./node-fields";
import { nodesAt } from "./nodes-at";

export const MAX_LIMIT = 100_000;
const MAX_WITH_MORE = 1_000;
const CHUNK = 2_000;

export const refParam = z.string().transform((text, context) => {
  const ref = canonicalRef(text);
  if (ref !== null) return ref;
  context.addIssue({ code: "custom", message: "is no reference, such as dataset:namespace:name" });
  return z.NEVER;
});

export const graphParams = z.object({
  ref: refParam,
  direction: z.enum(["upstream", "downstream", "both"]).default("both"),
  /** Steps from data to data. */
  depth: z.int().min(1).max(1000).default(1),
  plane: z.enum(["definition", "instance"]).optional(),
  limit: z.int().min(1).max(MAX_LIMIT).default(1000),
  ...momentParams,
});
export type GraphParams = z.input<typeof graphParams>;

export type GraphNode = NodeBrief & { distance: number; more?: Neighbours };
export type GraphEdge = {
  /** A reference, or the id of a placeholder. */
  from: string;
  to: string;
  kind: "feeds" | "yielded";
  confidence: Confidence;
  stale: boolean;
  firstSeen: string | null;
  lastSeen: string | null;
  rel?: string;
  role?: string;
  /** The job version that is the evidence of a column edge. */
  evidence?: string;
};
export type Counts = { total: number; shown: number; hiddenByLimit: number; hiddenByAccess: number };
export type GraphTail = { counts: Counts; complete: boolean; asOf: string | null; watermark: Watermark };
export type GraphAnswer = { nodes: (GraphNode | HiddenNode)[]; edges: GraphEdge[] } & GraphTail;

/** A graph that is read piece by piece. `tail` is known from the start; it is written last. */
export type OpenGraph = {
  nodes: AsyncIterable<(GraphNode | HiddenNode)[]>;
  edges: AsyncIterable<GraphEdge[]>;
  tail: GraphTail;
};

/**
 * The part of the graph around one node: nearest first, all edges of the moment between its nodes, honest counts. `plane` defaults to
 * the instance plane for what happened once. A node that has no place in the plane stands alone.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid`, and what `readQuery` throws.
 */
export async function findGraph(viewer: Viewer, params: GraphParams, mask?: Mask): Promise<GraphAnswer> {
  return readGraph(await openGraph(viewer, params, mask));
}

/** All pieces of a graph at once. */
export async function readGraph({ nodes, edges, tail }: OpenGraph): Promise<GraphAnswer> {
  return { nodes: await collect(nodes), edges: await collect(edges), ...tail };
}

async function collect<T>(chunks: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const chunk of chunks) for (const it of chunk) all.push(it);
  return all;
}

export const maskFor = (viewer: Viewer): Mask => new Mask(viewer);

/**
 * `findGraph` in pieces, for answers of many thousand nodes. Nodes have to be read before edges: placeholders are numbered in their order.
 * `mask` is given where the graph is part of a larger answer.
 */
export async function openGraph(viewer: Viewer, given: GraphParams, mask: Mask = maskFor(viewer)): Promise<OpenGraph> {
  const params = graphParams.parse(given);
  const moment = toMoment(params);
  const watermark = currentWatermark();
  const kind = parseNodeRef(params.ref)!.kind;
  const plane = params.plane ?? (INSTANCE_KINDS.has(kind) ? "instance" : "definition");
  const [{ placed, unread, partial }] = await Promise.all([
    placesAround(params, kind, plane, moment),
    getStart(viewer, params.ref),
  ]);
  const shown = cutAt(placed, params.limit);
  const hidden = shown.filter(({ ref }) => mask.hides(ref)).length;
  const total = placed.length + unread;
  const counts = { total, shown: shown.length - hidden, hiddenByLimit: total - shown.length, hiddenByAccess: hidden };
  return {
    ...piecesOf(shown, plane, moment, mask),
    tail: { counts, complete: !partial && counts.shown === counts.total, asOf: momentText(moment), watermark },
  };
}

/** The nodes that stand in an answer, in their order, and all edges of the moment among them. */
export function piecesOf(shown: readonly Placed[], plane: "definition" | "instance", moment: Moment, mask: Mask): Pick<OpenGraph, "nodes" | "edges"> {
  const content = plane === "instance" ? instanceContent(shown, moment) : definitionContent(shown, moment);
  return { nodes: nodeChunks(shown, mask, content, moment), edges: edgeChunks(mask, content) };
}

/**
 * All that a walk reaches, nearest first, before it is cut and masked; the start first of all, also where it has no place in the plane. `unread`: how many predictions
 * belong to it beyond the limit.
 */
export async function placesAround(
  { ref, direction, depth, limit }: Pick<z.output<typeof graphParams>, "ref" | "direction" | "depth" | "limit">, kind: RefKind, plane: "definition" | "instance", moment: Moment,
): Promise<{ placed: Placed[]; unread: number; partial: boolean }> {
  const sides: Side[] = direction === "both" ? ["upstream", "downstream"] : [direction];
  const alone: Placed = { ref, distance: 0, beyond: null };
  const withStart = (placed: Placed[]) => (placed.some((it) => it.ref === ref) ? placed : [alone, ...placed]);
  if (plane === "definition") {
    const starts = kind === "job" && parseNodeRef(ref)!.version === undefined ? await versionsOfJob({ ref }) : [{ key: ref }];
    const keys = starts.map(({ key }) => key);
    const flows = await Promise.all(sides.map((side) => definitionFlow(keys, side, depth, moment)));
    return { placed: withStart(inOrder(flows.map((flow) => ({ flow, places: distancesFrom(flow, keys, depth) })))), unread: 0, partial: false };
  }
  const starts = (await instancesByRef([ref])).filter((it) => it.kind !== "run");
  const keys = starts.map(({ key }) => key);
  const flows = await Promise.all(sides.map((side) => instanceFlow(starts, side, depth, moment, { predictions: limit })));
  return {
    placed: withStart(inOrder(flows.map((flow) => ({ flow, places: distancesFrom(flow, keys, depth) })))),
    unread: flows.reduce((sum, flow) => sum + flow.unread, 0),
    partial: flows.some((flow) => flow.partial),
  };
}

/** How the nodes and edges of an answer are read, in either plane. */
type Content = {
  shown: readonly Placed[];
  neighbours(refs: readonly string[]): Promise<Map<string, Neighbours>>;
  /** Edges in chunks. */
  edges(): AsyncIterable<PlainEdge[]>;
  /** All edges, kept when they are few: `more` needs them too. */
  all?: Promise<PlainEdge[]>;
};

function definitionContent(shown: readonly Placed[], moment: Moment): Content {
  const refs = shown.map(({ ref }) => ref);
  return {
    shown,
    neighbours: (asked) => definitionNeighbours(asked, moment),
    async *edges() {
      for (let i = 0; i < refs.length; i += CHUNK) yield await definitionEdges(refs.slice(i, i + CHUNK), refs, moment);
    },
  };
}

function instanceContent(shown: readonly Placed[], moment: Moment): Content {
  const last = lastOf(moment);
  const refs = shown.map(({ ref }) => ref);
  return {
    shown,
    neighbours: async (asked) => instanceNeighbours(await instancesByRef(asked), last),
    async *edges() {
      yield await edgesAmong((await instancesByRef(refs)).filter(({ kind }) => kind !== "run"), last);
    },
  };
}

async function* nodeChunks(shown: readonly Placed[], mask: Mask, content: Content, moment: Moment): AsyncGenerator<(GraphNode | HiddenNode)[]> {
  const counting = shown.length <= MAX_WITH_MORE ? moreOf(shown, content) : null;
  for (let i = 0; i < shown.length; i += CHUNK) {
    const chunk = shown.slice(i, i + CHUNK);
    const refs = chunk.map(({ ref }) => ref);
    // of now the nodes themselves tell what they are
    const [rows, then, more] = await Promise.all([findBriefs(refs), moment.when === "at" ? nodesAt(refs.filter((ref) => !mask.hides(ref)), moment, mask) : null, counting]);
    yield chunk.map(({ ref, distance }) => {
      if (mask.hides(ref)) return mask.node(ref, distance);
      const row = rows.get(ref);
      if (!row) throw new AppError("unavailable", "The graph changed while it was read. Ask again.");
      const next = more?.get(ref);
      return { ...asThen(toBrief(row, mask), then?.get(ref)), distance, ...(next ? { more: next } : {}) };
    });
  }
}

/** A node with the state and the owner that it had at a past instant. */
export function asThen({ owner: present, ...brief }: NodeBrief, then: Comparable | undefined): NodeBrief {
  const owner = then?.owner === undefined ? present : (then.owner ?? undefined);
  return { ...brief, state: then?.state ?? brief.state, ...(owner === undefined ? {} : { owner }) };
}

/** Neighbours that are not in the answer: all of them less those that an edge of the answer joins. */
async function moreOf(shown: readonly Placed[], content: Content): Promise<Map<string, Neighbours>> {
  content.all = collect(content.edges());
  const [edges, more] = await Promise.all([content.all, content.neighbours(shown.map(({ ref }) => ref))]);
  for (const { from, to } of edges) {
    const [source, target] = [more.get(from), more.get(to)];
    if (source) source.downstream = Math.max(0, source.downstream - 1);
    if (target) target.upstream = Math.max(0, target.upstream - 1);
  }
  return more;
}

async function* edgeChunks(mask: Mask, content: Content): AsyncGenerator<GraphEdge[]> {
  if (content.all) yield (await content.all).map((edge) => toGraphEdge(edge, mask)).sort(compareEdges);
  else for await (const chunk of content.edges()) yield chunk.map((edge) => toGraphEdge(edge, mask));
}

/** What an edge is beyond its marks would tell what its unseen end is. */
export function toGraphEdge({ rel, role, evidence, ...edge }: PlainEdge, mask: Mask): GraphEdge {
  const isHidden = mask.hides(edge.from) || mask.hides(edge.to);
  return {
    ...edge,
    from: mask.end(edge.from),
    to: mask.end(edge.to),
    firstSeen: instantText(edge.firstSeen),
    lastSeen: instantText(edge.lastSeen),
    ...(isHidden || rel === undefined ? {} : { rel }),
    ...(isHidden || role === undefined ? {} : { role }),
    ...(isHidden || evidence === undefined || mask.hides(evidence) ? {} : { evidence }),
  };
}

/** Edges in the order of an answer. */
export function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : a.to > b.to ? 1 : 0;
}
