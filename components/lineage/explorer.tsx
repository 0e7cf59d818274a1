"use client";
import { PanelLeft, Route, ServerOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef, useState, useTransition } from "react";
import { counted, formatUtc } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { defaultPlane, explorerHref, initialView, MAX_EXPANSIONS, type ExplorerView, type Selection, type Side } from "@/lib/explorer-view";
import type { Picture } from "@/lib/layout/picture";
import { allEdges, allNodes } from "@/lib/layout/picture-parts";
import { DetailsPanel } from "./details-panel";
import { ExplorerHead, ExplorerToolbar, type ShownAs } from "./explorer-toolbar";
import { InstanceStart } from "./instance-start";
import { LineageGraph, MAX_CARDS, type LineageGraphHandle } from "./lineage-graph";
import { nodeAnnouncement } from "./node-words";
import { Outline } from "./outline";
import { TimeBar } from "./time-bar";

/** A picture never holds more than this: above, the outline alone goes on. */
export const MAX_DRAWN = 500;

export type ExplorerProps = {
  view: ExplorerView & { ref: string };
  /** `null` when the graph did not answer at `failedAt`. */
  picture: Picture | null;
  failedAt: string | null;
};

/**
 * The lineage view. The address holds what is shown; the server draws it. Expanding goes through the address too, so Back undoes it,
 * and what is drawn stays on screen until the next answer is there, also when none comes.
 */
