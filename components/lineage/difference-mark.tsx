import { Minus, Plus, Triangle } from "lucide-react";
import { Mark } from "@/components/ui/mark";
import { classNames } from "@/components/ui/class-names";
import type { Difference, DifferenceKind } from "@/lib/lineage/compare-graphs";
import { DIFFERENCES, differenceParts, differenceWords } from "./difference-words";

/** + for what was added, - for what was removed, a triangle for what changed. */
export function DifferenceIcon({ of, size = 12 }: { of: DifferenceKind; size?: number }) {
  const Icon = of === "added" ? Plus : of === "removed" ? Minus : Triangle;
  return <Icon size={size} strokeWidth={2.5} aria-hidden />;
}

const TAGS: Record<DifferenceKind, string> = {
  added: "border-good-mark bg-good-soft text-good-ink",
  removed: "border-bad-mark bg-bad-soft text-bad-ink",
  changed: "border-warn-mark bg-warn-soft text-warn-ink",
};

/** The border of a card that differs. */
export const DIFFERENCE_BORDERS: Record<DifferenceKind, string> = {
  added: "border-good-mark shadow-[0_0_0_1px_var(--color-good-mark)]",
  removed: "border-bad-mark border-dashed",
  changed: "border-warn-mark shadow-[0_0_0_1px_var(--color-warn-mark)]",
};

/** On the upper edge of a card: what became of it, the first thing in words and the number of the others. */
export function DifferenceTag({ change }: { change: Difference }) {
  const [first, ...others] = differenceParts(change);
  return (
    <span title={differenceWords(change)} className={classNames("absolute -top-[9px] left-2 inline-flex h-[18px] max-w-[188px] items-center gap-1 rounded-[4px] border px-1.5 text-11 font-medium whitespace-nowrap", TAGS[change.kind])}>
      <DifferenceIcon of={change.kind} size={10} />
      <span className="truncate">{first}{others.length > 0 && `, +${others.length}`}</span>
    </span>
  );
}

/** Mark and words. */
export function DifferenceMark({ change }: { change: Difference }) {
  return <Mark tone={DIFFERENCES[change.kind].tone} icon={<DifferenceIcon of={change.kind} />} className="whitespace-normal">{differenceWords(change)}</Mark>;
}

/** What the marks of a comparison mean. */
export function DifferenceLegend() {
  return (
    <ul aria-label="Marks" className="absolute bottom-4 left-4 flex gap-4 rounded border border-line-strong bg-surface px-3 py-2 text-11 text-ink-2 narrow:right-20 narrow:left-3 narrow:grid narrow:w-fit narrow:gap-y-1">
      <li><Mark small tone="good" icon={<DifferenceIcon of="added" />}>Added at B</Mark></li>
      <li><Mark small tone="bad" icon={<DifferenceIcon of="removed" />}>Gone at B, dashed</Mark></li>
      <li><Mark small tone="warn" icon={<DifferenceIcon of="changed" />}>Changed between A and B</Mark></li>
    </ul>
  );
}
