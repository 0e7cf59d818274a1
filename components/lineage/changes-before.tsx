"use client";
import { History } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { counted, formatCount, formatUtc } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { nodeHref } from "@/lib/page-hrefs";
import { changeWords } from "./change-words";
import { useAsked } from "./use-asked";

const LIMIT = 100;
const text = z.optional(z.nullable(z.string()));
const told = z.object({
  at: z.string(),
  what: z.enum(["seen", "dropped", "happened", "began", "ended", "confidence", "declared", "served", "failure"]),
  ref: z.optional(z.string()), kind: z.optional(z.string()), from: z.optional(z.string()), to: z.optional(z.string()),
  was: z.optional(z.nullable(z.union([z.string(), z.boolean()]))), is: text, trusted: z.optional(z.nullable(z.boolean())), again: z.optional(z.boolean()), failure: text, message: text,
});
const changesAnswer = z.object({
  from: z.string(), to: z.string(), changes: z.array(told), complete: z.boolean(),
  counts: z.object({ total: z.nullable(z.number()), shown: z.number(), hiddenByAccess: z.number() }), nodes: z.object({ total: z.number(), lookedAt: z.number() }),
});
type Answer = z.infer<typeof changesAnswer>;

/** What changed upstream of a node in the day before the instant looked at, or before it happened: asked for by a press. Give it the node and the moment as `key`. */
export function ChangesBefore({ nodeRef, asOf }: { nodeRef: string; asOf: string | null }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <section aria-label="What changed upstream" className="border-t border-line px-4 py-3">
      {isAsked
        ? <Changes nodeRef={nodeRef} asOf={asOf} />
        : <Button onClick={() => setAsked(true)}><History size={14} strokeWidth={1.75} aria-hidden />Changes upstream, 24 h before</Button>}
    </section>
  );
}

function Changes({ nodeRef, asOf }: { nodeRef: string; asOf: string | null }) {
  const { asked: state, retry } = useAsked((signal) => {
    const query = new URLSearchParams({ ref: nodeRef, plane: "definition", limit: String(LIMIT), ...(asOf === null ? {} : { asOf }) });
    return getJson(`/api/v1/changes?${query}`, changesAnswer, signal);
  });
  return (
    <>
      <h3 className="text-12">Changes upstream</h3>
      <div aria-live="polite" aria-busy={state.status === "waiting"}>
        {state.status === "waiting" && <div className="appear-late mt-2 grid gap-2.5 py-0.5">{["w-52", "w-40", "w-48"].map((width) => <Skeleton key={width} className={`h-3 ${width}`} />)}</div>}
        {state.status === "failed" && (
          <p role="alert" className="mt-2 flex items-center gap-3 text-12 text-ink-2">
            The graph did not answer.
            <Button size="sm" className="ml-auto" onClick={retry}>Try again</Button>
          </p>
        )}
        {state.status === "answered" && <ChangeList answer={state.answer} asOf={asOf} />}
      </div>
    </>
  );
}

function ChangeList({ answer, asOf }: { answer: Answer; asOf: string | null }) {
  const { changes, counts, nodes, from, to } = answer;
  const more = counts.total === null ? "more" : formatCount(counts.total - counts.hiddenByAccess - counts.shown);
  const left = [
    counts.total === null || counts.total - counts.hiddenByAccess > counts.shown ? `${more} older` : "",
    counts.hiddenByAccess > 0 ? `${formatCount(counts.hiddenByAccess)} you may not see` : "",
    nodes.lookedAt < nodes.total ? `only the nearest ${formatCount(nodes.lookedAt)} of ${formatCount(nodes.total)} nodes were looked at` : "",
  ].filter((words) => words !== "");
  return (
    <>
      <p className="mt-0.5 text-11 text-ink-3"><time dateTime={from}>{formatUtc(from)}</time> to <time dateTime={to}>{formatUtc(to)}</time></p>
      {changes.length === 0 && <p className="mt-2 text-12 text-ink-2">{counts.hiddenByAccess > 0 ? "No change that you may see." : nodes.lookedAt < nodes.total ? "No change of the nodes that were looked at." : "Nothing upstream changed in these 24 hours."}</p>}
      {changes.length > 0 && (
        <ol aria-label={counted(changes.length, "change")} className="mt-2 grid gap-1.5">
          {changes.map((change, index) => {
            const { ref, name, text: words } = changeWords(change);
            return (
              <li key={index} className="grid grid-cols-[72px_minmax(0,1fr)] gap-2 text-12">
                <time dateTime={change.at} className="figures text-11 leading-4 whitespace-nowrap text-ink-3">{change.at.slice(5, 16).replace("T", " ")}</time>
                <span className={`min-w-0 break-words ${change.what === "failure" ? "text-warn-ink" : "text-ink-2"}`}>
                  {ref === null ? name : <Link href={nodeHref(ref, asOf)} prefetch={false} className="font-medium text-ink hover:text-accent hover:underline">{name}</Link>} {words}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {left.length > 0 && <p className="mt-2 text-11 text-ink-3">Not listed: {left.join(", ")}.</p>}
    </>
  );
}
