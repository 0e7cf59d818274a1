import Link from "next/link";
import { formatCount, formatUtc } from "@/components/format";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { kindWord, kindWords } from "@/components/lineage/kind-words";
import { versionLabel } from "@/components/lineage/node-words";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Panel } from "@/components/ui/panel";
import { explorerHref, initialView } from "@/lib/explorer-view";
import type { Watermark } from "@/lib/layout/picture";
import type { NodeKind } from "@/lib/lineage/node-ref";

/** `latest`: when the newest of the kind happened or was first seen, RFC 3339. */
export type KindCount = { kind: NodeKind; total: number; latest: string | null };
export type Recent = { ref: string; kind: NodeKind; name: string; namespace: string; version: string | null; state: string; at: string | null };
/** `starts`: one thing of each kind that people begin from, where there is one. */
export type HereNow = { counts: KindCount[]; recent: Recent[]; starts: Recent[]; records: number; watermark: Watermark };

/** What is in the graph: how many of each kind, and what is newest. */
export function HereNowPanels({ counts, recent, records, watermark }: Omit<HereNow, "starts">) {
  return (
    <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1 narrow:gap-3">
      <Panel title="Here now" note="times in UTC">
        <table className="w-full border-collapse text-12">
          <thead className="sr-only">
            <tr><th scope="col">Kind</th><th scope="col">How many</th><th scope="col" className="narrow:hidden">Latest</th></tr>
          </thead>
          <tbody>
            {counts.map(({ kind, total, latest }) => (
              <tr key={kind} className="h-9 border-b border-line">
                <th scope="row" className={`pl-4 text-left font-medium ${total === 0 ? "text-ink-3" : ""}`}>
                  <span className="flex items-center gap-3"><KindGlyph kind={kind} size={20} decorative />{kindWords(kind)}</span>
                </th>
                <td className={`figures px-2 text-right text-13 narrow:pr-4 ${total === 0 ? "text-ink-3" : "font-semibold"}`}>{formatCount(total)}</td>
                <td className="w-44 pr-4 text-right whitespace-nowrap text-ink-3 narrow:hidden">{latest ? <time dateTime={latest}>{formatUtc(latest).slice(0, 16)}</time> : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-12 text-ink-3">
          <span>
            {formatCount(records)} {records === 1 ? "record" : "records"}{watermark.recordedAt && watermark.sequence === records && <>, latest <time dateTime={watermark.recordedAt}>{formatUtc(watermark.recordedAt)}</time> UTC</>}
          </span>
          <span className="ml-auto narrow:ml-0"><WatermarkLine watermark={watermark} inFull={watermark.sequence < records} /></span>
        </div>
      </Panel>
      <Panel title="Newest" note="by when it was first seen">
        {recent.length === 0 ? (
          <p className="px-4 py-3 text-12 text-ink-2">Nothing of it is in the graph yet.</p>
        ) : (
          <ul className="text-12">
            {recent.map(({ ref, kind, name, namespace, version, state, at }) => (
              <li key={ref} className="border-b border-line last:border-0">
                <Link href={explorerHref(initialView(ref))} className="flex h-9 items-center gap-3 px-4 -outline-offset-2 hover:bg-sunken narrow:h-11">
                  <KindGlyph kind={kind} state={state} size={20} />
                  <span className="flex min-w-0 flex-1 items-baseline gap-1">
                    <CutMiddle className="font-medium">{name}</CutMiddle>
                    {version && <span className="max-w-24 flex-none truncate font-mono text-11 font-medium text-ink-2">{versionLabel(version)}</span>}
                  </span>
                  <span className="ml-auto flex-none text-ink-3 narrow:hidden">{namespace} · {kindWord(kind)}</span>
                  {at && <time dateTime={at} className="w-28 flex-none text-right text-ink-3 narrow:hidden">{formatUtc(at).slice(0, 16)}</time>}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}
