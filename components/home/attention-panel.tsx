import { CircleCheck, CircleDashed, ClockAlert, GitCompare, OctagonX, Siren, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "@/components/format";
import type { Tone } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";

export type AttentionKind = "incidents" | "jobs" | "late" | "lag" | "deadLetters" | "conflicts" | "placeholders";
/** A departure from normal: how many (`null` where it is no number of things), what it is about, and the first of them. `rest` of them are not named. */
export type AttentionItem = {
  kind: AttentionKind;
  count: number | null;
  title: string;
  note: string | null;
  href: string | null;
  first: readonly { key: string; name: string; note: string | null; href: string }[];
};

const LOOKS: Record<AttentionKind, { icon: ReactNode; tone: Tone }> = {
  incidents: { icon: <Siren size={16} strokeWidth={1.75} aria-hidden />, tone: "bad" },
  jobs: { icon: <OctagonX size={16} strokeWidth={1.75} aria-hidden />, tone: "bad" },
  late: { icon: <ClockAlert size={16} strokeWidth={1.75} aria-hidden />, tone: "warn" },
  lag: { icon: <ClockAlert size={16} strokeWidth={1.75} aria-hidden />, tone: "warn" },
  deadLetters: { icon: <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />, tone: "warn" },
  conflicts: { icon: <GitCompare size={16} strokeWidth={1.75} aria-hidden />, tone: "warn" },
  placeholders: { icon: <CircleDashed size={16} strokeWidth={1.75} aria-hidden />, tone: "quiet" },
};
const LINK_WORDS: Partial<Record<AttentionKind, string>> = { late: "Which", lag: "Status" };
const TONES: Record<Tone, string> = { bad: "text-bad-mark", warn: "text-warn-mark", quiet: "text-ink-3", plain: "text-ink-3", good: "text-good-mark" };

/** What departs from normal, most urgent first. `checked` is what was looked at, for when nothing does. */
export function AttentionPanel({ items, checked }: { items: readonly AttentionItem[]; checked: readonly string[] }) {
  return (
    <Panel title="Needs attention" action={items.length === 0 ? undefined : <span className="text-12 text-ink-3">most urgent first</span>}>
      {items.length === 0 ? (
        <div className="flex gap-3 px-4 py-4">
          <CircleCheck size={20} strokeWidth={1.75} className="text-good-mark" aria-hidden />
          <div className="text-12">
            <p className="font-medium">Nothing needs attention</p>
            <p className="mt-1 text-ink-3">Checked: {checked.join(", ")}.</p>
          </div>
        </div>
      ) : (
        <ul className="text-12">
          {items.map(({ kind, count, title, note, href, first }) => (
            <li key={kind} className="flex gap-3 border-b border-line px-4 py-2.5 last:border-0">
              <span className={`mt-0.5 ${TONES[LOOKS[kind].tone]}`}>{LOOKS[kind].icon}</span>
              <div className="min-w-0 flex-1">
                <div className="flex min-w-0 items-baseline gap-2">
                  <span className="figures min-w-0 flex-1 font-semibold">{count !== null && `${formatCount(count)} `}{title}</span>
                  {href && <Link href={href} className="flex-none font-medium text-accent hover:underline">{LINK_WORDS[kind] ?? "All"}</Link>}
                </div>
                {note && <p className="text-ink-2">{note}</p>}
                {first.length > 0 && (
                  <ul className="mt-1 grid gap-0.5">
                    {first.map((it) => (
                      <li key={it.key} className="flex min-w-0 items-baseline gap-2">
                        <Link href={it.href} className="min-w-0 truncate text-ink-2 hover:text-accent hover:underline" title={it.name}>{it.name}</Link>
                        {it.note && <span className="figures ml-auto flex-none text-ink-3">{it.note}</span>}
                      </li>
                    ))}
                    {count !== null && count > first.length && <li className="figures text-ink-3">and {formatCount(count - first.length)} more</li>}
                  </ul>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
