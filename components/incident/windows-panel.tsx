import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { shortDigest } from "@/components/ui/digest";
import { Table, type Column } from "@/components/ui/table";
import { nodeHref } from "@/lib/page-hrefs";
import { batchDepartures, inReadingOrder, percent, type BatchPart, type PredictionPath, type SourcePart } from "@/lib/lineage/prediction-path";
import { failureWordOf } from "./failure-words";
import { refName, span } from "./path-words";

const FIRST_ROWS = 3;
const PAGE_ROWS = 100;
const COLUMNS: readonly Column[] = [
  { key: "window", head: "Window" },
  { key: "rows", head: "Rows", align: "right" },
  { key: "complete", head: "Complete", align: "right" },
  { key: "nulls", head: "Nulls", align: "right" },
  { key: "repeated", head: "Repeated", align: "right" },
  { key: "order", head: "Out of order", align: "right" },
  { key: "health", head: "Health" },
  { key: "digest", head: "Digest" },
  { key: "departs", head: "Departs from normal" },
];

/** Which source's windows are all shown, and from which one on; the address says it. */
export type WindowsView = { source: string | null; page: number };

/** The batches behind a prediction, grouped by source: of each the first rows, of the one that is asked for a page. */
export function WindowsPanel({ path, view, hrefOf, asOf }: { path: PredictionPath; view: WindowsView; hrefOf: (source: string | null, page: number) => string; asOf: string | null }) {
  const total = path.sources.reduce((sum, { batches }) => sum + batches.length, 0);
  const digests = path.sources.reduce((sum, { batches }) => sum + batches.filter(({ digest }) => digest !== null).length, 0);
  return (
    <Panel title="Telemetry windows" note={total === 0 ? undefined : `${counted(total, "window")} of ${counted(path.sources.length, "source")}, ${digests === total ? "all" : formatCount(digests)} with a digest`}>
      <div id="windows" className="scroll-mt-14">
        {total === 0 && <p className="px-4 py-3 text-12 text-ink-2">No batch is recorded behind the feature sets of this prediction. The gaps say why.</p>}
        {inReadingOrder(path.sources).filter(({ batches }) => batches.length > 0).map((source) => <SourceWindows key={source.ref} source={source} page={view.source === source.ref ? view.page : null} hrefOf={hrefOf} asOf={asOf} />)}
        {path.hidden.batches > 0 && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">{counted(path.hidden.batches, "batch", "batches")} you may not see. Counted, not named.</p>}
      </div>
    </Panel>
  );
}

/** What departs first, then the newest. */
function departedFirst(batches: readonly BatchPart[]): BatchPart[] {
  const weight = (batch: BatchPart) => batchDepartures(batch).reduce((worst, { tone }) => Math.max(worst, tone === "bad" ? 2 : 1), 0);
  return batches.map((batch, index) => ({ batch, index, weight: weight(batch) })).sort((a, b) => b.weight - a.weight || a.index - b.index).map(({ batch }) => batch);
}

function SourceWindows({ source, page, hrefOf, asOf }: { source: SourcePart; page: number | null; hrefOf: (source: string | null, page: number) => string; asOf: string | null }) {
  const { batches } = source;
  const all = page === null ? departedFirst(batches) : batches;
  const from = page === null ? 0 : Math.min(page - 1, Math.floor((batches.length - 1) / PAGE_ROWS)) * PAGE_ROWS;
  const rows = all.slice(from, from + (page === null ? FIRST_ROWS : PAGE_ROWS));
  const departed = batches.filter((batch) => batchDepartures(batch).length > 0).length;
  const isWhole = rows.length === batches.length;
  return (
    <section aria-label={refName(source.ref)} className="border-t border-line first:border-0">
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 text-12">
        <span className="flex max-w-full min-w-0 flex-[0_1_auto]"><NodeLink nodeRef={source.ref} kind={source.kind} state={source.state} asOf={asOf} /></span>
        <span className="figures text-ink-3">
          {isWhole ? counted(batches.length, "window") : `${formatCount(from + 1)} to ${formatCount(from + rows.length)} of ${formatCount(batches.length)} windows${page === null && departed > 0 ? ", those that depart first" : ", newest first"}`}
          {departed > 0 && `, ${formatCount(departed)} ${departed === 1 ? "departs" : "depart"}`}
        </span>
        {!(isWhole && page === null) && (
          <span className="ml-auto flex gap-3 font-medium text-accent">
            {page === null && <Link href={hrefOf(source.ref, 1)} prefetch={false} className="hover:underline">Show all {formatCount(batches.length)}</Link>}
            {page !== null && from > 0 && <Link href={hrefOf(source.ref, page - 1)} prefetch={false} className="hover:underline">Newer</Link>}
            {page !== null && from + rows.length < batches.length && <Link href={hrefOf(source.ref, page + 1)} prefetch={false} className="hover:underline">Older</Link>}
            {page !== null && <Link href={hrefOf(null, 1)} prefetch={false} className="hover:underline">Show fewer</Link>}
          </span>
        )}
      </div>
      {source.failures.length > 0 && (
        <ul className="border-t border-line px-4 py-2 text-12">
          {source.failures.slice(0, 3).map(({ at, message, failure }) => <li key={`${at} ${message}`} className="flex gap-2"><Mark tone="warn">{failureWordOf(failure)}</Mark><span className="min-w-0 text-ink-2">{message}{at && <span className="figures text-ink-3"> at {at.slice(5, 16).replace("T", " ")}</span>}</span></li>)}
        </ul>
      )}
      <Table caption={`Windows of ${refName(source.ref)}`} columns={columnsFor(rows)} rows={rows.map((batch) => ({ key: batch.ref, cells: cellsOf(batch, asOf) }))} />
    </section>
  );
}

/** Columns that no row has anything in are left out: nothing recorded is said once, not in every row. */
function columnsFor(rows: readonly BatchPart[]): Column[] {
  const holds: Record<string, (batch: BatchPart) => boolean> = {
    complete: ({ completeness }) => completeness !== null, nulls: ({ nullRatio }) => nullRatio !== null, repeated: ({ duplicates }) => duplicates !== null,
    order: ({ outOfOrder }) => outOfOrder !== null, health: ({ health }) => health.length > 0, departs: (batch) => batchDepartures(batch).length > 0,
  };
  return COLUMNS.filter(({ key }) => holds[key] === undefined || rows.some(holds[key]));
}

function cellsOf(batch: BatchPart, asOf: string | null): Record<string, React.ReactNode> {
  const { window, rows, completeness, nullRatio, duplicates, outOfOrder, health, digest } = batch;
  const departures = batchDepartures(batch);
  const figure = (value: number | null) => (value === null ? "" : formatCount(value));
  return {
    window: <Link href={nodeHref(batch.ref, asOf)} prefetch={false} className="figures whitespace-nowrap hover:text-accent hover:underline">{window ? span(window, null) : batch.version.slice(0, 24)}</Link>,
    rows: figure(rows),
    complete: completeness === null ? "" : percent(completeness),
    nulls: nullRatio === null ? "" : percent(nullRatio),
    repeated: figure(duplicates),
    order: figure(outOfOrder),
    health: <span className="text-ink-2">{health.map(([signal, value]) => `${signal} ${value}`).join(", ")}</span>,
    digest: batch.state === "missing" ? <Mark tone="quiet" small>Expected, never seen</Mark> : digest === null ? <span className="text-ink-3">No digest</span> : <span className="mono whitespace-nowrap text-ink-2" title={digest}>{shortDigest(digest)}</span>,
    departs: departures.length === 0 ? "" : <span className="flex gap-2">{departures.slice(0, 2).map(({ word, tone }) => <Mark key={word} tone={tone} small>{word}</Mark>)}{departures.length > 2 && <span className="text-11 text-ink-3">and {departures.length - 2} more</span>}</span>,
  };
}
