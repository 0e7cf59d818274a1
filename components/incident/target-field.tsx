"use client";
import { X } from "lucide-react";
import { useId, useState, type KeyboardEvent } from "react";
import { SearchResults } from "@/components/search/search-results";
import { useSearch } from "@/components/search/use-search";
import { Button } from "@/components/ui/button";
import { refName } from "./path-words";

/** What an incident is about: found by typing, then chosen. */
export function TargetField({ value, error, onChange }: { value: string | null; error?: string; onChange: (ref: string | null) => void }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const { state, retry } = useSearch(value === null ? typed : "");
  const results = state.status === "answered" ? state.answer.results : state.status === "waiting" ? (state.previous?.results ?? []) : [];
  const index = Math.min(active, results.length - 1);
  const isOpen = value === null && state.status !== "idle";

  function pick(ref: string) {
    onChange(ref);
    setTyped("");
    setActive(0);
  }
  function onKeyDown(event: KeyboardEvent) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && results.length > 0) {
      event.preventDefault();
      setActive((index + move + results.length) % results.length);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (state.status === "answered" && results[index]) pick(results[index].ref);
    } else if (event.key === "Escape") setTyped("");
  }

  return (
    <div className="relative">
      <label htmlFor={`${id}-input`} className="mb-1 block text-12 font-medium">Target</label>
      {value !== null ? (
        <div className="flex h-8 min-w-0 items-center gap-2 rounded border border-control bg-sunken pr-1 pl-2.5 text-13 narrow:h-10">
          <span id={`${id}-input`} className="min-w-0 flex-1 truncate" title={value}>{refName(value)}</span>
          <Button look="ghost" size="icon-sm" aria-label="Choose another target" onClick={() => onChange(null)}><X size={14} strokeWidth={1.75} aria-hidden /></Button>
        </div>
      ) : (
        <input
          id={`${id}-input`}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && results[index] ? `${id}-list-${index}` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className={`h-8 w-full rounded border bg-surface px-2.5 text-13 narrow:h-10 ${error ? "border-bad-mark" : "border-control"}`}
        />
      )}
      {isOpen && (
        <div className="absolute inset-x-0 z-10 mt-1 max-h-64 overflow-y-auto rounded bg-surface shadow-[var(--shadow-pop)]">
          <SearchResults id={`${id}-list`} state={state} active={index} onPick={({ ref }) => pick(ref)} onHover={setActive} onRetry={retry} />
        </div>
      )}
      <p id={`${id}-hint`} className={`mt-1 text-12 ${error ? "text-bad-ink" : "text-ink-3"}`}>{error ?? "A source, a feature, a model version, a deployment: part of its name."}</p>
    </div>
  );
}
