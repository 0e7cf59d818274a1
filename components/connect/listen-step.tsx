"use client";
import { CircleCheck, Radio, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { getJson } from "@/components/api-client";
import { counted } from "@/components/format";
import { Instant } from "@/components/ui/instant";
import { Mark, Pill } from "@/components/ui/mark";
import { activity, type Activity, type Refused } from "./activity";
import { Step } from "./code";
import { UnderstoodView } from "./understood-view";

const EVERY_MS = 2500;

/** What a token sent, asked every few seconds while the page is looked at; `null` before there is a token or an answer. */
function useActivity(tokenId: string | null): Activity | null {
  const [answer, setAnswer] = useState<Activity | null>(null);
  useEffect(() => {
    if (tokenId === null) return;
    let isAsking = false;
    const timer = setInterval(async () => {
      if (document.hidden || isAsking) return;
      isAsking = true;
      const found = await getJson(`/api/v1/tokens/${tokenId}/activity`, activity).catch(() => null);
      isAsking = false;
      if (found) setAnswer(found);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [tokenId]);
  return answer;
}

/** The step that waits for the first event of a token, and tells what became of it. */
export function ListenStep({ tokenId }: { tokenId: string | null }) {
  const answer = useActivity(tokenId);
  const isLive = (answer?.taken ?? 0) > 0;
  return (
    <Step
      number={3}
      title={isLive ? "Events are coming in" : "Wait for the first event"}
      note={isLive ? undefined : tokenId === null ? "Once there is a token, this page tells what comes in with it." : "This page changes by itself. Refused events are listed here with the reason."}
      end={
        <span role="status" className="flex flex-none items-center gap-3">
          {isLive && <Pill tone="good" icon={<CircleCheck size={14} strokeWidth={1.75} aria-hidden />}>Live</Pill>}
          {tokenId !== null && <Mark icon={<Radio size={16} strokeWidth={1.75} aria-hidden />}>{isLive ? counted(answer!.taken, "event") : "Listening, 0 received"}{answer && answer.refused > 0 && `, ${answer.refused} refused`}</Mark>}
        </span>
      }
    >
      {answer && answer.lastRefused.length > 0 && <Refusals refusals={answer.lastRefused} />}
      {answer?.understood && <UnderstoodView understood={answer.understood} warnings={answer.lastTaken[0]?.warnings ?? []} duplicate={answer.lastTaken[0]?.duplicate ?? false} />}
      {isLive && answer && !answer.understood && <p className="text-12 text-ink-2">It is in the ledger. The graph does not answer just now, so what was understood of it cannot be told yet.</p>}
    </Step>
  );
}

function Refusals({ refusals }: { refusals: readonly Refused[] }) {
  return (
    <ul aria-label="Refused" className="mb-3 grid gap-2">
      {refusals.map(({ at, path, status, code, pointer, message, index }) => (
        <li key={`${at} ${index}`} className="rounded bg-warn-soft px-3 py-2 text-12 text-warn-ink">
          <span className="flex flex-wrap items-center gap-x-2">
            <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="text-warn-mark" />
            <span className="font-medium">{status} {code}</span>
            {pointer !== null && <span className="mono">{pointer}</span>}
            {index !== null && <span>event {index} of several</span>}
            <span className="ml-auto"><Instant at={at} /> UTC</span>
          </span>
          <span className="mt-1 block break-words">{message}</span>
          <span className="mono mt-1 block">{path}</span>
        </li>
      ))}
    </ul>
  );
}
