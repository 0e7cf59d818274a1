import { parseInstant } from "@/lib/time";

/** What a track shows, in milliseconds since 1970. */
export type Span = { from: number; to: number };
/** One mark on a track: all moments that are too near to each other to be told apart. `place` is 0 at the left end and 1 at the right. */
export type Tick = { place: number; first: string; last: string; moments: number; count: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY, 365 * DAY, 730 * DAY, 1825 * DAY, 3650 * DAY, 36500 * DAY];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MOST_LABELS = 5;

export const toMillis = (instant: string): number => parseInstant(instant)! / 1000;

/** The span that holds all of some instants, with a little room before the first. */
export function spanOf(instants: readonly string[]): Span {
  const times = instants.map(toMillis);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return { from: from - Math.max((to - from) * 0.02, MINUTE), to: Math.max(to, from + MINUTE) };
}

export const placeOf = (at: number, { from, to }: Span): number => (at - from) / (to - from);

/** The marks of some moments, which are in order of time; those nearer than `gap` of the track to the first of a mark are in it. */
export function mergeTicks(moments: readonly { at: string; count: number }[], span: Span, gap: number): Tick[] {
  const ticks: Tick[] = [];
  let began = -Infinity;
  for (const { at, count } of moments) {
    const place = placeOf(toMillis(at), span);
    const tick = ticks.at(-1);
    if (tick && place - began < gap) Object.assign(tick, { place, last: at, moments: tick.moments + 1, count: tick.count + count });
    else {
      ticks.push({ place, first: at, last: at, moments: 1, count });
      began = place;
    }
  }
  return ticks;
}

/** A few dates to stand under a track, none where "now" stands, nor cut off at its right end. */
export function datesOf(span: Span, now: number): { place: number; text: string }[] {
  const step = STEPS.find((it) => (span.to - span.from) / it <= MOST_LABELS) ?? STEPS.at(-1)!;
  const dates: { place: number; text: string }[] = [];
  for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step) {
    const place = placeOf(at, span);
    if (place < 0.89 && Math.abs(place - placeOf(now, span)) > 0.07) dates.push({ place, text: dateText(at, step) });
  }
  return dates;
}

function dateText(at: number, step: number): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  if (step >= 91 * DAY) return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return step >= DAY ? day : `${day} ${date.toISOString().slice(11, 16)}`;
}

/** "20 Nov 13:00", with seconds where there are any: an instant as it is named in a sentence. `short` leaves the seconds out, `year` is said where it is not clear. */
export function instantWords(instant: string, { short = false, year = false } = {}): string {
  const date = new Date(toMillis(instant));
  const time = date.toISOString();
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${year ? `${date.getUTCFullYear()} ` : ""}${time.slice(11, short || time.slice(17, 19) === "00" ? 16 : 19)}`;
}

/** Two instants, each with its year when that differs; `to` is now when it is `null`. `known`: an instant of the present, as far as one is known. */
export function periodWords(from: string, to: string | null, known: string | null): { from: string; to: string } {
  const year = from.slice(0, 4) !== (to ?? known ?? from).slice(0, 4);
  return { from: instantWords(from, { year }), to: to === null ? "now" : instantWords(to, { year }) };
}
