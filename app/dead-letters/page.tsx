import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { formatCount } from "@/components/format";
import { DeadLetterList } from "@/components/ledger/dead-letter-list";
import { LedgerTabs } from "@/components/ledger/ledger-tabs";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { GraphAway } from "@/components/shell/graph-away";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { listDeadLetters, type DeadLettersAnswer } from "@/graph/queries/list-dead-letters";
import { may } from "@/lib/access/policy";
import { referenceOf } from "@/lib/interpret/subject-keys";
import { parseNodeRef } from "@/lib/lineage/node-ref";

export const metadata: Metadata = { title: "Dead letters" };

const PAGE = 50;

export default async function DeadLettersPage(props: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const viewer = await pageViewer("deadletter:read");
  // as its route refuses: these span all namespaces
  if (viewer.namespaces !== null) notFound();
  const after = Number([(await props.searchParams).after].flat()[0] ?? 0);
  const cursor = Number.isSafeInteger(after) && after > 0 ? after : 0;
  const asked = await askForPage("dead-letters", () => listDeadLetters(viewer, { limit: PAGE, cursor }));
  return (
    <Shell viewer={viewer} current="ledger">
      <main id="main">
        <PageHead
          title="Dead letters"
          note="Records that are safe in the ledger and could not be brought into the graph. The rest goes on without them."
          tabs={<LedgerTabs current="dead-letters" deadLetters={{ mayRead: true, count: asked.found?.total ?? null }} />}
        />
        <PageBody>{asked.found ? <Letters answer={asked.found} isFirst={cursor === 0} mayReplay={may(viewer, "deadletter:write")} /> : asked.why === "failed" && <GraphAway away={asked.away}><p>The records themselves are in the ledger.</p></GraphAway>}</PageBody>
      </main>
    </Shell>
  );
}

function Letters({ answer, isFirst, mayReplay }: { answer: DeadLettersAnswer; isFirst: boolean; mayReplay: boolean }) {
  const { results, total, next, watermark } = answer;
  if (total === 0) {
    return (
      <div className="max-w-lg rounded border border-line bg-surface p-4">
        <Notice icon={<CircleCheck size={20} strokeWidth={1.75} aria-hidden />} title="Every record is in the graph" actions={<Link href="/status" className={buttonClass()}>Status</Link>}>
          None was set aside. <WatermarkLine watermark={watermark} />
        </Notice>
      </div>
    );
  }
  const letters = results.map(({ subject, ...letter }) => {
    const ref = subject === null ? null : referenceOf(subject);
    return { ...letter, subject: ref === null ? null : { ref, kind: parseNodeRef(ref)!.kind } };
  });
  return (
    <DeadLetterList letters={letters} mayReplay={mayReplay}>
      <div className="flex min-h-12 items-center gap-2 border-t border-line px-4 py-2 text-12 text-ink-3">
        <span className="mr-auto">{formatCount(results.length)} of {formatCount(total)} shown</span>
        {!isFirst && <Link href="/dead-letters" className={buttonClass()}>From the first</Link>}
        {next !== undefined && <Link href={`/dead-letters?after=${next}`} className={buttonClass()}>Next</Link>}
      </div>
    </DeadLetterList>
  );
}
