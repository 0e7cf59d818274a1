import type { ElementDefinition } from "cytoscape";
import type { Picture } from "@/lib/layout/picture";
import { CARD } from "@/lib/layout/layered";
import { allEdges, allNodes, heightOf, listsOf } from "@/lib/layout/picture-parts";
import { openHeight } from "./group-size";
import { controlPoints, edgeEnds, isDrawable, tabWidth } from "./edge-path";
import { EdgeRouter } from "./edge-route";
import { columnName } from "./edge-words";
import { shapeOf } from "./kind-shapes";
import { nodeTitle, versionLabel } from "./node-words";

/** The picture as Cytoscape's elements: positions, bends and classes for the style sheet. Looks and selection are not in them. */
export function toElements(picture: Picture): ElementDefinition[] {
  const drawn = allNodes(picture);
  const nodes = new Map(drawn.map((node) => [node.id, node]));
  const router = new EdgeRouter(picture);
  return [
    ...drawn.map((node): ElementDefinition => ({
      group: "nodes",
      data: { id: node.id, height: heightOf(node), label: node.within === undefined ? `${nodeTitle(node)}${versionLabel(node.version) ?? ""}` : columnName(node.id), shape: shapeOf(node.kind, node.state), isGroup: node.group !== undefined },
      position: { x: node.x, y: node.y },
      // a drag that begins on a card moves the picture
      pannable: true,
      classes: [node.id === picture.start ? "start" : "", node.within === undefined ? "" : "row", node.kind === null || node.state === "missing" ? "ghost" : "", node.fate?.class ?? "", node.change?.kind ?? ""].filter(Boolean).join(" "),
    })),
    ...allEdges(picture).filter((edge) => isDrawable(edge, nodes)).map((edge): ElementDefinition => {
      const from = nodes.get(edge.from)!;
      const to = nodes.get(edge.to)!;
      const ends = edgeEnds(from, to);
      return {
        group: "edges",
        data: {
          id: edge.id,
          source: edge.from,
          target: edge.to,
          ...controlPoints(ends, router.route(from, to)),
          sourceEndpoint: `${ends.start.x - from.x}px 0px`,
          targetEndpoint: `${ends.end.x - to.x}px 0px`,
          ...(picture.groupedBy && edge.links ? { width: linkWidth(edge.links.count) } : {}),
        },
        classes: [edge.confidence, edge.stale ? "stale" : "", edge.through ? "through" : "", edge.onPath ? "way" : "", edge.fate ?? "", edge.change?.kind ?? "", picture.groupedBy && edge.links ? "links" : ""].filter(Boolean).join(" "),
      };
    }),
  ];
}

/** How thick an edge is that stands for so many links: each time ten times as many the same step more. */
export function linkWidth(count: number | null): number {
  return count === null ? 7 : Math.min(7, 1.5 + 1.5 * Math.log10(Math.max(1, count)));
}

/** The box around all cards with their tabs, and all lists of columns, in the picture's units. */
export function boundsOf(picture: Picture): { x1: number; y1: number; x2: number; y2: number } {
  const nodes = allNodes(picture);
  const lists = listsOf(picture);
  const half = CARD.width / 2;
  return {
    x1: Math.min(...nodes.map(({ x, behind }) => x - half - tabWidth(behind.upstream))),
    y1: Math.min(...nodes.map((node) => node.y - heightOf(node) / 2), ...lists.map(({ top }) => top)),
    x2: Math.max(...nodes.map(({ x, behind }) => x + half + tabWidth(behind.downstream))),
    y2: Math.max(...nodes.map((node) => node.y + heightOf(node) / 2 + openHeight(node)), ...lists.map(({ top, height }) => top + height)),
  };
}
