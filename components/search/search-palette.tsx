"use client";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { buttonClass } from "@/components/ui/button";
import { PAGE_SEARCH_ID, SearchBox } from "./search-box";

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";

/**
 * The search of the top bar, over any page. Ctrl K (or Cmd K) and / lead to it, or to the page's own field where there is one.
 * `field` shows it as a field, otherwise the keys alone open it.
 */
export function SearchPalette({ field }: { field: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [opened, setOpened] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !(event.target as Element).closest?.(TEXT_FIELDS);
      if (!ctrlK && !slash) return;
      event.preventDefault();
      const own = document.getElementById(PAGE_SEARCH_ID);
      if (own) own.focus();
      else setOpened(true);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);

  return (
    <>
      {field && (
        <>
          <button
            type="button"
            onClick={() => setOpened(true)}
            className="flex h-8 w-full max-w-[440px] items-center gap-2 rounded border border-line-strong bg-sunken pr-2 pl-2.5 text-left text-12 text-ink-3 narrow:hidden"
          >
            <Search size={16} strokeWidth={1.75} aria-hidden />
            <span className="min-w-0 flex-1 truncate">Search a name, prediction ID or trace ID</span>
            <Kbd>Ctrl K</Kbd>
          </button>
          <button type="button" aria-label="Search" onClick={() => setOpened(true)} className={`${buttonClass({ look: "ghost", size: "icon" })} wide:hidden`}>
            <Search size={20} strokeWidth={1.75} aria-hidden />
          </button>
        </>
      )}
      <dialog
        ref={dialog}
        aria-label="Search"
        onClose={() => setOpened(false)}
        onClick={(event) => event.target === dialog.current && setOpened(false)}
        className="m-0 mx-auto mt-[12vh] w-[min(640px,calc(100vw-24px))] overflow-hidden rounded bg-surface shadow-[var(--shadow-pop)] backdrop:bg-scrim narrow:mt-3"
      >
        {opened && <SearchBox place="palette" autoFocus onPicked={() => setOpened(false)} onClose={() => setOpened(false)} />}
      </dialog>
    </>
  );
}
