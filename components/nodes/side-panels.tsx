import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount, formatUtc } from "@/components/format";
import { NodeLink, partyName } from "@/components/lineage/node-link";
import { toKind } from "@/components/lineage/to-kind";
import { CopyButton } from "@/components/ui/copy-button";
import { Digest } from "@/components/ui/digest";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import type { JsonView } from "@/lib/json-view";
import type { NodeAnswer } from "@/lib/lineage/node-answer";
import { INSTANCE_KINDS, parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { nodeHref } from "@/lib/page-hrefs";
import { typeWord } from "@/components/ledger/record-words";
import { RecordNumber } from "./lists";
import { Nothing } from "./nothing";
import { LongText, Value } from "./value";

/** A line of facts; `null` content is left out. */
export type Line = readonly [term: string, content: ReactNode];

/** What is known of any node, and in `lines` what is known of its kind. */
export function FactsPanel({ node, lines = [] }: { node: NodeAnswer; lines?: readonly Line[] }) {
  const isInstance = INSTANCE_KINDS.has(parseNodeRef(node.ref)!.kind);
  const asOf = node.asOf;
  return (
    <Panel title="Facts" note="times in UTC">
      <Facts>
        <Fact term="Reference">
          <span className="flex items-start gap-1">
            <span className="mono min-w-0 flex-1 break-all">{node.ref}</span>
            <CopyButton text={node.ref} label="Copy reference" iconOnly look="ghost" size="icon-sm" />
          </span>
        </Fact>
        {node.kind !== "party" && <Fact term="Namespace">{node.namespace}</Fact>}
        {node.owner !== null && <Fact term="Owner"><Link href={nodeHref(node.owner, asOf)} className="text-accent hover:underline">{partyName(node.owner)}</Link></Fact>}
        {node.at && <Fact term={isInstance ? "Happened" : node.ref.startsWith("model:") ? "Registered" : "First seen"}><Instant at={node.at} /></Fact>}
        {node.recordedAt && <Fact term="Recorded"><Instant at={node.recordedAt} /></Fact>}
        {lines.map(([term, content]) => content !== null && content !== undefined && <Fact key={term} term={term}>{content}</Fact>)}
      </Facts>
    </Panel>
  );
}

/** A line that links to a node; `kind` where its reference alone does not tell. */
export function refLine(term: string, ref: string | null | undefined, asOf: string | null, kind?: NodeKind): Line {
  return [term, ref ? <NodeLink key={term} nodeRef={ref} kind={kind ?? toKind(kindOfRef(ref))} asOf={asOf} /> : null];
}

function kindOfRef(ref: string): string {
  const parsed = parseNodeRef(ref);
  return parsed?.kind === "job" && parsed.version !== undefined ? "jobversion" : (parsed?.kind ?? "dataset");
}

/** A line of a recorded value; left out where there is none. */
export function valueLine(term: string, value: JsonView): Line {
  return [term, value.isThere() ? <Value key={term} value={value.value} /> : null];
}

export function codeLine(term: string, text: string | null | undefined): Line {
  return [term, text ? <LongText key={term} mono>{text}</LongText> : null];
}

/** What is told of the code of a run, and of who ran it. */
export function runLines(run: JsonView): Line[] {
  const seed = run.at("seed").said();
  return [codeLine("Code version", run.at("codeVersion").text()), ["Operator", run.at("operator").text()], ["Seed", seed === null ? null : <span key="s" className="mono">{seed}</span>]];
}

/** Digests as they were recorded: nothing here has checked them against what they are of. */
export function DigestsPanel({ digests }: { digests: readonly (readonly [of: string, digest: string | null])[] }) {
  return (
    <Panel title="Digests" note="as recorded, not checked">
      <ul className="text-12">
        {digests.map(([of, digest]) => (
          <li key={of} className="flex min-h-8 items-center gap-3 border-b border-line px-4 last:border-0">
            <span className="min-w-0 flex-1 truncate">{of}</span>
            {digest === null ? <span className="text-ink-3">None recorded</span> : <Digest digest={digest} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const FEW = 6;

/** The newest ledger records that the node rests on. */
export function RecordsPanel({ node }: { node: NodeAnswer }) {
  const { items, total } = node.records;
  return (
    <Panel
      title="Records"
      note="in the ledger"
      action={items.length > FEW && <Link href={nodeHref(node.ref, node.asOf, [["tab", "records"]])} className="text-12 font-medium text-accent hover:underline">{total === null ? "More than 1 000 records" : `All ${formatCount(total)} records`}</Link>}
    >
      {items.length === 0 ? (
        <Nothing>No record is about this itself. It is named by others.</Nothing>
      ) : (
        <ul className="text-12">
          {items.slice(0, FEW).map(({ sequence, type, recordedAt }) => (
            <li key={sequence} className="flex min-h-8 items-center gap-3 border-b border-line px-4 last:border-0 narrow:min-h-11">
              <RecordNumber sequence={sequence} />
              <span className="min-w-0 flex-1 truncate" title={type}>{typeWord(type)}</span>
              <time dateTime={recordedAt} className="figures whitespace-nowrap text-ink-3">{formatUtc(recordedAt)}</time>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** What is recorded to have gone wrong with it. Nothing when nothing is. */
export function FailuresPanel({ node }: { node: NodeAnswer }) {
  if (node.failures.length === 0) return null;
  return (
    <Panel title="Failures" note={`${formatCount(node.failures.length)}${node.failures.length === 50 ? ", the newest" : " recorded"}`}>
      <ul className="text-12">
        {node.failures.slice(0, 10).map((it, index) => (
          <li key={index} className="grid gap-0.5 border-b border-line px-4 py-2 last:border-0">
            <span className="flex flex-wrap gap-x-3"><span className="font-medium">{failureWord(it.failure)}</span>{it.at && <span className="text-ink-3"><Instant at={it.at} /></span>}</span>
            {it.message && <span className="text-ink-2"><LongText>{it.message}</LongText></span>}
          </li>
        ))}
      </ul>
      {node.failures.length > 10 && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">The newest 10 shown of {formatCount(node.failures.length)}{node.failures.length === 50 ? " read" : ""}.</p>}
    </Panel>
  );
}

const FAILURES: Record<string, string> = { ingestion: "Ingestion", "edge-case": "Edge case", anomaly: "Anomaly", quality: "Quality" };
function failureWord(failure: string | null): string {
  return failure === null ? "Not said" : (FAILURES[failure] ?? failure);
}
