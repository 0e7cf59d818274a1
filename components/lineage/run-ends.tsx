"use client";
import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { counted } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { lineageHref } from "@/lib/page-hrefs";
import { NODE_KINDS } from "@/lib/lineage/node-ref";
import { NodeLink } from "./node-link";
import { CONFIDENCE_WORDS } from "./node-words";
import { useAsked } from "./use-asked";

const SHOWN = 100;
const answer = z.object({
  nodes: z.array(z.object({ ref: z.nullable(z.string()), id: z.optional(z.string()), kind: z.optional(z.string()), state: z.optional(z.string()) })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), confidence: z.enum(["observed", "declared", "inferred"]) })),
  counts: z.object({ hiddenByLimit: z.number() }),
});
type Answer = z.infer<typeof answer>;

/** What a run read and what it wrote, each in the version it was. Give it the run and the moment as `key`. */
export function RunEnds({ run, asOf }: { run: string; asOf: string | null }) {
  const { asked, retry } = useAsked((signal) => {
    const params = new URLSearchParams({ ref: run, plane: "instance", depth: "1", limit: String(SHOWN), ...(asOf === null ? {} : { asOf }) });
    return getJson(`/api/v1/graph?${params}`, answer, signal);
  });
  if (asked.status === "waiting") return <div aria-busy className="appear-late grid gap-3 border-t border-line px-4 py-3">{["w-40", "w-52", "w-44"].map((width) => <Skeleton key={width} className={`h-3 ${width}`} />)}</div>;
  if (asked.status === "failed") return <p role="alert" className="flex items-center gap-3 border-t border-line px-4 py-3 text-12 text-ink-2">The graph did not answer.<Button size="sm" className="ml-auto" onClick={retry}>Try again</Button></p>;
  const { edges, counts } = asked.answer;
  return (
    <>
      <Ends title="Inputs" none="It read nothing that was recorded." answer={asked.answer} asOf={asOf} ends={edges.filter(({ to }) => to === run).map(({ from, confidence }) => ({ id: from, confidence }))} />
      <Ends title="Outputs" none="It wrote nothing that was recorded." answer={asked.answer} asOf={asOf} ends={edges.filter(({ from }) => from === run).map(({ to, confidence }) => ({ id: to, confidence }))} />
      {counts.hiddenByLimit > 0 && <p className="px-4 pb-3 text-12 text-ink-3">{counted(counts.hiddenByLimit, "more is", "more are")} not shown here.</p>}
    </>
  );
}

function Ends({ title, none, answer: { nodes }, asOf, ends }: { title: string; none: string; answer: Answer; asOf: string | null; ends: readonly { id: string; confidence: Answer["edges"][number]["confidence"] }[] }) {
  const byId = new Map(nodes.map((node) => [node.ref ?? node.id ?? "", node]));
  return (
    <section aria-label={title} className="border-t border-line py-3 text-12">
      <h3 className="mb-1 px-4 text-12">{title} <span className="figures font-normal text-ink-3">{ends.length}</span></h3>
      {ends.length === 0 && <p className="px-4 text-ink-2">{none}</p>}
      <ul className="scroll-slim max-h-56 overflow-y-auto">
        {ends.map(({ id, confidence }) => {
          const node = byId.get(id);
          return (
            <li key={id} className="flex min-h-8 items-center gap-2 px-4 narrow:min-h-11">
              <span className="flex min-w-0 flex-1"><NodeLink nodeRef={node?.ref ?? null} kind={NODE_KINDS.find((kind) => kind === node?.kind) ?? null} state={node?.state} href={node?.ref ? lineageHref(node.ref, asOf) : undefined} /></span>
              {confidence !== "observed" && <span title={CONFIDENCE_WORDS[confidence].meaning} className="flex-none text-11 text-ink-3">{CONFIDENCE_WORDS[confidence].word.toLowerCase()}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
