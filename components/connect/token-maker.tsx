"use client";
import { KeyRound } from "lucide-react";
import { useId, useState } from "react";
import * as z from "zod/mini";
import { sendJson } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { TextField } from "@/components/ui/field";
import { Step } from "./code";

export type MadeToken = { id: string; token: string };

const madeToken = z.object({ id: z.string(), token: z.string() });
const DAY_MS = 86_400_000;
const LIVES = [{ days: 7, word: "7 days" }, { days: 30, word: "30 days" }, { days: 90, word: "90 days" }, { days: 365, word: "a year" }] as const;

/** The step that makes a producer's token, shown this once. `own`: the namespaces of who makes it, which it may not exceed; `null` is all. */
export function TokenMaker({ mayMake, own, made, onMade }: { mayMake: boolean; own: readonly string[] | null; made: MadeToken | null; onMade: (made: MadeToken) => void }) {
  const id = useId();
  const [name, setName] = useState("First pipeline");
  const [namespaces, setNamespaces] = useState((own ?? []).join(", "));
  const [days, setDays] = useState(90);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function make() {
    setBusy(true);
    setFault(null);
    const bound = namespaces.split(/[,\s]+/).filter(Boolean);
    const wanted = { name: name.trim() || "Pipeline", role: "producer", namespaces: bound.length === 0 ? null : bound, expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() };
    const { answer, refusal } = await sendJson("POST", "/api/v1/tokens", wanted);
    setBusy(false);
    const token = madeToken.safeParse(answer);
    if (token.success) return onMade(token.data);
    setFault(`No token was created. ${refusal?.message ?? "Headwater answered in a shape this page does not know."}`);
  }

  return (
    <Step
      number={1}
      title="Create a token for the pipeline"
      note={mayMake ? "Shown once. Only its hash is kept." : "An administrator creates tokens. Ask for one with the role producer, and put it where <token> stands."}
      end={mayMake && made === null && <Button look="primary" disabled={isBusy} onClick={() => void make()}><KeyRound size={14} strokeWidth={1.75} aria-hidden />Create token</Button>}
    >
      {mayMake && made === null && (
        <details className="text-12">
          <summary className="w-fit text-ink-2 hover:text-ink">{LIVES.find((life) => life.days === days)?.word}, {namespaces.trim() === "" ? "all namespaces" : namespaces}. Change</summary>
          <div className="mt-3 grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_8rem] gap-3 narrow:grid-cols-1">
            <TextField id={`${id}-name`} label="Name" value={name} onChange={(event) => setName(event.target.value)} maxLength={100} autoComplete="off" />
            <TextField id={`${id}-namespaces`} label="Namespaces" value={namespaces} onChange={(event) => setNamespaces(event.target.value)} placeholder="All" hint="Those it may write, with commas between" autoComplete="off" spellCheck={false} />
            <label className="block font-medium">
              <span className="mb-1 block">Ends after</span>
              <select value={days} onChange={(event) => setDays(Number(event.target.value))} className="h-8 w-full rounded border border-control bg-surface px-2 text-13 narrow:h-10">
                {LIVES.map((life) => <option key={life.days} value={life.days}>{life.word}</option>)}
              </select>
            </label>
          </div>
        </details>
      )}
      {fault !== null && <p role="alert" className="text-12 text-bad-ink">{fault}</p>}
      {made !== null && (
        <div role="status" className="flex items-center gap-2 narrow:flex-wrap">
          <code className="mono min-w-0 flex-1 rounded bg-sunken px-4 py-2 text-12 break-all">{made.token}</code>
          <CopyButton text={made.token} label="Copy token" />
        </div>
      )}
    </Step>
  );
}
