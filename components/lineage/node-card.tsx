import { Columns3 } from "lucide-react";
import { memo } from "react";
import { formatCount } from "@/components/format";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Mark } from "@/components/ui/mark";
import type { Side } from "@/lib/explorer-view";
import { CARD } from "@/lib/layout/layered";
import type { Fate, PictureNode } from "@/lib/layout/picture";
import { columnsWord } from "./column-list";
import { DIFFERENCE_BORDERS, DifferenceTag } from "./difference-mark";
import { FateLine } from "./fate-mark";
import { KindGlyph } from "./kind-glyph";
import { MarkLine } from "./mark-line";
import { cardMarks } from "./mark-words";
import { partyName } from "./node-link";
import { nodeSubtitle, nodeTitle, versionLabel } from "./node-words";
import { SideTab } from "./side-tab";

const FATE_BORDERS: Record<Fate["class"], string> = { gone: "border-ink", lost: "border-bad-mark", degraded: "border-warn-mark", doubtful: "border-control" };

type NodeCardProps = {
  node: PictureNode;
  isStart: boolean;
  isSelected: boolean;
  isFound: boolean;
  onExpand: (ref: string, side: Side) => void;
  /** Opens its columns; absent where they are open, or none can be opened. */
  onColumns?: (ref: string) => void;
};

/** One card of the picture: name and version, kind, marks; tabs with counts outside it, at the sides they open. The outline says the same to keyboards. */
export const NodeCard = memo(function NodeCard({ node, isStart, isSelected, isFound, onExpand, onColumns }: NodeCardProps) {
  const ghost = node.kind === null || node.state === "missing";
  const version = versionLabel(node.version);
  const marks = cardMarks(node);
  return (
    <div
      data-node={node.id}
      style={{ left: node.x - CARD.width / 2, top: node.y - CARD.height / 2, width: CARD.width, height: CARD.height }}
      className={classNames(
        "group absolute grid cursor-pointer grid-cols-[24px_minmax(0,1fr)] grid-rows-[16px_16px_16px] gap-x-2 gap-y-px rounded border px-2.5 py-2 transition-[border-color,box-shadow] duration-[120ms]",
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
      <span className="truncate text-11 text-ink-3">{nodeSubtitle(node)}{node.owner && <span title={`Owner: ${partyName(node.owner)}`}> · {partyName(node.owner)}</span>}</span>
      <span className="col-span-2 mt-0.5 flex h-4 items-center gap-2 overflow-hidden">
        {node.hidden > 0 ? <Mark small tone="quiet">Counted, not named</Mark> : node.fate ? <FateLine fate={node.fate} /> : <MarkLine marks={marks} />}
        {node.hidden === 0 && !node.fate && marks.length < 2 && node.namespace !== "" && <span className="truncate text-11 text-ink-3">{node.namespace}</span>}
      </span>
      {node.ref !== null && <SideTab side="upstream" count={node.behind.upstream} nodeRef={node.ref} title={nodeTitle(node)} onExpand={onExpand} />}
      {node.ref !== null && <SideTab side="downstream" count={node.behind.downstream} nodeRef={node.ref} title={nodeTitle(node)} onExpand={onExpand} />}
      {onColumns && node.marks?.columns !== undefined && <ColumnsTab node={node} count={node.marks.columns} isShown={isSelected} onColumns={onColumns} />}
    </div>
  );
});

/** How many columns there are, under the card: while the pointer is on it, or it is selected. */
function ColumnsTab({ node, count, isShown, onColumns }: { node: PictureNode; count: number; isShown: boolean; onColumns: (ref: string) => void }) {
  const word = columnsWord(node.kind);
  return (
    <button
      type="button"
      tabIndex={-1}
      title={`Open the ${word.toLowerCase()} of ${nodeTitle(node)}`}
      onClick={() => onColumns(node.id)}
      className={classNames("figures absolute top-full left-2.5 z-10 -mt-px h-6 items-center gap-1 rounded-b border border-line-strong bg-surface px-2 text-11 font-medium text-ink-2 hover:text-accent", isShown ? "inline-flex" : "hidden group-hover:inline-flex")}
    >
      <Columns3 size={12} strokeWidth={2} aria-hidden />{word} {formatCount(count)}
    </button>
  );
}
