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
import { reservePredictions, withPredictions } from "@/lib/layout/predictions-card";
import { facetsOf, visiblePicture, type PictureFacets } from "@/lib/layout/visible-picture";
import { loadGroups } from "./load-groups";
import { besidePredictions, directionBeside, loadPredictions } from "./load-predictions";
import { toKind } from "./to-kind";

/** A first picture holds this many nodes at most; what is larger is put into groups. */
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

/** What the explorer draws, and what it needs to ask for more. */
export type LoadedPicture = {
  picture: Picture;
  /** What the filter can ask for; `null` where the picture is in groups. */
  facets: PictureFacets | null;
  /** Where two nodes were chosen: the ways between them. */
  ways: DrawnWays | null;
};

function toAnswer<Found extends Pick<FoundGraph, "nodes">>(found: Found): Omit<Found, "nodes"> & Pick<GraphAnswer, "nodes"> {
  return { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
}

/**
 * All that a view shows, laid out: card by card or in groups. What a model version or a deployment predicted is one card beside it.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPicture(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<LoadedPicture> {
  const predictions = await loadPredictions(viewer, view);
  const loaded = view.group === null ? await loadCards(viewer, view, predictions !== null) : inGroups(await loadGroups(viewer, view, predictions !== null));
  return predictions === null ? loaded : { ...loaded, picture: withPredictions(loaded.picture, predictions) };
}

const inGroups = (picture: Picture): LoadedPicture => ({ picture, facets: null, ways: null });

/**
 * The lineage card by card: the start's answer, then every expansion in the order of the address, then the ways between two chosen nodes, and
 * the edges that join all these; less what was folded up, hidden or left out by the filter. The same view gives the same positions. A lineage
 * that is too large for cards comes in groups.
 */
async function loadCards(viewer: Viewer, view: ExplorerView & { ref: string }, hasPredictions: boolean): Promise<LoadedPicture> {
  const { ref, depth, plane } = view;
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  const [answer, found] = await Promise.all([
    findGraph(viewer, { ref, direction: hasPredictions ? directionBeside(view) : view.direction, depth, plane, limit: FIRST_LIMIT, ...when }).then(toAnswer),
    view.paths === null ? null : orNothing(findPaths(viewer, { ...view.paths, plane, limit: WAYS, ...when })),
  ]);
  const own = hasPredictions ? besidePredictions(view, answer) : answer;
  if (own.counts.total > FIRST_LIMIT) return inGroups({ ...(await loadGroups(viewer, view, hasPredictions)), groupedByItself: own.counts.total });
  const base = hasPredictions ? reservePredictions(ref, own) : own;
  const drawing = new Drawing(own);
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
