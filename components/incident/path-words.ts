import { versionLabel } from "@/components/lineage/node-words";
import { parseNodeRef } from "@/lib/lineage/node-ref";

/** "latency-anomaly@2", "ec2_cpu@11-26 19:15": a reference as people say it. */
export function refName(ref: string): string {
  const parsed = parseNodeRef(ref);
  return parsed === null ? ref : `${parsed.name.join("/")}${versionLabel(parsed.version ?? null) ?? ""}`;
}

/** "19:45:20" of an instant, or "11-26 19:45" when it is not on the day that is read about. */
export function clock(at: string, day: string | null): string {
  return day !== null && at.slice(0, 10) === day.slice(0, 10) ? at.slice(11, 19) : at.slice(5, 16).replace("T", " ");
}

/** "18:45 to 19:45", or with the days where they differ from the day that is read about. */
export function span(period: { start: string; end: string }, day: string | null): string {
  const isToday = day !== null && [period.start, period.end].every((at) => at.slice(0, 10) === day.slice(0, 10));
  const text = (at: string) => (isToday ? at.slice(11, 16) : at.slice(5, 16).replace("T", " "));
  return `${text(period.start)} to ${text(period.end)}`;
}
