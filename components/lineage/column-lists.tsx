import type { Side } from "@/lib/explorer-view";
import type { Picture } from "@/lib/layout/picture";
import { listsOf } from "@/lib/layout/picture-parts";
import { ColumnListCard } from "./column-list";

/** What can be done with the columns of data: `onOpen` again opens the next of them. */
export type ColumnActions = { onOpen: (ref: string) => void; onClose: (ref: string) => void };

/** All lists of columns of a picture. */
export function ColumnListCards({ picture, selected, onExpand, columns: { onOpen, onClose } }: { picture: Picture; selected: string | null; onExpand: (ref: string, side: Side) => void; columns: ColumnActions }) {
  const rows = new Map(picture.columns?.rows.map((row) => [row.id, row]));
  const cards = new Map(picture.nodes.map((node) => [node.id, node]));
  return listsOf(picture).map((list) => (
    <ColumnListCard
      key={`${list.of} ${list.first}`}
      list={list}
      rows={list.rows.flatMap((id) => rows.get(id) ?? [])}
      card={cards.get(list.of)!}
      selected={selected}
      onExpand={onExpand}
      onOpen={onOpen}
      onClose={onClose}
    />
  ));
}
