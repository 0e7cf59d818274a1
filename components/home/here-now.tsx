import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount, formatTotal, formatUtc } from "@/components/format";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { kindWords } from "@/components/lineage/kind-words";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { Panel } from "@/components/ui/panel";
import type { Watermark } from "@/lib/layout/picture";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { registryHref } from "@/lib/page-hrefs";

/**
 * `total` is `null` where there are more than were counted. `lately`: how many of it came in the last 24 h; `atLeast` when there are more
 * than were counted. `note`: what is worth saying of the kind, and `href` where it leads; `null` when there is nothing.
 */
export type KindCount = { kind: NodeKind; total: number | null; lately: number; atLeast: boolean; note: { text: string; departs: boolean; href?: string } | null };

/** What is in the graph: how many of each kind, what changed, and what is worth saying of it. */
export function HereNowPanel({ counts, records, watermark }: { counts: readonly KindCount[]; records: number; watermark: Watermark }) {
  return (
    <Panel title="Here now" action={<span className="text-12 text-ink-3">change in 24 h</span>}>
      <table className="w-full border-collapse text-12">
        <thead className="sr-only">
          <tr><th scope="col">Kind</th><th scope="col">How many</th><th scope="col">Change in 24 h</th><th scope="col" className="narrow:hidden">Of these</th></tr>
        </thead>
        <tbody>
          {counts.map(({ kind, total, lately, atLeast, note }) => (
            <tr key={kind} className="h-9 border-b border-line">
              <th scope="row" className={`pl-4 text-left font-medium ${total === 0 ? "text-ink-3" : ""}`}>
                <Link href={registryHref({ kind })} className="flex items-center gap-3 whitespace-nowrap hover:text-accent hover:underline"><KindGlyph kind={kind} size={20} decorative />{kindWords(kind)}</Link>
              </th>
              <td className={`figures px-2 text-right text-13 whitespace-nowrap ${total === 0 ? "text-ink-3" : "font-semibold"}`}>{formatTotal(total)}</td>
              <td className="figures w-20 px-2 text-right whitespace-nowrap text-ink-3 narrow:pr-4">{lately === 0 ? "0" : `+${formatCount(lately)}${atLeast ? " or more" : ""}`}</td>
              <td className="w-[42%] max-w-0 truncate py-1 pr-4 pl-2 text-ink-2 narrow:hidden"><Note note={note} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-12 text-ink-3">
        <span className="figures">
          {formatCount(records)} {records === 1 ? "record" : "records"}{watermark.recordedAt && watermark.sequence === records && <>, latest <time dateTime={watermark.recordedAt}>{formatUtc(watermark.recordedAt)}</time> UTC</>}
        </span>
        <span className="ml-auto narrow:ml-0"><WatermarkLine watermark={watermark} inFull={watermark.sequence < records} /></span>
      </div>
    </Panel>
  );
}

function Note({ note }: { note: KindCount["note"] }): ReactNode {
  if (note === null) return null;
  const className = note.departs ? "font-medium text-warn-ink" : "";
  return note.href ? <Link href={note.href} className={`${className} hover:underline`} title={note.text}>{note.text}</Link> : <span className={className} title={note.text}>{note.text}</span>;
}