export function Explorer({ view, picture: fresh, failedAt }: ExplorerProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [picture, setPicture] = useState(fresh);
  const [selection, setSelection] = useState<Selection | null>(view.selected);
  const [shownAs, setShownAs] = useState<ShownAs>("outline");
  const [hasOutline, setHasOutline] = useState(true);
  const [isFolded, setFolded] = useState(true);
  const graph = useRef<LineageGraphHandle>(null);
  const detailsHead = useRef<HTMLHeadingElement>(null);
  const outline = useRef<HTMLDivElement>(null);
  if (fresh !== null && fresh !== picture) setPicture(fresh);
  const drawn = picture?.start === view.ref ? picture : null;
  const start = drawn?.nodes.find(({ id }) => id === view.ref);

  const go = useCallback((next: ExplorerView) => startTransition(() => router.push(explorerHref(next), { scroll: false })), [router]);
  const change = useCallback((part: Partial<ExplorerView>) => go({ ...view, selected: selection, ...part }), [go, view, selection]);
  const select = useCallback((next: Selection | null) => {
    setSelection(next);
    // the selection needs no answer from the server
    window.history.replaceState(null, "", explorerHref({ ...view, selected: next }));
  }, [view]);
  const expand = useCallback((ref: string, side: Side) => {
    if (view.expanded.length < MAX_EXPANSIONS) change({ expanded: [...view.expanded, { ref, side }] });
  }, [change, view.expanded]);
  const reroot = useCallback((ref: string) => {
    setSelection(null);
    go({ ...initialView(ref), asOf: view.asOf });
  }, [go, view.asOf]);
  const openColumns = useCallback((ref: string) => {
    if (view.columnsOf.length < MAX_EXPANSIONS) change({ columnsOf: [...view.columnsOf, { ref, after: view.expanded.length }] });
  }, [change, view.columnsOf, view.expanded.length]);
  const closeColumns = useCallback((ref: string) => {
    const followed = new Set(drawn?.columns?.lists.flatMap(({ of, by }) => (of === ref && by !== null ? by : [])));
    change({ columnsOf: view.columnsOf.filter((it) => it.ref !== ref), expanded: view.expanded.filter((it) => !followed.has(it.ref)) });
  }, [change, drawn, view.columnsOf, view.expanded]);
  const columnActions = useMemo(() => ({ onOpen: openColumns, onClose: closeColumns }), [openColumns, closeColumns]);
  const retry = () => startTransition(() => router.refresh());

  const said = useMemo(() => announcementOf(drawn, selection), [drawn, selection]);
  const tooMany = drawn !== null && drawn.nodes.length > MAX_DRAWN;
  const closeDetails = useCallback(() => {
    select(null);
    outline.current?.querySelector<HTMLElement>(`[role="treeitem"][tabindex="0"]`)?.focus({ preventScroll: true });
  }, [select]);
  const showDetails = useCallback(() => requestAnimationFrame(() => detailsHead.current?.focus()), []);

  return (
    <main id="main" aria-busy={isPending} className="grid h-[calc(100dvh-48px)] grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto]">
      <ExplorerHead node={start} startRef={view.ref} asOf={view.asOf} />
      <ExplorerToolbar view={view} picture={drawn} shownAs={shownAs} onShownAs={setShownAs} isFolded={isFolded} onFold={setFolded} onView={change} />
      <div className="relative flex min-h-0">
        {isPending && <span aria-hidden className="appear-late absolute inset-x-0 top-0 z-30 h-0.5 overflow-hidden bg-accent-soft"><span className="block h-full w-1/3 animate-[slide_1s_ease-in-out_infinite] bg-accent" /></span>}
        {drawn && hasOutline && (
          <aside aria-label="Outline" className={`w-[264px] flex-none flex-col border-r border-line bg-surface narrow:w-full narrow:border-0 ${shownAs === "picture" ? "hidden wide:flex" : "flex"}`}>
            <div className="flex min-h-10 items-center gap-2 border-b border-line pr-2 pl-3 narrow:hidden">
              <h2 className="text-12">Outline</h2>
              <span className="text-12 text-ink-3">same as the picture</span>
              <Button look="ghost" size="icon-sm" className="ml-auto" aria-label="Hide the outline" title="Hide the outline" onClick={() => setHasOutline(false)}><PanelLeft size={16} strokeWidth={1.75} aria-hidden /></Button>
            </div>
            <div ref={outline} className="scroll-slim min-h-0 flex-1 overflow-y-auto">
              <Outline key={drawn.start} picture={drawn} selection={selection} onSelect={select} onShow={(id) => graph.current?.centreOn(id)} onExpand={expand} onReroot={reroot} onDetails={showDetails} columns={columnActions} />
              {start?.kind && standsAlone(view, drawn) && <InstanceStart key={`${view.ref} ${view.asOf}`} nodeRef={view.ref} kind={start.kind} asOf={view.asOf} />}
            </div>
          </aside>
        )}
        <section aria-label="Picture" className={`relative min-w-0 flex-1 ${drawn && shownAs === "outline" ? "narrow:hidden" : ""}`}>
          {drawn && !tooMany && (
            <LineageGraph key={`${view.ref} ${view.plane} ${view.direction} ${view.depth}`} handle={graph} picture={drawn} selection={selection} onSelect={select} onExpand={expand} onReroot={reroot} columns={columnActions} />
          )}
          {drawn && !hasOutline && <Button className="absolute top-3 left-3 z-20 narrow:hidden" onClick={() => setHasOutline(true)}><PanelLeft size={14} strokeWidth={1.75} aria-hidden />Outline</Button>}
          {tooMany && (
            <div className="dotted grid size-full place-items-center p-6">
              <div className="w-full max-w-sm rounded border border-line bg-surface p-4">
                <Notice icon={<Route size={20} strokeWidth={1.75} aria-hidden />} title={`${counted(drawn.nodes.length, "node is", "nodes are")} too many to draw`} actions={<Button onClick={() => change({ expanded: [] })}>Fold everything up</Button>}>
                  The picture stops at {MAX_DRAWN}. The outline holds them all; fold something up, or start from a node nearer to what you look for.
                </Notice>
              </div>
            </div>
          )}
          {drawn && <PictureNotes picture={drawn} view={view} failedAt={failedAt} onRetry={retry} />}
          {!drawn && <Failure onRetry={retry} isPending={isPending} />}
        </section>
        {drawn && selection && (
          <aside
            aria-label="Details"
            onKeyDown={(event) => event.key === "Escape" && closeDetails()}
            className="z-20 flex w-80 flex-none flex-col border-l border-line bg-surface narrow:absolute narrow:inset-x-0 narrow:bottom-0 narrow:max-h-[60%] narrow:w-full narrow:border-t narrow:border-l-0 narrow:shadow-[var(--shadow-pop)]"
          >
            <DetailsPanel picture={drawn} plane={view.plane} selection={selection} onSelect={select} onClose={closeDetails} onExpand={expand} onReroot={reroot} columns={columnActions} headRef={detailsHead} />
          </aside>
        )}
      </div>
      <TimeBar key={view.asOf} asOf={view.asOf} watermark={drawn?.watermark ?? null} onAsOf={(asOf) => change({ asOf })} className={isFolded ? "narrow:hidden" : ""} />
      <span aria-live="polite" className="sr-only">{said}</span>
    </main>
  );
}

