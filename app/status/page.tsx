import type { Metadata } from "next";
import { deadLetterTab } from "@/app/ledger/load-ledger";
import { pageViewer } from "@/app/page-viewer";
import { LedgerTabs } from "@/components/ledger/ledger-tabs";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { MeasuredPanels } from "@/components/status/measured-panels";
import { StatusBoard } from "@/components/status/status-board";
import { findStatus } from "@/graph/queries/find-status";
import { may } from "@/lib/access/policy";
import { measured } from "@/lib/benchmarks/measured";

export const metadata: Metadata = { title: "Status" };

export default async function StatusPage() {
  const viewer = await pageViewer("lineage:read");
  const deadLetters = deadLetterTab(viewer);
  const mayRebuild = may(viewer, "graph:rebuild") && viewer.namespaces === null;
  return (
    <Shell viewer={viewer} current="ledger">
      <main id="main">
        <PageHead title="Status" note="How the parts are, also while the graph is away. Times in UTC." tabs={<LedgerTabs current="status" deadLetters={deadLetters} />} />
        <PageBody>
          <StatusBoard initial={await findStatus(viewer)} mayReadDeadLetters={deadLetters.mayRead} mayRebuild={mayRebuild} />
          <MeasuredPanels measured={measured} />
        </PageBody>
      </main>
    </Shell>
  );
}
