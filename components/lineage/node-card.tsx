import { ChevronLeft, ChevronRight } from "lucide-react";
import { memo } from "react";
import { formatCount } from "@/components/format";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Mark } from "@/components/ui/mark";
import type { Side } from "@/lib/explorer-view";
import { CARD } from "@/lib/layout/layered";
import type { Fate, PictureNode } from "@/lib/layout/picture";
import { DIFFERENCE_BORDERS, DifferenceTag } from "./difference-mark";
import { tabWidth } from "./edge-path";
import { FateLine } from "./fate-mark";
import { KindGlyph } from "./kind-glyph";
import { nodeSubtitle, nodeTitle, versionLabel } from "./node-words";
import { StateMark } from "./state-mark";

const FATE_BORDERS: Record<Fate["class"], string> = { gone: "border-ink", lost: "border-bad-mark", degraded: "border-warn-mark", doubtful: "border-control" };

type NodeCardProps = { node: PictureNode; isStart: boolean; isSelected: boolean; isFound: boolean; onExpand: (ref: string, side: Side) => void };

/** One card of the picture: name and version, kind, marks; tabs with counts outside it, at the sides they open. The outline says the same to keyboards. */
export const NodeCard = memo(function NodeCard({ node, isStart, isSelected, isFound, onExpand }: NodeCardProps) {
  const ghost = node.kind === null || node.state === "missing";
  const version = versionLabel(node.version);
  return (
    <div
      data-node={node.id}
      style={{ left: node.x - CARD.width / 2, top: node.y - CARD.height / 2, width: CARD.width, height: CARD.height }}
      className={classNames(
        "absolute grid cursor-pointer grid-cols-[24px_minmax(0,1fr)] grid-rows-[16px_16px_16px] gap-x-2 gap-y-px rounded border px-2.5 py-2 transition-[border-color,box-shadow] duration-[120ms]",
        ghost || node.fate?.class === "doubtful" ? "border-dashed" : "",
        ghost || node.change?.kind === "removed" ? "bg-ground" : "bg-surface",
        isSelected
          ? "border-accent shadow-[0_0_0_2px_var(--color-accent)]"
          : isStart
            ? "border-ink shadow-[0_0_0_1px_var(--color-ink)]"
            : node.fate ? FATE_BORDERS[node.fate.class]
            : node.change ? DIFFERENCE_BORDERS[node.change.kind]
            : ghost ? "border-control" : "border-line-strong shadow-[var(--shadow-card)] hover:border-control",
        isFound && "outline-2 outline-offset-2 outline-accent",
      )}
    >
      {node.change && <DifferenceTag change={node.change} />}
      <span className="row-span-2 mt-1"><KindGlyph kind={node.kind} state={node.state} size={24} decorative /></span>
      <span className={classNames("flex min-w-0 items-baseline gap-1 text-12 font-semibold", node.change?.kind === "removed" && "text-ink-2 line-through")}>
        <CutMiddle>{nodeTitle(node)}</CutMiddle>
        {version && <span title={`@${node.version}`} className="max-w-24 flex-none truncate font-mono text-11 font-medium text-ink-2">{version}</span>}
      </span>
      <span className="truncate text-11 text-ink-3">{nodeSubtitle(node)}</span>
      <span className="col-span-2 mt-0.5 flex h-4 items-center gap-2 overflow-hidden">
        {node.hidden > 0 ? <Mark small tone="quiet">Counted, not named</Mark> : node.fate ? <FateLine fate={node.fate} /> : <StateMark state={node.state} small />}
        {node.hidden === 0 && !node.fate && node.namespace !== "" && <span className="truncate text-11 text-ink-3">{node.namespace}</span>}
      </span>
      {node.ref !== null && <Tab side="upstream" count={node.behind.upstream} nodeRef={node.ref} title={nodeTitle(node)} onExpand={onExpand} />}
      {node.ref !== null && <Tab side="downstream" count={node.behind.downstream} nodeRef={node.ref} title={nodeTitle(node)} onExpand={onExpand} />}
    </div>
  );
});

/** No tab means that nothing is hidden there. Out of the tab order: the outline has the same action. */
function Tab({ side, count, nodeRef, title, onExpand }: { side: Side; count: number; nodeRef: string; title: string; onExpand: NodeCardProps["onExpand"] }) {
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
        "figures absolute top-[21px] inline-flex h-6 items-center justify-center gap-px border border-line-strong bg-surface text-11 font-medium text-ink-2 hover:text-accent",
        side === "upstream" ? "right-full rounded-l border-r-transparent" : "left-full rounded-r border-l-transparent",
      )}
    >
      {side === "upstream" && <ChevronLeft size={12} strokeWidth={2.2} aria-hidden />}
      {formatCount(count)}
      {side === "downstream" && <ChevronRight size={12} strokeWidth={2.2} aria-hidden />}
    </button>
  );
}
