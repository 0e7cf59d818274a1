"use client";
import { Crosshair, EyeOff, FileText, Split, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode, Ref } from "react";
import { formatCount, formatUtc } from "@/components/format";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { Mark } from "@/components/ui/mark";
import type { Plane, Selection } from "@/lib/explorer-view";
import { hasImpact, INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { findShown } from "@/lib/layout/group-node";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { allEdges, allNodes } from "@/lib/layout/picture-parts";
import { impactHref, nodeHref } from "@/lib/page-hrefs";
import { ChangesBefore } from "./changes-before";
import { ColumnNeighbours, ColumnsButton } from "./column-details";
import type { ColumnActions } from "./column-lists";
import { DifferenceMark } from "./difference-mark";
import { EdgeDetails } from "./edge-details";
import { EdgeLine } from "./edge-line";
import type { GroupActions } from "./group-card";
import { GroupDetails } from "./group-details";
import { KindGlyph } from "./kind-glyph";
import { kindWord } from "./kind-words";
import { MarkFacts } from "./mark-facts";
import { NodeFacts } from "./node-facts";
import { partyName } from "./node-link";
import { edgeWord, nodeTitle } from "./node-words";
import { RunEnds } from "./run-ends";
import { StateMark } from "./state-mark";
import type { PictureActions } from "./use-explorer";

export type DetailsPanelProps = {
  picture: Picture;
  plane: Plane;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onClose: () => void;
  actions: Pick<PictureActions, "expand" | "fold" | "hide" | "reroot">;
  groups: GroupActions;
  columns: ColumnActions;
  headRef: Ref<HTMLHeadingElement>;
};

/** What is known of the selected node or edge. What is selected and no longer drawn says so. */
export function DetailsPanel({ picture, plane, selection, onSelect, onClose, actions, groups, columns, headRef }: DetailsPanelProps) {
  const node = "node" in selection ? findShown(picture, selection.node) : undefined;
  const edge = "from" in selection ? allEdges(picture).find(({ from, to }) => from === selection.from && to === selection.to) : undefined;
  return (
    <>
      <div className="flex min-h-10 flex-none items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 ref={headRef} tabIndex={-1} className="text-12">{node?.group ? "Group" : "node" in selection ? "Node" : "Edge"}</h2>
        {edge && <Mark icon={<EdgeLine confidence={edge.confidence} stale={edge.stale} />}>{edgeWord(edge)}</Mark>}
        {node && !node.group && <span className="truncate text-12 text-ink-2">{kindWord(node.kind)}</span>}
        <Button look="ghost" size="icon-sm" className="ml-auto" aria-label="Close details" onClick={onClose}><X size={16} strokeWidth={1.75} aria-hidden /></Button>
      </div>
      <div className="scroll-slim min-h-0 flex-1 overflow-y-auto">
        {edge && <EdgeDetails edge={edge} picture={picture} plane={plane} onSelect={onSelect} />}
        {node?.group && <GroupDetails node={{ ...node, group: node.group }} picture={picture} {...groups} onSelect={onSelect} />}
        {node && !node.group && <NodeDetails node={node} picture={picture} onSelect={onSelect} actions={actions} columns={columns} />}
        {!edge && !node && <p className="px-4 py-3 text-12 text-ink-2">What was selected is not in this picture: it may not have held at this time, or lies behind a count.</p>}
      </div>
    </>
  );
}

function NodeDetails({ node, picture, onSelect, actions, columns }: { node: PictureNode; picture: Picture } & Pick<DetailsPanelProps, "onSelect" | "actions" | "columns">) {
  const drawn = {
    upstream: new Set(allEdges(picture).filter(({ to }) => to === node.id).map(({ from }) => from)).size,
    downstream: new Set(allEdges(picture).filter(({ from }) => from === node.id).map(({ to }) => to)).size,
  };
  const isMember = !allNodes(picture).some(({ id }) => id === node.id);
  if (node.ref === null) {
    return <p className="px-4 py-3 text-12 text-ink-2">{nodeTitle(node)}. Counted, not named: an administrator decides which namespaces you see.</p>;
  }
  const ref = node.ref;
  return (
    <>
      <div className="flex items-start gap-2.5 border-b border-line px-4 py-3">
        <KindGlyph kind={node.kind} state={node.state} size={24} decorative />
        <div className="min-w-0">
          <div className="font-semibold break-words">{node.name}{node.version && <span className="ml-1 font-mono text-12 font-medium break-all text-ink-2">@{node.version}</span>}</div>
          <div className="mt-0.5 flex items-center gap-2"><StateMark state={node.state} />{node.conflict && <Mark tone="warn">Conflicting records</Mark>}</div>
        </div>
      </div>
      <Facts>
        {node.change && <Fact term="Compared"><DifferenceMark change={node.change} /></Fact>}
        <Fact term="Namespace">{node.namespace}</Fact>
        {node.owner && <Fact term="Owner">{partyName(node.owner)}</Fact>}
        {node.marks && <MarkFacts marks={node.marks} />}
        {node.at && <Fact term={INSTANCE_KINDS.has(parseNodeRef(ref)!.kind) ? "Happened" : "First seen"}><time dateTime={node.at}>{formatUtc(node.at)}</time></Fact>}
        {!isMember && !picture.groupedBy && (["upstream", "downstream"] as const).map((side) => (
          <Fact key={side} term={side === "upstream" ? "Upstream" : "Downstream"}>
            <span className="figures">{formatCount(drawn[side] + node.behind[side])}</span>
            {node.behind[side] > 0 && <>, <Act onClick={() => actions.expand(ref, side)}>show {formatCount(node.behind[side])} more</Act></>}
            {drawn[side] + node.behind[side] > 0 && <>, <Act onClick={() => actions.expand(ref, side, true)}>all the way</Act></>}
            {drawn[side] > 0 && <>, <Act onClick={() => actions.fold(ref, side)}>fold up</Act></>}
          </Fact>
        ))}
        <Fact term="Reference">
          <span className="flex items-start gap-1">
            <span className="mono min-w-0 flex-1 break-all">{ref}</span>
            <CopyButton text={ref} label="Copy reference" iconOnly look="ghost" size="icon-sm" />
          </span>
        </Fact>
      </Facts>
      {node.within !== undefined && <ColumnNeighbours node={node} picture={picture} onSelect={onSelect} />}
      {node.kind === "run" && <RunEnds key={`${ref} ${picture.asOf}`} run={ref} asOf={picture.asOf} />}
      <NodeFacts key={`facts ${ref} ${picture.asOf}`} nodeRef={ref} asOf={picture.asOf} />
      <ChangesBefore key={`changes ${ref} ${picture.asOf}`} nodeRef={ref} asOf={picture.asOf} />
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        <Link href={nodeHref(ref, picture.asOf)} className={buttonClass()}><FileText size={14} strokeWidth={1.75} aria-hidden />Its page</Link>
        {node.marks?.columns !== undefined && <ColumnsButton node={node} picture={picture} count={node.marks.columns} columns={columns} />}
        {ref !== picture.start && <Button onClick={() => actions.reroot(ref)}><Crosshair size={14} strokeWidth={1.75} aria-hidden />Start from here</Button>}
        {ref !== picture.start && node.within === undefined && !picture.groupedBy && <Button onClick={() => actions.hide(ref)}><EyeOff size={14} strokeWidth={1.75} aria-hidden />Hide</Button>}
        {hasImpact(parseNodeRef(ref)!) && <Link href={impactHref([ref], picture.asOf)} className={buttonClass()}><Split size={14} strokeWidth={1.75} aria-hidden />Impact of losing it</Link>}
      </div>
    </>
  );
}

/** A word in a sentence that does something. */
function Act({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return <button type="button" className="font-medium text-accent hover:underline" onClick={onClick}>{children}</button>;
}
