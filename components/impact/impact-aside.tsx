import { Fingerprint } from "lucide-react";
import Link from "next/link";
import { formatCount, formatMean, formatUtc } from "@/components/format";
import { FateMark } from "@/components/lineage/fate-mark";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { partyName } from "@/components/lineage/node-link";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Digest } from "@/components/ui/digest";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { impactHref } from "@/lib/page-hrefs";
import type { ImpactSummary } from "./impact-summary";
import { sharesText } from "./impact-summary";

/** Who has to know, what runs it, and which answer this is. */
export function ImpactAside({ summary, graphDigest, asOf, recordedAt }: { summary: ImpactSummary; graphDigest: string; asOf: string | null; recordedAt: string | null }) {
  const { owners, unowned, deployments } = summary;
  return (
    <aside aria-label="Who and what is behind it" className="flex flex-col border-l border-line bg-surface narrow:border-t narrow:border-l-0">
      <div className="flex min-h-10 items-center gap-2 border-b border-line px-4"><h2 className="text-13">Owners to tell</h2><span className="text-12 text-ink-3">by their share</span></div>
      <ul className="py-1 text-12">
        {owners.map(({ owner, share }) => (
          <li key={owner} className="flex items-center gap-2.5 px-4 py-1.5">
            <KindGlyph kind="party" size={20} decorative />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{partyName(owner)}</span>
              <span className="figures block text-ink-3">{sharesText(share, formatCount)}</span>
            </span>
          </li>
        ))}
        {owners.length + unowned === 0 && <li className="px-4 py-1.5 text-ink-3">None that you may see.</li>}
        {unowned > 0 && <li className="figures px-4 py-1.5 text-ink-3">{owners.length === 0 ? `Nobody is named as owner of the ${formatCount(unowned)} affected` : `${formatCount(unowned)} more have no owner on record`}</li>}
      </ul>
      <div className="flex min-h-10 items-center gap-2 border-y border-line px-4"><h2 className="text-13">Deployments</h2><span className="text-12 text-ink-3">that run it now</span></div>
      {deployments.length === 0 ? <p className="px-4 py-3 text-12 text-ink-3">No live deployment that you may see is affected.</p> : (
        <ul className="py-1 text-12">
          {deployments.map((row) => (
            <li key={row.ref} className="flex items-center gap-2.5 px-4 py-1.5">
              <KindGlyph kind="deployment" state={row.state} size={20} />
              <span className="min-w-0 flex-1">
                <span className="flex min-w-0"><Link href={impactHref([row.ref], asOf)} className="flex min-w-0 flex-1 hover:text-accent hover:underline"><CutMiddle className="font-medium">{parseNodeRef(row.ref)?.name.join("/") ?? row.ref}</CutMiddle></Link></span>
                <span className="figures flex items-center gap-2 text-ink-3"><FateMark of={row.class} small />{formatMean(row.predictionsPerDay ?? 0)} predictions a day</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="grid gap-2 border-t border-line px-4 py-3 text-11 text-ink-3">
        <div className="flex items-start gap-2">
          <Fingerprint size={14} strokeWidth={1.75} className="mt-1" aria-hidden />
          <span>This answer is <Digest digest={graphDigest} /> The same graph and classes give the same digest, for every reader{recordedAt && <>; known at {formatUtc(recordedAt)} UTC</>}.</span>
        </div>
        <p>Predictions a day are the mean of the seven whole days before.</p>
      </div>
    </aside>
  );
}
