import { AppError, ERROR_STATUS, type ErrorCode } from "@/lib/errors";
import { nowMicros, type Micros } from "@/lib/time";
import type { EventReceipt, Refusal } from "./append-all";

/** One event that was taken. */
export type TakenEvent = { at: Micros; sequence: number; duplicate: boolean; warnings: string[] };
/** One event, or one whole request, that was refused. `index`: its place where several came at once. */
export type RefusedEvent = { at: Micros; path: string; status: number; code: ErrorCode; pointer: string | null; message: string; index: number | null };
/** Counts are since the process started; of the events themselves the last few are kept, newest first. */
export type Activity = { taken: number; refused: number; lastTaken: TakenEvent[]; lastRefused: RefusedEvent[] };

const MOST_ACTORS = 500;
const MOST_KEPT = 5;
const MOST_WARNINGS = 10;
const LONGEST_TEXT = 1_000;

/**
 * What came in by whom, lately: so that whoever connects a pipeline sees what is wrong with its events where they look. In memory and
 * bounded; the ledger is the record of what was taken, and refusals are nowhere else.
 */
export class TokenActivity {
  private readonly byActor = new Map<string, Activity>();

  taken(actor: string, { sequence, duplicate, warnings }: EventReceipt): void {
    const activity = this.entry(actor);
    activity.taken++;
    keep(activity.lastTaken, { at: nowMicros(), sequence, duplicate, warnings: warnings.slice(0, MOST_WARNINGS).map(cut) });
  }

  refused(actor: string, path: string, error: AppError | Refusal): void {
    const activity = this.entry(actor);
    activity.refused++;
    const index = error instanceof AppError ? null : error.index;
    keep(activity.lastRefused, { at: nowMicros(), path, status: ERROR_STATUS[error.code], code: error.code, pointer: error.pointer ?? null, message: cut(error.message), index });
  }

  /** Nothing at all is zero, not an error. */
  of(actor: string): Activity {
    const { lastTaken = [], lastRefused = [], ...counts } = this.byActor.get(actor) ?? { taken: 0, refused: 0 };
    return { ...counts, lastTaken: [...lastTaken], lastRefused: [...lastRefused] };
  }

  private entry(actor: string): Activity {
    const known = this.byActor.get(actor) ?? { taken: 0, refused: 0, lastTaken: [], lastRefused: [] };
    // the one that was quiet longest goes first
    this.byActor.delete(actor);
    this.byActor.set(actor, known);
    if (this.byActor.size > MOST_ACTORS) this.byActor.delete(this.byActor.keys().next().value!);
    return known;
  }
}

function keep<T>(list: T[], newest: T): void {
  list.unshift(newest);
  if (list.length > MOST_KEPT) list.pop();
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
