"use client";
import { Keyboard, PanelLeft } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { ExplorerView, Selection } from "@/lib/explorer-view";
import type { GraphAway } from "@/lib/graph-away";
import { findShown } from "@/lib/layout/group-node";
import { NO_START } from "@/lib/layout/overview-picture";
import { changedPart } from "@/lib/layout/changed-part";
import type { Picture } from "@/lib/layout/picture";
import { allEdges } from "@/lib/layout/picture-parts";
import type { PictureFacets } from "@/lib/layout/visible-picture";
import { comparedByDefault, type Moments } from "@/lib/lineage/moments";
import { formatInstant, nowMicros } from "@/lib/time";
import { ComparePanel } from "./compare-panel";
import { DetailsPanel } from "./details-panel";
import { DifferenceLegend } from "./difference-mark";
import { differenceWords } from "./difference-words";
import { EdgeLegend } from "./edge-line";
import { ExplorerTime } from "./explorer-time";
import { ExplorerHead, ExplorerToolbar, OverviewHead, type ShownAs } from "./explorer-toolbar";
import { FindBox, findInPicture } from "./find-box";
import { GroupLegend } from "./group-legend";
import { InstanceStart } from "./instance-start";
import { KeysDialog } from "./keys-dialog";
import { LineageGraph, type LineageGraphHandle } from "./lineage-graph";
import { nodeAnnouncement } from "./node-words";
import { Outline } from "./outline";
import { PictureMenu } from "./picture-menu";
import { MAX_DRAWN, PictureFailure, PictureNotes, standsAlone, TooLarge } from "./picture-notes";
import { useColumns } from "./use-columns";
import { useExplorer } from "./use-explorer";
import { useExplorerKeys } from "./use-explorer-keys";
import { useMoments } from "./use-moments";
import { WaysPanel, type DrawnWays } from "./ways-panel";

export type ExplorerProps = {
  /** Without a `ref` it is the whole registry in groups. */
  view: ExplorerView;
  /** `null` when the graph did not answer. */
  loaded: { picture: Picture; facets: PictureFacets | null; ways: DrawnWays | null } | null;
  /** When what is drawn changed: it comes after the picture, and is `null` when it could not be read. */
  moments: Promise<Moments | null> | null;
  away: GraphAway | null;
};

/**
 * The lineage view. The address holds what is shown; the server draws it. What is drawn stays on screen until the next answer is there, also
 * when none comes.
 */
