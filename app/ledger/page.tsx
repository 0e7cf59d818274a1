import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { pageViewer } from "@/app/page-viewer";
import { counted, formatCount } from "@/components/format";
import { CheckpointPanel } from "@/components/ledger/checkpoint-panel";
import { LedgerTabs } from "@/components/ledger/ledger-tabs";
import { RecordFilter, type RecordFilterValues } from "@/components/ledger/record-filter";
import { RecordTable } from "@/components/ledger/record-table";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { findRecords } from "@/graph/queries/find-records";
import { recordsParams, type RecordsParams } from "@/lib/ledger/search-records";
import { actorNames, deadLetterTab, loadCheckpoint, toLines } from "./load-ledger";

export const metadata: Metadata = { title: "Ledger" };

type Params = Record<string, string | string[] | undefined>;

const FIELDS = ["kind", "type", "about", "id", "from", "to"] as const;
const FAULTS = { about: "Write kind:namespace:name", id: "This is no event id", from: "A whole number", to: "A whole number" } as const;

/** Text of the address as it stands, and as a question. A filter that cannot be read is told and left out. */
function toQuestion(given: Params) {
  const text = (name: string) => [given[name]].flat()[0]?.trim() ?? "";
  const values = Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as RecordFilterValues;
  const faults: Partial<Record<keyof RecordFilterValues, string>> = {};
  const question: RecordsParams = {};
  const take = (field: keyof RecordFilterValues, params: RecordsParams) => {
    if (values[field] === "") return;
    if (recordsParams.safeParse(params).success) Object.assign(question, params);
    else if (field in FAULTS) faults[field] = FAULTS[field as keyof typeof FAULTS];
  };
  take("kind", { kind: values.kind as RecordsParams["kind"] });
  take("type", { type: values.type });
  take("about", { about: values.about });
  take("id", { id: values.id });
  take("from", { from: Number(values.from) });
  take("to", { before: Number(values.to) + 1 });
  const before = Number(text("before"));
  const goesOn = recordsParams.safeParse({ before }).success;
  if (goesOn) question.before = Math.min(before, question.before ?? before);
  return { values, faults, question, goesOn };
}

/** The address of the same question; of the records below `before` where that is given. */
function hrefOf(values: RecordFilterValues, before: number | null): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ""));
  if (before !== null) query.set("before", String(before));
  return query.size === 0 ? "/ledger" : `/ledger?${query}`;
}

export default async function LedgerPage(props: { searchParams: Promise<Params> }) {
  const viewer = await pageViewer("lineage:read");
  const { values, faults, question, goesOn } = toQuestion(await props.searchParams);
  const { results, total, searchedDownTo, next } = await findRecords(viewer, question);
  const lines = await toLines(results);
  const deadLetters = deadLetterTab(viewer);
  const isFiltered = Object.values(values).some((value) => value !== "");
  const shown = results.length === 0 ? "No record" : `${counted(results.length, "record")}, ${formatCount(results[0]!.sequence)} to ${formatCount(results.at(-1)!.sequence)}${total === null ? "" : ` of ${formatCount(total)}`}`;
  return (
    <Shell viewer={viewer} current="ledger">
      <main id="main">
        <PageHead
          title="Ledger"
          note={viewer.namespaces === null ? "Every event that was accepted, in the order it came. Nothing is changed or taken out." : `The accepted events of ${counted(viewer.namespaces.length, "namespace")} that you see, in the order they came.`}
          tabs={<LedgerTabs current="records" deadLetters={deadLetters} />}
        />
        <PageBody>
          <div className="grid gap-4">
            {viewer.namespaces === null && <CheckpointPanel checkpoint={loadCheckpoint()} mayReadDeadLetters={deadLetters.mayRead} />}
            <Panel title="Records" note="times in UTC">
              <div className="border-b border-line"><RecordFilter key={JSON.stringify(values)} values={values} faults={faults} /></div>
              {lines.length > 0 ? (
                <RecordTable records={lines} names={actorNames(viewer)} />
              ) : (
                <div className="px-4 py-4">
                  <Notice icon={<SearchX size={20} strokeWidth={1.75} aria-hidden />} title={next !== undefined ? "Nothing found yet" : isFiltered || goesOn ? "No record matches" : "Nothing recorded yet"}>
                    {next !== undefined ? "What was asked for matches rarely. Older records were not looked at yet." : isFiltered ? "Change or clear the filter." : <>Records come in from pipelines. <Link href="/connect" className="text-accent underline">Connect one</Link></>}
                  </Notice>
                </div>
              )}
              <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2 text-12 text-ink-3">
                <span>
                  {shown}
                  {isFiltered && next !== undefined && searchedDownTo !== null && `, searched down to record ${formatCount(searchedDownTo)}`}
                </span>
                <span className="ml-auto flex gap-2">
                  {goesOn && <Link href={hrefOf(values, null)} className={buttonClass()}>Newest</Link>}
                  {next !== undefined && <Link href={hrefOf(values, next)} className={buttonClass()}>{isFiltered && results.length < 50 ? "Search on" : "Older"}</Link>}
                </span>
              </div>
            </Panel>
          </div>
        </PageBody>
      </main>
    </Shell>
  );
}
