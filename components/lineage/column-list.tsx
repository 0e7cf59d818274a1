import { Columns3, X } from "lucide-react";
import { memo } from "react";
import { formatCount } from "@/components/format";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import type { Side } from "@/lib/explorer-view";
import { LIST } from "@/lib/layout/column-lists";
import { CARD } from "@/lib/layout/layered";
import type { ColumnList, PictureNode } from "@/lib/layout/picture";
import { SideTab } from "./side-tab";
import { columnName } from "./edge-words";

type ColumnListProps = {
  list: ColumnList;
  /** Those of the list, in its order. */
  rows: readonly PictureNode[];
  card: PictureNode;
  selected: string | null;
  onExpand: (ref: string, side: Side) => void;
  onOpen: (ref: string) => void;
  onClose: (ref: string) => void;
};

/** Part of a list of columns at its card, or where there was room. The outline says the same to keyboards. */
export const ColumnListCard = memo(function ColumnListCard({ list, rows, card, selected, onExpand, onOpen, onClose }: ColumnListProps) {
  const { of, x, top, height, isAttached, first, total, rest } = list;
  const what = columnsWord(rows[0]?.kind ?? "column");
  const isWhole = rows.length === total;
  const span = isWhole || rows.length === 0 ? formatCount(total) : `${formatCount(first)}–${formatCount(first + rows.length - 1)} of ${formatCount(total)}`;
  return (
    <div
      style={{ left: x - CARD.width / 2, top: isAttached ? top - 1 : top, width: CARD.width, height: isAttached ? height + 1 : height }}
      className={classNames("absolute border border-line-strong bg-surface shadow-[var(--shadow-card)]", isAttached ? "rounded-b" : "rounded")}
    >
      <div style={{ height: LIST.head }} className="flex items-center gap-1 border-b border-line pr-0.5 pl-2.5 text-11 text-ink-3">
        <Columns3 size={12} strokeWidth={2} aria-hidden className="flex-none" />
        <span className="figures flex min-w-0 flex-1 items-baseline gap-1" title={`${what} of ${card.name}`}>
          {isAttached ? <span>{what}</span> : <CutMiddle className="font-medium text-ink-2">{card.name}</CutMiddle>}
          <span className="flex-none">{span}</span>
        </span>
        <button type="button" tabIndex={-1} aria-label={`Close the ${what.toLowerCase()} of ${card.name}`} title="Close" onClick={() => onClose(of)} className="grid size-6 flex-none place-items-center rounded-[3px] hover:text-accent"><X size={12} strokeWidth={2} aria-hidden /></button>
      </div>
      {rows.map((row) => (
        <div
          key={row.id}
          data-node={row.id}
          style={{ height: LIST.row }}
          className={classNames("relative flex cursor-pointer items-center gap-2 px-2.5 text-11", row.id === selected ? "bg-accent-soft shadow-[inset_2px_0_var(--color-accent)]" : "hover:bg-sunken")}
        >
          <CutMiddle className="flex-1 font-medium">{columnName(row.id)}</CutMiddle>
          <span className="max-w-20 flex-none truncate text-ink-3">{row.version ? `@${row.version}` : row.note}</span>
          <SideTab side="upstream" count={row.behind.upstream} nodeRef={row.id} title={columnName(row.id)} onExpand={onExpand} small />
          <SideTab side="downstream" count={row.behind.downstream} nodeRef={row.id} title={columnName(row.id)} onExpand={onExpand} small />
        </div>
      ))}
      {rest > 0 && (
        <div style={{ height: LIST.foot }} className="flex items-center border-t border-line px-1">
          <button type="button" tabIndex={-1} onClick={() => onOpen(of)} className="figures h-6 rounded-[3px] px-1.5 text-11 font-medium text-accent hover:underline">{formatCount(rest)} more</button>
        </div>
      )}
    </div>
  );
});

/** What the rows of a list are called. */
export function columnsWord(kind: PictureNode["kind"]): string {
  return kind === "feature" || kind === "featuregroup" ? "Features" : "Columns";
}
