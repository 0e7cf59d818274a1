"use client";
import { useRouter } from "next/navigation";
import Link from "next/link";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { counted, formatCount } from "@/components/format";
import { EdgeLegend } from "@/components/lineage/edge-line";
import { FATE_WORDS, FateMark } from "@/components/lineage/fate-mark";
import { LineageGraph, type LineageGraphHandle } from "@/components/lineage/lineage-graph";
import { nodeTitle } from "@/components/lineage/node-words";
import { boundsOf } from "@/components/lineage/to-elements";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import type { Selection } from "@/lib/explorer-view";
import { impactViewHref, type ImpactView } from "@/lib/impact-view";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { IMPACT_CLASSES, type ImpactClass } from "@/lib/lineage/impact-classes";
import { impactHref, lineageHref } from "@/lib/page-hrefs";
import { ImpactTable } from "./impact-table";
import { ImpactTiles } from "./impact-tiles";
import type { ImpactRow } from "./impact-summary";

const SHOWN_AS = [{ value: "table", label: "Table" }, { value: "picture", label: "Picture" }] as const;
type ShownAs = (typeof SHOWN_AS)[number]["value"];
/** Rows that are listed at first, and that one press adds. */
const PAGE = 100;
const LINES = [{ word: "Observed", confidence: "observed" }, { word: "Declared", confidence: "declared" }, { word: "Inferred, or not read lately", confidence: "inferred" }] as const;

export type ImpactExplorerProps = {
  view: ImpactView;
  rows: readonly ImpactRow[];
  picture: Picture;
  /** How many of the affected have a card. */
  drawn: number;
  classes: Record<ImpactClass, number>;
  definitions: { total: number; unaffected: number };
  counts: { total: number; shown: number; hiddenByLimit: number; hiddenByAccess: number };
  /** Figures beside the tiles. */
  facts: ReactNode;
  /** What stands beside picture and table. */
  aside: ReactNode;
};

/** Figures, picture and table of one answer: what is chosen in one is chosen in the others, and all count the same. */
export function ImpactExplorer({ view, rows, picture, drawn, classes, definitions, counts, facts, aside }: ImpactExplorerProps) {
  const router = useRouter();
  const graph = useRef<LineageGraphHandle>(null);
  const pictureBox = useRef<HTMLElement>(null);
  const [only, setOnly] = useState(view.only);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [listed, setListed] = useState(PAGE);
  const [shownAs, setShownAs] = useState<ShownAs>("table");
  const drawnRefs = useMemo(() => new Set(picture.nodes.flatMap(({ ref }) => ref ?? [])), [picture]);
  const sorted = useMemo(() => [...rows].sort((a, b) => IMPACT_CLASSES.indexOf(a.class) - IMPACT_CLASSES.indexOf(b.class)), [rows]);
  const matching = only === null ? sorted : sorted.filter((row) => row.class === only);
  const shown = matching.slice(0, listed);
  const selected = selection && "node" in selection ? (picture.nodes.find(({ id }) => id === selection.node) ?? null) : null;
  const box = boundsOf(picture);
  // as high as it needs to be, within reason: the table begins on the first screen
  const height = Math.min(440, Math.max(260, box.y2 - box.y1 + 128));

  const filter = useCallback((next: ImpactClass | null) => {
    setOnly(next);
    setListed(PAGE);
    window.history.replaceState(null, "", impactViewHref({ ...view, only: next }));
  }, [view]);
  const reroot = useCallback((ref: string) => router.push(impactHref([ref], view.asOf)), [router, view.asOf]);
  const show = (ref: string) => {
    setSelection({ node: ref });
    graph.current?.centreOn(ref);
    pictureBox.current?.scrollIntoView({ block: "nearest" });
  };

  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)_320px] narrow:grid-cols-[minmax(0,1fr)]">
      <div className="min-w-0 bg-surface">
        <div className="flex border-b border-line narrow:block">
          <ImpactTiles classes={classes} definitions={definitions} hidden={counts.hiddenByAccess} only={only} onOnly={filter} />
          {facts}
        </div>
        <div className="flex items-center gap-3 border-b border-line px-3 py-2 wide:hidden"><Segmented label="Show as" value={shownAs} options={SHOWN_AS} onChange={setShownAs} /></div>
        <section ref={pictureBox} aria-label="Picture" className={shownAs === "table" ? "narrow:hidden" : ""}>
          <div style={{ height }} className="relative">
            <LineageGraph handle={graph} picture={picture} selection={selection} onSelect={setSelection} onExpand={reroot} onReroot={reroot} inPage legend={<EdgeLegend entries={LINES} />} />
          </div>
          <div className="figures flex min-h-10 items-center gap-x-4 gap-y-1 border-y border-line px-4 py-1 text-12 narrow:flex-wrap narrow:px-3">
            <Chosen node={selected} asOf={view.asOf} gone={view.refs} />
            <span className="ml-auto flex-none text-ink-3">{formatCount(drawn)} of {formatCount(counts.total)} affected drawn.{drawn < counts.total && counts.hiddenByLimit === 0 && counts.hiddenByAccess === 0 && ` All ${formatCount(counts.total)} in the table.`}</span>
          </div>
        </section>
        <div className={shownAs === "picture" ? "narrow:hidden" : ""}>
          <ImpactTable rows={shown} asOf={view.asOf} selected={selected?.ref ?? null} drawn={drawnRefs} onShow={show} />
          <div role="status" className="figures flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-12 text-ink-3 narrow:px-3">
            <span>{listWords(shown.length, matching.length, only, counts.hiddenByAccess > 0)}</span>
            {counts.hiddenByAccess > 0 && <span>{counted(counts.hiddenByAccess, "more node", "more nodes")} you may not see. Counted, not named.</span>}
            {counts.hiddenByLimit > 0 && <span>{formatCount(counts.hiddenByLimit)} farther ones are counted above and not listed: a page stops at {formatCount(rows.length + counts.hiddenByAccess)}.</span>}
            {only !== null && <Button size="sm" onClick={() => filter(null)}>List all classes</Button>}
            {shown.length < matching.length && <Button size="sm" onClick={() => setListed(listed + PAGE)}>Show {formatCount(Math.min(PAGE, matching.length - shown.length))} more</Button>}
          </div>
        </div>
      </div>
      {aside}
    </div>
  );
}

function listWords(shown: number, matching: number, only: ImpactClass | null, someHidden: boolean): string {
  const what = `${only === null ? "affected" : FATE_WORDS[only].word.toLowerCase()}${someHidden ? " that you may see" : ""}, most serious first, then nearest`;
  return shown === matching ? `${formatCount(matching)} ${what}` : `${formatCount(shown)} of ${formatCount(matching)} ${what}`;
}

/** What is chosen in the picture, and where to go from it. */
function Chosen({ node, asOf, gone }: { node: PictureNode | null; asOf: string | null; gone: readonly string[] }) {
  if (node === null) return <span className="text-ink-3">Select a card to read why.</span>;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      {node.fate && <FateMark of={node.fate.class} />}
      <span className="min-w-0 truncate font-medium">{nodeTitle(node)}</span>
      {node.fate && <span className="min-w-0 truncate text-ink-2">{node.fate.why}</span>}
      {node.ref !== null && <Link href={lineageHref(node.ref, asOf)} className="font-medium text-accent hover:underline">Lineage</Link>}
      {node.ref !== null && !gone.includes(node.ref) && <Link href={impactHref([node.ref], asOf)} className="font-medium text-accent hover:underline">Impact of losing this</Link>}
    </span>
  );
}
