import { Network, Siren } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import type { Watermark } from "@/lib/layout/picture";
import type { Incident, IncidentPeriod, NamedPrediction } from "@/lib/lineage/incident";
import { lineageHref, predictionHref, recordHref } from "@/lib/page-hrefs";

/** One report: what went wrong, where and when, which predictions show it, and who said so. */
export function IncidentView({ incident, watermark }: { incident: Incident & { predictions: readonly NamedPrediction[] }; watermark: Watermark }) {
  const { title, target, targetKind, metric, direction, window, reference, predictions, predictionCount, reporter, reportedAt, sequence, id } = incident;
  return (
    <main id="main">
      <PageHead
        glyph={<Siren size={24} strokeWidth={1.75} aria-hidden className="text-ink-2" />}
        title={title}
        note={
          <span className="flex flex-wrap items-center gap-x-1">
            Incident <span className="mono break-all text-ink-2">{id}</span><CopyButton text={id} label="Copy incident ID" iconOnly look="ghost" size="icon-sm" />
            {reportedAt && <>reported <Instant at={reportedAt} /> UTC</>} by {reporter?.name ?? "someone no longer known"}
          </span>
        }
        actions={
          <>
            <Link href={lineageHref(target)} className={buttonClass()}><Network size={14} strokeWidth={1.75} aria-hidden />Lineage of the target</Link>
            {sequence !== null && <Link href={recordHref(sequence)} className={buttonClass()}>Ledger record</Link>}
          </>
        }
      />
      <PageBody>
        <div className="grid grid-cols-2 items-start gap-4 max-[1080px]:grid-cols-[minmax(0,1fr)]">
          <Panel title="What was reported">
            <Facts>
              <Fact term="Target"><NodeLink nodeRef={target} kind={targetKind} /></Fact>
              <Fact term="Window"><PeriodText period={window} /></Fact>
              {metric && <Fact term="Metric">{metric}{direction && `, too ${direction}`}</Fact>}
              {!metric && direction && <Fact term="Direction">Too {direction}</Fact>}
              <Fact term="All was well">{reference ? <PeriodText period={reference} /> : <span className="text-ink-3">No period named</span>}</Fact>
            </Facts>
          </Panel>
          <Panel title="Predictions" note={predictionCount > predictions.length ? `the first ${formatCount(predictions.length)} of ${formatCount(predictionCount)}` : formatCount(predictionCount)}>
            {predictions.length === 0 && <p className="px-4 py-3 text-12 text-ink-2">The report names no prediction.</p>}
            {predictions.length > 0 && (
              <ul className="py-1.5">
                {predictions.map(({ given, refs }, index) => (
                  <li key={`${given} ${index}`} className="flex min-h-8 min-w-0 items-center gap-3 px-4 text-12 narrow:min-h-11">
                    {given === null && <NodeLink nodeRef={null} kind={null} />}
                    {given !== null && refs.length === 1 && <span className="flex min-w-0 flex-1"><NodeLink nodeRef={refs[0]!} kind="prediction" href={predictionHref(refs[0]!)} /></span>}
                    {given !== null && refs.length > 1 && <><Link href={predictionHref(given)} className="mono min-w-0 truncate hover:text-accent hover:underline">{given}</Link><span className="ml-auto flex-none text-ink-3">{counted(refs.length, "prediction")} with this ID</span></>}
                    {given !== null && refs.length === 0 && <><span className="mono min-w-0 truncate">{given}</span><span className="ml-auto flex-none text-ink-3">Expected, never seen</span></>}
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        </div>
        <div className="mt-4"><WatermarkLine watermark={watermark} /></div>
      </PageBody>
    </main>
  );
}

function PeriodText({ period }: { period: IncidentPeriod }) {
  return <><Instant at={period.from} short /> to <Instant at={period.to} short /></>;
}
