"use client";
import { useId, useState } from "react";
import { formatUtc } from "@/components/format";
import { Button } from "@/components/ui/button";
import { formatInstant, parseInstant } from "@/lib/time";

export type InstantField = { label: string; /** `null` is now. */ value: string | null };

/** An instant as it is typed, with or without a time of day, in UTC; `null` for an empty field, `undefined` for what is none. */
function parseTyped(text: string): string | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const at = parseInstant(typed) ?? parseInstant(`${typed} 00:00`);
  return at === null ? undefined : formatInstant(at);
}

const textOf = (value: string | null): string => (value === null ? "" : formatUtc(value));

/** Fields for instants to the second; an empty one is now. `onNow` leads back to now. */
export function InstantForm({ fields, onInstants, onNow, hint }: { fields: readonly InstantField[]; onInstants: (instants: (string | null)[]) => void; onNow: (() => void) | null; hint: string }) {
  const id = useId();
  const values = fields.map(({ value }) => value);
  const [shown, setShown] = useState(values);
  const [texts, setTexts] = useState(values.map(textOf));
  const [wrong, setWrong] = useState<ReadonlySet<number>>(new Set());
  if (shown.length !== values.length || shown.some((value, index) => value !== values[index])) {
    setShown(values);
    setTexts(values.map(textOf));
    setWrong(new Set());
  }
  function apply() {
    // what was not touched stays as exact as it is
    const typed = texts.map((text, index) => (text === textOf(values[index]!) ? values[index]! : parseTyped(text)));
    setWrong(new Set(typed.flatMap((it, index) => (it === undefined ? [index] : []))));
    if (typed.every((it) => it !== undefined) && typed.some((it, index) => it !== values[index])) onInstants(typed);
  }
  return (
    <form
      className="flex flex-none flex-wrap items-center gap-2 narrow:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {fields.map(({ label }, index) => (
        <span key={label} className="flex items-center gap-2">
          <label htmlFor={`${id}-${index}`} className="text-12 whitespace-nowrap text-ink-3">{label}</label>
          <input
            id={`${id}-${index}`}
            value={texts[index] ?? ""}
            onChange={(event) => {
              setTexts(texts.with(index, event.target.value));
              setWrong(new Set());
            }}
            placeholder="Now"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={wrong.has(index) || undefined}
            aria-describedby={`${id}-hint`}
            className={`mono h-8 w-41 rounded border bg-surface px-2.5 text-12 narrow:h-10 ${wrong.has(index) ? "border-bad-mark" : "border-control"}`}
          />
        </span>
      ))}
      <Button type="submit">Show</Button>
      {onNow && <Button onClick={onNow}>Now</Button>}
      <span id={`${id}-hint`} aria-live="polite" className={`text-11 ${wrong.size > 0 ? "text-bad-ink" : "text-ink-3 narrow:hidden"}`}>
        {wrong.size > 0 ? "This is no time. Write 2026-11-23 07:42:10" : hint}
      </span>
    </form>
  );
}
