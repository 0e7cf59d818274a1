import type { ComparedInstants, Picture } from "@/lib/layout/picture";
import { periodWords } from "./time-ticks";

/** What a comparison says besides its list: why everything is new or gone, or that nothing is; `null` where the list says it all. */
export function comparisonNote({ compared, nodes, edges, complete, counts, watermark }: Pick<Picture, "nodes" | "edges" | "complete" | "counts" | "watermark"> & { compared: ComparedInstants }): string | null {
  const { from, to, there } = compared;
  const { from: atA, to: atB } = periodWords(from, to, watermark.recordedAt);
  if (from === to) return "Both instants are the same: there is nothing to compare.";
  if (!there.from && !there.to) return `It was not there yet at ${atA}, nor ${at(atB)}.`;
  if (!there.from) return `It was not there yet at ${atA}: everything is added.`;
  if (!there.to) return `It was not there yet ${at(atB)}: everything is removed.`;
  if (nodes.some(({ change }) => change) || edges.some(({ change }) => change)) return null;
  return complete || counts.hiddenByLimit === 0 ? "Nothing changed between these two instants." : "Nothing that is drawn changed between these two instants.";
}

const at = (words: string): string => (words === "now" ? words : `at ${words}`);
