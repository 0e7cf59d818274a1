import Link from "next/link";
import { counted } from "@/components/format";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { GraphAway } from "@/components/shell/graph-away";
import type { GraphAway as Away } from "@/lib/graph-away";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Panel } from "@/components/ui/panel";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { impactHref } from "@/lib/page-hrefs";
import { ImpactSearch } from "./impact-search";

/** `feeds`: how many definitions it feeds directly. */
export type ImpactSuggestion = { ref: string; kind: NodeKind; name: string; namespace: string; feeds: number };

/** The impact page before anything was chosen. `suggestions` is `null` when the graph did not answer. */
export function ImpactStart({ suggestions, away }: { suggestions: readonly ImpactSuggestion[] | null; away: Away | null }) {
  return (
    <main id="main" className="mx-auto max-w-[720px] px-8 pt-16 pb-12 narrow:px-3 narrow:pt-6">
      <h1 className="mb-1 text-18">What breaks without it?</h1>
      <p className="mb-4 text-12 text-ink-2">Pick a source, dataset, feature, model version or job. You see what would be lost, what degrades, and who has to know. Nothing is changed.</p>
      <ImpactSearch />
      {away !== null && <div className="mt-6"><GraphAway away={away}><p>What feeds most could not be asked.</p></GraphAway></div>}
      {suggestions !== null && suggestions.length > 0 && (
        <Panel className="mt-6" title="Telemetry that feeds most">
          <ul className="text-12">
            {suggestions.map(({ ref, kind, name, namespace, feeds }) => (
              <li key={ref} className="border-b border-line last:border-0">
                <Link href={impactHref([ref])} className="flex h-9 items-center gap-3 px-4 -outline-offset-2 hover:bg-sunken narrow:h-11">
                  <KindGlyph kind={kind} size={20} />
                  <span className="flex min-w-0 flex-1 items-baseline gap-1"><CutMiddle className="font-medium">{name}</CutMiddle></span>
                  <span className="flex-none text-ink-3 narrow:hidden">{namespace}</span>
                  <span className="figures flex-none text-right text-ink-2">feeds {counted(feeds, "definition")} directly</span>
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </main>
  );
}
