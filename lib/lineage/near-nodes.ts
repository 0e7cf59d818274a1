import type { Confidence } from "@/lib/layout/picture";
import type { Side } from "@/lib/explorer-view";

/** A node next to another: what joins them, as recorded. `ref` and `kind` are `null` for what may not be seen. */
export type NearNode = {
  id: string;
  ref: string | null;
  kind: string | null;
  state: string | null;
  confidence: Confidence;
  stale: boolean;
  lastSeen: string | null;
  role: string | null;
  /** The job version, or the run, that stands between the two. */
  via: string | null;
};
/** `total` counts what may not be seen too; `null`: more than were read. */
export type NearNodes = { total: number | null; items: NearNode[] };

/** A graph answer, as far as neighbours need it. */
type Answer = {
  nodes: readonly ({ ref: null; id: string } | { ref: string; kind: string; state: string })[];
  edges: readonly { from: string; to: string; confidence: Confidence; stale: boolean; lastSeen: string | null; role?: string }[];
  counts: { hiddenByLimit: number };
};

/** What stands between data, and is no neighbour itself. */
const RIDES: ReadonlySet<string> = new Set(["jobversion", "run", "step"]);
const ORDER: readonly Confidence[] = ["observed", "declared", "inferred"];

/**
 * The data next to the start of an answer of one side and depth 1, by name. Between two data may stand a job version (or a run): then the
 * edge at the far end says how sure it is.
 */
export function nearNodes(answer: Answer, start: string, side: Side): NearNodes {
  const between = new Set([start, ...answer.nodes.flatMap((node) => (node.ref !== null && RIDES.has(node.kind) ? [node.ref] : []))]);
  const items = answer.nodes.flatMap((node): NearNode[] => {
    const id = node.ref ?? node.id;
    if (between.has(id)) return [];
    const edges = answer.edges
      .filter((edge) => (side === "upstream" ? edge.from === id && between.has(edge.to) : edge.to === id && between.has(edge.from)))
      .sort((a, b) => ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence));
    const edge = edges[0];
    const middle = edge && (side === "upstream" ? edge.to : edge.from);
    return [{
      id,
      ref: node.ref,
      kind: node.ref === null ? null : node.kind,
      state: node.ref === null ? null : node.state,
      confidence: edge?.confidence ?? "inferred",
      stale: edges.length > 0 && edges.every((it) => it.stale),
      lastSeen: edges.map((it) => it.lastSeen).filter((it) => it !== null).sort().at(-1) ?? null,
      role: edges.find((it) => it.role)?.role ?? null,
      via: middle !== undefined && middle !== start ? middle : null,
    }];
  });
  items.sort((a, b) => Number(a.ref === null) - Number(b.ref === null) || (a.id < b.id ? -1 : 1));
  return { total: answer.counts.hiddenByLimit > 0 ? null : items.length, items };
}
