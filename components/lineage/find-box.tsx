"use client";
import { Search, X } from "lucide-react";
import { useId, type KeyboardEvent, type Ref } from "react";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import type { Picture } from "@/lib/layout/picture";
import { nodeTitle } from "./node-words";

/** The drawn nodes whose name, version or reference has the text, from left to right and from top to bottom. */
export function findInPicture({ nodes }: Pick<Picture, "nodes">, text: string): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  return nodes
    .filter((node) => [nodeTitle(node), node.version, node.ref].some((it) => it?.toLowerCase().includes(wanted)))
    .sort((a, b) => a.x - b.x || a.y - b.y)
    .map(({ id }) => id);
}

/** Finds what is drawn: Enter goes to the next, Shift Enter to the one before. `at` counts from 0; -1 is none yet. */
export function FindBox({ inputRef, text, found, at, onText, onGo }: { inputRef: Ref<HTMLInputElement>; text: string; found: readonly string[]; at: number; onText: (text: string) => void; onGo: (at: number) => void }) {
  const id = useId();
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape" && text !== "") {
      event.stopPropagation();
      onText("");
    }
    if (event.key !== "Enter" || found.length === 0) return;
    event.preventDefault();
    const next = at + (event.shiftKey ? -1 : 1);
    onGo((next + found.length) % found.length);
  }
  return (
    <div className="flex h-10 flex-none items-center gap-2 border-b border-line px-3">
      <Search size={14} strokeWidth={1.75} aria-hidden className="flex-none text-ink-3" />
      <input
        ref={inputRef}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        aria-label="Find in the picture"
        aria-describedby={id}
        placeholder="Find in the picture"
        autoComplete="off"
        spellCheck={false}
        className="h-8 min-w-0 flex-1 bg-transparent text-12 outline-none placeholder:text-ink-3"
      />
      <span id={id} role="status" className="figures flex-none text-11 text-ink-3">{text.trim() !== "" && (found.length === 0 ? "None" : at >= 0 ? `${formatCount(at + 1)} of ${formatCount(found.length)}` : formatCount(found.length))}</span>
      {text !== "" && <Button look="ghost" size="icon-sm" aria-label="Find nothing" onClick={() => onText("")}><X size={14} strokeWidth={1.75} aria-hidden /></Button>}
    </div>
  );
}
