import Link from "next/link";
import type { ReactNode } from "react";
import { ROLE_WORDS } from "@/components/people/access-words";
import { SearchPalette } from "@/components/search/search-palette";
import { may } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { AccountMenu } from "./account-menu";
import { Logo } from "./logo";
import { NarrowMenu } from "./narrow-menu";
import { ACCOUNT_PAGES, MAIN_PAGES, type ShellPage } from "./pages";
import { ThemeToggle } from "./theme-toggle";

/**
 * The frame around every page of someone who is signed in. `search` is false where the page has a search field of its own; the keys for
 * search work on every page.
 */
export function Shell({ viewer, current, search = true, children }: { viewer: Viewer; current?: ShellPage; search?: boolean; children: ReactNode }) {
  const pages = MAIN_PAGES.filter(({ action }) => may(viewer, action));
  return (
    <>
      <header className="sticky top-0 z-20 flex h-12 items-center gap-4 border-b border-line bg-surface px-4 narrow:gap-2 narrow:px-3">
        <NarrowMenu pages={pages} current={current} />
        <Logo />
        <nav aria-label="Main" className="flex h-full gap-0.5 narrow:hidden">
          {pages.map(({ page, href, word }) => (
            <Link
              key={page}
              href={href}
              aria-current={page === current ? "page" : undefined}
              className="relative flex items-center px-2.5 font-medium text-ink-2 aria-[current]:text-ink aria-[current]:after:absolute aria-[current]:after:inset-x-2.5 aria-[current]:after:-bottom-px aria-[current]:after:h-0.5 aria-[current]:after:bg-ink"
            >
              {word}
            </Link>
          ))}
        </nav>
        <span className="flex min-w-0 flex-1 justify-center narrow:justify-end">
          <SearchPalette field={search} />
        </span>
        <span className="flex items-center gap-3 narrow:gap-2">
          <ThemeToggle />
          <AccountMenu name={viewer.name} role={ROLE_WORDS[viewer.role]} pages={ACCOUNT_PAGES.filter(({ action }) => may(viewer, action))} />
        </span>
      </header>
      {children}
    </>
  );
}
