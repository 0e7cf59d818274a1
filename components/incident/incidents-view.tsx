import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { GraphAway } from "@/components/shell/graph-away";
import type { GraphAway as Away } from "@/lib/graph-away";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { buttonClass } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import type { Watermark } from "@/lib/layout/picture";
import type { Incident } from "@/lib/lineage/incident";
import { incidentHref } from "@/lib/page-hrefs";
import { PredictionField } from "./prediction-field";
import { ReportIncident, type ReportStart } from "./report-incident";

type Answer = { results: readonly Incident[]; total: number; shown: number; next?: string; watermark: Watermark };

/** Where an incident begins: a prediction's id, what others have reported, and a report of one's own. */
export function IncidentsView({ answer, away, isFirstPage, report }: { answer: Answer | null; away: Away | null; isFirstPage: boolean; report: ReportStart | null }) {
  return (
    <main id="main">
      <PageHead title="Incidents" note="Begin with the prediction that was wrong. Times are in UTC." />
      <PageBody>
        <div className={report ? "grid grid-cols-[minmax(0,1fr)_360px] items-start gap-4 max-[1080px]:grid-cols-[minmax(0,1fr)]" : ""}>
          <div className="grid min-w-0 gap-4">
            <PredictionField />
            {away !== null && <GraphAway away={away}><p>Reports can still be made: they go into the ledger.</p></GraphAway>}
            {answer && (
              <Panel title="Reported" note={isFirstPage && answer.shown === answer.total ? formatCount(answer.total) : `${formatCount(answer.shown)} of ${counted(answer.total, "incident")}, newest first`}>
                {answer.results.length === 0 && (
                  <div className="px-4 py-4">
                    <Notice icon={<CircleCheck size={20} strokeWidth={1.75} aria-hidden />} title="No incident is reported">
                      {report ? "Report one when something went wrong: it names the thing, the window, and the predictions that show it." : "Whoever may report one does it here, or through the API."}
                    </Notice>
                  </div>
                )}
                {answer.results.length > 0 && (
                  <Table
                    caption="Reported incidents"
                    columns={[{ key: "title", head: "Title", className: "min-w-48" }, { key: "target", head: "Target", className: "min-w-40" }, { key: "window", head: "Window" }, { key: "reporter", head: "Reported by", wideOnly: true }, { key: "at", head: "Reported" }]}
                    rows={answer.results.map((incident) => ({
                      key: incident.ref,
                      cells: {
                        title: <Link href={incidentHref(incident.id)} className="font-medium hover:text-accent hover:underline">{incident.title}</Link>,
                        target: <NodeLink nodeRef={incident.target} kind={incident.targetKind} />,
                        window: <span className="whitespace-nowrap"><Instant at={incident.window.from} short /> to <Instant at={incident.window.to} short /></span>,
                        reporter: incident.reporter?.name ?? <span className="text-ink-3">Not known</span>,
                        at: incident.reportedAt ? <Instant at={incident.reportedAt} short /> : "",
                      },
                    }))}
                  />
                )}
                {(answer.next !== undefined || !isFirstPage) && (
                  <div className="flex gap-2 border-t border-line px-4 py-2">
                    {!isFirstPage && <Link href="/incidents" className={buttonClass({ size: "sm" })}>Newest</Link>}
                    {answer.next !== undefined && <Link href={`/incidents?${new URLSearchParams({ cursor: answer.next })}`} className={buttonClass({ size: "sm" })}>Older</Link>}
                  </div>
                )}
              </Panel>
            )}
            {answer && <WatermarkLine watermark={answer.watermark} />}
          </div>
          {report && <ReportIncident start={report} />}
        </div>
      </PageBody>
    </main>
  );
}
