"use client";
import { Slider } from "@base-ui/react/slider";
import { useMemo, useState, type KeyboardEvent } from "react";
import { counted, formatUtc } from "@/components/format";
import { classNames } from "@/components/ui/class-names";
import { stepFrom, type Moments } from "@/lib/lineage/moments";
import { formatInstant } from "@/lib/time";
import { datesOf, mergeTicks, placeOf, spanOf, toMillis, type Span, type Tick } from "./time-ticks";

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
/** Marks nearer than this share of the track are one. */
const GAP = 1 / 150;

/** Instants in the order of their thumbs; `null` is now. */
export type Instants = readonly (string | null)[];

/** A track without marks, while they are on their way or did not come. */
export function EmptyTrack() {
  return <div className="flex h-10 min-w-32 flex-1 items-start pt-2.5 narrow:basis-full"><span className="h-0.5 w-full rounded bg-line" /></div>;
}

/**
 * The moments at which the drawn part changed, and the instants looked at as thumbs over them: one, or A and B. Dragging tells nothing until
 * it is let go; near a mark it takes the mark. Arrow keys go from change to change, with Shift by a second, Page Up and Page Down by an hour.
 */
export function TimeTrack({ moments, instants, onInstants }: { moments: Moments; instants: Instants; onInstants: (instants: Instants) => void }) {
  const [dragged, setDragged] = useState<readonly number[] | null>(null);
  const isPair = instants.length > 1;
  const span = useMemo(() => spanOf([...moments.moments.map(({ at }) => at), moments.now, ...instants.flatMap((it) => it ?? [])]), [moments, instants]);
  const ticks = useMemo(() => mergeTicks(moments.moments, span, GAP), [moments, span]);
  const now = toMillis(moments.now);
  const dates = useMemo(() => datesOf(span, now), [span, now]);
  // the present holds what is known of times to come as well: it is never before them
  const present = Math.max(now, ...instants.map((it) => (it === null ? now : toMillis(it))));
  const values = dragged ?? instants.map((it) => (it === null ? present : toMillis(it)));

  function commit(positions: readonly number[]) {
    setDragged(null);
    const next = positions.map((position, index) => (Math.abs(position - (instants[index] === null ? present : toMillis(instants[index]!))) < SECOND_MS ? instants[index]! : instantAt(position, ticks, span, now)));
    if (next.some((it, index) => it !== instants[index])) onInstants(next);
  }
  function onKeyDown(event: KeyboardEvent, index: number) {
    const by = KEYS[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const current = instants[index]!;
    const next = event.shiftKey && (by === "earlier" || by === "later") ? secondFrom(current, by, moments.now) : by === "first" ? moments.moments[0]?.at : by === "now" ? null : stepFrom(moments.moments, current, by);
    if (next !== undefined && next !== current) onInstants(instants.map((it, at) => (at === index ? next : it)));
  }

  return (
    <div className="min-w-32 flex-1 px-2.5 narrow:basis-full">
      <Slider.Root
        key={instants.length}
        value={values}
        min={span.from}
        max={span.to}
        step={SECOND_MS}
        largeStep={HOUR_MS}
        thumbCollisionBehavior="none"
        onValueChange={(next) => setDragged(next)}
        onValueCommitted={(next) => commit(next)}
      >
        <Slider.Control className="relative flex h-6 cursor-pointer touch-none items-center select-none">
          <Slider.Track className="relative h-0.5 w-full rounded bg-line-strong">
            {isPair && <Slider.Indicator className="bg-accent" />}
            {ticks.map((tick) => (
              <span key={tick.first} title={tickWords(tick)} className="absolute -top-1.5 -ml-1 flex h-3.5 w-2 justify-center" style={{ left: `${tick.place * 100}%` }}>
                <span className={`h-full bg-control ${tick.moments > 1 ? "w-[3px]" : "w-px"}`} />
              </span>
            ))}
            {values.map((value, index) => (
              <Slider.Thumb
                key={index}
                index={index}
                aria-label={isPair ? (index === 0 ? "A, the earlier instant" : "B, the later instant") : "Instant looked at"}
                getAriaValueText={() => (dragged === null && instants[index] === null ? "The present" : `${formatUtc(formatInstant(Math.round(value) * 1000))} UTC`)}
                onKeyDown={(event) => onKeyDown(event, index)}
                className={classNames(
                  "grid size-5 cursor-grab place-items-center rounded bg-accent text-11 font-semibold text-surface shadow-[0_0_0_2px_var(--color-surface)] has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-accent",
                  dragged !== null && "cursor-grabbing",
                )}
              >
                {isPair && <span aria-hidden>{index === 0 ? "A" : "B"}</span>}
                {dragged !== null && <span aria-hidden className="figures absolute bottom-6 rounded bg-ink px-1.5 py-0.5 text-11 font-medium whitespace-nowrap text-surface">{formatUtc(formatInstant(Math.round(value) * 1000))}</span>}
              </Slider.Thumb>
            ))}
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <div aria-hidden className="figures relative h-4 text-11 text-ink-3">
        {dates.map(({ place, text }) => <span key={place} className={classNames("absolute whitespace-nowrap", isJustBefore(place, placeOf(now, span)) && "narrow:hidden")} style={{ left: `${place * 100}%` }}>{text}</span>)}
        <span className="absolute -translate-x-1/2" style={{ left: `${placeOf(now, span) * 100}%` }}>now</span>
      </div>
    </div>
  );
}

/** Whether a date would run into "now" on the short track of a phone. */
const isJustBefore = (place: number, now: number): boolean => place < now && now - place < 0.24;

const KEYS: Record<string, "earlier" | "later" | "first" | "now"> = { ArrowLeft: "earlier", ArrowDown: "earlier", ArrowRight: "later", ArrowUp: "later", Home: "first", End: "now" };

/** What a place on the track means: near its mark the present, near another one its last moment, else the second. */
function instantAt(position: number, ticks: readonly Tick[], span: Span, now: number): string | null {
  const place = placeOf(position, span);
  if (Math.abs(placeOf(now, span) - place) < GAP / 2) return null;
  const tick = ticks.find((it) => Math.abs(it.place - place) < GAP);
  return tick ? tick.last : formatInstant(Math.round(position / SECOND_MS) * SECOND_MS * 1000);
}

function secondFrom(current: string | null, by: "earlier" | "later", now: string): string {
  return formatInstant(Math.floor(toMillis(current ?? now) / SECOND_MS + (by === "earlier" ? -1 : 1)) * SECOND_MS * 1000);
}

function tickWords({ first, last, moments, count }: Tick): string {
  const changes = counted(count, "change");
  return moments === 1 ? `${formatUtc(first)}: ${changes}` : `${formatUtc(first)} to ${formatUtc(last)}: ${changes}`;
}
