"use client";
import { useMemo } from "react";
import { MAX_EXPANSIONS, type ExplorerView } from "@/lib/explorer-view";
import type { Picture } from "@/lib/layout/picture";
import type { ColumnActions } from "./column-lists";

/** Opens data into their columns, and closes them again with what was followed to get there. */
export function useColumns(view: ExplorerView, picture: Picture | null, change: (part: Partial<ExplorerView>) => void): ColumnActions {
  return useMemo(() => ({
    onOpen(ref) {
      if (view.columnsOf.length < MAX_EXPANSIONS) change({ columnsOf: [...view.columnsOf, { ref, after: view.expanded.length }] });
    },
    onClose(ref) {
      const followed = new Set(picture?.columns?.lists.flatMap(({ of, by }) => (of === ref && by !== null ? by : [])));
      change({ columnsOf: view.columnsOf.filter((it) => it.ref !== ref), expanded: view.expanded.filter((it) => !followed.has(it.ref)) });
    },
  }), [view, picture, change]);
}
