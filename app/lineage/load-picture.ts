import "server-only";
import type { DrawnWays } from "@/components/lineage/ways-panel";
import { countNeighbours } from "@/graph/queries/count-neighbours";
import type { Viewer } from "@/lib/access/viewer";
import type { Expansion, ExplorerView } from "@/lib/explorer-view";
import { composePicture, type Addition } from "@/lib/layout/compose-picture";
import type { GraphAnswer, Picture } from "@/lib/layout/picture";
import { reservePredictions, withPredictions } from "@/lib/layout/predictions-card";
import { facetsOf, visiblePicture, type PictureFacets } from "@/lib/layout/visible-picture";
import { followColumn, isColumn, loadColumns } from "./load-columns";
import { loadGroups } from "./load-groups";
import { withMarks } from "./load-marks";
import { besidePredictions, directionBeside, loadPredictions } from "./load-predictions";
import { loadWays, markWays } from "./load-ways";
import { orNothing } from "./or-nothing";
import { graphAt, type PictureSource } from "./picture-source";
import { toAnswer } from "./to-answer";

/** A first picture holds this many nodes at most; what is larger is put into groups. */
const FIRST_LIMIT = 150;
/** What one press on a tab adds at most. */
const STEP = 60;
/** All of a side is drawn as far as the picture can be read. */
const FAR_LIMIT = 500;
const FAR_DEPTH = 1_000;
/** No picture is asked to grow further: beyond, nothing could be read. */
const MAX_NODES = 1_000;

/** What the explorer draws, and what it needs to ask for more. */
export type LoadedPicture = {
  picture: Picture;
  /** What the filter can ask for; `null` where the picture is in groups. */
  facets: PictureFacets | null;
  /** Where two nodes were chosen: the ways between them. */
  ways: DrawnWays | null;
};

/**
 * All that a view shows, laid out: card by card or in groups. What a model version or a deployment predicted is one card beside it.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPicture(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<LoadedPicture> {
  const predictions = await loadPredictions(viewer, view);
  const hasPredictions = predictions !== null;
  const loaded = view.group === null ? await loadFirst(viewer, view, hasPredictions) : inGroups(await loadGroups(viewer, view, hasPredictions));
  return predictions === null ? loaded : { ...loaded, picture: withPredictions(loaded.picture, predictions) };
}

const inGroups = (picture: Picture): LoadedPicture => ({ picture, facets: null, ways: null });

/** The lineage card by card; in groups where it is too large for cards. */
async function loadFirst(viewer: Viewer, view: ExplorerView & { ref: string }, hasPredictions: boolean): Promise<LoadedPicture> {
  const source = graphAt(viewer, view);
  const byItself = async () => {
    const [picture, ways] = await Promise.all([loadGroups(viewer, view, hasPredictions), loadWays(viewer, view)]);
    return { ...inGroups({ ...picture, groupedByItself: picture.counts.total }), ways: ways?.drawn ?? null };
  };
  // what is next to a hub is too much already, and walking it twice takes long
  if (view.plane === "definition" && (await countNeighbours(viewer, view)) > FIRST_LIMIT) return byItself();
  const answer = await firstAnswer(view, hasPredictions ? directionBeside(view) : view.direction, source);
  const own = hasPredictions ? besidePredictions(view, answer) : answer;
  if (own.counts.total > FIRST_LIMIT) return byItself();
  return addTo(viewer, view, own, source, (base) => (hasPredictions ? reservePredictions(view.ref, base) : base));
}

/** A lineage as a source gives it, card by card. @throws what the source throws. */
export async function loadCards(viewer: Viewer, view: ExplorerView & { ref: string }, source: PictureSource): Promise<LoadedPicture> {
  return addTo(viewer, view, await firstAnswer(view, view.direction, source), source);
}

const firstAnswer = async ({ ref, depth, plane }: ExplorerView & { ref: string }, direction: ExplorerView["direction"], source: PictureSource): Promise<GraphAnswer> =>
  toAnswer(await source.around({ ref, direction, depth, plane, limit: FIRST_LIMIT }));

/**
 * The start's answer, then every expansion in the order of the address, then the ways between two chosen nodes, and the edges that join all
 * these; less what was folded up, hidden or left out by the filter. The same view gives the same positions.
 */
async function addTo(viewer: Viewer, view: ExplorerView & { ref: string }, own: GraphAnswer, source: PictureSource, toBase = (answer: GraphAnswer) => answer): Promise<LoadedPicture> {
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  const drawing = new Drawing(own);
  for (const expansion of view.expanded) {
    if (drawing.size >= MAX_NODES) break;
    const { ref, side } = expansion;
    if (isColumn(ref) && !drawing.has(ref)) {
      drawing.add({ ref, side, ...((await orNothing(followColumn(viewer, ref, side, when))) ?? { answer: null }) });
      continue;
    }
    const found = await orNothing(source.around({ ref, direction: side, plane: view.plane, ...drawing.reachOf(expansion) }));
    drawing.add({ ref, side, answer: found && toAnswer(found) });
  }
  const ways = await loadWays(viewer, view);
  if (ways?.answer) drawing.add({ ref: ways.drawn.from, side: "downstream", answer: ways.answer });
  const { known, ids } = await loadColumns(viewer, view.columnsOf, drawing.additions, when);
  const hasMore = drawing.additions.length > 0 || ids.length > 0;
  const between = hasMore ? await source.among([...new Set([...drawing.refs, ...ids])].slice(0, MAX_NODES)) : [];
  const whole = await withMarks(viewer, composePicture(view.ref, toBase(own), drawing.additions, between, { opened: view.columnsOf, known }));
  const shown = visiblePicture(whole, view);
  return { picture: ways === null ? shown : { ...shown, edges: markWays(shown.edges, ways.drawn) }, facets: facetsOf(whole), ways: ways?.drawn ?? null };
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

  has(ref: string): boolean {
    return this.drawn.has(ref);
  }

  get refs(): string[] {
    return [...this.drawn];
  }

  /** How far an expansion goes. Nearest first and in a steady order: asking for more gives what was drawn, and then the next. */
  reachOf({ ref, side, far }: Expansion): { depth: number; limit: number } {
    if (far) return { depth: FAR_DEPTH, limit: Math.max(STEP, FAR_LIMIT - this.drawn.size) };
    return { depth: 1, limit: 1 + (this.sides.get(`${side}:${ref}`)?.size ?? 0) + STEP };
  }

  add(addition: Addition): void {
    if (addition.answer) this.note(addition.answer);
    this.additions.push(addition);
  }

  private note({ nodes, edges }: Pick<GraphAnswer, "nodes" | "edges">): void {
    for (const { ref } of nodes) if (ref !== null) this.drawn.add(ref);
    for (const { from, to } of edges) {
      for (const [key, other] of [[`downstream:${from}`, to], [`upstream:${to}`, from]] as const) this.sides.set(key, (this.sides.get(key) ?? new Set()).add(other));
    }
  }
}
