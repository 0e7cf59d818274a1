"use client";
import { LogOut } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { buttonClass } from "@/components/ui/button";

/** "MK" of "Mara Keller", "AD" of "admin". */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words[1]!].map((word) => [...word][0]!) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}

/** Who is signed in, the pages that are about people and machines, and the way out. */
export function AccountMenu({ name, role, pages }: { name: string; role: string; pages: readonly { href: string; word: string }[] }) {
  const id = useId();
  const [failed, setFailed] = useState(false);
  async function signOut() {
    const response = await fetch("/api/v1/session", { method: "DELETE" }).catch(() => null);
    // a whole new page: nothing of what was seen stays in the browser's memory
    // eslint-disable-next-line @next/next/no-location-assign-relative-destination
    if (response?.ok || response?.status === 401) location.assign("/sign-in");
    else setFailed(true);
  }
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`${initials(name)}, account of ${name}`}
        title={name}
        className="grid size-6 flex-none place-items-center rounded bg-pressed text-11 font-semibold text-ink-2 narrow:size-8"
      >
        {initials(name)}
      </button>
      <div popover="auto" id={id} className="inset-auto top-11 right-4 m-0 w-56 rounded bg-surface p-1 text-ink shadow-[var(--shadow-pop)] narrow:right-3">
        <div className="px-3 py-2">
          <div className="truncate font-medium">{name}</div>
          <div className="text-12 text-ink-3">{role}</div>
        </div>
        {pages.length > 0 && (
          <nav aria-label="Account" className="border-t border-line py-1">
            {pages.map(({ href, word }) => <Link key={href} href={href} className={`${buttonClass({ look: "ghost" })} flex w-full !justify-start`}>{word}</Link>)}
          </nav>
        )}
        <div className="border-t border-line pt-1">
          <button type="button" onClick={signOut} className={`${buttonClass({ look: "ghost" })} w-full !justify-start`}>
            <LogOut size={14} strokeWidth={1.75} aria-hidden />
            Sign out
          </button>
        </div>
        {failed && <p role="alert" className="px-3 py-2 text-12 text-bad-ink">Headwater did not answer. You are still signed in.</p>}
      </div>
    </>
  );
}
