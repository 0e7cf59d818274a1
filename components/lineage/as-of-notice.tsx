import { History } from "lucide-react";
import Link from "next/link";
import { formatUtc } from "@/components/format";
import { buttonClass } from "@/components/ui/button";

/** Says that a page is about a past instant, with the way back. `now`: the same page without it. */
export function AsOfNotice({ asOf, now }: { asOf: string; now: string }) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded border border-line-strong bg-surface px-4 py-2 text-12">
      <History size={16} strokeWidth={1.75} aria-hidden className="text-ink-3" />
      <span>As of <time dateTime={asOf} className="figures font-medium">{formatUtc(asOf)}</time> UTC. What came later is left out.</span>
      <Link href={now} className={`${buttonClass({ size: "sm" })} ml-auto`}>Look at now</Link>
    </div>
  );
}
