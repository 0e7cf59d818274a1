import "server-only";
import { findPredictions } from "@/graph/queries/find-predictions";
import type { Viewer } from "@/lib/access/viewer";
import type { Direction, ExplorerView } from "@/lib/explorer-view";
import type { AnswerNode, GraphAnswer } from "@/lib/layout/picture";
import { predictionsAsked, type Predictions } from "@/lib/layout/predictions-card";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { nodeHref } from "@/lib/page-hrefs";
import { memberRow } from "./load-overview";

/** True for what has a card of predictions in its lineage. */
export function predicts(ref: string): boolean {
  const kind = parseNodeRef(ref)?.kind;
  return kind === "model" || kind === "deployment";
}

/** The newest predictions of a start that makes some, as far as the view has turned; `null` when there are none, or they lie upstream of nothing asked for. */
export async function loadPredictions(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<Predictions | null> {
  if (!predicts(view.ref) || view.direction === "upstream") return null;
  const { from, limit } = predictionsAsked(view.openGroups);
  const page = await findPredictions(viewer, { ref: view.ref, limit: from + limit, ...(view.asOf === null ? {} : { asOf: view.asOf }) });
  if (page.total === 0) return null;
  return { total: page.total, rows: page.results.slice(from).map(memberRow), from, list: nodeHref(view.ref, view.asOf, [["tab", "predictions"]]) };
}

/** In the instance plane nothing but predictions lies downstream of a model version: with a card of them only the other side is asked for. */
const isTold = ({ ref, plane }: ExplorerView & { ref: string }): boolean => plane === "instance" && parseNodeRef(ref)?.kind === "model";

/** Which side of the start to ask for when it has a card of predictions. */
export function directionBeside(view: ExplorerView & { ref: string }): Direction {
  return isTold(view) ? "upstream" : view.direction;
}

/** The answer to that question, without what the card says. */
export function besidePredictions(view: ExplorerView & { ref: string }, answer: GraphAnswer): GraphAnswer {
  if (!isTold(view)) return answer;
  const isStart = ({ ref }: AnswerNode) => ref === view.ref;
  const nodes = answer.nodes.map((node) => (isStart(node) && node.more ? { ...node, more: { ...node.more, downstream: 0 } } : node));
  if (view.direction !== "downstream") return { ...answer, nodes };
  return { ...answer, nodes: nodes.filter(isStart).map((node) => ({ ...node, more: null })), edges: [], counts: { total: 1, shown: 1, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true };
}
