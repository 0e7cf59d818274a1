import "server-only";
import { findImpact, type ImpactAnswer, type ImpactNode } from "@/graph/queries/find-impact";
import { findMostFeeding } from "@/graph/queries/find-most-feeding";
import type { Impact } from "@/components/impact/impact-view";
import type { ImpactRow } from "@/components/impact/impact-summary";
import type { ImpactSuggestion } from "@/components/impact/impact-start";
import type { Viewer } from "@/lib/access/viewer";
import type { ImpactView } from "@/lib/impact-view";
import { impactPicture } from "@/lib/layout/impact-picture";
import type { AnswerNode } from "@/lib/layout/picture";
import type { NodeKind } from "@/lib/lineage/node-ref";

/** So many rows a page carries; above, it tells how many more there are. */
const MAX_ROWS = 1_000;
const SUGGESTIONS = 8;

/** The definition plane holds no kind of node but those that references have. */
const toNode = <T extends { kind: string }>(node: T): T & { kind: NodeKind } => node as T & { kind: NodeKind };

function toRow({ ref, kind, state, reason, distance, via, owner, deployed, deployments, predictionsPerDay, ...it }: ImpactNode): ImpactRow {
  return { ref, kind: kind as NodeKind, state, class: it.class, reason, distance, via, owner, deployed, deployments, predictionsPerDay };
}

const isSeen = (node: ImpactAnswer["nodes"][number]): node is ImpactNode => node.ref !== null;

/**
 * What the loss of all `refs` does: rows, figures and picture from one answer, the same as `GET /api/v1/impact` gives.
 * @throws AppError `not_found` when any of them is unknown or not to be seen, `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadImpact(viewer: Viewer, { refs, asOf }: ImpactView): Promise<Impact> {
  const answer = await findImpact(viewer, { ref: [...refs], limit: MAX_ROWS, ...(asOf === null ? {} : { asOf }) });
  const { classes, definitions, graphDigest, counts, complete, watermark } = answer;
  const gone: (AnswerNode & { ref: string })[] = answer.gone.map((node) => ({ ...toNode(node), distance: 0 }));
  const nodes: AnswerNode[] = answer.nodes.map((node) => (node.ref === null ? node : toNode(node)));
  return {
    gone: gone.map(({ ref, kind, state }) => ({ ref, kind: kind ?? null, state: state ?? null })),
    rows: answer.nodes.filter(isSeen).map(toRow),
    classes, definitions, graphDigest, counts, watermark,
    ...impactPicture({ gone, nodes, edges: answer.edges, counts, complete, asOf: answer.asOf, watermark }),
  };
}

/** Where people may begin. @throws AppError as `loadImpact`. */
export async function loadSuggestions(viewer: Viewer): Promise<ImpactSuggestion[]> {
  const found = await findMostFeeding({ namespaces: viewer.namespaces && [...viewer.namespaces], limit: SUGGESTIONS });
  return found.map((source) => ({ ...source, kind: "source" }));
}
