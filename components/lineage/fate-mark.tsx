import type { ReactNode } from "react";
import { Mark, type Tone } from "@/components/ui/mark";
import type { Fate } from "@/lib/layout/picture";

/** What the loss of something does to a node, as a word. */
export const FATE_WORDS: Record<Fate["class"], { word: string; tone: Tone }> = {
  gone: { word: "Gone", tone: "plain" },
  lost: { word: "Lost", tone: "bad" },
  degraded: { word: "Degraded", tone: "warn" },
  doubtful: { word: "Doubtful", tone: "plain" },
};

const SHAPES: Record<Fate["class"] | "unaffected", ReactNode> = {
  gone: <path d="M8 1.6v12.8M2.4 4.8l11.2 6.4M13.6 4.8 2.4 11.2" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />,
  lost: <><circle cx="8" cy="8" r="7" fill="currentColor" /><path d="m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2" stroke="var(--color-surface)" strokeWidth="1.8" strokeLinecap="round" /></>,
  degraded: <><circle cx="8" cy="8" r="6.1" fill="none" stroke="currentColor" strokeWidth="1.8" /><path d="M2 8a6 6 0 0 0 12 0Z" fill="currentColor" /></>,
  doubtful: (
    <>
      <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 1.75" />
      <path d="M6.3 6.4a1.8 1.8 0 1 1 2.5 1.7c-.6.3-.8.6-.8 1.2M8 11.3h.01" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  unaffected: <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};

/** The mark of a class: each has a shape of its own. */
export function FateIcon({ of, size = 14 }: { of: Fate["class"] | "unaffected"; size?: number }) {
  return <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden>{SHAPES[of]}</svg>;
}

/** Mark and word. */
export function FateMark({ of, small = false }: { of: Fate["class"]; small?: boolean }) {
  const { word, tone } = FATE_WORDS[of];
  return <Mark tone={tone} small={small} icon={<FateIcon of={of} />}>{word}</Mark>;
}

/** The line of a card: its class, and why. */
export function FateLine({ fate }: { fate: Fate }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={fate.why}>
      <FateMark of={fate.class} small />
      <span className="min-w-0 flex-1 truncate text-11 text-ink-3">{fate.why}</span>
    </span>
  );
}
