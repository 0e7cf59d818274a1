import { ServerOff } from "lucide-react";
import type { ReactNode } from "react";
import { formatCount, formatUtc } from "@/components/format";
import { Notice } from "@/components/ui/notice";
import type { GraphAway as Away } from "@/lib/graph-away";
import { PageBody, PageHead } from "./page-head";
import { RefreshButton } from "./refresh-button";

/** Why the graph did not answer, for a title and the sentence under it. */
export function awayWords({ making }: Away): { title: string; why: string } {
  if (making === null) return { title: "The graph did not answer", why: "Ingestion goes on and nothing is lost." };
  return { title: "The graph is being made", why: `${formatCount(making.done)} of ${formatCount(making.of)} records are in it. Ingestion goes on and nothing is lost.` };
}

/** What stands where the graph should have answered: never an empty answer. `children`: what still holds on this page. */
export function GraphAway({ away, children }: { away: Away; children?: ReactNode }) {
  const { title, why } = awayWords(away);
  return (
    <div role="alert" className="max-w-lg rounded border border-line bg-surface p-4">
      <Notice icon={<ServerOff size={20} strokeWidth={1.75} aria-hidden />} title={title} actions={<RefreshButton />}>
        <p>{why} <span className="whitespace-nowrap">Asked at {formatUtc(away.at)} UTC.</span></p>
        {children}
      </Notice>
    </div>
  );
}

/** A whole page that the graph did not answer. `title`: what was asked for, so that it is known what did not come. */
export function GraphAwayPage({ title, away, children }: { title: string; away: Away; children?: ReactNode }) {
  return (
    <main id="main">
      <PageHead title={title} />
      <PageBody><GraphAway away={away}>{children}</GraphAway></PageBody>
    </main>
  );
}
