"use client";
import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { factLines } from "./fact-lines";
import { useAsked } from "./use-asked";

const nodeAnswer = z.object({ facts: z.optional(z.nullable(z.record(z.string(), z.unknown()))) });

/** What else is recorded of a node, asked for when it is shown. A failure is told here and leaves the rest of the panel alone. Give it the node and the moment as `key`. */
export function NodeFacts({ nodeRef, asOf }: { nodeRef: string; asOf: string | null }) {
  const { asked: state, retry } = useAsked(async (signal) => {
    const query = asOf === null ? "" : `?${new URLSearchParams({ asOf })}`;
    return factLines((await getJson(`/api/v1/nodes/${encodeURIComponent(nodeRef)}${query}`, nodeAnswer, signal)).facts ?? {});
  });

  if (state.status === "answered" && state.answer.length === 0) return null;
  return (
    <section aria-label="Recorded facts" aria-busy={state.status === "waiting"} className="border-t border-line px-4 py-3">
      <h3 className="mb-2 text-12">Recorded facts</h3>
      {state.status === "waiting" && (
        <div className="appear-late grid gap-2.5 py-0.5">{["w-40", "w-52", "w-32"].map((width) => <Skeleton key={width} className={`h-3 ${width}`} />)}</div>
      )}
      {state.status === "failed" && (
        <p role="alert" className="flex items-center gap-3 text-12 text-ink-2">
          The graph did not answer.
          <Button size="sm" className="ml-auto" onClick={retry}>Try again</Button>
        </p>
      )}
      {state.status === "answered" && (
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-12">
          {state.answer.map(({ term, text, isCode }) => (
            <div key={term} className="contents">
              <dt className="max-w-28 break-words text-ink-3">{term}</dt>
              <dd className={isCode ? "mono min-w-0 break-all" : "min-w-0 break-words"}>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
