import "server-only";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import { findGraph, type GraphAnswer as FoundGraph } from "@/graph/queries/find-graph";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { ExplorerView } from "@/lib/explorer-view";
import { composePicture, type Addition } from "@/lib/layout/compose-picture";
import type { GraphAnswer, Picture } from "@/lib/layout/picture";
import { reservePredictions, withPredictions } from "@/lib/layout/predictions-card";
import { loadGroups } from "./load-groups";
import { besidePredictions, directionBeside, loadPredictions } from "./load-predictions";
import { toKind } from "./to-kind";

/** A first picture holds this many nodes at most; what is larger is put into groups. */
const FIRST_LIMIT = 150;
/** What one press on a tab adds at most. */
const STEP = 60;
/** No picture is asked to grow further: beyond, nothing could be read. */
const MAX_NODES = 1_000;

function toAnswer(found: FoundGraph): GraphAnswer {
  return { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
}

/**
 * All that a view shows, laid out. What a model version or a deployment predicted is one card beside it.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPicture(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<Picture> {
  const predictions = await loadPredictions(viewer, view);
  const grouped = view.group === null ? null : await loadGroups(viewer, view, predictions !== null);
  const picture = grouped ?? (await loadCards(viewer, view, predictions !== null));
  return predictions === null ? picture : withPredictions(picture, predictions);
}

/**
 * The lineage card by card: the start's answer, then every expansion in the order of the address, then the edges that join them.
 * The same view gives the same positions. A lineage that is too large for cards comes in groups.
 */
async function loadCards(viewer: Viewer, view: ExplorerView & { ref: string }, hasPredictions: boolean): Promise<Picture> {
  const { plane } = view;
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  const found = toAnswer(await findGraph(viewer, { ref: view.ref, direction: hasPredictions ? directionBeside(view) : view.direction, depth: view.depth, plane, limit: FIRST_LIMIT, ...when }));
  const own = hasPredictions ? besidePredictions(view, found) : found;
  if (own.counts.total > FIRST_LIMIT) return { ...(await loadGroups(viewer, view, hasPredictions)), groupedByItself: own.counts.total };
  const base = hasPredictions ? reservePredictions(view.ref, own) : own;
  if (view.expanded.length === 0) return composePicture(view.ref, base);

  const drawn = new Set(base.nodes.flatMap(({ ref }) => ref ?? []));
  const sides = new Map<string, Set<string>>();
  const note = (answer: GraphAnswer) => {
    for (const { ref } of answer.nodes) if (ref !== null) drawn.add(ref);
    for (const { from, to } of answer.edges) {
      for (const [key, other] of [[`downstream:${from}`, to], [`upstream:${to}`, from]] as const) sides.set(key, (sides.get(key) ?? new Set()).add(other));
    }
  };
  note(own);
  const additions: Addition[] = [];
  for (const { ref, side } of view.expanded) {
    if (drawn.size >= MAX_NODES) break;
    // nearest first and in a steady order: asking for more gives what was drawn, and then the next
    const limit = 1 + (sides.get(`${side}:${ref}`)?.size ?? 0) + STEP;
    const answer = await findGraph(viewer, { ref, direction: side, depth: 1, plane, limit, ...when }).then(toAnswer, (error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    });
    if (answer) note(answer);
    additions.push({ ref, side, answer });
  }
  const between = await findEdgesAmong(viewer, { refs: [...drawn].slice(0, MAX_NODES), plane, ...when });
  return composePicture(view.ref, base, additions, between);
}
