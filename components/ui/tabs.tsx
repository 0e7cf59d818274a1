import Link from "next/link";
import { formatCount } from "@/components/format";

/** `count` stands behind the word; `null` where it is not known. */
export type Tab = { key: string; word: string; href: string; count?: number | null };

/** The parts of a page, as links: which one is shown is in the address. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="scroll-slim -mb-px flex gap-5 overflow-x-auto">
      {tabs.map(({ key, word, href, count }) => (
        <Link
          key={key}
          href={href}
          aria-current={key === current ? "page" : undefined}
          className="flex h-9 flex-none items-center gap-1 border-b-2 border-transparent font-medium text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:text-ink narrow:h-11"
        >
          {word}
          {typeof count === "number" && <span className="figures font-normal text-ink-3">{formatCount(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
