import { ServerOff } from "lucide-react";
import Link from "next/link";
import { formatCount } from "@/components/format";
import { versionLabel } from "@/components/lineage/node-words";
import { RefreshButton } from "@/components/shell/refresh-button";
import { SearchBox } from "@/components/search/search-box";
import { Notice } from "@/components/ui/notice";
import { explorerHref, initialView } from "@/lib/explorer-view";
import { HereNowPanels, type HereNow } from "./here-now";
import { LedgerWatch } from "./ledger-watch";
import { WaysIn } from "./ways-in";

/** Search first, then what is here. `hereNow` is `null` when the graph did not answer. */
export function HomeView({ hereNow, records }: { hereNow: HereNow | null; records: number }) {
  const starts = hereNow?.starts ?? [];
  return (
    <main id="main" className="mx-auto max-w-[1184px] px-8 pt-8 pb-12 narrow:px-3 narrow:pt-5">
      <h1 className="mb-4 text-24 tracking-[-0.02em] narrow:mb-3 narrow:text-18">Find anything on the way from telemetry to prediction</h1>
      <SearchBox place="page" />
      {starts.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-12">
          <span className="text-ink-3">Try</span>
          {starts.map(({ ref, name, version }) => (
            <Link key={ref} href={explorerHref(initialView(ref))} className="mono max-w-72 truncate text-ink-2 hover:text-accent hover:underline">{name}{versionLabel(version)}</Link>
          ))}
        </div>
      )}
      <div className="mt-6 mb-4 narrow:mb-3"><WaysIn /></div>
      <div>
        {hereNow ? (
          <>
            {hereNow.watermark.sequence < records && hereNow.counts.every(({ total }) => total === 0) && (
              <div className="mb-4 flex items-center gap-3 rounded border border-line bg-surface px-4 py-3 text-12 text-ink-2">
                {formatCount(records)} {records === 1 ? "record is" : "records are"} on the way into the graph. <span className="ml-auto"><LedgerWatch projected={hereNow.watermark.sequence} /></span>
              </div>
            )}
            <HereNowPanels {...hereNow} />
          </>
        ) : (
          <div role="alert" className="max-w-lg rounded border border-line bg-surface p-4">
            <Notice icon={<ServerOff size={20} strokeWidth={1.75} aria-hidden />} title="The graph did not answer" actions={<RefreshButton />}>
              Ingestion goes on and nothing is lost: {formatCount(records)} {records === 1 ? "record is" : "records are"} in the ledger.
            </Notice>
          </div>
        )}
      </div>
    </main>
  );
}
