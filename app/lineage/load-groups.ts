import "server-only";
import { findGraph } from "@/graph/queries/find-graph";
import { findLineageToGroup } from "@/graph/queries/find-lineage-to-group";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView } from "@/lib/explorer-view";
import { groupListHref } from "@/lib/group-lists";
import { groupedPicture } from "@/lib/layout/grouped-picture";
import type { GraphAnswer, Picture } from "@/lib/layout/picture";
import { INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { toGroupBy } from "@/lib/lineage/grouping";
import { besidePredictions, directionBeside } from "./load-predictions";
import { toKind } from "./to-kind";

/** What is put into groups at most; the rest is over the limit, and said so. */
const MOST_GROUPED = 30_000;
const MOST_INSTANCES = 2_000;
/**
 * The lineage around a start in groups. `hasPredictions`: what the start predicted has a
 * card of its own.
 * @throws AppError `not_found` for a start that is unknown or may not be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadGroups(viewer: Viewer, view: ExplorerView & { ref: string }, hasPredictions: boolean): Promise<Picture> {
  const { ref, plane, asOf } = view;
  const direction = hasPredictions ? directionBeside(view) : view.direction;
  const asked = { ref, direction, depth: view.depth, ...(asOf === null ? {} : { asOf }) };
  // what happened once stands alone among definitions
  const isDefinition = plane === "definition" && !INSTANCE_KINDS.has(parseNodeRef(ref)!.kind);
  const found = isDefinition ? await findLineageToGroup(viewer, { ...asked, limit: MOST_GROUPED }) : await findGraph(viewer, { ...asked, plane, limit: MOST_INSTANCES });
  const answer: GraphAnswer = { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
  const own = hasPredictions ? besidePredictions(view, answer) : answer;
  return groupedPicture(ref, own, toGroupBy(view.group), view.openGroups, (by, key) => groupListHref(by, key, asOf));
}
