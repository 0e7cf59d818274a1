import type { Micros } from "@/lib/time";

/** What held from one instant to before another. */
export type Interval = { from: Micros; to: Micros };

/** An instant at which what held became something else; `null` is nothing. */
export type Turn<Value> = { at: Micros; was: Value | null; is: Value | null };

/** A period: later than `from`, up to and with `last`. */
export type Within = { from: Micros; last: Micros };

/**
 * The instants of a period at which the value of what holds changed, in order of time. Intervals may overlap, and one may end where the
 * next begins: an instant at which both happen and nothing is different afterwards is no turn.
 */
export function turnsOf<Held extends Interval, Value extends string>(intervals: readonly Held[], valueOf: (held: readonly Held[]) => Value, { from, last }: Within): Turn<Value>[] {
  const begins = groupBy(intervals, (it) => it.from);
  const ends = groupBy(intervals, (it) => it.to);
  const held = new Set<Held>();
  const turns: Turn<Value>[] = [];
  let was: Value | null = null;
  for (const at of [...new Set([...begins.keys(), ...ends.keys()])].sort((a, b) => a - b)) {
    if (at > last) break;
    for (const it of ends.get(at) ?? []) held.delete(it);
    for (const it of begins.get(at) ?? []) held.add(it);
    const is = held.size === 0 ? null : valueOf([...held]);
    if (is !== was && at > from) turns.push({ at, was, is });
    was = is;
  }
  return turns;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
