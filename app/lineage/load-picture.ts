import "server-only";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import { findGraph, type GraphAnswer as FoundGraph, type GraphParams } from "@/graph/queries/find-graph";
import { findPaths, type PathsAnswer } from "@/graph/queries/find-paths";
import type { DrawnWays } from "@/components/lineage/ways-panel";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Expansion, ExplorerView } from "@/lib/explorer-view";
import { composePicture, type Addition } from "@/lib/layout/compose-picture";
import type { GraphAnswer, Picture } from "@/lib/layout/picture";
import { facetsOf, visiblePicture, type PictureFacets } from "@/lib/layout/visible-picture";
import { NODE_KINDS, type NodeKind } from "@/lib/lineage/node-ref";

/** A first picture holds this many nodes at most. */
const FIRST_LIMIT = 150;
/** What one press on a tab adds at most. */
const STEP = 60;
/** All of a side is drawn as far as the picture can be read. */
const FAR_LIMIT = 500;
const FAR_DEPTH = 1_000;
/** No picture is asked to grow further: beyond, nothing could be read. */
const MAX_NODES = 1_000;
/** Ways that are drawn; all are counted. */
const WAYS = 20;

const KINDS: ReadonlySet<string> = new Set(NODE_KINDS);

/** What the explorer draws, and what it needs to ask for more. */
export type LoadedPicture = {
  picture: Picture;
  /** What the filter can ask for. */
  facets: PictureFacets;
  /** Where two nodes were chosen: the ways between them. */
  ways: DrawnWays | null;
};

/** A step is what a run did with one set of inputs, and is shown as its run. */
function toKind(kind: string): NodeKind {
  return KINDS.has(kind) ? (kind as NodeKind) : "run";
}

function toAnswer<Found extends Pick<FoundGraph, "nodes">>(found: Found): Omit<Found, "nodes"> & Pick<GraphAnswer, "nodes"> {
  return { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
}

/**
 * All that a view shows, laid out: the start's answer, then every expansion in the order of the address, then the ways between two chosen
 * nodes, and the edges that join all these; less what was folded up, hidden or left out by the filter. The same view gives the same positions.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPicture(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<LoadedPicture> {
  const { ref, direction, depth, plane } = view;
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  const [base, found] = await Promise.all([
    findGraph(viewer, { ref, direction, depth, plane, limit: FIRST_LIMIT, ...when }).then(toAnswer),
    view.paths === null ? null : orNothing(findPaths(viewer, { ...view.paths, plane, limit: WAYS, ...when })),
  ]);
  const drawing = new Drawing(base);
  for (const expansion of view.expanded) {
    if (drawing.size >= MAX_NODES) break;
    drawing.add(expansion, await orNothing(findGraph(viewer, { ref: expansion.ref, direction: expansion.side, plane, ...drawing.reachOf(expansion), ...when })));
  }
  if (found !== null && view.paths !== null) drawing.addWays(view.paths.from, found);
  const between = drawing.additions.length === 0 ? [] : await findEdgesAmong(viewer, { refs: drawing.refs.slice(0, MAX_NODES), plane, ...when });
  const whole = composePicture(ref, base, drawing.additions, between);
  const ways = view.paths === null ? null : toWays(view.paths, found);
  const shown = visiblePicture(whole, view);
  return { picture: ways === null ? shown : { ...shown, edges: markWays(shown, ways) }, facets: facetsOf(whole), ways };
}

/** What is unknown or may not be seen (any more) is nothing; other faults are faults. */
function orNothing<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}

/** A picture while it is added to. */
class Drawing {
  readonly additions: Addition[] = [];
  private readonly drawn = new Set<string>();
  /** Drawn neighbours of each side of a node. */
  private readonly sides = new Map<string, Set<string>>();

  constructor(base: GraphAnswer) {
    this.note(base);
  }

  get size(): number {
    return this.drawn.size;
  }

  get refs(): string[] {
    return [...this.drawn];
  }

  /** How far an expansion goes. Nearest first and in a steady order: asking for more gives what was drawn, and then the next. */
  reachOf({ ref, side, far }: Expansion): Required<Pick<GraphParams, "depth" | "limit">> {
    if (far) return { depth: FAR_DEPTH, limit: Math.max(STEP, FAR_LIMIT - this.drawn.size) };
    return { depth: 1, limit: 1 + (this.sides.get(`${side}:${ref}`)?.size ?? 0) + STEP };
  }

  add({ ref, side }: Expansion, found: FoundGraph | null): void {
    const answer = found === null ? null : toAnswer(found);
    if (answer) this.note(answer);
    this.additions.push({ ref, side, answer });
  }

  addWays(ref: string, { nodes, edges, asOf, watermark }: PathsAnswer): void {
    const counts = { total: nodes.length, shown: nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 };
    const answer = toAnswer({ nodes, edges, counts, complete: true, asOf, watermark });
    this.note(answer);
    this.additions.push({ ref, side: "downstream", answer });
  }

  private note({ nodes, edges }: Pick<GraphAnswer, "nodes" | "edges">): void {
    for (const { ref } of nodes) if (ref !== null) this.drawn.add(ref);
    for (const { from, to } of edges) {
      for (const [key, other] of [[`downstream:${from}`, to], [`upstream:${to}`, from]] as const) this.sides.set(key, (this.sides.get(key) ?? new Set()).add(other));
    }
  }
}

function toWays(asked: { from: string; to: string }, found: PathsAnswer | null): DrawnWays {
  if (found === null) return { ...asked, direction: null, ways: [], total: 0, isUnknown: true };
  const seen = new Map(found.nodes.flatMap((node) => (node.ref === null ? [] : [[node.ref, toKind(node.kind)] as const])));
  return {
    ...asked, direction: found.direction, total: found.total, isUnknown: false,
    ways: found.paths.map((path) => path.map((id) => ({ ref: seen.has(id) ? id : null, kind: seen.get(id) ?? null }))),
  };
}

/** The edges, those of the ways marked. */
function markWays({ edges }: Picture, { ways }: DrawnWays): Picture["edges"] {
  const onWay = new Set(ways.flatMap((way) => way.slice(1).map(({ ref }, i) => `${way[i]!.ref}>${ref}`)));
  return edges.map((edge) => (onWay.has(edge.id) ? { ...edge, onPath: true as const } : edge));
}
