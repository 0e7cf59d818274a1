import { ArrowLeft, ArrowRight, Download, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { counted, formatBytes, formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { StateMark } from "@/components/lineage/state-mark";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Digest } from "@/components/ui/digest";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { deadLettersHref, recordHref } from "@/lib/page-hrefs";
import { DeadReason } from "./dead-reason";
import { actorWord, PLACE_WORDS, recordKindWord, typeWord, type Place } from "./record-words";
import { RetractForm } from "./retract-form";

/** One record, ready to be shown. `payloadText` is `null` when it is too large to be shown. */
export type RecordDetails = {
  sequence: number;
  recordedAt: string;
  id: string;
  kind: string;
  type: string;
  subject: string;
  actor: string;
  trace: string | null;
  sizeBytes: number;
  mediaType: string;
  payloadDigest: string;
  leafHash: string;
  place: Place;
  retractedBy: number | null;
  about: { items: readonly { ref: string; kind: NodeKind; state: string | null }[]; total: number; shown: number };
  dead: { code: string; message: string; attempts: number; firstAt: string; lastAt: string } | null;
  retractions: readonly { sequence: number; recordedAt: string; actor: string; reason: string; holds: boolean }[];
  retracts: readonly number[];
  conflicts: readonly { contentDigest: string; actor: string; at: string }[];
  payloadText: string | null;
  masked: boolean;
};

const link = "text-accent underline";
const recordLink = (sequence: number) => <Link href={recordHref(sequence)} className={link}>record {formatCount(sequence)}</Link>;

/** A record: what became of it, what it is about, what the log says of it, and its payload. */
export function RecordView({ record, names, mayRetract, mayReadDeadLetters }: { record: RecordDetails; names: Readonly<Record<string, string>>; mayRetract: boolean; mayReadDeadLetters: boolean }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-[1000px]:grid-cols-1">
      <div className="grid min-w-0 gap-4">
        <PayloadPanel record={record} />
      </div>
      <div className="grid min-w-0 gap-4 max-[1000px]:-order-1">
        <StandingPanel record={record} names={names} mayRetract={mayRetract} mayReadDeadLetters={mayReadDeadLetters} />
        <AboutPanel record={record} />
        <Panel title="In the log" note="times in UTC">
          <Facts>
            <Fact term="Recorded"><Instant at={record.recordedAt} /></Fact>
            <Fact term="By"><span className="break-all">{actorWord(record.actor, names)}</span></Fact>
            <Fact term="Kind">{recordKindWord(record.kind)}</Fact>
            <Fact term="Type"><span className="mono break-all">{record.type}</span></Fact>
            <Fact term="Event id"><span className="mono break-all">{record.id}</span></Fact>
            {record.trace && <Fact term="Trace"><span className="mono break-all">{record.trace}</span></Fact>}
            <Fact term="Media type"><span className="mono">{record.mediaType}</span></Fact>
            <Fact term="Size"><span className="figures">{formatCount(record.sizeBytes)} bytes</span></Fact>
            <Fact term="Payload"><Digest digest={`sha256:${record.payloadDigest}`} /> <span className="text-ink-3">salted</span></Fact>
            <Fact term="Leaf"><Digest digest={`sha256:${record.leafHash}`} /></Fact>
          </Facts>
        </Panel>
      </div>
    </div>
  );
}

