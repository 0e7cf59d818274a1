"use client";
import { FileText } from "lucide-react";
import Link from "next/link";
import { formatCount } from "@/components/format";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import { recordHref } from "@/lib/page-hrefs";
import { askForRecord } from "./edge-evidence-api";
import { useAsked } from "./use-asked";

const LINES = 16;

/** The first lines of what a record holds, with the way to all of it. Give it the sequence as `key`. */
export function RawEvent({ sequence }: { sequence: number }) {
  const { asked, retry } = useAsked((signal) => askForRecord(sequence, signal));
  const text = asked.status === "answered" ? JSON.stringify(asked.answer.payload, null, 2) : "";
  const lines = text.split("\n");
  return (
    <section aria-label={`Record ${formatCount(sequence)}`} aria-busy={asked.status === "waiting"} className="border-t border-line px-4 py-3">
      <div className="mb-2 flex min-h-6 items-center gap-2">
        <h3 className="text-12">Record <span className="figures">{formatCount(sequence)}</span></h3>
        {asked.status === "answered" && <span className="ml-auto"><CopyButton text={text} label="Copy the event" iconOnly look="ghost" size="icon-sm" /></span>}
      </div>
      {asked.status === "waiting" && <div className="appear-late grid h-60 content-start gap-2.5">{["w-40", "w-56", "w-52", "w-36"].map((width) => <Skeleton key={width} className={`h-3 ${width}`} />)}</div>}
      {asked.status === "failed" && (asked.isUnseen
        ? <p className="text-12 text-ink-2">You may not see this record.</p>
        : <p role="alert" className="flex items-center gap-3 text-12 text-ink-2">The record could not be read.<Button size="sm" className="ml-auto" onClick={retry}>Try again</Button></p>)}
      {asked.status === "answered" && (
        <>
          {asked.answer.masked && <p className="mb-2 text-12 text-ink-2">What you may not see reads null here.</p>}
          <pre tabIndex={0} aria-label="Payload" className="mono scroll-slim max-h-60 overflow-auto rounded bg-sunken px-2.5 py-2 text-11 leading-4">{lines.slice(0, LINES).join("\n")}</pre>
          {lines.length > LINES && <p className="mt-1 text-11 text-ink-3"><span className="figures">{formatCount(lines.length - LINES)}</span> more lines</p>}
        </>
      )}
      <div className="mt-3"><Link href={recordHref(sequence)} className={buttonClass()}><FileText size={14} strokeWidth={1.75} aria-hidden />Raw event</Link></div>
    </section>
  );
}
