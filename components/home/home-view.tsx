import Link from "next/link";
import { formatCount } from "@/components/format";
import { versionLabel } from "@/components/lineage/node-words";
import { SearchBox } from "@/components/search/search-box";
import { GraphAway } from "@/components/shell/graph-away";
import type { GraphAway as Away } from "@/lib/graph-away";
import type { Watermark } from "@/lib/layout/picture";
import { foundHref } from "@/lib/page-hrefs";
import { AttentionPanel, type AttentionItem } from "./attention-panel";
import { FreshnessPanel, type FreshnessFacts } from "./freshness-panel";
import { HereNowPanel, type KindCount } from "./here-now";
import { LedgerWatch } from "./ledger-watch";
import { WaysIn } from "./ways-in";

/** `starts`: one thing of each kind that people begin from, where there is one. */
export type HomeFacts = {
  counts: KindCount[];
  starts: { ref: string; name: string; version: string | null }[];
  attention: AttentionItem[];
  /** What was looked at for `attention`. */
  checked: string[];
  freshness: FreshnessFacts;
  watermark: Watermark;
};

/** Search first, then what is here, what departs from normal, and how fresh it is. `home` is `null` when the graph did not answer. */
export function HomeView({ home, away, records }: { home: HomeFacts | null; away: Away | null; records: number }) {
  const starts = home?.starts ?? [];
  return (
    <main id="main" className="mx-auto max-w-[1184px] px-8 pt-8 pb-12 narrow:px-3 narrow:pt-5">
      <h1 className="mb-4 text-24 tracking-[-0.02em] narrow:mb-3 narrow:text-18">Find anything on the way from telemetry to prediction</h1>
      <SearchBox place="page" />
      {starts.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-12">
          <span className="text-ink-3">Try</span>
          {starts.map(({ ref, name, version }) => (
            <Link key={ref} href={foundHref(ref)} className="mono max-w-72 truncate text-ink-2 hover:text-accent hover:underline">{name}{versionLabel(version)}</Link>
          ))}
        </div>
      )}
      <div className="mt-6 grid gap-4 narrow:gap-3">
        <WaysIn />
        {home ? (
          <>
            {home.watermark.sequence < records && home.counts.every(({ total }) => total === 0) && (
              <div className="flex items-center gap-3 rounded border border-line bg-surface px-4 py-3 text-12 text-ink-2">
                {formatCount(records)} {records === 1 ? "record is" : "records are"} on the way into the graph. <span className="ml-auto"><LedgerWatch projected={home.watermark.sequence} /></span>
              </div>
            )}
            <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1 narrow:gap-3">
              <HereNowPanel counts={home.counts} records={records} watermark={home.watermark} />
              <AttentionPanel items={home.attention} checked={home.checked} />
            </div>
            {home.freshness.total > 0 && <FreshnessPanel freshness={home.freshness} />}
          </>
        ) : (
          away && <GraphAway away={away}><p>{formatCount(records)} {records === 1 ? "record is" : "records are"} in the ledger.</p></GraphAway>
        )}
      </div>
    </main>
  );
}
