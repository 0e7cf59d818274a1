import "server-only";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import { findGraph, type GraphAnswer as FoundGraph, type GraphParams } from "@/graph/queries/find-graph";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { ExplorerView } from "@/lib/explorer-view";
import { composePicture, type Addition } from "@/lib/layout/compose-picture";
import type { AnswerEdge, GraphAnswer, Picture } from "@/lib/layout/picture";
import { NODE_KINDS, type NodeKind } from "@/lib/lineage/node-ref";

/** A first picture holds this many nodes at most. */
const FIRST_LIMIT = 150;
/** What one press on a tab adds at most. */
const STEP = 60;
/** No picture is asked to grow further: beyond, nothing could be read. */
const MAX_NODES = 1_000;

const KINDS: ReadonlySet<string> = new Set(NODE_KINDS);

/** Whom a picture is asked of: the graph at one instant, or at two. */
export type PictureSource = {
  around: (params: Pick<GraphParams, "ref" | "direction" | "depth" | "plane" | "limit">) => Promise<Pick<FoundGraph, keyof GraphAnswer>>;
  /** All edges among what is drawn. */
  among: (refs: readonly string[]) => Promise<readonly AnswerEdge[]>;
};

function graphAt(viewer: Viewer, { asOf, plane }: ExplorerView): PictureSource {
  const when = asOf === null ? {} : { asOf };
  return {
    around: (params) => findGraph(viewer, { ...params, ...when }),
    among: (refs) => findEdgesAmong(viewer, { refs: [...refs], plane, ...when }),
  };
}

/** A step is what a run did with one set of inputs, and is shown as its run. */
function toKind(kind: string): NodeKind {
  return KINDS.has(kind) ? (kind as NodeKind) : "run";
}

function toAnswer(found: Pick<FoundGraph, keyof GraphAnswer>): GraphAnswer {
  return { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
}

/**
 * All that a view shows, laid out: the start's answer, then every expansion in the order of the address, then the edges that join them.
 * The same view gives the same positions.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPicture(viewer: Viewer, view: ExplorerView & { ref: string }, source: PictureSource = graphAt(viewer, view)): Promise<Picture> {
  const { plane } = view;
  const base = toAnswer(await source.around({ ref: view.ref, direction: view.direction, depth: view.depth, plane, limit: FIRST_LIMIT }));
  if (view.expanded.length === 0) return composePicture(view.ref, base);

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
    // nearest first and in a steady order: asking for more gives what was drawn, and then the next
    const limit = 1 + (sides.get(`${side}:${ref}`)?.size ?? 0) + STEP;
    const answer = await source.around({ ref, direction: side, depth: 1, plane, limit }).then(toAnswer, (error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    });
    if (answer) note(answer);
    additions.push({ ref, side, answer });
  }
  const between = await source.among([...drawn].slice(0, MAX_NODES));
  return composePicture(view.ref, base, additions, between);
}
