import { ServerOff } from "lucide-react";
import type { ReactNode } from "react";
import { formatUtc } from "@/components/format";
import { Notice } from "@/components/ui/notice";
import { PageBody, PageHead } from "./page-head";
import { RefreshButton } from "./refresh-button";

/** What stands where the graph should have answered: never an empty answer. `at`: when it was asked. `children`: what still holds on this page. */
export function GraphAway({ at, children }: { at: string; children?: ReactNode }) {
  return (
    <div role="alert" className="max-w-lg rounded border border-line bg-surface p-4">
      <Notice icon={<ServerOff size={20} strokeWidth={1.75} aria-hidden />} title="The graph did not answer" actions={<RefreshButton />}>
        <p>Ingestion goes on and nothing is lost. <span className="whitespace-nowrap">Asked at {formatUtc(at)} UTC.</span></p>
        {children}
      </Notice>
    </div>
  );
}

/** A whole page that the graph did not answer. `title`: what was asked for, so that it is known what did not come. */
export function GraphAwayPage({ title, at, children }: { title: string; at: string; children?: ReactNode }) {
  return (
    <main id="main">
      <PageHead title={title} />
      <PageBody><GraphAway at={at}>{children}</GraphAway></PageBody>
    </main>
  );
}
