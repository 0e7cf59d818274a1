import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** `figures` is for numbers: to the right, in tabular figures. `wideOnly` columns are left out on a narrow screen. */
export type Column = { key: string; head: ReactNode; align?: "left" | "right"; wideOnly?: boolean; className?: string };

/** A table of fixed row height. `rows` hold a cell for each column's `key`; the first cell heads the row. Scrolls sideways when it must. */
export function Table({ caption, columns, rows }: { caption: string; columns: readonly Column[]; rows: readonly { key: string; cells: Readonly<Record<string, ReactNode>> }[] }) {
  const cellClass = ({ align, wideOnly, className }: Column) =>
    classNames("px-2 first:pl-4 last:pr-4", align === "right" ? "figures text-right whitespace-nowrap" : "text-left", wideOnly && "narrow:hidden", className);
  return (
    <div className="scroll-slim relative overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-collapse text-12">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="h-8 border-b border-line text-11 text-ink-3">
            {columns.map((column) => <th key={column.key} scope="col" className={`${cellClass(column)} font-medium whitespace-nowrap`}>{column.head}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="h-8 border-b border-line last:border-0 narrow:h-11">
              {columns.map((column, index) =>
                index === 0
                  ? <th key={column.key} scope="row" className={`${cellClass(column)} font-normal`}>{cells[column.key]}</th>
                  : <td key={column.key} className={cellClass(column)}>{cells[column.key]}</td>,
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
