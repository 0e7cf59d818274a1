"use client";
import { GitCompareArrows, Minus, Plus, Redo2, SlidersHorizontal, Undo2 } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyAddress } from "@/components/ui/copy-address";
import { Segmented } from "@/components/ui/segmented";
import { askAnew } from "@/lib/explorer-actions";
import { MAX_DEPTH, type ExplorerView } from "@/lib/explorer-view";
import { NO_START } from "@/lib/layout/overview-picture";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import type { PictureFacets } from "@/lib/layout/visible-picture";
import { hasImpact, parseNodeRef } from "@/lib/lineage/node-ref";
import { impactHref, nodeHref } from "@/lib/page-hrefs";
import { hiddenWords } from "./count-words";
import { FilterMenu } from "./filter-menu";
import { GroupMenu } from "./group-menu";
import { GROUPING_WORDS } from "./group-words";
import { KindGlyph } from "./kind-glyph";
import { kindWord } from "./kind-words";
import { versionLabel } from "./node-words";
import { StatePill } from "./state-mark";
import type { PictureActions } from "./use-explorer";

const PLANES = [{ value: "definition", label: "Definitions" }, { value: "instance", label: "Instances" }] as const;
const DIRECTIONS = [{ value: "upstream", label: "Upstream" }, { value: "both", label: "Both" }, { value: "downstream", label: "Downstream" }] as const;
const SHOWN_AS = [{ value: "outline", label: "Outline" }, { value: "picture", label: "Picture" }] as const;
export type ShownAs = (typeof SHOWN_AS)[number]["value"];

/** What the view is about: name and version first, then state, kind, namespace and owner. */
export function ExplorerHead({ node, startRef, asOf }: { node: PictureNode | undefined; startRef: string; asOf: string | null }) {
  const parsed = parseNodeRef(startRef);
  const name = node?.name ?? parsed?.name.join("/") ?? startRef;
  const version = node?.version ?? parsed?.version ?? null;
  const facts = node ? [kindWord(node.kind), node.namespace, node.owner && parseNodeRef(node.owner)?.name.join("/")].filter(Boolean) : [];
  return (
    <div className="flex h-12 min-w-0 items-center gap-3 border-b border-line bg-surface px-4">
      {node && <KindGlyph kind={node.kind} state={node.state} size={24} decorative />}
      <h1 className="flex min-w-0 text-15" title={`${name}${version ? `@${version}` : ""}`}>
        <span className="truncate">{name}</span>
        {version && <span className="mono max-w-48 flex-none truncate font-medium text-ink-3">{versionLabel(version)}</span>}
      </h1>
      {node && <span className={node.state === "active" ? "flex narrow:hidden" : "flex"}><StatePill state={node.state} /></span>}
      <span className="min-w-0 truncate text-12 text-ink-3 narrow:hidden">{facts.join(" · ")}</span>
      <span className="ml-auto flex flex-none gap-2">
        {parsed && <Link href={nodeHref(startRef, asOf)} className={buttonClass()}>Facts</Link>}
        {parsed && hasImpact(parsed) && <Link href={impactHref([startRef], asOf)} className={buttonClass()}>Impact</Link>}
        <span className="narrow:hidden"><CopyAddress /></span>
      </span>
    </div>
  );
}

/** What the view of no start is about. */
export function OverviewHead() {
  return (
    <div className="flex h-12 min-w-0 items-center gap-3 border-b border-line bg-surface px-4">
      <h1 className="text-15">All lineage</h1>
      <span className="min-w-0 truncate text-12 text-ink-3 narrow:hidden">What you may see of the registry, in groups. Open one, or search for a thing to start from it.</span>
      <span className="ml-auto flex-none narrow:hidden"><CopyAddress /></span>
    </div>
  );
}

/** The same figures as picture and outline: shown, of how many, and why the rest is not. */
function Counts({ picture }: { picture: Picture }) {
  const { shown, total } = picture.counts;
  const rest = hiddenWords(picture);
  return (
    <span role="status" className="figures ml-auto flex min-w-0 gap-3 text-12 whitespace-nowrap text-ink-2">
      {picture.start === NO_START
        ? <span><b className="font-semibold text-ink">{formatCount(picture.nodes.length)}</b> {picture.nodes.length === 1 ? "group" : "groups"}, {formatCount(total)} definitions</span>
        : <span><b className="font-semibold text-ink">{formatCount(shown)}</b> of {formatCount(total)} shown</span>}
      {rest.length > 0 && <span className="truncate text-ink-3 narrow:hidden">{rest.join(", ")}</span>}
    </span>
  );
}

