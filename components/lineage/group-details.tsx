"use client";
import { ChevronDown, ChevronUp, List } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { Button, buttonClass } from "@/components/ui/button";
import { Fact, Facts } from "@/components/ui/facts";
import type { GroupRow, Picture, PictureEdge, PictureGroup, PictureNode } from "@/lib/layout/picture";
import { registryHref } from "@/lib/page-hrefs";
import { filtersByNamespace } from "@/lib/registry-filter";
import { GroupMarks, MemberText, type GroupActions } from "./group-card";
import { GROUPING_WORDS, groupSize, stateCount } from "./group-words";
import { KindGlyph } from "./kind-glyph";
import { kindWord, kindWords } from "./kind-words";
import { CONFIDENCE_WORDS, nodeTitle } from "./node-words";

/** What a group is, how many, what departs from normal, its neighbours, and its first members. */
export function GroupDetails({ node, picture, onPage, onMember, onSelect }: GroupActions & { node: PictureNode & { group: PictureGroup }; picture: Picture; onSelect: (selection: { from: string; to: string }) => void }) {
  const { group } = node;
  return (
    <>
      <div className="flex items-start gap-2.5 border-b border-line px-4 py-3">
        <KindGlyph kind={node.kind} size={24} decorative group />
        <div className="min-w-0">
          <div className="font-semibold break-words">{nodeTitle(node)}</div>
          <div className="figures mt-0.5 text-12 text-ink-2">{groupSize(group)}</div>
          <div className="mt-1 flex flex-wrap gap-2"><GroupMarks node={node} /></div>
        </div>
      </div>
      <Facts>
        <Fact term="Grouped by">{node.kind === "prediction" ? "What predicted them" : group.groups > 0 ? "What is too small for a card of its own" : GROUPING_WORDS[picture.groupedBy ?? "kind"]}</Fact>
        {node.namespace && <Fact term="Namespace">{node.namespace}</Fact>}
        {group.kinds.map(({ kind, count }) => (
          <Fact key={kind} term={count === 1 ? kindWord(kind) : kindWords(kind)}>
            <span className="figures">{formatCount(count)}</span>
            {node.kind !== "prediction" && picture.groupedBy === "namespace" && filtersByNamespace(kind) && <>, <Link className="font-medium text-accent hover:underline" href={registryHref({ kind, namespace: node.namespace }, picture.asOf)}>in the registry</Link></>}
          </Fact>
        ))}
        {group.states.length > 0 && <Fact term="States">{group.states.map(stateCount).join(", ")}</Fact>}
        {(["from", "to"] as const).map((end) => <Neighbours key={end} title={end === "to" ? "Upstream" : "Downstream"} edges={picture.edges.filter((edge) => edge[end] === node.id)} other={end === "to" ? "from" : "to"} picture={picture} onSelect={onSelect} />)}
      </Facts>
      {group.open && (
        <section aria-label="Members" className="border-t border-line py-2">
          <h3 className="mb-1 px-4 text-12">Members{group.open.from > 0 ? ` from ${formatCount(group.open.from + 1)}` : ""}</h3>
          <ul className="m-0 list-none p-0">
            {group.open.rows.map((row: GroupRow) => (
              <li key={row.ref}>
                <button type="button" onClick={() => onMember(row)} className="flex h-8 w-full items-center gap-1.5 px-4 text-left text-12 hover:bg-sunken narrow:h-11"><MemberText row={row} /></button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        {group.canOpen && <Button onClick={() => onPage(node.id, group.open ? 0 : 1)}>{group.open ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}{group.open ? "Close" : "Open in place"}</Button>}
        {group.list && <Link href={group.list} className={buttonClass()}><List size={14} strokeWidth={1.75} aria-hidden />{node.kind === "prediction" ? "Table of all" : "In the registry"}</Link>}
      </div>
    </>
  );
}

function Neighbours({ title, edges, other, picture, onSelect }: { title: string; edges: readonly PictureEdge[]; other: "from" | "to"; picture: Picture; onSelect: (selection: { from: string; to: string }) => void }) {
  if (edges.length === 0) return null;
  return (
    <Fact term={title}>
      <ul className="m-0 grid list-none gap-1 p-0">
        {edges.map((edge) => {
          const node = picture.nodes.find(({ id }) => id === edge[other]);
          return node && (
            <li key={edge.id}>
              <button type="button" onClick={() => onSelect({ from: edge.from, to: edge.to })} className="flex w-full items-baseline gap-2 text-left hover:text-accent">
                <span className="min-w-0 truncate">{nodeTitle(node)}{node.group?.kinds.length === 1 && node.name ? `, ${kindWords(node.group.kinds[0]!.kind).toLowerCase()}` : ""}</span>
                <span className="figures ml-auto flex-none text-ink-3">{linksWord(edge)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Fact>
  );
}

/** "36 links". */
export function linksWord({ links }: Pick<PictureEdge, "links">): string {
  return !links || links.count === null ? "more links than were counted" : counted(links.count, "link");
}

/** What is known of an edge between groups. */
export function LinkFacts({ edge, links }: { edge: PictureEdge; links: NonNullable<PictureEdge["links"]> }) {
  return (
    <Facts>
      <Fact term="Stands for"><span className="figures">{linksWord(edge)}</span> from datum to datum</Fact>
      <Fact term="Strongest evidence">{CONFIDENCE_WORDS[edge.confidence].word}. {CONFIDENCE_WORDS[edge.confidence].meaning}.</Fact>
      {links.weakest !== edge.confidence && <Fact term="Weakest evidence">{CONFIDENCE_WORDS[links.weakest].word}. {CONFIDENCE_WORDS[links.weakest].meaning}.</Fact>}
    </Facts>
  );
}
