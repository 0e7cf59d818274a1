import { NODE_KINDS, type NodeKind } from "@/lib/lineage/node-ref";

const KINDS: ReadonlySet<string> = new Set(NODE_KINDS);

/** A step is what a run did with one set of inputs, and is shown as its run. */
export function toKind(kind: string): NodeKind {
  return KINDS.has(kind) ? (kind as NodeKind) : "run";
}
