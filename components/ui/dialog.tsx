"use client";
import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { Button } from "./button";

/** A dialog over the page: opened by its parent, closed by Esc, its cross, or its content. The focus goes back to what opened it. */
export function Dialog({ title, open, onClose, children }: { title: string; open: boolean; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-0 mx-auto mt-[10vh] max-h-[80vh] w-[min(520px,calc(100vw-24px))] overflow-y-auto rounded bg-surface shadow-[var(--shadow-pop)] backdrop:bg-scrim narrow:mt-3 narrow:max-h-[calc(100dvh-24px)]"
    >
      {open && (
        <>
          <div className="flex min-h-12 items-center gap-2 border-b border-line pr-2 pl-4">
            <h2 id={titleId} className="min-w-0 flex-1 text-15">{title}</h2>
            <Button look="ghost" size="icon" aria-label="Close" onClick={onClose}><X size={16} strokeWidth={1.75} aria-hidden /></Button>
          </div>
          <div className="grid gap-4 p-4 text-13">{children}</div>
        </>
      )}
    </dialog>
  );
}

/** The end of a dialog: what it does, and the way out. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2">{children}</div>;
}
