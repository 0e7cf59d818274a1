import { LockKeyhole } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** No access and not existing read the same. `now`: the address of the same page without the instant that is looked at. */
export function UnknownNode({ nodeRef, now }: { nodeRef: string; now: string | null }) {
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
              {now !== null && <Link href={now} className={buttonClass()}>Look at now</Link>}
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
