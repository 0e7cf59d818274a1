import { CARD } from "@/lib/layout/layered";
import type { PictureEdge, PictureNode } from "@/lib/layout/picture";
import { formatCount } from "@/components/format";

export type Point = { x: number; y: number };

/** How much of the way an edge runs level before it turns: less is straighter, a half is a step. */
const BEND = 0.3;

/** How far a tab with this count reaches out of its card; 0 without one. */
export function tabWidth(count: number): number {
  return count === 0 ? 0 : 28 + 7 * (formatCount(count).length - 1);
}

/** Where an edge leaves a card and where it ends: at the tab where there is one, else at the card. */
export function edgeEnds(from: PictureNode, to: PictureNode): { start: Point; end: Point } {
  return {
    start: { x: from.x + CARD.width / 2 + tabWidth(from.behind.downstream), y: from.y },
    end: { x: to.x - CARD.width / 2 - tabWidth(to.behind.upstream) - 1, y: to.y },
  };
}

/** The points that bend an edge with nothing in its way: out to the right, in from the left. */
export function bends({ start, end }: { start: Point; end: Point }): Point[] {
  const across = end.x - start.x;
  return [{ x: start.x + across * BEND, y: start.y }, { x: end.x - across * BEND, y: end.y }];
}

/** Bends in Cytoscape's terms: along the straight line from start to end (0 to 1), and away from it (pixels, to its right-hand side). */
export function controlPoints({ start, end }: { start: Point; end: Point }, points: readonly Point[]): { weights: number[]; distances: number[] } {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.hypot(dx, dy) || 1;
  return {
    weights: points.map((point) => ((point.x - start.x) * dx + (point.y - start.y) * dy) / length ** 2),
    distances: points.map((point) => ((point.y - start.y) * dx - (point.x - start.x) * dy) / length),
  };
}

/** True for an edge that can be drawn: both ends are there and differ. */
export function isDrawable(edge: PictureEdge, nodes: ReadonlyMap<string, PictureNode>): boolean {
  return edge.from !== edge.to && nodes.has(edge.from) && nodes.has(edge.to);
}
