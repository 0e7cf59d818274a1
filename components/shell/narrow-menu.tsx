"use client";
import { Menu } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { buttonClass } from "@/components/ui/button";
import type { ShellPage } from "./pages";

/** The pages of the bar on a narrow screen, behind one button. */
export function NarrowMenu({ pages, current }: { pages: readonly { page: ShellPage; href: string; word: string }[]; current?: ShellPage }) {
  const id = useId();
  return (
    <span className="wide:hidden">
      <button type="button" popoverTarget={id} aria-label="Pages" className={buttonClass({ look: "ghost", size: "icon" })}><Menu size={20} strokeWidth={1.75} aria-hidden /></button>
      <nav popover="auto" id={id} aria-label="Pages" className="inset-auto top-12 left-2 m-0 w-56 rounded bg-surface p-1 text-ink shadow-[var(--shadow-pop)]">
        {pages.map(({ page, href, word }) => (
          <Link
            key={page}
            href={href}
            aria-current={page === current ? "page" : undefined}
            onClick={() => document.getElementById(id)?.hidePopover()}
            className="flex h-11 items-center rounded px-3 font-medium text-ink-2 hover:bg-sunken aria-[current]:text-ink"
          >
            {word}
          </Link>
        ))}
      </nav>
    </span>
  );
}