/** How much of the lineage is asked for, and what came. On a narrow screen the controls fold behind one button. */
export function ExplorerToolbar({ view, picture, facets, actions, shownAs, onShownAs, isFolded, onFold, onView, onCompare }: {
  view: ExplorerView;
  picture: Picture | null;
  /** What the filter can ask for; `null` when the graph did not answer. */
  facets: PictureFacets | null;
  actions: PictureActions;
  shownAs: ShownAs;
  onShownAs: (shownAs: ShownAs) => void;
  isFolded: boolean;
  onFold: (isFolded: boolean) => void;
  onView: (change: Partial<ExplorerView>) => void;
  /** Begins to compare two instants, or ends it. */
  onCompare: () => void;
}) {
  const folds = isFolded ? "narrow:hidden" : "";
  const ask = (part: Parameters<typeof askAnew>[1]) => onView(askAnew(view, part));
  return (
    <div className="flex min-h-12 items-center gap-2 border-b border-line bg-surface px-4 narrow:flex-wrap narrow:py-2">
      <Segmented label="Show as" value={shownAs} options={SHOWN_AS} onChange={onShownAs} className="wide:hidden" />
      <Button size="icon" className="wide:hidden" aria-label="Plane, direction, depth and time" aria-expanded={!isFolded} onClick={() => onFold(!isFolded)}><SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden /></Button>
      {view.ref !== null && <>
      <Segmented label="Plane" value={view.plane} options={PLANES} onChange={(plane) => ask({ plane })} className={`narrow:order-3 ${folds}`} />
      <Segmented label="Direction" value={view.direction} options={DIRECTIONS} onChange={(direction) => ask({ direction })} className={`narrow:order-4 ${folds}`} />
      <div role="group" aria-label="Depth" className={`flex h-8 flex-none items-center rounded border border-line-strong bg-surface narrow:order-3 narrow:h-10 ${folds}`}>
        <Button look="ghost" size="icon-sm" className="mx-[3px]" aria-label="One hop less" disabled={view.depth <= 1} onClick={() => ask({ depth: view.depth - 1 })}><Minus size={14} aria-hidden /></Button>
        <span className="figures min-w-12 text-center text-12 font-medium" aria-live="polite">{counted(view.depth, "hop")}</span>
        <Button look="ghost" size="icon-sm" className="mx-[3px]" aria-label="One hop more" disabled={view.depth >= MAX_DEPTH} onClick={() => ask({ depth: view.depth + 1 })}><Plus size={14} aria-hidden /></Button>
      </div>
      </>}
      {facets && <span className={`flex flex-none gap-2 narrow:order-5 ${folds}`}><FilterMenu filter={view.filter} facets={facets} onFilter={(filter) => onView({ filter })} /></span>}
      <GroupMenu value={view.group} none={view.ref === null ? GROUPING_WORDS["namespace-kind"] : "None"} onChange={(group) => ask({ group, compare: null })} className={`narrow:order-5 ${folds}`} />
      {view.ref !== null && <Button className={`aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent narrow:order-5 ${folds}`} aria-pressed={view.compare !== null} onClick={onCompare}><GitCompareArrows size={14} strokeWidth={1.75} aria-hidden />Compare</Button>}
      {picture && <Counts picture={picture} />}
      <span className={`flex flex-none border-l border-line pl-2 narrow:order-6 narrow:border-0 narrow:pl-0 ${folds}`}>
        <Button look="ghost" size="icon" aria-label="Undo" title="Undo (Ctrl Z)" disabled={!actions.canUndo} onClick={actions.undo}><Undo2 size={16} strokeWidth={1.75} aria-hidden /></Button>
        <Button look="ghost" size="icon" aria-label="Redo" title="Redo (Ctrl Shift Z)" disabled={!actions.canRedo} onClick={actions.redo}><Redo2 size={16} strokeWidth={1.75} aria-hidden /></Button>
      </span>
    </div>
  );
}

