import { formatCount } from "@/components/format";
import type { Picture } from "@/lib/layout/picture";

/**
 * Why not all is shown, a reason each. What is over the limit is behind a count of a card that is drawn, or beyond that, and is in the total
 * once: the smaller of the two figures is said as part of the larger, so that they add up to it.
 */
export function hiddenWords({ counts, complete }: Pick<Picture, "counts" | "complete">): string[] {
  const { behindCounts, hiddenByLimit, hiddenByAccess, unchanged = 0 } = counts;
  const both = behindCounts > 0 && hiddenByLimit > 0;
  const behind = (of: string) => `${formatCount(behindCounts)}${of} behind the counts`;
  const over = (of: string) => `${formatCount(hiddenByLimit)}${of} over the limit`;
  const words = both
    ? behindCounts >= hiddenByLimit ? [behind(""), over(" of them")] : [over(""), behind(" of them")]
    : [behindCounts > 0 && behind(""), hiddenByLimit > 0 && over("")];
  return [
    unchanged > 0 && `${formatCount(unchanged)} unchanged`,
    ...words,
    hiddenByAccess > 0 && `${formatCount(hiddenByAccess)} you may not see`,
    !complete && hiddenByLimit === 0 && hiddenByAccess === 0 && "partial: the graph ran out of time",
  ].filter((text) => text !== false);
}
