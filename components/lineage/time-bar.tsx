"use client";
import { TriangleAlert, ClockAlert } from "lucide-react";
import { useId, useState } from "react";
import { counted, formatCount, formatDuration, formatUtc } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import type { Watermark } from "@/lib/layout/picture";
import { formatInstant, parseInstant } from "@/lib/time";
import { LATE_MS } from "./graph-lag";

/** What the graph knew when it answered: what is amiss, and with `inFull` up to which record. */
export function WatermarkLine({ watermark, inFull = true }: { watermark: Watermark; inFull?: boolean }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-3">
      {watermark.lagMs > LATE_MS && <Mark tone="warn" icon={<ClockAlert size={14} aria-hidden />}>{formatDuration(watermark.lagMs)} behind the ledger</Mark>}
      {watermark.deadLetters > 0 && <Mark tone="warn" icon={<TriangleAlert size={14} aria-hidden />}>{counted(watermark.deadLetters, "record")} could not be drawn</Mark>}
      {inFull && <span className="truncate">
        {watermark.recordedAt === null ? "No record in the graph yet" : <>Graph at record {formatCount(watermark.sequence)}, <time dateTime={watermark.recordedAt}>{formatUtc(watermark.recordedAt)}</time> UTC</>}
      </span>}
    </span>
  );
}

/** The instant that is looked at, and what the graph knew. An empty field is now. */
export function TimeBar({ asOf, watermark, onAsOf, className = "" }: { asOf: string | null; watermark: Watermark | null; onAsOf: (asOf: string | null) => void; className?: string }) {
  const id = useId();
  const [text, setText] = useState(asOf === null ? "" : formatUtc(asOf));
  const [wrong, setWrong] = useState(false);
  function apply() {
    if (text.trim() === "") return asOf !== null && onAsOf(null);
    const at = parseInstant(text.trim()) ?? parseInstant(`${text.trim()} 00:00`);
    if (at === null) return setWrong(true);
    setWrong(false);
    onAsOf(formatInstant(at));
  }
  return (
    <form
      className={`flex min-h-12 items-center gap-3 border-t border-line bg-surface px-4 py-2 narrow:flex-wrap ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <label htmlFor={id} className="text-12 text-ink-3">As of</label>
      <input
        id={id}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
        placeholder="Now"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong || undefined}
        aria-describedby={`${id}-hint`}
        className={`mono h-8 w-44 rounded border bg-surface px-2.5 text-12 narrow:h-10 ${wrong ? "border-bad-mark" : "border-control"}`}
      />
      <Button type="submit">Show</Button>
      {asOf !== null && <Button onClick={() => onAsOf(null)}>Now</Button>}
      <span id={`${id}-hint`} aria-live="polite" className={`text-11 ${wrong ? "text-bad-ink" : "text-ink-3"} ${wrong ? "" : "narrow:hidden"}`}>
        {wrong ? "This is no time. Write 2026-11-23 07:42:10" : "UTC, such as 2026-11-23 07:42:10"}
      </span>
      {watermark && <span className="ml-auto min-w-0 narrow:ml-0"><WatermarkLine watermark={watermark} /></span>}
    </form>
  );
}
