"use client";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useOptimistic, useState, useTransition } from "react";
import { askForPaths, expandSide, foldSide, hideNode, NO_HISTORY, redone, showHidden, startFrom, stepped, undone, type ViewHistory } from "@/lib/explorer-actions";
import { explorerHref, MAX_EXPANSIONS, type ExplorerView, type Selection, type Side } from "@/lib/explorer-view";
import { turnTo } from "@/lib/layout/group-node";
import { PREDICTIONS_ID } from "@/lib/layout/predictions-card";
import { predictionHref } from "@/lib/page-hrefs";
import type { GroupActions } from "./group-card";

/** What can be done with the picture, from wherever it is done. */
export type PictureActions = {
  select: (selection: Selection | null) => void;
  expand: (ref: string, side: Side, far?: boolean) => void;
  fold: (ref: string, side: Side) => void;
  hide: (ref: string) => void;
  showHidden: () => void;
  askForPaths: (from: string, to: string) => void;
  reroot: (ref: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** How many nodes were hidden by hand. */
  hiddenByHand: number;
  /** The id of the node that is selected. */
  selectedNode: string | null;
};

export type ExplorerState = {
  /** The view as it was asked for last, with what is selected now: what controls show. The picture is that of the address until the answer is there. */
  view: ExplorerView;
  isPending: boolean;
  actions: PictureActions;
  groups: GroupActions;
  /** Shows another view: one step, that can be undone. */
  change: (part: Partial<ExplorerView>) => void;
  /** Asks the server again. */
  retry: () => void;
};

/** The view and what changes it. All goes through the address, so Back undoes a step too; the selection needs no answer from the server. */
export function useExplorer(asked: ExplorerView): ExplorerState {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [selected, setSelected] = useState<Selection | null>(asked.selected);
  const [history, setHistory] = useState<ViewHistory>(NO_HISTORY);
  const [wanted, setWanted] = useOptimistic(asked);
  const view = useMemo(() => ({ ...wanted, selected }), [wanted, selected]);

  const go = useCallback((next: ExplorerView) => {
    setSelected(next.selected);
    startTransition(() => {
      setWanted(next);
      router.push(explorerHref(next), { scroll: false });
    });
  }, [router, setWanted]);
  const step = useCallback((next: ExplorerView) => {
    if (explorerHref(next) === explorerHref(view)) return;
    setHistory(stepped(history, view));
    go(next);
  }, [go, history, view]);
  const select = useCallback((next: Selection | null) => {
    setSelected(next);
    window.history.replaceState(null, "", explorerHref({ ...asked, selected: next }));
  }, [asked]);
  const travel = useCallback((move: typeof undone) => {
    const gone = move(history, view);
    if (gone === null) return;
    setHistory(gone.history);
    go(gone.view);
  }, [go, history, view]);

  const actions = useMemo((): PictureActions => ({
    select,
    expand: (ref, side, far) => step(expandSide(view, ref, side, far)),
    fold: (ref, side) => step(foldSide(view, ref, side)),
    hide: (ref) => step(hideNode(view, ref)),
    showHidden: () => step(showHidden(view)),
    // the ways are told where details are: nothing stays selected before them
    askForPaths: (from, to) => step({ ...askForPaths(view, from, to), selected: null }),
    reroot: (ref) => step(startFrom(view, ref)),
    undo: () => travel(undone),
    redo: () => travel(redone),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    hiddenByHand: view.hidden.length,
    selectedNode: selected && "node" in selected ? selected.node : null,
  }), [select, step, travel, view, history, selected]);
  const groups = useMemo((): GroupActions => ({
    onPage: (id, page) => step({ ...view, openGroups: turnTo(view.openGroups, id, id === PREDICTIONS_ID ? page - 1 : page).slice(0, MAX_EXPANSIONS) }),
    onMember: (row) => (row.kind === "prediction" ? router.push(predictionHref(row.ref, view.asOf)) : select({ node: row.ref })),
  }), [router, select, step, view]);
  return {
    view, isPending, actions, groups,
    change: useCallback((part: Partial<ExplorerView>) => step({ ...view, ...part }), [step, view]),
    retry: () => startTransition(() => router.refresh()),
  };
}
