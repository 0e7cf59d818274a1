import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** `quiet` and `plain` are grey: nothing to notice. Severity colours only what departs from normal. */
export type Tone = "plain" | "quiet" | "good" | "warn" | "bad";

const MARK_TONES: Record<Tone, string> = {
  plain: "text-ink-2 [&>svg]:text-ink-3",
  quiet: "text-ink-3 [&>svg]:text-ink-3",
  good: "text-ink-2 [&>svg]:text-good-mark",
  warn: "text-warn-ink [&>svg]:text-warn-mark",
  bad: "text-bad-ink [&>svg]:text-bad-mark",
};
const PILL_TONES: Record<Tone, string> = {
  plain: "bg-sunken text-ink-2",
  quiet: "bg-sunken text-ink-2",
  good: "bg-good-soft text-good-ink",
  warn: "bg-warn-soft text-warn-ink",
  bad: "bg-bad-soft text-bad-ink",
};

/** An icon and a word, told by both and by colour last. */
export function Mark({ tone = "plain", small = false, icon, children, className }: { tone?: Tone; small?: boolean; icon?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <span className={classNames("inline-flex items-center whitespace-nowrap align-middle", small ? "gap-[3px] text-11" : "gap-1 text-12", MARK_TONES[tone], className)}>
      {icon}
      {children}
    </span>
  );
}

/** A mark on a ground of its own, for the heads of pages and lists. */
export function Pill({ tone = "plain", icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classNames("inline-flex h-6 flex-none items-center gap-1 rounded px-2 text-12 font-medium whitespace-nowrap", icon ? "pl-1.5" : "", PILL_TONES[tone])}>
      {icon}
      {children}
    </span>
  );
}

/** The filled dot. It means active and nothing else. */
export function ActiveDot({ size = 14 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden>
      <circle cx="8" cy="8" r="4.4" fill="currentColor" />
    </svg>
  );
}
