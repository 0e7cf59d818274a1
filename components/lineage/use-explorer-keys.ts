"use client";
import { useEffect, useEffectEvent } from "react";
import type { PictureActions } from "./use-explorer";

type Keys = Pick<PictureActions, "undo" | "redo"> & { find: () => void; keys: () => void };

/** True where keys write text. */
function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** The keys that work anywhere on the page, but where text is written or a dialog is open. */
export function useExplorerKeys(keys: Keys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || writes(event.target) || document.querySelector("dialog[open]")) return;
    const name = event.ctrlKey || event.metaKey ? `Ctrl ${event.shiftKey ? "⇧ " : ""}${event.key.toLowerCase()}` : event.key;
    const act: Record<string, () => void> = { "Ctrl z": keys.undo, "Ctrl ⇧ z": keys.redo, "Ctrl y": keys.redo, f: keys.find, "?": keys.keys };
    const action = act[name];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
