import { LockKeyhole } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { explorerHref, initialView } from "@/lib/explorer-view";

/** No access and not existing read the same. */
export function UnknownNode({ nodeRef, asOf }: { nodeRef: string; asOf: string | null }) {
  return (
    <main id="main" className="mx-auto max-w-lg px-8 pt-16 narrow:px-3 narrow:pt-6">
      <div className="rounded border border-line bg-surface p-4">
        <Notice
          level="h1"
          icon={<LockKeyhole size={20} strokeWidth={1.75} aria-hidden />}
          title="You may not see this node"
          actions={
            <>
              <Link href="/" className={buttonClass()}>Search</Link>
              {asOf !== null && <Link href={explorerHref(initialView(nodeRef))} className={buttonClass()}>Look at now</Link>}
            </>
          }
        >
          <p>It may not exist. An administrator decides which namespaces you see. Nothing was counted.</p>
          <p className="mono mt-2 break-all text-ink-3">{nodeRef}</p>
        </Notice>
      </div>
    </main>
  );
}
