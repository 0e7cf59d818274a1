"use client";
import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { foundHref } from "@/lib/page-hrefs";
import type { SearchResult } from "./search-api";
import { SearchResults, searchAnnouncement } from "./search-results";
import { useSearch } from "./use-search";

/** Marks the field of a page that the keys for search should go to. */
export const PAGE_SEARCH_ID = "page-search";

/**
 * A search field with its results: type, arrow down, Enter. On a page the results hang below the field; in the palette they are part
 * of it. `onPicked` is told before the page of the choice opens; `onClose` gives a hand without an Esc key
 * the way out. `toHref` says which page that is, `label` and `placeholder` what is searched
 * for, where it is not what the search of every page leads to.
 */
export function SearchBox({ place, autoFocus = false, onPicked, onClose, toHref = foundHref, label = "Search", placeholder }: {
  place: "page" | "palette"; autoFocus?: boolean; onPicked?: () => void; onClose?: () => void; toHref?: (ref: string) => string; label?: string; placeholder?: string;
}) {
  const router = useRouter();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [closed, setClosed] = useState(false);
  const [active, setActive] = useState(0);
  const { state, retry } = useSearch(typed);
  const results = state.status === "answered" ? state.answer.results : state.status === "waiting" ? (state.previous?.results ?? []) : [];
  const index = Math.min(active, results.length - 1);
  const open = state.status !== "idle" && !closed;

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    document.getElementById(`${listId}-${index}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, index]);

  function pick(result: SearchResult) {
    setClosed(true);
    onPicked?.();
    router.push(toHref(result.ref));
  }
  function onKeyDown(event: KeyboardEvent) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && results.length > 0) {
      event.preventDefault();
      setClosed(false);
      setActive((index + move + results.length) % results.length);
    } else if (event.key === "Enter" && state.status === "answered" && results[index]) {
      event.preventDefault();
      pick(results[index]);
    } else if (event.key === "Escape" && place === "page" && open) {
      event.preventDefault();
      setClosed(true);
    }
  }

  const list = open && (
    <SearchResults id={listId} state={state} active={index} onPick={pick} onHover={setActive} onRetry={retry} />
  );
  return (
    <div className="relative" role="search">
      <div
        className={
          place === "page"
            ? "flex h-12 items-center gap-3 rounded border border-ink bg-surface pr-3 pl-4 shadow-[0_0_0_1px_var(--color-ink)] focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--color-accent)]"
            : "flex h-12 items-center gap-3 border-b border-line pr-3 pl-4"
        }
      >
        <Search size={20} strokeWidth={1.75} aria-hidden className="text-ink-2" />
        <input
          ref={input}
          id={place === "page" ? PAGE_SEARCH_ID : undefined}
          role="combobox"
          aria-label={label}
          aria-expanded={open}
          aria-controls={open ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && results[index] ? `${listId}-${index}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder ?? "Name, prediction, run or trace ID"}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setClosed(false);
            setActive(0);
          }}
          onBlur={() => place === "page" && setClosed(true)}
          onFocus={() => setClosed(false)}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent text-15 text-ellipsis outline-none"
        />
        <Kbd className="narrow:hidden">{place === "page" ? "Ctrl K" : "Esc"}</Kbd>
        {onClose && <Button look="ghost" size="icon" aria-label="Close" className="-mr-1 wide:hidden" onClick={onClose}><X size={20} strokeWidth={1.75} aria-hidden /></Button>}
      </div>
      {place === "page"
        ? open && <div onMouseDown={(event) => event.preventDefault()} className="absolute inset-x-0 top-full z-10 mt-1 max-h-[min(420px,60vh)] overflow-y-auto rounded bg-surface shadow-[var(--shadow-pop)]">{list}</div>
        : <div className="scroll-slim max-h-[min(420px,60vh)] overflow-y-auto">{list || <p className="px-4 py-3 text-12 text-ink-3">Names match by any part, IDs from their beginning, trace IDs whole.</p>}</div>}
      <span aria-live="polite" className="sr-only">{searchAnnouncement(state)}</span>
    </div>
  );
}
