import "server-only";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import { findGraph } from "@/graph/queries/find-graph";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { ExplorerView } from "@/lib/explorer-view";
import { composePicture, type Addition } from "@/lib/layout/compose-picture";
import type { GraphAnswer, Picture } from "@/lib/layout/picture";
import { followColumn, isColumn, loadColumns } from "./load-columns";
import { toAnswer } from "./to-answer";

/** A first picture holds this many nodes at most. */
const FIRST_LIMIT = 150;
/** What one press on a tab adds at most. */
const STEP = 60;
/** No picture is asked to grow further: beyond, nothing could be read. */
const MAX_NODES = 1_000;

/**
 * All that a view shows, laid out: the start's answer, then every expansion in the order of the address, then the edges that join them.
 * The same view gives the same positions.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPicture(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<Picture> {
  const { plane } = view;
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  const base = toAnswer(await findGraph(viewer, { ref: view.ref, direction: view.direction, depth: view.depth, plane, limit: FIRST_LIMIT, ...when }));
  if (view.expanded.length === 0 && view.columnsOf.length === 0) return composePicture(view.ref, base);

  const drawn = new Set(base.nodes.flatMap(({ ref }) => ref ?? []));
  const sides = new Map<string, Set<string>>();
  const note = (answer: GraphAnswer) => {
    for (const { ref } of answer.nodes) if (ref !== null) drawn.add(ref);
    for (const { from, to } of answer.edges) {
      for (const [key, other] of [[`downstream:${from}`, to], [`upstream:${to}`, from]] as const) sides.set(key, (sides.get(key) ?? new Set()).add(other));
    }
  };
  note(base);
  const additions: Addition[] = [];
  for (const { ref, side } of view.expanded) {
    if (drawn.size >= MAX_NODES) break;
    if (isColumn(ref) && !drawn.has(ref)) {
      const followed = await followColumn(viewer, ref, side, when).catch(goneAsNull);
      if (followed?.answer) note(followed.answer);
      additions.push({ ref, side, ...(followed ?? { answer: null }) });
      continue;
    }
    // nearest first and in a steady order: asking for more gives what was drawn, and then the next
    const limit = 1 + (sides.get(`${side}:${ref}`)?.size ?? 0) + STEP;
    const answer = await findGraph(viewer, { ref, direction: side, depth: 1, plane, limit, ...when }).then(toAnswer).catch(goneAsNull);
    if (answer) note(answer);
    additions.push({ ref, side, answer });
  }
  const { known, ids } = await loadColumns(viewer, view.columnsOf, additions, when);
  const between = await findEdgesAmong(viewer, { refs: [...new Set([...drawn, ...ids])].slice(0, MAX_NODES), plane, ...when });
  return composePicture(view.ref, base, additions, between, { opened: view.columnsOf, known });
}

/** What is not there any more is drawn as that. */
function goneAsNull(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}
