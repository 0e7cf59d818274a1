import type { GraphAnswer as FoundGraph } from "@/graph/queries/find-graph";
import type { GraphAnswer } from "@/lib/layout/picture";
import { toKind } from "./to-kind";

/** A graph answer in the picture's terms. */
export function toAnswer(found: Pick<FoundGraph, keyof GraphAnswer>): GraphAnswer {
  return { ...found, nodes: found.nodes.map((node) => (node.ref === null ? node : { ...node, kind: toKind(node.kind) })) };
}