/** A definition that was looked at among instances. */
function standsAlone({ ref, plane }: ExplorerView, { nodes }: Picture): boolean {
  return plane === "instance" && nodes.length === 1 && ref !== null && defaultPlane(ref) === "definition";
}

/** What the picture cannot show by itself, over its upper edge. */
function PictureNotes({ picture, view, failedAt, onRetry }: { picture: Picture; view: ExplorerView; failedAt: string | null; onRetry: () => void }) {
  const alone = picture.nodes.length === 1 && picture.counts.total === 1;
  const where = view.direction === "both" ? "upstream or downstream" : view.direction;
  const notes = [
    failedAt && <span key="failed" role="alert" className="flex items-center gap-3">The graph did not answer at {formatUtc(failedAt).slice(11)} UTC. This is the answer before. <Button size="sm" onClick={onRetry}>Try again</Button></span>,
    alone && <span key="alone">{view.asOf && !standsAlone(view, picture) ? `Nothing ${where} at this time.` : standsAlone(view, picture) ? "A definition has no place among instances. The outline lists its newest to start from." : view.plane === "instance" ? `No instance is recorded ${where} of it.` : `Nothing recorded ${where}.`}{view.direction === "upstream" && !view.asOf && " Sources start here."}</span>,
    picture.notFound.length > 0 && <span key="gone">{counted(picture.notFound.length, "expanded node is", "expanded nodes are")} not there any more.</span>,
    picture.withoutMarks && <span key="marks">Freshness and quality could not be read. The lineage is whole.</span>,
    picture.nodes.length > MAX_CARDS && picture.nodes.length <= MAX_DRAWN && <span key="many">Over {MAX_CARDS} nodes: drawn as shapes. The outline has the details.</span>,
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <div className="absolute top-10 left-1/2 z-20 grid w-max max-w-[calc(100%-32px)] -translate-x-1/2 gap-2">
      {notes.map((note, index) => <div key={index} className="rounded border border-line-strong bg-surface px-3 py-1.5 text-12 text-ink-2">{note}</div>)}
    </div>
  );
}

function Failure({ onRetry, isPending }: { onRetry: () => void; isPending: boolean }) {
  return (
    <div className="dotted grid size-full place-items-center p-6">
      <div role="alert" className="w-full max-w-sm rounded border border-line bg-surface p-4">
        <Notice icon={<ServerOff size={20} strokeWidth={1.75} aria-hidden />} title="The graph did not answer" actions={<Button disabled={isPending} onClick={onRetry}>Try again</Button>}>
          Ingestion goes on and nothing is lost.
        </Notice>
      </div>
    </div>
  );
}

/** What a screen reader hears of a selected node; the counts in the toolbar announce themselves. */
function announcementOf(picture: Picture | null, selection: Selection | null): string {
  const node = picture && selection && "node" in selection ? allNodes(picture).find(({ id }) => id === selection.node) : undefined;
  if (!picture || !node) return "";
  const near = (end: "from" | "to") => allEdges(picture).filter((edge) => edge[end] === node.id).length;
  return nodeAnnouncement(node, near("to"), near("from"));
}
