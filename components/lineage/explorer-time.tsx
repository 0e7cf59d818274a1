"use client";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { counted, formatUtc } from "@/components/format";
import type { ExplorerView } from "@/lib/explorer-view";
import type { Watermark } from "@/lib/layout/picture";
import { comparedInstants } from "@/lib/lineage/compared-instants";
import { stepFrom } from "@/lib/lineage/moments";
import { InstantForm } from "./instant-form";
import { WatermarkLine } from "./time-bar";
import { EmptyTrack, TimeTrack, type Instants } from "./time-track";
import { trackWords } from "./time-words";
import type { MomentsState } from "./use-moments";

type When = Pick<ExplorerView, "asOf" | "compare">;

/** The instants that a view shows, in the order of their thumbs. */
function instantsOf({ asOf, compare }: When): Instants {
  if (compare === null) return [asOf];
  const { from, to } = comparedInstants(compare, asOf);
  return [from, to];
}

/**
 * When: the instant that is looked at, or the two that are compared, as fields to the second and on a track over the changes. `[` and `]`
 * go to the change before and after, wherever the focus is, but in a text field.
 */
export function ExplorerTime({ view, time, watermark, onWhen, className = "" }: { view: When; time: MomentsState; watermark: Watermark | null; onWhen: (when: When) => void; className?: string }) {
  // what was asked for last, while its answer is on its way: the next key goes on from there
  const [asked, setAsked] = useState<When | null>(null);
  const [shown, setShown] = useState(view);
  const [said, setSaid] = useState("");
  if (shown.asOf !== view.asOf || shown.compare !== view.compare) {
    setShown(view);
    setAsked(null);
  }
  const when = asked ?? view;
  const isPair = when.compare !== null;
  const instants = useMemo(() => instantsOf({ asOf: when.asOf, compare: when.compare }), [when.asOf, when.compare]);

  function show(next: Instants) {
    // the thumb A never stands for now: where it was put there, both are the present, which is nothing to compare
    const [first, second] = next;
    const changed: When = next.length > 1 ? { compare: first ?? time.moments?.now ?? view.compare, asOf: second ?? null } : { compare: null, asOf: first ?? null };
    setAsked(changed);
    onWhen(changed);
  }
  function step(by: "earlier" | "later") {
    if (time.moments === null) return setSaid("It is not known yet when this changed");
    const { moments } = time.moments;
    const current = instants.at(-1) ?? null;
    const next = stepFrom(moments, current, by);
    if (next === undefined) return setSaid(by === "earlier" ? "No earlier change" : "No later change");
    setSaid(next === null ? "The present" : `${formatUtc(next)} UTC, ${counted(moments.find(({ at }) => at === next)?.count ?? 0, "change")}`);
    show([...instants.slice(0, -1), next]);
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // on many keyboards the brackets are typed with AltGr, which also counts as Ctrl and Alt
    const hasModifier = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (event.defaultPrevented || hasModifier || isTextField(event.target)) return;
    if (event.key === "[") step("earlier");
    else if (event.key === "]") step("later");
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const fields = isPair ? [{ label: "From A", value: instants[0]! }, { label: "to B", value: instants[1]! }] : [{ label: "As of", value: when.asOf }];
  return (
    <div role="group" aria-label="Time" className={`flex min-h-16 items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-4 py-2 narrow:flex-wrap ${className}`}>
      <InstantForm fields={fields} onInstants={show} onNow={when.asOf === null ? null : () => show([...instants.slice(0, -1), null])} hint="" />
      {time.moments === null ? <EmptyTrack /> : <TimeTrack moments={time.moments} instants={instants} onInstants={show} />}
      <div className="grid max-w-72 min-w-28 flex-none justify-items-end gap-0.5 text-12 text-ink-2 narrow:justify-items-start">
        <span className={time.status === "failed" ? "text-warn-ink" : ""}>{trackWords(time, instants.at(-1) ?? null)}</span>
        {watermark && <WatermarkLine watermark={watermark} />}
      </div>
      <span aria-live="polite" className="sr-only">{said}</span>
    </div>
  );
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=range])");
}
