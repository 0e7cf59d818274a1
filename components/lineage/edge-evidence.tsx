"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { formatCount, formatUtc } from "@/components/format";
import { typeWord } from "@/components/ledger/record-words";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Fact, Facts } from "@/components/ui/facts";
import { Skeleton } from "@/components/ui/skeleton";
import { refLabel } from "@/lib/lineage/ref-label";
import { nodeHref } from "@/lib/page-hrefs";
import { askForEdge, type EdgeAsked, type EdgeEvidenceAnswer, type RecordRef } from "./edge-evidence-api";
import { columnName, reasonWord, runsWord } from "./edge-words";
import { versionLabel } from "./node-words";
import { RawEvent } from "./raw-event";
import { StateMark } from "./state-mark";
import { useAsked } from "./use-asked";

const COLUMNS_SHOWN = 4;

/** What an edge rests on, asked for when it is shown: a failure stays in here. Give it the edge and the moment as `key`. */
export function EdgeEvidence({ edge }: { edge: EdgeAsked }) {
  const { asked, retry } = useAsked((signal) => askForEdge(edge, null, signal));
  if (asked.status === "waiting") return <EvidenceSkeleton />;
  if (asked.status === "failed") {
    return asked.isUnseen
      ? <p className="border-t border-line px-4 py-3 text-12 text-ink-2">No edge leads from the one to the other at this moment.</p>
      : <p role="alert" className="flex items-center gap-3 border-t border-line px-4 py-3 text-12 text-ink-2">The graph did not answer.<Button size="sm" className="ml-auto" onClick={retry}>Try again</Button></p>;
  }
  return <Answered edge={edge} first={asked.answer} />;
}

function Answered({ edge, first }: { edge: EdgeAsked; first: EdgeEvidenceAnswer }) {
  const { items, total } = first.columns;
  const isHidden = first.carriedBy.hidden > 0 && first.carriedBy.items.length === 0;
  return (
    <>
      <Facts>
        {first.runs && <Fact term="Runs"><span className="figures">{runsWord(first.runs)}</span></Fact>}
        {first.carriedBy.items.length > 0 && (
          <Fact term="Carried by">
            {first.carriedBy.items.map(({ ref, name, version }) => (
              <span key={ref} className="flex min-w-0 items-baseline gap-1">
                <Link href={nodeHref(ref, edge.asOf)} className="min-w-0 break-words text-accent hover:underline">{name}</Link>
                {version && <span title={`@${version}`} className="mono flex-none text-11 text-ink-2">{versionLabel(version)}</span>}
              </span>
            ))}
            {first.carriedBy.hidden > 0 && <span className="text-ink-3">and {formatCount(first.carriedBy.hidden)} you may not see</span>}
          </Fact>
        )}
        {items.length > 0 && (
          <Fact term="Columns">
            {items.slice(0, COLUMNS_SHOWN).map(({ from, to }) => <span key={`${from} ${to}`} className="mono block break-all">{columnName(from)} → {columnName(to)}</span>)}
            {(total === null || total > COLUMNS_SHOWN) && <span className="figures text-ink-3">{total === null ? "and over 1\u2009000 more" : `and ${formatCount(total - COLUMNS_SHOWN)} more`}</span>}
          </Fact>
        )}
        <Fact term="Stated by">{isHidden ? "A job you may not see" : reasonWord(first.reason)}</Fact>
      </Facts>
      {isHidden ? <p className="border-t border-line px-4 py-3 text-12 text-ink-2">You may not see the evidence.</p> : <EvidenceList edge={edge} first={first} />}
    </>
  );
}

type Row = { key: string; at: string; outcome: string | null; note: string | null; records: readonly RecordRef[]; title: string };

