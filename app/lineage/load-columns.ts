import "server-only";
import { findColumns } from "@/graph/queries/find-columns";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import { findGraph } from "@/graph/queries/find-graph";
import { findGraphNodes } from "@/graph/queries/find-graph-nodes";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView, Side } from "@/lib/explorer-view";
import { LIST, type Opening } from "@/lib/layout/column-lists";
import type { Addition } from "@/lib/layout/compose-picture";
import type { ColumnsOf } from "@/lib/layout/picture";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { toAnswer } from "./to-answer";

/** Columns at the other end that one press draws. */
const FOLLOWED = 60;
/** Lists of one picture; what a question about columns takes. */
const MOST_LISTS = 60;

type When = { asOf?: string };

/** True for a column, which is drawn as a row of its data unless the picture began at columns. */
export function isColumn(ref: string): boolean {
  return parseNodeRef(ref)?.kind === "column";
}

/** The data that a column is part of. */
export function dataOf(column: string): string {
  return column.slice(0, column.lastIndexOf("/")).replace(/^column:/, "dataset:");
}

/**
 * What following one side of a column brings: the data of the columns at the other end with the job versions between, each opened into its
 * columns, and features and what may not be seen as they are.
 * @throws AppError `not_found` when the column is not there.
 */
export async function followColumn(viewer: Viewer, column: string, side: Side, when: When): Promise<Pick<Addition, "answer" | "opens" | "links">> {
  const found = await findGraph(viewer, { ref: column, direction: side, depth: 1, plane: "definition", limit: 1 + FOLLOWED, ...when });
  const others = found.nodes.flatMap(({ ref }) => (ref !== null && ref !== column && isColumn(ref) ? ref : []));
  const wanted = new Map<string, string[]>();
  for (const ref of others) wanted.set(dataOf(ref), [...(wanted.get(dataOf(ref)) ?? []), ref]);
  const versions = [...new Set(found.edges.flatMap(({ evidence }) => evidence ?? []))];
  const [nodes, between] = await Promise.all([
    findGraphNodes(viewer, { refs: [...wanted.keys(), ...versions], ...when }),
    findEdgesAmong(viewer, { refs: [dataOf(column), ...wanted.keys(), ...versions], plane: "definition", ...when }),
  ]);
  const isOther = new Set(others);
  const joined = new Set(between.flatMap(({ from, to }) => [from, to]));
  const alone = [...wanted.keys()].filter((ref) => !joined.has(ref));
  return {
    answer: toAnswer({
      ...found,
      nodes: [...nodes.map((node) => ({ ...node, distance: 1 })), ...found.nodes.filter(({ ref }) => ref !== column && (ref === null || !isOther.has(ref)))],
      edges: [...between, ...found.edges.filter(({ from, to }) => !isOther.has(side === "upstream" ? from : to))],
    }),
    // data that no edge of theirs joins are laid where the column leads
    links: alone.map((ref) => (side === "upstream" ? { from: ref, to: dataOf(column) } : { from: dataOf(column), to: ref })),
    opens: [...wanted].map(([ref, columns]): Opening => ({ ref, wanted: columns, by: column })),
  };
}

/** The columns of all that is opened, and the ids of those that can be drawn. */
export async function loadColumns(viewer: Viewer, columnsOf: ExplorerView["columnsOf"], additions: readonly Addition[], when: When): Promise<{ known: ColumnsOf[]; ids: string[] }> {
  const openings = [...columnsOf.map(({ ref }): Opening => ({ ref })), ...additions.flatMap(({ opens }) => opens ?? [])];
  const pages = new Map<string, number>();
  for (const { ref } of openings) if (pages.has(ref) || pages.size < MOST_LISTS) pages.set(ref, (pages.get(ref) ?? 0) + 1);
  if (pages.size === 0) return { known: [], ids: [] };
  const known = await findColumns(viewer, {
    opened: [...pages].map(([ref, count]) => ({ ref, limit: count * LIST.page })),
    wanted: [...new Set(openings.flatMap(({ wanted }) => wanted ?? []))],
    ...when,
  });
  return { known, ids: known.flatMap(({ ref, items }) => items.slice(0, (pages.get(ref) ?? 0) * LIST.page).map((it) => it.ref)) };
}
