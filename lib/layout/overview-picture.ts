import { flowRank, type GroupBy } from "@/lib/lineage/grouping";
import type { OverviewEdge, OverviewGroup } from "@/lib/lineage/overview";
import { flowColumns } from "./flow-columns";
import { canStandInAddress, groupNode, openPages, GROUP_ROWS, withoutFaint } from "./group-node";
import { COLUMN_PITCH, ROW_PITCH } from "./layered";
import { orderColumns } from "./order-columns";
import type { GroupRow, Picture, PictureEdge, Watermark } from "./picture";

/** The answer of `GET /api/v1/overview`, as far as the drawing needs it. */
export type OverviewToDraw = {
  by: GroupBy;
  groups: readonly OverviewGroup[];
  edges: readonly OverviewEdge[];
  counts: { total: number; inGroups: number; onEdges: number };
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
};

/** No picture has two starts, and an overview has none. */
export const NO_START = "";

/**
 * The whole registry: a card for each group, in columns along the flow of data, and an edge for all links between two. `rows` are the members
 * of the groups that are open, by id; `listOf` says where all of a group are listed. Opening a group moves no card.
 */
export function overviewPicture(
  answer: OverviewToDraw, openGroups: readonly string[] = [], rows: ReadonlyMap<string, readonly GroupRow[]> = new Map(),
  listOf: (group: OverviewGroup) => string | null = () => null,
): Picture {
  const pages = openPages(openGroups);
  const nodes = answer.groups.map((group) => {
    const page = pages.get(group.id);
    const found = rows.get(group.id);
    const canOpen = canOpenGroup(answer.by, group);
    return groupNode({
      id: group.id, kind: group.kind, label: group.label, namespace: group.namespace, distance: 0,
      group: {
        size: group.size, kinds: group.kinds, states: Object.entries(group.states).map(([state, count]) => ({ state, count })), groups: group.groups ?? 0,
        canOpen, open: canOpen && page !== undefined && found ? { rows: found, from: (page - 1) * GROUP_ROWS } : null, list: listOf(group),
      },
    });
  });
  const known = new Set(nodes.map(({ id }) => id));
  const edges = answer.edges.filter(({ from, to }) => known.has(from) && known.has(to)).map(({ from, to, count, confidence }): PictureEdge => ({
    id: `${from}>${to}`, from, to, confidence: confidence.strongest, stale: false, firstSeen: null, lastSeen: null, rel: null, role: null,
    links: { count, weakest: confidence.weakest },
  }));
  const ids = nodes.map(({ id }) => id);
  const rankById = new Map(nodes.map(({ id, kind }) => [id, flowRank(kind)]));
  const columns = flowColumns(ids, (id) => rankById.get(id)!, edges.map(({ from, to, links }) => ({ from, to, weight: links?.count ?? Number.MAX_SAFE_INTEGER })));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const [column, members] of orderColumns(ids, edges, columns)) {
    members.forEach((id, row) => Object.assign(byId.get(id)!, { column, x: column * COLUMN_PITCH, y: Math.round((row - (members.length - 1) / 2) * ROW_PITCH) }));
  }
  const isPrediction = new Set(answer.groups.filter(({ by }) => by === "predictions").map(({ id }) => id));
  const opened = nodes.reduce((sum, { id, group }) => sum + (isPrediction.has(id) ? 0 : (group?.open?.rows.length ?? 0)), 0);
  return {
    start: NO_START,
    groupedBy: answer.by,
    nodes,
    ...withoutFaint(edges),
    counts: {
      shown: opened, total: answer.counts.total, behindCounts: 0, hiddenByLimit: 0, hiddenByAccess: 0, inGroups: answer.counts.inGroups - opened, onEdges: answer.counts.onEdges,
    },
    complete: answer.complete,
    asOf: answer.asOf,
    watermark: answer.watermark,
    notFound: [],
  };
}

/** The rest is groups, not things; and what the rest's model versions predicted has no list of its own. */
export function canOpenGroup(by: GroupBy, group: OverviewGroup): boolean {
  if (group.by === "rest" || group.size === 0 || !canStandInAddress(group.id)) return false;
  return group.by !== "predictions" || group.label !== "" || (by !== "namespace-kind" && by !== "model");
}
