"use client";
import Link from "next/link";
import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { formatUtc } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { lineageHref } from "@/lib/page-hrefs";
import { StateMark } from "./state-mark";
import { useAsked } from "./use-asked";

const SHOWN = 12;
const answer = z.object({ results: z.array(z.object({ ref: z.string(), at: z.optional(z.string()), state: z.string() })), total: z.nullable(z.number()) });

/** What happened of each kind of definition, and where its list is. */
const LISTS: Partial<Record<NodeKind, { list: string; word: string; none: string }>> = {
  source: { list: "batches", word: "batches", none: "No batch of it was recorded." },
  dataset: { list: "batches", word: "batches", none: "No batch of it was recorded: a run that writes it makes one." },
  featuregroup: { list: "feature-sets", word: "feature sets", none: "No feature set of it was computed." },
  feature: { list: "feature-sets", word: "feature sets", none: "No feature set holds it." },
  deployment: { list: "predictions", word: "predictions", none: "It made no prediction." },
  model: { list: "predictions", word: "predictions", none: "It made no prediction." },
  job: { list: "runs", word: "runs", none: "No run of it was recorded." },
  jobversion: { list: "runs", word: "runs", none: "No run had these inputs." },
};

/** The newest instances of a definition, to start from: it has no place among instances itself. Give it the reference and the moment as `key`. */
export function InstanceStart({ nodeRef, kind, asOf }: { nodeRef: string; kind: NodeKind; asOf: string | null }) {
  // a dataset of type MODEL has batches like any other
  const list = LISTS[nodeRef.startsWith("dataset:") && kind === "model" ? "dataset" : kind];
  return list ? <Newest nodeRef={nodeRef} {...list} asOf={asOf} /> : <p className="px-4 py-3 text-12 text-ink-2">Nothing of its kind happens: it stands among the definitions alone.</p>;
}

function Newest({ nodeRef, list, word, none, asOf }: { nodeRef: string; list: string; word: string; none: string; asOf: string | null }) {
  const { asked, retry } = useAsked((signal) => {
    const params = new URLSearchParams({ limit: String(SHOWN), ...(asOf === null ? {} : { asOf }) });
    return getJson(`/api/v1/nodes/${encodeURIComponent(nodeRef)}/${list}?${params}`, answer, signal);
  });
  return (
    <section aria-label={`Newest ${word}`} aria-busy={asked.status === "waiting"} className="border-t border-line py-3 text-12">
      <h3 className="mb-1 px-4 text-12">Newest {word}</h3>
      {asked.status === "waiting" && <div className="appear-late grid gap-4 px-4 py-2">{["a", "b", "c"].map((key) => <Skeleton key={key} className="h-3 w-40" />)}</div>}
      {asked.status === "failed" && <p role="alert" className="flex items-center gap-3 px-4 text-ink-2">The graph did not answer.<Button size="sm" className="ml-auto" onClick={retry}>Try again</Button></p>}
      {asked.status === "answered" && asked.answer.results.length === 0 && <p className="px-4 text-ink-2">{none}</p>}
      {asked.status === "answered" && (
        <ul>
          {asked.answer.results.map(({ ref, at, state }) => (
            <li key={ref}>
              <Link href={lineageHref(ref, asOf)} title={ref} className="flex h-8 items-center gap-3 px-4 -outline-offset-2 hover:bg-sunken narrow:h-11">
                {at ? <time dateTime={at} className="mono flex-none">{formatUtc(at).slice(5)}</time> : <span className="mono truncate">{parseNodeRef(ref)?.version ?? parseNodeRef(ref)?.name.join("/")}</span>}
                <span className="ml-auto">{state !== "active" && state !== "complete" && <StateMark state={state} />}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
