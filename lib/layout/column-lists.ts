import { CARD, ROW_PITCH, type Position } from "./layered";
import type { ColumnItem, ColumnList, ColumnsOf, PictureNode } from "./picture";

/** Measures of a list of columns, in the picture's units. `page`: rows of one part. */
export const LIST = { row: 24, head: 26, foot: 28, page: 12 } as const;
/** Between the end of a list and the card below it. */
const GAP = 12;

/** One press on a button that opens columns, or what following a column opened. */
export type Opening = {
  ref: string;
  /** Columns that have to be in it, where a column was followed to them. */
  wanted?: readonly string[];
  /** The column that was followed. */
  by?: string;
};

/**
 * Lists of columns in a picture that grows step by step. Each press adds a part of a list: under its card where the rows there are free, else
 * in the nearest free rows of the same column, so that nothing moves and nothing overlaps. The rows it takes stay taken.
 */
export class ColumnLists {
  readonly parts: ColumnList[] = [];
  private readonly rows = new Map<string, PictureNode>();
  private readonly taken = new Map<number, Set<number>>();

  constructor(private readonly known: ReadonlyMap<string, ColumnsOf>) {}

  /** Rows of each column that no card may take, by their middle. */
  blocked(): ReadonlyMap<number, ReadonlySet<number>> {
    return this.taken;
  }

  isRow(id: string): boolean {
    return this.rows.has(id);
  }

  /** The card of a row, else the id itself. */
  cardOf(id: string): string {
    return this.rows.get(id)?.within ?? id;
  }

  nodes(): PictureNode[] {
    return [...this.rows.values()];
  }

  /** Adds a part to the list of a card, when there is something to add. */
  open({ ref, wanted, by }: Opening, positions: ReadonlyMap<string, Position>): void {
    const card = positions.get(ref);
    const columns = this.known.get(ref);
    if (!card || !columns) return;
    const rest = columns.items.filter((it) => !this.rows.has(it.ref) && !positions.has(it.ref));
    const reached = rest.filter((it) => wanted?.includes(it.ref));
    const earlier = this.parts.filter(({ of }) => of === ref);
    // what was followed to is already there, or comes with as many others as fill a first part
    if (wanted && reached.length === 0 && earlier.length > 0) return;
    const room = wanted && earlier.length > 0 ? reached.length : Math.max(LIST.page, reached.length);
    const items = [...reached, ...rest.filter((it) => !reached.includes(it))].slice(0, room);
    if (items.length === 0 && earlier.length > 0) return;
    this.place(ref, card, items, { before: this.shownOf(columns, positions), total: columns.total, by: by ?? null, isFirst: earlier.length === 0 }, positions);
  }

  private shownOf(columns: ColumnsOf, positions: ReadonlyMap<string, Position>): number {
    return columns.items.filter((it) => this.rows.has(it.ref) || positions.has(it.ref)).length;
  }

  private place(of: string, card: Position, items: readonly ColumnItem[], { before, total, by, isFirst }: { before: number; total: number; by: string | null; isFirst: boolean }, positions: ReadonlyMap<string, Position>): void {
    const rest = Math.max(0, total - before - items.length);
    const height = LIST.head + items.length * LIST.row + (rest > 0 ? LIST.foot : 0);
    const full = new Set([...[...positions.values()].filter(({ column }) => column === card.column).map(({ y }) => y), ...(this.taken.get(card.column) ?? [])]);
    const under = Math.ceil((height + CARD.height + GAP) / ROW_PITCH) - 1;
    const isAttached = isFirst && range(under).every((row) => !full.has(card.y + (row + 1) * ROW_PITCH));
    const apart = Math.ceil((height + GAP) / ROW_PITCH);
    const first = isAttached ? card.y + ROW_PITCH : nearestRun(full, card.y, apart);
    const top = isAttached ? card.y + CARD.height / 2 : first - CARD.height / 2;
    const taken = this.taken.get(card.column) ?? new Set<number>();
    for (const row of range(isAttached ? under : apart)) taken.add(first + row * ROW_PITCH);
    this.taken.set(card.column, taken);
    // the foot of the part before has done its work
    for (const part of this.parts.filter((it) => it.of === of && it.rest > 0)) Object.assign(part, { rest: 0, height: part.height - LIST.foot });
    this.parts.push({ of, by, column: card.column, x: card.x, top, height, isAttached, first: before + 1, total, rest, rows: items.map(({ ref }) => ref) });
    items.forEach((item, index) => this.rows.set(item.ref, toRow(item, of, card, top + LIST.head + (index + 0.5) * LIST.row)));
  }
}

/** The first of `count` free rows in a run, the one nearest to `y`, below where two are as near. */
function nearestRun(full: ReadonlySet<number>, y: number, count: number): number {
  for (let step = 1; ; step++) {
    for (const first of [y + step * ROW_PITCH, y - (step + count - 1) * ROW_PITCH]) {
      if (range(count).every((row) => !full.has(first + row * ROW_PITCH))) return first;
    }
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function toRow(item: ColumnItem, within: string, card: Position, y: number): PictureNode {
  return {
    id: item.ref, ref: item.ref, kind: item.kind, namespace: item.namespace, name: item.name, version: item.version ?? null, state: item.state, owner: null, at: item.at ?? null,
    conflict: false, distance: 0, behind: item.neighbours, hidden: 0, column: card.column, x: card.x, y, height: LIST.row, within, note: item.type,
  };
}