/** Runs and records, newest first, by page; one of them is chosen, and its record shown below. */
function EvidenceList({ edge, first }: { edge: EdgeAsked; first: EdgeEvidenceAnswer }) {
  const [pages, setPages] = useState<readonly EdgeEvidenceAnswer[]>([first]);
  const [more, setMore] = useState<"still" | "waiting" | "failed">("still");
  const rows = [...pages.flatMap(({ results }) => results.map(toRow)), ...first.stated.items.map((it): Row => ({ key: `record ${it.sequence}`, at: it.at, outcome: null, note: typeWord(it.type), records: [it], title: typeWord(it.type) }))];
  const [chosen, setChosen] = useState(rows[0]?.key ?? "");
  const [sequence, setSequence] = useState<number | null>(rows[0]?.records[0]?.sequence ?? null);
  const list = useRef<HTMLUListElement>(null);
  const next = pages.at(-1)?.next;
  const count = first.runs?.count;
  const ofHowMany = count === undefined ? "" : count === null ? `latest of more than ${formatCount(50_000)}` : count > rows.length ? `latest of ${formatCount(count)}` : `${formatCount(rows.length)} in all`;

  async function showMore() {
    if (next === undefined || more === "waiting") return;
    setMore("waiting");
    try {
      const page = await askForEdge(edge, next, new AbortController().signal);
      setPages([...pages, page]);
      setMore("still");
      // the button may go with the last page: the focus stays with what it brought
      requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>("button")[rows.length]?.focus());
    } catch {
      setMore("failed");
    }
  }
  if (rows.length === 0) return <p className="border-t border-line px-4 py-3 text-12 text-ink-2">No run or record that you may see tells of it.</p>;
  const records = rows.find(({ key }) => key === chosen)?.records ?? [];
  return (
    <>
      <section aria-label="Evidence" className="border-t border-line pt-3">
        <h3 className="mb-1 flex items-baseline gap-2 px-4 text-12">Evidence {ofHowMany && <span className="figures font-normal text-ink-3">{ofHowMany}</span>}</h3>
        <ul ref={list} className="scroll-slim max-h-56 overflow-y-auto">
          {rows.map((row) => (
            <li key={row.key}>
              <button
                type="button"
                aria-pressed={row.key === chosen}
                title={row.title}
                onClick={() => {
                  setChosen(row.key);
                  setSequence(row.records[0]?.sequence ?? null);
                }}
                className={classNames("flex h-8 w-full items-center gap-3 px-4 text-left text-12 -outline-offset-2 hover:bg-sunken narrow:h-11", row.key === chosen && "bg-accent-soft shadow-[inset_2px_0_var(--color-accent)]")}
              >
                <time dateTime={row.at} className="mono flex-none">{formatUtc(row.at).slice(5)}</time>
                {row.outcome !== null && <StateMark state={row.outcome} />}
                <CutMiddle className="mono ml-auto text-11 text-ink-3">{row.note ?? ""}</CutMiddle>
                <ChevronRight size={14} strokeWidth={1.75} aria-hidden className="flex-none text-ink-3" />
              </button>
            </li>
          ))}
        </ul>
        {(next !== undefined || first.stated.more) && (
          <div className="px-4 py-2">
            {next !== undefined && <Button size="sm" onClick={showMore} disabled={more === "waiting"}>{more === "waiting" ? "Asking" : "Show 50 more"}</Button>}
            {more === "failed" && <span role="alert" className="ml-2 text-12 text-ink-2">The graph did not answer.</span>}
            {first.stated.more && <p className="text-12 text-ink-3">There are older records too.</p>}
          </div>
        )}
      </section>
      {records.length > 1 && (
        <div role="group" aria-label="Records of this run" className="flex flex-wrap gap-1 border-t border-line px-4 py-3">
          {records.map((it) => (
            <button key={it.sequence} type="button" aria-pressed={it.sequence === sequence} onClick={() => setSequence(it.sequence)} className="h-6 rounded border border-line-strong px-2 text-11 text-ink-2 hover:bg-sunken aria-pressed:border-accent aria-pressed:text-ink narrow:h-9">
              {typeWord(it.type)} <span className="figures">{formatCount(it.sequence)}</span>
            </button>
          ))}
        </div>
      )}
      {sequence !== null && <RawEvent key={sequence} sequence={sequence} />}
    </>
  );
}

function toRow(run: EdgeEvidenceAnswer["results"][number], index: number): Row {
  return { key: `${run.ref} ${run.at} ${index}`, at: run.at, outcome: run.outcome, note: run.codeVersion, records: run.records, title: `Run ${refLabel(run.ref)}${run.codeVersion ? `, code ${run.codeVersion}` : ""}` };
}

function EvidenceSkeleton() {
  return (
    <div aria-busy className="appear-late grid gap-3 px-4 py-3">
      {["w-52", "w-56", "w-36", "w-40", "w-48"].map((width) => <Skeleton key={width} className={`h-3 ${width}`} />)}
      <div className="mt-2 grid gap-4">{["a", "b", "c", "d"].map((key) => <Skeleton key={key} className="h-4 w-full" />)}</div>
    </div>
  );
}
