"use client";
import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { SearchBox } from "@/components/search/search-box";
import { Button } from "@/components/ui/button";
import { impactHref } from "@/lib/page-hrefs";

/** Adds one more thing to what is gone: a search over the page. */
export function AddGone({ refs, asOf }: { refs: readonly string[]; asOf: string | null }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);
  return (
    <>
      <Button onClick={() => setOpened(true)}><Plus size={14} strokeWidth={1.75} aria-hidden />Lose another too</Button>
      <dialog
        ref={dialog}
        aria-label="What else is lost"
        onClose={() => setOpened(false)}
        onClick={(event) => event.target === dialog.current && setOpened(false)}
        className="m-0 mx-auto mt-[12vh] w-[min(640px,calc(100vw-24px))] overflow-hidden rounded bg-surface shadow-[var(--shadow-pop)] backdrop:bg-scrim narrow:mt-3"
      >
        {opened && <SearchBox place="palette" autoFocus label="Search for what else is lost" placeholder="Name of what else is lost" toHref={(ref) => impactHref([...refs, ref], asOf)} onPicked={() => setOpened(false)} onClose={() => setOpened(false)} />}
      </dialog>
    </>
  );
}
