import type { NodeKind } from "@/lib/lineage/node-ref";
import { CARD } from "@/lib/layout/layered";
import type { Picture } from "@/lib/layout/picture";
import { kindWords } from "./kind-words";

/** A job's version and a batch's dataset read as one family over a column. */
const FAMILY: Partial<Record<NodeKind, NodeKind>> = { jobversion: "job" };

/** The head of each column: its kinds, most frequent first, two at most. `x` is the left edge of its cards. */
export function columnHeads(picture: Picture): { x: number; text: string }[] {
  const columns = new Map<number, Map<NodeKind, number>>();
  for (const { x, kind } of picture.nodes) {
    const kinds = columns.get(x) ?? columns.set(x, new Map()).get(x)!;
    const family = kind && (FAMILY[kind] ?? kind);
    if (family) kinds.set(family, (kinds.get(family) ?? 0) + 1);
  }
  return [...columns].sort((a, b) => a[0] - b[0]).flatMap(([x, kinds]) => {
    const [first, second, third] = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind]) => kindWords(kind));
    if (!first) return [];
    const text = !second ? first : third ? `${first} and others` : `${first} and ${second.toLowerCase()}`;
    return [{ x: x - CARD.width / 2, text }];
  });
}
