"use client";
import { CornerDownRight } from "lucide-react";
import { counted, formatDuration, formatUtc } from "@/components/format";
import { Fact, Facts } from "@/components/ui/facts";
import type { Plane, Selection } from "@/lib/explorer-view";
import type { Picture, PictureEdge, PictureNode } from "@/lib/layout/picture";
import { allNodes } from "@/lib/layout/picture-parts";
import { DifferenceMark } from "./difference-mark";
import { EdgeEvidence } from "./edge-evidence";
import { sinceWord } from "./edge-words";
import { LinkFacts } from "./group-details";
import { KindGlyph } from "./kind-glyph";
import { CONFIDENCE_WORDS, nodeTitle, versionLabel } from "./node-words";
import { useNow } from "./use-now";

type EdgeDetailsProps = { edge: PictureEdge; picture: Picture; plane: Plane; onSelect: (selection: Selection) => void };

/** An edge: what it joins, what it is said to be, and the evidence for it down to the raw event. */
export function EdgeDetails({ edge, picture, plane, onSelect }: EdgeDetailsProps) {
  const [from, to] = [edge.from, edge.to].map((id) => allNodes(picture).find((node) => node.id === id));
  const now = useNow();
  const clock = picture.asOf === null ? now : Date.parse(picture.asOf);
  // what stands for several edges, or is gone at this instant, has no evidence of its own
  const isOfGraph = !edge.links && !edge.through && edge.change?.kind !== "removed";
  const isSeen = from?.ref != null && to?.ref != null;
  return (
    <div className="[&_dl]:grid-cols-[64px_minmax(0,1fr)]">
      <div className="grid gap-2 border-b border-line px-4 py-3">
        <EdgeEnd node={from} onSelect={onSelect} />
        <span className="flex items-center gap-2 text-12 text-ink-3"><CornerDownRight size={14} strokeWidth={1.75} aria-hidden />feeds</span>
        <EdgeEnd node={to} onSelect={onSelect} />
      </div>
      {edge.links && <LinkFacts edge={edge} links={edge.links} />}
      {!edge.links && <div className="[&>dl]:pb-0">
        <Facts>
          {edge.change && <Fact term="Compared"><DifferenceMark change={edge.change} /></Fact>}
          {edge.through && <Fact term="Through">{counted(edge.through, "node")} not shown</Fact>}
          <Fact term="First seen">{edge.firstSeen ? <time dateTime={edge.firstSeen} className="figures">{formatUtc(edge.firstSeen)}</time> : "Not recorded"}</Fact>
          <Fact term="Last seen">{edge.lastSeen ? <><time dateTime={edge.lastSeen} className="figures">{formatUtc(edge.lastSeen)}</time>{clock !== null && sinceWord(edge.lastSeen, clock, picture.asOf !== null)}</> : "Not recorded"}</Fact>
          <Fact term="Evidence">{CONFIDENCE_WORDS[edge.confidence].word}. {CONFIDENCE_WORDS[edge.confidence].meaning}.</Fact>
          {edge.stale && <Fact term="Stale">{staleWord(edge, clock)}</Fact>}
          {edge.role && <Fact term="Role">{edge.role}</Fact>}
        </Facts>
      </div>}
      {isOfGraph && (isSeen
        ? <EdgeEvidence key={`${edge.id} ${plane} ${picture.asOf}`} edge={{ from: edge.from, to: edge.to, plane, asOf: picture.asOf }} />
        : <p className="px-4 py-3 text-12 text-ink-2">You may not see the evidence.</p>)}
    </div>
  );
}

/** Since when it was not seen, and for how long at `clock`. */
function staleWord({ lastSeen }: PictureEdge, clock: number | null): string {
  const silence = lastSeen !== null && clock !== null ? clock - Date.parse(lastSeen) : 0;
  const since = lastSeen === null ? "" : ` since ${formatUtc(lastSeen).slice(0, 16)}${silence > 0 ? `, for ${formatDuration(silence)}` : ""}`;
  return `Not seen${since}. Its job has been silent for over three times its longest interval.`;
}

function EdgeEnd({ node, onSelect }: { node: PictureNode | undefined; onSelect: EdgeDetailsProps["onSelect"] }) {
  if (!node) return <span className="text-12 text-ink-3">Not drawn</span>;
  return (
    <button type="button" onClick={() => onSelect({ node: node.id })} className="flex min-w-0 items-start gap-2 text-left text-12 hover:text-accent">
      <KindGlyph kind={node.kind} state={node.state} size={16} group={node.group !== undefined} />
      <span className="min-w-0 font-medium break-words">{nodeTitle(node)}{node.version && <span className="ml-1 font-mono text-11 text-ink-2">{versionLabel(node.version)}</span>}</span>
    </button>
  );
}