export function Explorer({ view: asked, loaded: fresh, moments, away }: ExplorerProps) {
  const { view, isPending, actions, groups, change, retry } = useExplorer(asked);
  const [loaded, setLoaded] = useState(fresh);
  const [shownAs, setShownAs] = useState<ShownAs>("outline");
  const [hasOutline, setHasOutline] = useState(true);
  const [isFolded, setFolded] = useState(true);
  const [hasKeys, setHasKeys] = useState(false);
  const [search, setSearch] = useState({ text: "", at: -1 });
  const graph = useRef<LineageGraphHandle>(null);
  const detailsHead = useRef<HTMLHeadingElement>(null);
  const outline = useRef<HTMLDivElement>(null);
  const find = useRef<HTMLInputElement>(null);
  if (fresh !== null && fresh !== loaded) setLoaded(fresh);
  const current = loaded?.picture.start === (asked.ref ?? NO_START) ? loaded : null;
  const whole = current?.picture ?? null;
  const compared = whole?.compared ? { ...whole, compared: whole.compared } : null;
  const [onlyChanged, setOnlyChanged] = useState(false);
  const drawn = useMemo(() => (whole?.compared && onlyChanged ? changedPart(whole) : whole), [whole, onlyChanged]);
  const columns = useColumns(view, whole, change);
  const time = useMoments(moments, `${asked.ref} ${asked.plane}`);
  const start = drawn?.nodes.find(({ id }) => id === asked.ref);
  const { selected: selection } = view;
  const { select } = actions;

  const found = useMemo(() => (drawn === null ? [] : findInPicture(drawn, search.text)), [drawn, search.text]);
  const foundSet = useMemo(() => new Set(found), [found]);
  const compare = () => change({ group: null, compare: view.compare === null ? comparedByDefault(time.moments?.moments ?? [], view.asOf, time.moments?.now ?? formatInstant(nowMicros())) : null });
  const said = useMemo(() => announcementOf(drawn, selection), [drawn, selection]);
  const tooMany = drawn !== null && drawn.nodes.length > MAX_DRAWN;
  const closeDetails = useCallback(() => {
    select(null);
    outline.current?.querySelector<HTMLElement>(`[role="treeitem"][tabindex="0"]`)?.focus({ preventScroll: true });
  }, [select]);
  const showDetails = useCallback(() => requestAnimationFrame(() => detailsHead.current?.focus()), []);
  const show = (id: string) => {
    select({ node: id });
    graph.current?.centreOn(id);
  };
  useExplorerKeys({ ...actions, find: () => find.current?.focus(), keys: () => setHasKeys(true) });

  return (
    <main id="main" aria-busy={isPending} className="grid h-[calc(100dvh-48px)] grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto]">
      {asked.ref === null ? <OverviewHead /> : <ExplorerHead node={start} startRef={asked.ref} asOf={asked.asOf} />}
      <ExplorerToolbar view={view} picture={drawn} facets={current?.facets ?? null} actions={actions} shownAs={shownAs} onShownAs={setShownAs} isFolded={isFolded} onFold={setFolded} onView={change} onCompare={compare} />
      <PictureMenu picture={drawn} actions={actions} pointed={() => graph.current?.pointed() ?? null} className="relative flex min-h-0">
        {isPending && <span aria-hidden className="appear-late absolute inset-x-0 top-0 z-30 h-0.5 overflow-hidden bg-accent-soft"><span className="block h-full w-1/3 animate-[slide_1s_ease-in-out_infinite] bg-accent" /></span>}
        {drawn && hasOutline && (
          <aside aria-label="Outline" className={`w-[264px] flex-none flex-col border-r border-line bg-surface narrow:w-full narrow:border-0 ${shownAs === "picture" ? "hidden wide:flex" : "flex"}`}>
            <div className="flex min-h-10 items-center gap-2 border-b border-line pr-2 pl-3 narrow:hidden">
              <h2 className="text-12">Outline</h2>
              <span className="text-12 text-ink-3">same as the picture</span>
              <Button look="ghost" size="icon-sm" className="ml-auto" aria-label="Keys" title="Keys (?)" onClick={() => setHasKeys(true)}><Keyboard size={16} strokeWidth={1.75} aria-hidden /></Button>
              <Button look="ghost" size="icon-sm" aria-label="Hide the outline" title="Hide the outline" onClick={() => setHasOutline(false)}><PanelLeft size={16} strokeWidth={1.75} aria-hidden /></Button>
            </div>
            <FindBox
              inputRef={find}
              text={search.text}
              found={found}
              at={search.at}
              onText={(text) => setSearch({ text, at: -1 })}
              onGo={(at) => {
                setSearch({ ...search, at });
                show(found[at]!);
              }}
            />
            <div ref={outline} data-menu className="scroll-slim min-h-0 flex-1 overflow-y-auto">
              <Outline key={drawn.start} picture={drawn} selection={selection} onSelect={select} onShow={(id) => graph.current?.centreOn(id)} actions={actions} groups={groups} columns={columns} found={foundSet} onDetails={showDetails} />
              {start?.kind && asked.ref !== null && standsAlone(asked, drawn) && <InstanceStart key={`${asked.ref} ${asked.asOf}`} nodeRef={asked.ref} kind={start.kind} asOf={asked.asOf} />}
            </div>
          </aside>
        )}
        <section aria-label="Picture" data-menu className={`relative min-w-0 flex-1 ${drawn && shownAs === "outline" ? "narrow:hidden" : ""}`}>
          {drawn && !tooMany && (
            <LineageGraph
              key={`${asked.ref} ${asked.plane} ${asked.direction} ${asked.depth} ${asked.group}`}
              handle={graph}
              picture={drawn}
              selection={selection}
              found={foundSet}
              groups={groups}
              columns={columns}
              legend={compared ? <DifferenceLegend /> : drawn.groupedBy ? <GroupLegend faint={drawn.faint} /> : <EdgeLegend />}
              onSelect={select}
              onExpand={actions.expand}
              onReroot={actions.reroot}
              onPair={(id) => actions.selectedNode && actions.selectedNode !== id ? actions.askForPaths(actions.selectedNode, id) : select({ node: id })}
            />
          )}
          {drawn && !hasOutline && <Button className="absolute top-3 left-3 z-20 narrow:hidden" onClick={() => setHasOutline(true)}><PanelLeft size={14} strokeWidth={1.75} aria-hidden />Outline</Button>}
          {tooMany && <TooLarge count={drawn.nodes.length} onFold={() => change({ expanded: [] })} />}
          {drawn && <PictureNotes picture={drawn} view={asked} away={away} onRetry={retry} onShowHidden={actions.showHidden} />}
          {!drawn && away && <PictureFailure away={away} onRetry={retry} isPending={isPending} />}
        </section>
        {compared && !selection && !current?.ways && (
          <aside aria-label="Comparison" className="z-20 flex w-80 flex-none flex-col border-l border-line bg-surface narrow:absolute narrow:inset-x-0 narrow:bottom-0 narrow:max-h-[70%] narrow:w-full narrow:border-t narrow:border-l-0 narrow:shadow-[var(--shadow-pop)]">
            <ComparePanel
              picture={compared}
              onlyChanged={onlyChanged}
              onOnlyChanged={setOnlyChanged}
              onSelect={(next) => {
                select(next);
                graph.current?.centreOn("node" in next ? next.node : next.from);
              }}
              onClose={() => change({ compare: null })}
            />
          </aside>
        )}
        {drawn && (selection || current?.ways) && (
          <aside
            aria-label={selection ? "Details" : "Ways"}
            onKeyDown={(event) => event.key === "Escape" && closeDetails()}
            className="z-20 flex w-80 flex-none flex-col border-l border-line bg-surface narrow:absolute narrow:inset-x-0 narrow:bottom-0 narrow:max-h-[60%] narrow:w-full narrow:border-t narrow:border-l-0 narrow:shadow-[var(--shadow-pop)]"
          >
            {selection
              ? <DetailsPanel picture={drawn} plane={asked.plane} selection={selection} onSelect={select} onClose={closeDetails} actions={actions} groups={groups} columns={columns} headRef={detailsHead} />
              : current?.ways && <WaysPanel ways={current.ways} onSelect={show} onClose={() => change({ paths: null })} />}
          </aside>
        )}
      </PictureMenu>
      <ExplorerTime key={`${asked.ref} ${asked.plane}`} view={asked} time={time} watermark={drawn?.watermark ?? null} onWhen={change} className={isFolded ? "narrow:hidden" : ""} />
      <span aria-live="polite" className="sr-only">{said}</span>
      <KeysDialog open={hasKeys} onClose={() => setHasKeys(false)} />
    </main>
  );
}

/** What a screen reader hears of a selected node; the counts in the toolbar announce themselves. */
function announcementOf(picture: Picture | null, selection: Selection | null): string {
  const node = picture && selection && "node" in selection ? findShown(picture, selection.node) : undefined;
  if (!picture || !node) return "";
  const near = (end: "from" | "to") => allEdges(picture).filter((edge) => edge[end] === node.id).length;
  const said = nodeAnnouncement(node, near("to"), near("from"));
  return node.change ? `${said}, ${differenceWords(node.change).toLowerCase()}` : said;
}