function StandingPanel({ record, names, mayRetract, mayReadDeadLetters }: { record: RecordDetails; names: Readonly<Record<string, string>>; mayRetract: boolean; mayReadDeadLetters: boolean }) {
  const { place, retractedBy, retractions, conflicts, dead, sequence } = record;
  const isRetraction = record.kind === "retraction";
  return (
    <Panel title="Where it is">
      <div className="grid gap-3 px-4 py-3 text-12">
        <p className="text-ink-2">
          {place === "retracted" && retractedBy !== null && <>Taken back by {recordLink(retractedBy)}. </>}
          {isRetraction && place === "graph" ? "What it takes back is gone from every answer." : isRetraction && place === "retracted" ? "What it took back holds again." : PLACE_WORDS[place].meaning}
        </p>
        {isRetraction && (
          <p className="text-ink-2">
            Takes back {record.retracts.slice(0, 20).map((it, i) => <span key={it}>{i > 0 && ", "}{recordLink(it)}</span>)}
            {record.retracts.length > 20 && ` and ${formatCount(record.retracts.length - 20)} more`}.
          </p>
        )}
        {dead && (
          <div className="rounded bg-warn-soft px-3 py-2 text-warn-ink">
            <DeadReason code={dead.code} message={dead.message} />
            <p className="mt-1">{counted(dead.attempts, "attempt")}, the last at <Instant at={dead.lastAt} />.{mayReadDeadLetters && <> <Link href={deadLettersHref(sequence)} className="underline">Replay it among the dead letters</Link></>}</p>
          </div>
        )}
        {retractions.length > 0 && (
          <ul className="grid gap-1.5">
            {retractions.map((it) => (
              <li key={it.sequence} className="text-ink-2">
                <Instant at={it.recordedAt} /> {actorWord(it.actor, names)}, {recordLink(it.sequence)}: {it.reason}{!it.holds && " (taken back)"}
              </li>
            ))}
          </ul>
        )}
        {conflicts.length > 0 && (
          <div className="grid gap-1.5">
            <Mark tone="warn" icon={<TriangleAlert size={14} strokeWidth={1.75} aria-hidden />}>{counted(conflicts.length, "time")} other content came under this id</Mark>
            <p className="text-ink-2">It was refused, and this record stayed. Whoever sends such events uses one id for two of them.</p>
            <ul className="grid gap-1.5">
              {conflicts.map((it) => <li key={it.contentDigest} className="text-ink-2"><Instant at={it.at} /> {actorWord(it.actor, names)} <Digest digest={`sha256:${it.contentDigest}`} /></li>)}
            </ul>
          </div>
        )}
        {mayRetract && (
          <div><RetractForm key={retractedBy} target={retractedBy ?? sequence} sequence={sequence} gives={retractedBy !== null} what={typeWord(record.type)} /></div>
        )}
      </div>
    </Panel>
  );
}

function AboutPanel({ record }: { record: RecordDetails }) {
  const { items, total, shown } = record.about;
  return (
    <Panel title="About" note={total === 0 ? undefined : counted(total, "node")}>
      {total === 0 ? (
        <p className="px-4 py-3 text-12 text-ink-2">{record.kind === "retraction" ? "A retraction says nothing of its own: it takes away what others said." : record.kind === "access" ? "It is about people or tokens, which are no part of the graph." : "No node is read from it."}</p>
      ) : (
        <ul className="scroll-slim max-h-80 overflow-y-auto text-12">
          {items.map(({ ref, kind, state }) => (
            <li key={ref} className="flex h-9 items-center gap-3 border-b border-line px-4 last:border-0 narrow:h-11">
              <span className="flex min-w-0 flex-1"><NodeLink nodeRef={ref} kind={kind} state={state} /></span>
              {state !== "active" && state !== "complete" && <StateMark state={state} />}
            </li>
          ))}
        </ul>
      )}
      {total > shown && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">{formatCount(shown)} of {formatCount(total)} shown.</p>}
    </Panel>
  );
}

function PayloadPanel({ record }: { record: RecordDetails }) {
  const { payloadText, masked, sequence, sizeBytes } = record;
  const href = `/api/v1/records/${sequence}/payload`;
  return (
    <Panel
      title="Payload"
      note={masked ? "without what you may not see" : "as it was received"}
      action={
        <>
          {payloadText !== null && <CopyButton text={payloadText} />}
          {!masked && <a href={href} download className={buttonClass({ size: "sm" })}><Download size={14} strokeWidth={1.75} aria-hidden />Raw bytes</a>}
        </>
      }
    >
      {masked && <p className="border-b border-line px-4 py-2 text-12 text-ink-2">It names namespaces that you may not see. What names them reads null here, and the bytes are not to be had.</p>}
      {payloadText === null
        ? <p className="px-4 py-3 text-12 text-ink-2">{formatBytes(sizeBytes)} are too much to show here. {masked ? "Ask the API for the record." : "The raw bytes can be downloaded."}</p>
        : <pre tabIndex={0} aria-label="Payload" className="mono scroll-slim max-h-[70vh] overflow-auto px-4 py-3 text-12 leading-5">{payloadText}</pre>}
    </Panel>
  );
}

/** To the records before and after about the same subject. */
export function RecordSteps({ older, newer }: { older: number | null; newer: number | null }) {
  const step = (sequence: number | null, word: string, icon: ReactNode, after: boolean) =>
    sequence !== null && (
      <Link href={recordHref(sequence)} className={buttonClass()} title={`Record ${formatCount(sequence)}, about the same`}>
        {!after && icon}{word}{after && icon}
      </Link>
    );
  return (
    <nav aria-label="Records about the same" className="flex flex-wrap gap-2">
      {step(older, "Older about the same", <ArrowLeft size={14} strokeWidth={1.75} aria-hidden />, false)}
      {step(newer, "Newer about the same", <ArrowRight size={14} strokeWidth={1.75} aria-hidden />, true)}
    </nav>
  );
}
