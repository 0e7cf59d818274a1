import { LockKeyhole, Shapes } from "lucide-react";
import Link from "next/link";
import { kindWord } from "@/components/lineage/kind-words";
import { NodeLink } from "@/components/lineage/node-link";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { foundHref, predictionHref } from "@/lib/page-hrefs";
import { PredictionField } from "./prediction-field";

/** "a run", "an incident". */
function aKind(kind: NodeKind): string {
  const word = kindWord(kind).toLowerCase();
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

/**
 * No prediction under this id: not existing and not to be seen read the same. `others`: what it is the id of instead. `nearest`: predictions
 * whose ids begin alike. `now`: the address of the same page without the instant that is looked at.
 */
export function NoPrediction({ id, others, nearest, now }: { id: string; others: readonly { ref: string; kind: NodeKind }[]; nearest: readonly string[]; now: string | null }) {
  const [first] = others;
  return (
    <main id="main" className="mx-auto grid max-w-2xl gap-4 px-8 pt-12 pb-12 narrow:px-3 narrow:pt-6">
      <div className="rounded border border-line bg-surface p-4">
        <Notice
          level="h1"
          icon={first ? <Shapes size={20} strokeWidth={1.75} aria-hidden /> : <LockKeyhole size={20} strokeWidth={1.75} aria-hidden />}
          title={first ? `This is ${aKind(first.kind)}, not a prediction` : "You may not see this prediction"}
          actions={now !== null ? <Link href={now} className={buttonClass()}>Look at now</Link> : undefined}
        >
          {!first && <p>It may not exist. An administrator decides which namespaces you see.</p>}
          <p className="mono mt-1 break-all text-ink-3">{id}</p>
          {others.length > 0 && (
            <ul aria-label="What this is the id of" className="mt-3 grid gap-2">
              {others.map(({ ref, kind }) => <li key={ref} className="flex min-w-0 items-center gap-3"><span className="flex min-w-0 flex-1"><NodeLink nodeRef={ref} kind={kind} /></span><Link href={foundHref(ref)} className="flex-none font-medium text-accent hover:underline">{foundHref(ref).startsWith("/lineage") ? "Lineage" : "Open"}</Link></li>)}
            </ul>
          )}
          {nearest.length > 0 && (
            <>
              <p className="mt-3">Predictions whose IDs begin alike:</p>
              <ul aria-label="Predictions whose IDs begin alike" className="mt-2 grid gap-2">
                {nearest.map((ref) => <li key={ref} className="flex min-w-0"><NodeLink nodeRef={ref} kind="prediction" href={predictionHref(ref)} /></li>)}
              </ul>
            </>
          )}
        </Notice>
      </div>
      <PredictionField />
    </main>
  );
}
