import "server-only";
import type { Edge } from "@/lib/projection/fragment";
import type { GraphChange } from "./graph-change";

/** Gathers what becomes of relationships in one batch: an edge that goes and comes back is no change at all. */
export class EdgeDiff {
  private readonly before = new Map<string, Edge | null>();
  private readonly after = new Map<string, Edge | null>();

  /** One owner's edges before and after; each edge has one owner. */
  replace(before: readonly Edge[], after: readonly Edge[]): void {
    for (const edge of before) this.note(edge, null, true);
    for (const edge of after) this.note(edge, edge, false);
  }

  private note(edge: Edge, now: Edge | null, was: boolean): void {
    const id = `${edge.type} ${edge.key}`;
    if (!this.before.has(id)) this.before.set(id, was ? edge : null);
    this.after.set(id, now);
  }

  writeTo(change: GraphChange): void {
    for (const [id, after] of this.after) {
      const before = this.before.get(id) ?? null;
      if (before && after) {
        if (JSON.stringify(before.props) !== JSON.stringify(after.props)) change.edgesChanged.push(after);
      } else if (after) change.edges.push(after);
      else if (before) change.edgesGone.push(before);
    }
  }
}
