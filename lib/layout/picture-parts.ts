import { CARD } from "./layered";
import type { ColumnList, Picture, PictureEdge, PictureNode } from "./picture";

/** How high a node is drawn, in the picture's units. */
export function heightOf(node: Pick<PictureNode, "height">): number {
  return node.height ?? CARD.height;
}

/** The cards, and the rows of lists of columns at cards that are drawn. */
export function allNodes({ nodes, columns }: Pick<Picture, "nodes" | "columns">): PictureNode[] {
  if (!columns) return nodes;
  const cards = new Set(nodes.map(({ id }) => id));
  return [...nodes, ...columns.rows.filter(({ within }) => within !== undefined && cards.has(within))];
}

/** The edges between cards, and those that begin or end at a row. */
export function allEdges({ edges, columns }: Pick<Picture, "edges" | "columns">): PictureEdge[] {
  return columns ? [...edges, ...columns.edges] : edges;
}

/** The lists of columns at cards that are drawn. */
export function listsOf({ nodes, columns }: Pick<Picture, "nodes" | "columns">): ColumnList[] {
  if (!columns) return [];
  const cards = new Set(nodes.map(({ id }) => id));
  return columns.lists.filter(({ of }) => cards.has(of));
}
