import { ChevronLeft, ChevronRight } from "lucide-react";
import { formatCount } from "@/components/format";
import { classNames } from "@/components/ui/class-names";
import type { Side } from "@/lib/explorer-view";
import { tabWidth } from "./edge-path";

/** A count outside a card, or a row of a list, at the side that it opens. No tab means that nothing is hidden there. Out of the tab order: the outline has the same action. */
export function SideTab({ side, count, nodeRef, title, onExpand, small = false }: { side: Side; count: number; nodeRef: string; title: string; onExpand: (ref: string, side: Side) => void; small?: boolean }) {
  if (count === 0) return null;
  const label = `Show ${formatCount(count)} more ${side} of ${title}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={() => onExpand(nodeRef, side)}
      style={{ width: tabWidth(count) + 1 }}
      className={classNames(
        "figures absolute inline-flex items-center justify-center gap-px border border-line-strong bg-surface text-11 font-medium text-ink-2 hover:text-accent",
        small ? "inset-y-0 h-6" : "top-[21px] h-6",
        side === "upstream" ? "right-full rounded-l border-r-transparent" : "left-full rounded-r border-l-transparent",
      )}
    >
      {side === "upstream" && <ChevronLeft size={12} strokeWidth={2.2} aria-hidden />}
      {formatCount(count)}
      {side === "downstream" && <ChevronRight size={12} strokeWidth={2.2} aria-hidden />}
    </button>
  );
}
