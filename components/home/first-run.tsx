"use client";
import { Search } from "lucide-react";
import Link from "next/link";
import { CodeBlock } from "@/components/connect/code";
import { ConnectSteps, type ConnectProps } from "@/components/connect/connect-steps";
import { Panel } from "@/components/ui/panel";
import { useLedgerWatch } from "./ledger-watch";

export type FirstRunProps = ConnectProps & {
  /** Records that are there already, about people and tokens. */
  projected: number;
  /** How the parts are, in a sentence. */
  standing: string;
};

/** The start of an empty store: the sample, or one's own events in three steps. The page changes by itself when the first event is there. */
export function FirstRun({ projected, standing, ...connect }: FirstRunProps) {
  useLedgerWatch(projected);
  return (
    <main id="main" className="mx-auto max-w-[880px] px-8 pt-10 pb-12 narrow:px-3 narrow:pt-5">
      <h1 className="mb-1 text-24 tracking-[-0.02em] narrow:text-18">Nothing recorded yet</h1>
      <p className="mb-6 text-ink-2">Headwater draws lineage from what your pipelines report. Send the first event, or run the sample to look around.</p>
      <div className="flex h-12 items-center gap-3 rounded border border-line-strong bg-sunken px-4 text-15 text-ink-3"><Search size={20} strokeWidth={1.75} aria-hidden />Search opens with the first record</div>
      <ConnectSteps {...connect}>
        {(token) => (
          <Panel className="mt-6" title="Run the sample pipeline" note="over recorded CloudWatch telemetry">
            <div className="grid gap-3 px-4 py-3">
              <p className="text-12 text-ink-2">
                Fourteen real series in 15-minute windows, rolling features, two versions of each model, a prediction for every window, and failures that are known. It talks to
                the same interface as your pipeline will.
              </p>
              <CodeBlock title="In Headwater's own directory" text={`HEADWATER_URL=${connect.origin} HEADWATER_TOKEN=${token} npm run sample`} />
            </div>
          </Panel>
        )}
      </ConnectSteps>
      <p className="mt-4 text-12 text-ink-3">{standing} <Link href="/status" className="text-ink-2 underline hover:text-accent">Status</Link></p>
    </main>
  );
}
