import "server-only";
import type { Edge, Properties } from "@/lib/projection/fragment";

export type NodePut = { key: string; labels: readonly string[]; props: Properties };

/** What one batch of records makes different in the graph. Absolute, so that writing it twice is writing it once. */
export type GraphChange = {
  nodes: NodePut[];
  /** Keys; their relationships go with them. */
  nodesGone: string[];
  /** Not in the graph yet. */
  edges: Edge[];
  edgesChanged: Edge[];
  edgesGone: Edge[];
  counts: { key: string; ref: string; day: number; count: number }[];
};

export function isEmpty(change: GraphChange): boolean {
  return Object.values(change).every((list) => list.length === 0);
}
