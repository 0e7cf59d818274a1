import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { formatInstant, nowMicros, parseInstant, STILL, type Micros } from "@/lib/time";

/** When the graph is looked at: now, at an instant, or all that held at some time in a period (end exclusive). */
export type Moment = { when: "now" } | { when: "at"; at: Micros } | { when: "period"; from: Micros; to: Micros };

const instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== null) return at;
  context.addIssue({ code: "custom", message: "is no RFC 3339 instant, such as 2026-11-23T08:00:00Z" });
  return z.NEVER;
});

/** Query parameters that say when. */
export const momentParams = { asOf: instant.optional(), from: instant.optional(), to: instant.optional() };
export const asOfParam = { asOf: instant.optional() };

/** @throws AppError `invalid` when both an instant and a period are asked for, or the period ends before it begins. */
export function toMoment(params: { asOf?: Micros; from?: Micros; to?: Micros }): Moment {
  const { asOf, from, to } = params;
  if (from === undefined && to === undefined) return asOf === undefined ? { when: "now" } : { when: "at", at: asOf };
  if (asOf !== undefined) throw new AppError("invalid", "Ask for an instant (asOf) or a period (from, to), not for both.", { pointer: "/asOf" });
  const period = { from: from ?? -STILL, to: to ?? STILL };
  if (period.from >= period.to) throw new AppError("invalid", "The period ends before it begins.", { pointer: "/to" });
  return { when: "period", ...period };
}

/** Cypher's relationship types for what holds at a moment, such as `FEEDS|FED`. */
export function typesAt(moment: Moment, present: "FEEDS" | "MAYBE"): string {
  if (moment.when === "now") return present;
  return present === "FEEDS" ? "FEEDS|FED" : "MAYBE|MAYBE_FED";
}

/** Cypher's condition that the relationship `variable` holds at a moment; parameters are `momentValues`. */
export function holdsAt(moment: Moment, variable: string): string {
  switch (moment.when) {
    case "now": return "true";
    case "at": return `${variable}.validFrom <= $from AND $from < ${variable}.validTo`;
    case "period": return `${variable}.validFrom < $to AND ${variable}.validTo > $from`;
  }
}

export const momentValues = (moment: Moment): { from: Micros; to: Micros } => ({ from: beginOf(moment), to: endOf(moment) });

/** The first instant that is looked at. */
function beginOf(moment: Moment): Micros {
  return moment.when === "at" ? moment.at : moment.when === "period" ? moment.from : -STILL;
}

/** The last instant that is looked at, for what has one time: nothing later belongs to the answer. */
export function lastOf(moment: Moment): Micros {
  return moment.when === "at" ? moment.at : moment.when === "period" && moment.to < STILL ? moment.to - 1 : STILL;
}

function endOf(moment: Moment): Micros {
  return moment.when === "period" ? moment.to : STILL;
}

/** What the clock shows at a moment: now, unless the answer is about an earlier time. */
export function clockAt(moment: Moment): Micros {
  return moment.when === "now" ? nowMicros() : Math.min(lastOf(moment), moment.when === "at" ? moment.at : nowMicros());
}

export const momentText = (moment: Moment): string | null => (moment.when === "at" ? formatInstant(moment.at) : null);

/** RFC 3339 of a time in the graph; `null` for none and for "still". */
export function instantText(at: Micros | null | undefined): string | null {
  return at === null || at === undefined || Math.abs(at) >= STILL ? null : formatInstant(at);
}
