"use client";
import { ChevronsLeft, ChevronsRight, Copy, Crosshair, Eye, EyeOff, FileText, FoldHorizontal, Redo2, Route, Split, Undo2, UnfoldHorizontal } from "lucide-react";
import { useState, type ReactNode } from "react";
import { counted, formatCount } from "@/components/format";
import { ContextMenu, MenuItem, MenuLine, MenuLink } from "@/components/ui/menu";
import type { Side } from "@/lib/explorer-view";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { hasImpact, parseNodeRef } from "@/lib/lineage/node-ref";
import { impactHref, nodeHref } from "@/lib/page-hrefs";
import { nodeTitle } from "./node-words";
import type { PictureActions } from "./use-explorer";

const SIDES = ["upstream", "downstream"] as const;
const ICONS: Record<Side, ReactNode> = { upstream: <ChevronsLeft size={14} aria-hidden />, downstream: <ChevronsRight size={14} aria-hidden /> };

/** The node of a card, or of a row of the outline. */
const nodeOf = (on: HTMLElement | null): string | undefined => on?.dataset.node ?? on?.dataset.row;

/** Everything that can be done with a node, or with the picture, by right click or the context key, in picture and outline alike. */
export function PictureMenu({ picture, actions, pointed, children, className }: {
  picture: Picture | null;
  actions: PictureActions;
  /** The node under the pointer where no card says which. */
  pointed: () => string | null;
  children: ReactNode;
  className?: string;
}) {
  const [target, setTarget] = useState<string | null>(null);
  const node = picture?.nodes.find(({ id }) => id === target);
  function openAt(on: Element): boolean {
    // links, text fields and what is read beside the picture keep the browser's own menu
    if (picture === null || on.closest("a, input") || !on.closest("[data-menu]")) return false;
    setTarget(nodeOf(on.closest<HTMLElement>("[data-node], [data-row]")) ?? pointed());
    return true;
  }
  return (
    <ContextMenu
      className={className}
      label={node ? nodeTitle(node) : "The picture"}
      onOpenAt={openAt}
      items={picture && (node?.ref ? <NodeItems node={node} nodeRef={node.ref} picture={picture} actions={actions} /> : <PictureItems actions={actions} />)}
    >
      {children}
    </ContextMenu>
  );
}

function NodeItems({ node, nodeRef, picture, actions }: { node: PictureNode; nodeRef: string; picture: Picture; actions: PictureActions }) {
  const chosen = picture.nodes.find(({ id }) => id === actions.selectedNode && id !== node.id);
  const parsed = parseNodeRef(nodeRef);
  const drawn = { upstream: picture.edges.some(({ to }) => to === node.id), downstream: picture.edges.some(({ from }) => from === node.id) };
  return (
    <>
      <MenuLink icon={<FileText size={14} aria-hidden />} href={nodeHref(nodeRef, picture.asOf)}>Its page</MenuLink>
      {nodeRef !== picture.start && <MenuItem icon={<Crosshair size={14} aria-hidden />} keys="⇧ ⏎" onClick={() => actions.reroot(nodeRef)}>Start from here</MenuItem>}
      {parsed && hasImpact(parsed) && <MenuLink icon={<Split size={14} aria-hidden />} href={impactHref([nodeRef], picture.asOf)}>Impact of losing it</MenuLink>}
      <MenuLine />
      {!picture.groupedBy && <>
      {SIDES.map((side) => node.behind[side] > 0 && <MenuItem key={side} icon={<UnfoldHorizontal size={14} aria-hidden />} onClick={() => actions.expand(nodeRef, side)}>Show {formatCount(node.behind[side])} more {side}</MenuItem>)}
      {SIDES.map((side) => <MenuItem key={side} icon={ICONS[side]} onClick={() => actions.expand(nodeRef, side, true)}>All {side}</MenuItem>)}
      {SIDES.map((side) => drawn[side] && <MenuItem key={side} icon={<FoldHorizontal size={14} aria-hidden />} onClick={() => actions.fold(nodeRef, side)}>Fold up {side}</MenuItem>)}
      <MenuLine />
      </>}
      <MenuItem icon={<Route size={14} aria-hidden />} keys="p" disabled={!chosen?.ref} onClick={() => chosen?.ref && actions.askForPaths(chosen.ref, nodeRef)}>
        {chosen ? `All ways to ${nodeTitle(chosen)}` : "Select another node for the ways to it"}
      </MenuItem>
      {nodeRef !== picture.start && !picture.groupedBy && <MenuItem icon={<EyeOff size={14} aria-hidden />} keys="h" onClick={() => actions.hide(nodeRef)}>Hide</MenuItem>}
      <MenuItem icon={<Copy size={14} aria-hidden />} onClick={() => void navigator.clipboard.writeText(nodeRef)}>Copy reference</MenuItem>
    </>
  );
}

function PictureItems({ actions }: { actions: PictureActions }) {
  return (
    <>
      <MenuItem icon={<Undo2 size={14} aria-hidden />} keys="Ctrl Z" disabled={!actions.canUndo} onClick={actions.undo}>Undo</MenuItem>
      <MenuItem icon={<Redo2 size={14} aria-hidden />} keys="Ctrl ⇧ Z" disabled={!actions.canRedo} onClick={actions.redo}>Redo</MenuItem>
      {actions.hiddenByHand > 0 && <MenuItem icon={<Eye size={14} aria-hidden />} onClick={actions.showHidden}>Show {counted(actions.hiddenByHand, "hidden node")} again</MenuItem>}
    </>
  );
}
