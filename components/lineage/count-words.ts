import { counted, formatCount } from "@/components/format";
import type { Picture } from "@/lib/layout/picture";

/**
 * Why not all is shown, a reason each. What is over the limit is behind a count of a card that is drawn, or beyond that, and is in the total
 * once: the smaller of the two figures is said as part of the larger, so that they add up to it.
 */
export function hiddenWords({ counts, complete }: Pick<Picture, "counts" | "complete">): string[] {
  const { behindCounts, hiddenByLimit, hiddenByAccess, hiddenByHand = 0, leftOutByFilter = 0, edgesLeftOut = 0, inGroups = 0, onEdges = 0, rolledUp = 0, unchanged = 0 } = counts;
  const both = behindCounts > 0 && hiddenByLimit > 0;
  const behind = (of: string) => `${formatCount(behindCounts)}${of} behind the counts`;
  const over = (of: string) => `${formatCount(hiddenByLimit)}${of} over the limit`;
  const words = both
    ? behindCounts >= hiddenByLimit ? [behind(""), over(" of them")] : [over(""), behind(" of them")]
    : [behindCounts > 0 && behind(""), hiddenByLimit > 0 && over("")];
  return [
    unchanged > 0 && `${formatCount(unchanged)} unchanged`,
    ...words,
    hiddenByHand > 0 && `${formatCount(hiddenByHand)} hidden by you`,
    (leftOutByFilter > 0 || edgesLeftOut > 0) && `${leftOut(leftOutByFilter, edgesLeftOut)} left out by the filter`,
    inGroups > 0 && `${formatCount(inGroups)} in groups`,
    onEdges > 0 && `${counted(onEdges, "job version")} on the edges`,
    rolledUp > 0 && `${formatCount(rolledUp)} rolled up`,
    hiddenByAccess > 0 && `${formatCount(hiddenByAccess)} you may not see`,
    !complete && hiddenByLimit === 0 && hiddenByAccess === 0 && "partial: the graph ran out of time",
  ].filter((text) => text !== false);
}

function leftOut(nodes: number, edges: number): string {
  if (edges === 0) return formatCount(nodes);
  return nodes === 0 ? counted(edges, "edge") : `${counted(nodes, "node")} and ${counted(edges, "edge")}`;
}
