import type { Confidence } from "@/lib/layout/picture";

const DASHES: Record<Confidence, string> = { observed: "none", declared: "5.5 3", inferred: "1.6 2.6" };

/** A short piece of edge as the picture draws it, for the legend and next to words. */
export function EdgeLine({ confidence, stale = false }: { confidence: Confidence; stale?: boolean }) {
  return (
    <svg width="24" height="10" viewBox="0 0 24 10" fill="none" stroke="currentColor" strokeWidth="1.8" opacity={stale ? 0.5 : 1} aria-hidden>
      <path d="M1 5h17" strokeDasharray={DASHES[confidence]} />
      <path d="m17.5 1.8 4 3.2-4 3.2" />
    </svg>
  );
}

type LegendEntry = { word: string; confidence: Confidence; stale?: boolean };
const LINEAGE_LINES: readonly LegendEntry[] = [
  { word: "Observed", confidence: "observed" },
  { word: "Declared", confidence: "declared" },
  { word: "Inferred", confidence: "inferred" },
  { word: "Stale", confidence: "observed", stale: true },
];

/** What the lines mean. */
export function EdgeLegend({ entries = LINEAGE_LINES }: { entries?: readonly LegendEntry[] }) {
  return (
    <ul aria-label="Lines" className="absolute bottom-4 left-4 flex gap-3 rounded border border-line-strong bg-surface px-3 py-2 text-11 text-ink-2 narrow:right-20 narrow:left-3 narrow:grid narrow:w-fit narrow:grid-cols-2 narrow:gap-y-1">
      {entries.map(({ word, confidence, stale }) => (
        <li key={word} className="inline-flex items-center gap-1 whitespace-nowrap">
          <EdgeLine confidence={confidence} stale={stale} />
          {word}
        </li>
      ))}
    </ul>
  );
}
