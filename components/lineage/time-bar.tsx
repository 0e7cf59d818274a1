"use client";
import { TriangleAlert, ClockAlert } from "lucide-react";
import { counted, formatCount, formatDuration, formatUtc } from "@/components/format";
import { Mark } from "@/components/ui/mark";
import type { Watermark } from "@/lib/layout/picture";
import { LATE_MS } from "./graph-lag";
import { InstantForm } from "./instant-form";

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
  return (
    <div className={`flex min-h-12 items-center gap-3 border-t border-line bg-surface px-4 py-2 narrow:flex-wrap ${className}`}>
      <InstantForm fields={[{ label: "As of", value: asOf }]} onInstants={([instant]) => onAsOf(instant ?? null)} onNow={asOf === null ? null : () => onAsOf(null)} hint="UTC, such as 2026-11-23 07:42:10" />
      {watermark && <span className="ml-auto min-w-0 narrow:ml-0"><WatermarkLine watermark={watermark} /></span>}
    </div>
  );
}
