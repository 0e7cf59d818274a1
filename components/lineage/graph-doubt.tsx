import { ClockAlert, TriangleAlert } from "lucide-react";
import { counted, formatDuration } from "@/components/format";
import { Mark } from "@/components/ui/mark";
import type { Watermark } from "@/lib/layout/picture";
import { LATE_MS } from "./graph-lag";

/** Why a "nothing" may be false: records that are not in the graph yet, or could not be brought into it. Absent when there are none. */
export function GraphDoubt({ watermark, what }: { watermark: Watermark; what: string }) {
  const { lagMs, deadLetters } = watermark;
  if (lagMs <= LATE_MS && deadLetters === 0) return null;
  return (
    <div role="alert" className="grid gap-1 border-b border-line bg-surface px-6 py-2 text-12 narrow:px-3">
      {lagMs > LATE_MS && <Mark tone="warn" className="whitespace-normal!" icon={<ClockAlert size={14} aria-hidden />}>The graph is {formatDuration(lagMs)} behind the ledger. What came since may {what}.</Mark>}
      {deadLetters > 0 && <Mark tone="warn" className="whitespace-normal!" icon={<TriangleAlert size={14} aria-hidden />}>{counted(deadLetters, "record")} could not be drawn. What {deadLetters === 1 ? "it says" : "they say"} may {what}.</Mark>}
    </div>
  );
}
