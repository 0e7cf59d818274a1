import type { Picture } from "@/lib/layout/picture";
import { counted, formatCount } from "@/components/format";
import { EdgeLine } from "./edge-line";
import { linkWidth } from "./to-elements";

const WIDTHS = [{ count: 1, word: "1 link" }, { count: 10, word: "10" }, { count: 100, word: "100" }] as const;

/** What the lines of a grouped picture mean: width is number. What is too faint to be drawn is said here. */
export function GroupLegend({ faint }: Pick<Picture, "faint">) {
  return (
    <div className="absolute bottom-4 left-4 grid gap-1 rounded border border-line-strong bg-surface px-3 py-2 text-11 text-ink-2 narrow:right-20 narrow:left-3 narrow:w-fit">
      <ul aria-label="Lines" className="m-0 flex list-none flex-wrap items-center gap-x-3 gap-y-1 p-0">
        {WIDTHS.map(({ count, word }) => (
          <li key={word} className="inline-flex items-center gap-1 whitespace-nowrap">
            <svg width="24" height="10" viewBox="0 0 24 10" stroke="currentColor" strokeWidth={linkWidth(count)} aria-hidden><path d="M1 5h22" /></svg>
            {word}
          </li>
        ))}
        <li className="inline-flex items-center gap-1 whitespace-nowrap"><EdgeLine confidence="declared" />All declared</li>
        <li className="inline-flex items-center gap-1 whitespace-nowrap"><EdgeLine confidence="inferred" />All inferred</li>
      </ul>
      {faint && <p className="figures m-0 text-ink-3">{counted(faint.edges, "edge")} of {formatCount(faint.linksEach)} {faint.linksEach === 1 ? "link" : "links or fewer"} {faint.edges === 1 ? "is" : "are"} not drawn</p>}
    </div>
  );
}
