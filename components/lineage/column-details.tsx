import { ArrowLeft, ArrowRight, Columns3 } from "lucide-react";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import type { Selection } from "@/lib/explorer-view";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { allEdges, listsOf } from "@/lib/layout/picture-parts";
import { columnsWord } from "./column-list";
import type { ColumnActions } from "./column-lists";
import { columnName } from "./edge-words";
import { edgeWord } from "./node-words";

/** Opens the columns of data, or closes them. */
export function ColumnsButton({ node, picture, count, columns }: { node: PictureNode; picture: Picture; count: number; columns: ColumnActions }) {
  const isOpen = listsOf(picture).some(({ of }) => of === node.id);
  const word = columnsWord(node.kind);
  return (
    <Button aria-pressed={isOpen} onClick={() => (isOpen ? columns.onClose : columns.onOpen)(node.id)}>
      <Columns3 size={14} strokeWidth={1.75} aria-hidden />{isOpen ? `Close the ${word.toLowerCase()}` : <span className="figures">{word} {formatCount(count)}</span>}
    </Button>
  );
}

/** The drawn columns that a column is computed from, and those computed from it, each leading there and to the evidence. */
export function ColumnNeighbours({ node, picture, onSelect }: { node: PictureNode; picture: Picture; onSelect: (selection: Selection) => void }) {
  const edges = allEdges(picture);
  const sides = [
    { word: "From", Icon: ArrowLeft, edges: edges.filter(({ to }) => to === node.id).map((edge) => ({ edge, other: edge.from })) },
    { word: "To", Icon: ArrowRight, edges: edges.filter(({ from }) => from === node.id).map((edge) => ({ edge, other: edge.to })) },
  ].filter((side) => side.edges.length > 0);
  if (sides.length === 0) return null;
  return (
    <section aria-label="Joined columns" className="border-t border-line py-3 text-12">
      {sides.map(({ word, Icon, edges: found }) => (
        <ul key={word} aria-label={word}>
          {found.map(({ edge, other }) => (
            <li key={edge.id} className="flex min-h-8 items-center gap-2 px-4 narrow:min-h-11">
              <Icon size={14} strokeWidth={1.75} aria-hidden className="flex-none text-ink-3" />
              <button type="button" onClick={() => onSelect({ node: other })} className="mono min-w-0 flex-1 text-left break-all hover:text-accent"><span className="sr-only">{word} </span>{columnName(other, true)}</button>
              <button type="button" onClick={() => onSelect({ from: edge.from, to: edge.to })} title="What this rests on" className="flex-none font-medium text-accent hover:underline">{edgeWord(edge)}</button>
            </li>
          ))}
        </ul>
      ))}
    </section>
  );
}
