"use client";
import { CornerDownRight, Crosshair, EyeOff, FileText, Split, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode, Ref } from "react";
import { counted, formatCount, formatUtc } from "@/components/format";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { Mark } from "@/components/ui/mark";
import type { Selection } from "@/lib/explorer-view";
import { hasImpact, INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { findShown } from "@/lib/layout/group-node";
import type { Picture, PictureEdge, PictureNode } from "@/lib/layout/picture";
import { impactHref, nodeHref } from "@/lib/page-hrefs";
import { ChangesBefore } from "./changes-before";
import { DifferenceMark } from "./difference-mark";
import { EdgeLine } from "./edge-line";
import type { GroupActions } from "./group-card";
import { GroupDetails, LinkFacts } from "./group-details";
import { KindGlyph } from "./kind-glyph";
import { kindWord } from "./kind-words";
import { NodeFacts } from "./node-facts";
import { partyName } from "./node-link";
import { CONFIDENCE_WORDS, edgeWord, nodeTitle, versionLabel } from "./node-words";
import { StateMark } from "./state-mark";
import type { PictureActions } from "./use-explorer";

export type DetailsPanelProps = {
  picture: Picture;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onClose: () => void;
  actions: Pick<PictureActions, "expand" | "fold" | "hide" | "reroot">;
  groups: GroupActions;
  headRef: Ref<HTMLHeadingElement>;
};

/** What is known of the selected node or edge. What is selected and no longer drawn says so. */
export function DetailsPanel({ picture, selection, onSelect, onClose, actions, groups, headRef }: DetailsPanelProps) {
  const node = "node" in selection ? findShown(picture, selection.node) : undefined;
  const edge = "from" in selection ? picture.edges.find(({ from, to }) => from === selection.from && to === selection.to) : undefined;
  return (
    <>
      <div className="flex min-h-10 flex-none items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 ref={headRef} tabIndex={-1} className="text-12">{node?.group ? "Group" : "node" in selection ? "Node" : "Edge"}</h2>
        {edge && <Mark icon={<EdgeLine confidence={edge.confidence} stale={edge.stale} />}>{edgeWord(edge)}</Mark>}
        {node && !node.group && <span className="truncate text-12 text-ink-2">{kindWord(node.kind)}</span>}
        <Button look="ghost" size="icon-sm" className="ml-auto" aria-label="Close details" onClick={onClose}><X size={16} strokeWidth={1.75} aria-hidden /></Button>
      </div>
      <div className="scroll-slim min-h-0 flex-1 overflow-y-auto">
        {edge && <EdgeDetails edge={edge} picture={picture} onSelect={onSelect} />}
        {node?.group && <GroupDetails node={{ ...node, group: node.group }} picture={picture} {...groups} onSelect={onSelect} />}
        {node && !node.group && <NodeDetails node={node} picture={picture} actions={actions} />}
        {!edge && !node && <p className="px-4 py-3 text-12 text-ink-2">What was selected is not in this picture: it may not have held at this time, or lies behind a count.</p>}
      </div>
    </>
  );
}

function EdgeDetails({ edge, picture, onSelect }: { edge: PictureEdge; picture: Picture; onSelect: DetailsPanelProps["onSelect"] }) {
  const ends = [edge.from, edge.to].map((id) => picture.nodes.find((node) => node.id === id));
  return (
    <>
      <div className="grid gap-2 border-b border-line px-4 py-3">
        <EdgeEnd node={ends[0]} onSelect={onSelect} />
        <span className="flex items-center gap-2 text-12 text-ink-3"><CornerDownRight size={14} strokeWidth={1.75} aria-hidden />feeds</span>
        <EdgeEnd node={ends[1]} onSelect={onSelect} />
      </div>
      {edge.links ? <LinkFacts edge={edge} links={edge.links} /> : <Facts>
        {edge.change && <Fact term="Compared"><DifferenceMark change={edge.change} /></Fact>}
        {edge.through ? <Fact term="Through">{counted(edge.through, "node")} not shown</Fact> : null}
        <Fact term="First seen">{edge.firstSeen ? <time dateTime={edge.firstSeen}>{formatUtc(edge.firstSeen)}</time> : "Not recorded"}</Fact>
        <Fact term="Last seen">{edge.lastSeen ? <time dateTime={edge.lastSeen}>{formatUtc(edge.lastSeen)}</time> : "Not recorded"}</Fact>
        <Fact term="Evidence">{CONFIDENCE_WORDS[edge.confidence].word}. {CONFIDENCE_WORDS[edge.confidence].meaning}.</Fact>
        {edge.stale && <Fact term="Stale">The job has been silent for over three times its longest interval.</Fact>}
        {edge.role && <Fact term="Role">{edge.role}</Fact>}
        {edge.rel && <Fact term="Stated as">{edge.rel}</Fact>}
      </Facts>}
    </>
  );
}

function EdgeEnd({ node, onSelect }: { node: PictureNode | undefined; onSelect: DetailsPanelProps["onSelect"] }) {
  if (!node) return <span className="text-12 text-ink-3">Not drawn</span>;
  return (
    <button type="button" onClick={() => onSelect({ node: node.id })} className="flex min-w-0 items-start gap-2 text-left text-12 hover:text-accent">
      <KindGlyph kind={node.kind} state={node.state} size={16} group={node.group !== undefined} />
      <span className="min-w-0 font-medium break-words">{nodeTitle(node)}{node.version && <span className="ml-1 font-mono text-11 text-ink-2">{versionLabel(node.version)}</span>}</span>
    </button>
  );
}

function NodeDetails({ node, picture, actions }: { node: PictureNode; picture: Picture } & Pick<DetailsPanelProps, "actions">) {
  const drawn = {
    upstream: new Set(picture.edges.filter(({ to }) => to === node.id).map(({ from }) => from)).size,
    downstream: new Set(picture.edges.filter(({ from }) => from === node.id).map(({ to }) => to)).size,
  };
  const isMember = !picture.nodes.some(({ id }) => id === node.id);
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
        {node.at && <Fact term={INSTANCE_KINDS.has(parseNodeRef(ref)!.kind) ? "Happened" : "First seen"}><time dateTime={node.at}>{formatUtc(node.at)}</time></Fact>}
        {!isMember && (["upstream", "downstream"] as const).map((side) => (
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
      <NodeFacts key={ref} nodeRef={ref} asOf={picture.asOf} />
      <ChangesBefore key={`changes ${ref} ${picture.asOf}`} nodeRef={ref} asOf={picture.asOf} />
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        <Link href={nodeHref(ref, picture.asOf)} className={buttonClass()}><FileText size={14} strokeWidth={1.75} aria-hidden />Its page</Link>
        {ref !== picture.start && <Button onClick={() => actions.reroot(ref)}><Crosshair size={14} strokeWidth={1.75} aria-hidden />Start from here</Button>}
        {ref !== picture.start && <Button onClick={() => actions.hide(ref)}><EyeOff size={14} strokeWidth={1.75} aria-hidden />Hide</Button>}
        {hasImpact(parseNodeRef(ref)!) && <Link href={impactHref([ref], picture.asOf)} className={buttonClass()}><Split size={14} strokeWidth={1.75} aria-hidden />Impact of losing it</Link>}
      </div>
    </>
  );
}

/** A word in a sentence that does something. */
function Act({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return <button type="button" className="font-medium text-accent hover:underline" onClick={onClick}>{children}</button>;
}
