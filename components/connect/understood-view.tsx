import { ArrowRight, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { PlaceMark } from "@/components/ledger/place-mark";
import { PLACE_WORDS, typeWord } from "@/components/ledger/record-words";
import { NodeLink } from "@/components/lineage/node-link";
import { CONFIDENCE_WORDS } from "@/components/lineage/node-words";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { lineageHref, recordHref } from "@/lib/page-hrefs";
import type { Understood } from "./activity";

/** What Headwater made of the newest event: what it is about, the lineage it takes part in, and what was odd. */
export function UnderstoodView({ understood, warnings, duplicate }: { understood: Understood; warnings: readonly string[]; duplicate: boolean }) {
  const { sequence, type, recordedAt, place, about, edges } = understood;
  const start = edges?.[0]?.to ?? about[0]?.ref;
  return (
    <section aria-label="What was understood" className="rounded border border-line text-12">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2">
        <span className="font-medium">{typeWord(type)}</span>
        <Link href={recordHref(sequence)} className="text-accent hover:underline">record {formatCount(sequence)}</Link>
        <span className="text-ink-3"><Instant at={recordedAt} /> UTC</span>
        {duplicate && <span className="text-ink-3">sent before: one record</span>}
        <span className="ml-auto"><PlaceMark place={place} /></span>
      </div>
      {place !== "graph" && <p className="border-b border-line px-3 py-2 text-ink-2">{PLACE_WORDS[place].meaning}</p>}
      <div className="border-b border-line px-3 py-2">
        <p className="mb-1 text-ink-3">{about.length === 0 ? "No node was read from it: Headwater keeps it, and does not know this type." : counted(about.length, "node")}</p>
        <ul className="grid gap-1.5">
          {about.slice(0, 12).map(({ ref, kind, state }) => <li key={ref} className="flex"><NodeLink nodeRef={ref} kind={(kind ?? parseNodeRef(ref)?.kind ?? null) as NodeKind | null} state={state} /></li>)}
        </ul>
        {about.length > 12 && <p className="mt-1 text-ink-3">and {formatCount(about.length - 12)} more</p>}
      </div>
      {edges !== null && (
        <div className="px-3 py-2">
          <p className="mb-1 text-ink-3">{edges.length === 0 ? "No edge: it says nothing of what came from what." : counted(edges.length, "edge")}</p>
          <ul className="grid gap-1.5">
            {edges.map((edge) => (
              <li key={`${edge.from} ${edge.to} ${edge.by}`} className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="flex max-w-60 min-w-0"><NodeLink nodeRef={edge.from} kind={edge.fromKind as NodeKind} /></span>
                <ArrowRight size={14} strokeWidth={1.75} role="img" aria-label="feeds" className="text-ink-3" />
                <span className="flex max-w-60 min-w-0"><NodeLink nodeRef={edge.to} kind={edge.toKind as NodeKind} /></span>
                <span className="text-ink-3">{CONFIDENCE_WORDS[edge.confidence].word.toLowerCase()}{edge.by !== null && `, by ${parseNodeRef(edge.by)?.name.join("/") ?? edge.by}`}</span>
              </li>
            ))}
          </ul>
          {start !== undefined && <Link href={lineageHref(start)} className="mt-2 inline-block text-accent hover:underline">Open the lineage</Link>}
        </div>
      )}
      {warnings.length > 0 && (
        <ul aria-label="Warnings" className="grid gap-1 border-t border-line px-3 py-2">
          {warnings.map((warning) => <li key={warning}><Mark tone="warn" className="!whitespace-normal" icon={<TriangleAlert size={14} strokeWidth={1.75} aria-hidden />}>{warning}</Mark></li>)}
        </ul>
      )}
    </section>
  );
}
