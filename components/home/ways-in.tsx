import { ChevronRight, Siren, Split, Waypoints } from "lucide-react";
import Link from "next/link";

const WAYS = [
  { href: "/lineage", icon: Waypoints, title: "Explore lineage", note: "What feeds it, and what it feeds" },
  { href: "/impact", icon: Split, title: "Check impact", note: "What breaks if a source goes" },
  { href: "/incidents", icon: Siren, title: "Trace a prediction", note: "From a bad output to its telemetry" },
] as const;

/** The questions that people come with. */
export function WaysIn() {
  return (
    <nav aria-label="Ways in" className="grid grid-cols-3 gap-4 narrow:grid-cols-1 narrow:gap-3">
      {WAYS.map(({ href, icon: Icon, title, note }) => (
        <Link key={href} href={href} className="flex items-center gap-3 rounded border border-line bg-surface px-4 py-3 hover:border-line-strong hover:bg-sunken">
          <Icon size={20} strokeWidth={1.75} className="text-ink-2" aria-hidden />
          <span className="min-w-0 flex-1">
            <span className="block font-semibold">{title}</span>
            <span className="block text-12 text-ink-3">{note}</span>
          </span>
          <ChevronRight size={16} strokeWidth={1.75} className="text-ink-2" aria-hidden />
        </Link>
      ))}
    </nav>
  );
}
