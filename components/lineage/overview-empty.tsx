import { EyeOff, Route } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { explorerHref, initialView } from "@/lib/explorer-view";

/** The overview where there is nothing to show, and why. */
export function OverviewEmpty({ asOf, seesNone, seesAll }: { asOf: string | null; seesNone: boolean; seesAll: boolean }) {
  return (
    <main id="main" className="mx-auto max-w-[560px] px-8 pt-16 pb-12 narrow:px-3 narrow:pt-6">
      {seesNone ? (
        <Notice level="h1" icon={<EyeOff size={20} strokeWidth={1.75} aria-hidden />} title="You may see no namespace yet">An administrator decides which namespaces you see.</Notice>
      ) : asOf !== null ? (
        <Notice level="h1" icon={<Route size={20} strokeWidth={1.75} aria-hidden />} title="Nothing at this time" actions={<Link href={explorerHref(initialView(null))} className={buttonClass()}>Look at now</Link>}>
          Nothing{seesAll ? "" : " in the namespaces that you see"} had been recorded yet.
        </Notice>
      ) : (
        <Notice level="h1" icon={<Route size={20} strokeWidth={1.75} aria-hidden />} title="Nothing recorded yet" actions={<Link href="/connect" className={buttonClass({ look: "primary" })}>Connect a pipeline</Link>}>
          {seesAll ? "Headwater draws lineage from what your pipelines report." : "Nothing is recorded in the namespaces that you see."}
        </Notice>
      )}
    </main>
  );
}
