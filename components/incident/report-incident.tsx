"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { incidentHref } from "@/lib/page-hrefs";
import { pastedIds } from "./pasted-ids";
import { reportIncident } from "./report-api";
import { TargetField } from "./target-field";
import { toInstant } from "./to-instant";

/** What the form begins with, from the address. */
export type ReportStart = { target: string | null; prediction: string; at: string };

type Direction = "any" | "high" | "low";
type Faults = Partial<Record<"title" | "target" | "from" | "to" | "form", string>>;

const HOUR_MS = 3_600_000;
const written = (at: number) => new Date(at).toISOString().slice(0, 16).replace("T", " ");

/** Reports that something went wrong: one record in the ledger, and then the incident's page. */
export function ReportIncident({ start }: { start: ReportStart }) {
  const router = useRouter();
  const around = Date.parse(start.at);
  const [title, setTitle] = useState("");
  const [target, setTarget] = useState<string | null>(start.target);
  const [metric, setMetric] = useState("");
  const [direction, setDirection] = useState<Direction>("any");
  const [from, setFrom] = useState(Number.isNaN(around) ? "" : written(around - HOUR_MS));
  const [to, setTo] = useState(Number.isNaN(around) ? "" : written(around + 60_000));
  const [predictions, setPredictions] = useState(start.prediction);
  const [faults, setFaults] = useState<Faults>({});
  const [isBusy, setIsBusy] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    const window = { from: toInstant(from), to: toInstant(to) };
    const found: Faults = {
      ...(title.trim() === "" ? { title: "Say in a few words what went wrong." } : {}),
      ...(target === null ? { target: "Choose what it is about." } : {}),
      ...(window.from === null ? { from: "Write a time, such as 2026-11-23 07:40" } : {}),
      ...(window.to === null ? { to: "Write a time, such as 2026-11-23 08:10" } : window.from !== null && window.to < window.from ? { to: "The window ends before it begins." } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length > 0 || target === null || window.from === null || window.to === null) return;
    setIsBusy(true);
    const named = pastedIds(predictions);
    const answer = await reportIncident({
      title: title.trim(), target, window: { from: window.from, to: window.to },
      ...(metric.trim() === "" ? {} : { metric: metric.trim() }),
      ...(direction === "any" ? {} : { direction }),
      ...(named.length === 0 ? {} : { predictions: named }),
    });
    if ("id" in answer) router.push(incidentHref(answer.id));
    else {
      setFaults(answer.field === "target" ? { target: answer.message } : { form: answer.message });
      setIsBusy(false);
    }
  }

  return (
    <Panel title="Report an incident">
      <form id="report" onSubmit={send} noValidate className="grid scroll-mt-14 gap-3 px-4 py-3">
        <TextField id="incident-title" label="Title" error={faults.title} value={title} onChange={(event) => setTitle(event.target.value)} />
        <TargetField value={target} error={faults.target} onChange={setTarget} />
        <div className="grid grid-cols-2 gap-3">
          <TextField id="incident-from" label="Window from, UTC" placeholder="2026-11-23 07:40" error={faults.from} value={from} onChange={(event) => setFrom(event.target.value)} />
          <TextField id="incident-to" label="to" placeholder="2026-11-23 08:10" error={faults.to} value={to} onChange={(event) => setTo(event.target.value)} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3">
          <TextField id="incident-metric" label="Metric, if one shows it" value={metric} onChange={(event) => setMetric(event.target.value)} />
          <Segmented label="Direction" value={direction} options={[{ value: "any", label: "Either" }, { value: "high", label: "High" }, { value: "low", label: "Low" }]} onChange={setDirection} />
        </div>
        <div>
          <label htmlFor="incident-predictions" className="mb-1 block text-12 font-medium">Prediction IDs</label>
          <textarea id="incident-predictions" rows={3} spellCheck={false} value={predictions} onChange={(event) => setPredictions(event.target.value)} aria-describedby="incident-predictions-hint" className="mono w-full rounded border border-control bg-surface px-2.5 py-1.5 text-12" />
          <p id="incident-predictions-hint" className="mt-1 text-12 text-ink-3">Divided by spaces, commas or lines. None is fine.</p>
        </div>
        {faults.form && <p role="alert" className="text-12 text-bad-ink">{faults.form}</p>}
        <Button type="submit" disabled={isBusy} className="justify-self-start">Report incident</Button>
      </form>
    </Panel>
  );
}
