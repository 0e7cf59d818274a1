import type { GraphAnswer as FoundGraph } from "@/graph/queries/find-graph";
import type { GraphAnswer } from "@/lib/layout/picture";
import { NODE_KINDS, type NodeKind } from "@/lib/lineage/node-ref";

const KINDS: ReadonlySet<string> = new Set(NODE_KINDS);

/** A step is what a run did with one set of inputs, and is shown as its run. */
function toKind(kind: string): NodeKind {
  return KINDS.has(kind) ? (kind as NodeKind) : "run";
}

/** A graph answer in the picture's terms. */
export function toAnswer(found: FoundGraph): GraphAnswer {
  return { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
}
