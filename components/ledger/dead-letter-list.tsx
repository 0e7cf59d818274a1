"use client";
import { Check, RotateCw, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { counted, formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { sendJson } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { recordHref } from "@/lib/page-hrefs";
import { DeadReason } from "./dead-reason";
import { typeWord } from "./record-words";

export type DeadLetterLine = {
  sequence: number;
  type: string | null;
  subject: { ref: string; kind: NodeKind } | null;
  code: string;
  message: string;
  attempts: number;
  firstAt: string;
  lastAt: string;
};

type Outcome = "trying" | "done" | { failed: string };

/** Dead letters with their reasons, and a button to try again. What came of it stands in the line. `children`: the foot of the list. */
export function DeadLetterList({ letters, mayReplay, children }: { letters: readonly DeadLetterLine[]; mayReplay: boolean; children: ReactNode }) {
  const router = useRouter();
  const [outcomes, setOutcomes] = useState<Readonly<Record<number, Outcome>>>({});
  const isTrying = Object.values(outcomes).includes("trying");
  const left = letters.filter(({ sequence }) => outcomes[sequence] !== "done");

  async function replay(sequence: number): Promise<void> {
    setOutcomes((before) => ({ ...before, [sequence]: "trying" }));
    const { refusal } = await sendJson("POST", `/api/v1/dead-letters/${sequence}/replay`, {});
    setOutcomes((before) => ({ ...before, [sequence]: refusal ? { failed: refusal.code === "conflict" ? "Tried again: it still cannot be brought into the graph." : refusal.message } : "done" }));
  }
  /** One after the other: one that mends what another lacks may come first. */
  async function replayAll(): Promise<void> {
    for (const { sequence } of left) await replay(sequence);
    router.refresh();
  }

  return (
    <Panel
      title="Set aside"
      note="times in UTC"
      action={mayReplay && left.length > 1 && <Button size="sm" disabled={isTrying} onClick={() => void replayAll()}><RotateCw size={14} strokeWidth={1.75} aria-hidden />Replay the {formatCount(left.length)} shown</Button>}
    >
      <ul aria-label="Dead letters">
        {letters.map(({ sequence, type, subject, code, message, attempts, firstAt, lastAt }) => {
          const outcome = outcomes[sequence];
          return (
            <li key={sequence} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 border-b border-line px-4 py-3 text-12 last:border-0">
              <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
                <Link href={recordHref(sequence)} className="font-medium whitespace-nowrap text-accent hover:underline">Record {formatCount(sequence)}</Link>
                {type !== null && <span>{typeWord(type)}</span>}
                {subject !== null && <span className="flex min-w-40 max-w-full flex-1"><NodeLink nodeRef={subject.ref} kind={subject.kind} /></span>}
              </div>
              <span aria-live="polite">
                {outcome === "done" ? (
                  <Mark tone="good" icon={<Check size={14} strokeWidth={1.75} aria-hidden />}>In the graph now</Mark>
                ) : (
                  mayReplay && <Button size="sm" disabled={isTrying} onClick={() => void replay(sequence).then(() => router.refresh())}>{outcome === "trying" ? "Replaying" : "Replay"}</Button>
                )}
              </span>
              <div className="col-span-2 min-w-0 text-ink-2"><DeadReason code={code} message={message} /></div>
              <p className="col-span-2 text-ink-3">{counted(attempts, "attempt")}, first at <Instant at={firstAt} />, last at <Instant at={lastAt} /></p>
              {typeof outcome === "object" && <p role="alert" className="col-span-2"><Mark tone="warn" className="!whitespace-normal" icon={<TriangleAlert size={14} strokeWidth={1.75} aria-hidden />}>{outcome.failed}</Mark></p>}
            </li>
          );
        })}
      </ul>
      {children}
    </Panel>
  );
}
