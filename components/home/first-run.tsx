"use client";
import { KeyRound, Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import * as z from "zod/mini";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { LedgerWatch } from "./ledger-watch";

const newToken = z.object({ token: z.string() });
const CLIENTS = [{ value: "openlineage", label: "OpenLineage" }, { value: "cloudevents", label: "CloudEvents" }] as const;
type Client = (typeof CLIENTS)[number]["value"];

/** What to type to send a first event, for the two kinds of client. */
export function clientLines(client: Client, origin: string, token: string): string {
  if (client === "openlineage") return `OPENLINEAGE_URL=${origin}\nOPENLINEAGE_ENDPOINT=api/v1/lineage\nOPENLINEAGE_API_KEY=${token}`;
  const event = { specversion: "1.0", id: "first", source: "/by-hand", type: "dev.headwater.dependency.declared.v1", data: { from: { namespace: "demo", name: "orders" }, to: { namespace: "demo", name: "revenue" } } };
  return `curl ${origin}/api/v1/events \\\n  -H "Authorization: Bearer ${token}" \\\n  -H "Content-Type: application/cloudevents+json" \\\n  -d '${JSON.stringify(event)}'`;
}

/** The start of an empty store: the sample, or one's own events in three steps. The page changes by itself when the first event is there. `projected`: records that are there already, about people and tokens. */
export function FirstRun({ origin, projected, mayMakeTokens }: { origin: string; projected: number; mayMakeTokens: boolean }) {
  const [client, setClient] = useState<Client>("openlineage");
  const [made, setMade] = useState<{ status: "none" | "busy" | "failed" } | { status: "made"; token: string }>({ status: "none" });
  const token = made.status === "made" ? made.token : "<token>";
  const sample = `HEADWATER_URL=${origin} HEADWATER_TOKEN=${token} npm run sample`;
  const lines = clientLines(client, origin, token);

  async function make() {
    setMade({ status: "busy" });
    const response = await fetch("/api/v1/tokens", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "First pipeline", role: "producer" }) }).catch(() => null);
    const answer = newToken.safeParse(await response?.json().catch(() => null));
    setMade(response?.ok && answer.success ? { status: "made", token: answer.data.token } : { status: "failed" });
  }
  return (
    <main id="main" className="mx-auto max-w-[880px] px-8 pt-10 pb-12 narrow:px-3 narrow:pt-5">
      <h1 className="mb-1 text-24 tracking-[-0.02em] narrow:text-18">Nothing recorded yet</h1>
      <p className="mb-6 text-ink-2">Headwater draws lineage from what your pipelines report. Send the first event, or run the sample to look around.</p>
      <div className="flex h-12 items-center gap-3 rounded border border-line-strong bg-sunken px-4 text-15 text-ink-3"><Search size={20} strokeWidth={1.75} aria-hidden />Search opens with the first record</div>

      <Panel className="mt-6" title="Run the sample pipeline" note="over recorded CloudWatch telemetry" action={<CopyButton text={sample} />}>
        <div className="px-4 py-3">
          <p className="mb-2 text-12 text-ink-2">Fourteen real series in 15-minute windows, rolling features, two trained model versions, and a prediction for every window. It talks to the same interface as your pipeline will.</p>
          <Code>{sample}</Code>
        </div>
      </Panel>
      <Panel className="mt-4" title="Send your own events" action={<Segmented label="Client" value={client} options={CLIENTS} onChange={setClient} />}>
        <ol className="grid gap-4 px-4 py-3">
          <Step
            number={1}
            title="Create a token for the pipeline"
            note={mayMakeTokens ? "Shown once. Only its hash is kept." : "An administrator creates tokens. Ask for one with the role producer."}
            below={
              <>
                {made.status === "failed" && <p role="alert" className="text-12 text-bad-ink">No token was created: Headwater did not take the request. What is recorded stays as it is.</p>}
                {made.status === "made" && (
                  <div role="status" className="flex items-center gap-2">
                    <code className="mono min-w-0 flex-1 rounded bg-sunken px-4 py-2 text-12 break-all">{made.token}</code>
                    <CopyButton text={made.token} label="Copy token" />
                  </div>
                )}
              </>
            }
          >
            {mayMakeTokens && made.status !== "made" && (
              <Button look="primary" disabled={made.status === "busy"} onClick={make}><KeyRound size={14} strokeWidth={1.75} aria-hidden />Create token</Button>
            )}
          </Step>
          <Step number={2} title={client === "openlineage" ? "Point your client at this address" : "Send an event"} below={<Code>{lines}</Code>}><CopyButton text={lines} /></Step>
          <Step number={3} title="Wait for the first event" note="This page changes by itself."><LedgerWatch projected={projected} /></Step>
        </ol>
      </Panel>
    </main>
  );
}

function Code({ children }: { children: string }) {
  return <pre tabIndex={0} className="mono scroll-slim overflow-x-auto rounded bg-sunken px-4 py-3 text-12 leading-5">{children}</pre>;
}

function Step({ number, title, note, below, children }: { number: number; title: string; note?: string; below?: ReactNode; children?: ReactNode }) {
  return (
    <li className="grid gap-2">
      <div className="flex items-center gap-3">
        <span className="grid size-6 flex-none place-items-center self-start rounded border border-control text-12 font-semibold text-ink-2">{number}</span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        {note && <span className="block text-12 text-ink-3">{note}</span>}
      </span>
      {children}
      </div>
      {below && <div className="min-w-0 pl-9 empty:hidden">{below}</div>}
    </li>
  );
}
