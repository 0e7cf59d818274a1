"use client";
import type { Core, EventObject } from "cytoscape";
import { Maximize, Minus, Plus } from "lucide-react";
import { useEffect, useEffectEvent, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from "react";
import { createPortal } from "react-dom";
import CytoscapeComponent from "react-cytoscapejs";
import { Button } from "@/components/ui/button";
import type { Selection, Side } from "@/lib/explorer-view";
import { findShown } from "@/lib/layout/group-node";
import type { Picture } from "@/lib/layout/picture";
import { allNodes, listsOf } from "@/lib/layout/picture-parts";
import { CARDS_FROM_ZOOM, centreOn, firstLook, fitAll, ZOOM, zoomBy } from "./camera";
import { columnHeads } from "./column-heads";
import { ColumnListCards, type ColumnActions } from "./column-lists";
import { drawing } from "./drawing";
import { EdgeLegend } from "./edge-line";
import { GroupCard, type GroupActions } from "./group-card";
import { Minimap } from "./minimap";
import { NodeCard } from "./node-card";
import { toElements } from "./to-elements";
import { usePalette } from "./use-palette";

/** Above this many, cards give way to plain shapes drawn on the canvas. */
export const MAX_CARDS = 150;
const NONE: ReadonlySet<string> = new Set();
const PRESET = { name: "preset", fit: false };
/** Keeps Cytoscape from adding a style element, which the content security policy would refuse; all it holds is in a class here. */
const CYTOSCAPE_STYLE_ID = "__________cytoscape_stylesheet";

/** `pointed`: the node under the pointer at the last press of its right button. */
export type LineageGraphHandle = { centreOn: (id: string) => void; pointed: () => string | null };

export type LineageGraphProps = {
  picture: Picture;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  onExpand: (ref: string, side: Side) => void;
  onReroot: (ref: string) => void;
  /** Another node is chosen while one is selected. */
  onPair?: (id: string) => void;
  handle?: Ref<LineageGraphHandle>;
  /** Nodes that a search found. */
  found?: ReadonlySet<string>;
  /** What is done to groups, where the picture has some. */
  groups?: GroupActions;
  /** Where the page scrolls around the picture: the wheel is the page's, and buttons zoom. */
  inPage?: boolean;
  /** Opens and closes the columns of data; absent where none are drawn. */
  columns?: ColumnActions;
  /** What the lines mean, where it is not what they mean in lineage. */
  legend?: ReactNode;
};

/**
 * The picture: Cytoscape owns positions, edges, pan and zoom; a layer of HTML cards inside its container follows the viewport. Hidden
 * from screen readers, because the outline says the same. Nothing that is drawn moves when something is added.
 */
export function LineageGraph({ picture, selection, onSelect, onExpand, onReroot, onPair, handle, found = NONE, groups, columns, inPage = false, legend = <EdgeLegend /> }: LineageGraphProps) {
  const palette = usePalette();
  const [mounted, setMounted] = useState<{ cy: Core; cards: HTMLElement } | null>(null);
  const cy = mounted?.cy ?? null;
  const [near, setNear] = useState(true);
  const overlay = useRef<HTMLDivElement>(null);
  const pointed = useRef<string | null>(null);
  const plain = !near || picture.nodes.length > MAX_CARDS;
  const elements = useMemo(() => toElements(picture), [picture]);
  const stylesheet = useMemo(() => palette && drawing(palette, plain), [palette, plain]);
  const heads = useMemo(() => columnHeads(picture), [picture]);
  const opened = useMemo(() => new Set(listsOf(picture).map(({ of }) => of)), [picture]);
  const chosen = selection && ("node" in selection ? selection.node : `${selection.from}>${selection.to}`);

  const onTap = useEffectEvent((event: EventObject) => {
    if (event.target === event.cy) onSelect(null);
    else if (event.target.isNode() && event.originalEvent.shiftKey && onPair) onPair(event.target.id());
    else if (event.target.isNode()) onSelect({ node: event.target.id() });
    else onSelect({ from: event.target.source().id(), to: event.target.target().id() });
  });
  const onDoubleTap = useEffectEvent((event: EventObject) => {
    const node = allNodes(picture).find(({ id }) => id === event.target.id());
    if (node?.ref) onReroot(node.ref);
    else if (node?.group?.canOpen) groups?.onPage(node.id, node.group.open ? 0 : 1);
  });
  const lookFirst = useEffectEvent((core: Core) => firstLook(core, picture, selection ? ("node" in selection ? selection.node : selection.from) : undefined));

  useEffect(() => {
    if (!cy) return;
    let isOpened = false;
    const sync = () => {
      // behind the outline of a narrow screen there is no size to look through yet
      if (!isOpened && cy.container()?.clientWidth) {
        isOpened = true;
        lookFirst(cy);
      }
      overlay.current?.style.setProperty("--pan-x", `${cy.pan().x}px`);
      overlay.current?.style.setProperty("--zoom", `${cy.zoom()}px`);
      setNear(cy.zoom() >= CARDS_FROM_ZOOM);
    };
    const tap = (event: EventObject) => onTap(event);
    const doubleTap = (event: EventObject) => onDoubleTap(event);
    const press = (event: EventObject) => (pointed.current = event.target !== cy && event.target.isNode() ? event.target.id() : null);
    const over = (event: EventObject) => lightPath(cy, event);
    const out = () => unlight(cy);
    cy.on("viewport resize", sync);
    cy.on("tap", tap);
    cy.on("dbltap", "node", doubleTap);
    cy.on("cxttapstart", press);
    cy.on("mouseover", "node, edge", over);
    cy.on("mouseout", "node, edge", out);
    sync();
    return () => {
      cy.off("viewport resize", sync);
      cy.off("tap", tap);
      cy.off("dbltap", "node", doubleTap);
      cy.off("cxttapstart", press);
      cy.off("mouseover", "node, edge", over);
      cy.off("mouseout", "node, edge", out);
    };
  }, [cy]);

  useEffect(() => {
    cy?.elements().removeClass("chosen");
    if (chosen) cy?.getElementById(chosen).addClass("chosen");
  }, [cy, chosen, elements]);

  useEffect(() => {
    cy?.nodes().removeClass("found");
    cy?.nodes().filter((node) => found.has(node.id())).addClass("found");
  }, [cy, found, elements]);

  useImperativeHandle(handle, () => ({
    centreOn(id) {
      const node = findShown(picture, id);
      if (cy && node) centreOn(cy, node);
    },
    pointed: () => pointed.current,
  }), [cy, picture]);

  return (
    <div className="dotted relative size-full overflow-hidden">
      <span id={CYTOSCAPE_STYLE_ID} hidden />
      <div aria-hidden className="size-full">
        {stylesheet && (
          <CytoscapeComponent
            className="relative size-full"
            cy={(core) => core !== cy && setMounted({ cy: core, cards: cardLayer(core) })}
            elements={elements}
            stylesheet={stylesheet}
            layout={PRESET}
            minZoom={ZOOM.min}
            maxZoom={ZOOM.max}
            userZoomingEnabled={!inPage}
            autoungrabify
            autounselectify
            boxSelectionEnabled={false}
          />
        )}
        {mounted && !plain && createPortal(
          <>
            {picture.nodes.map((node) => node.group && groups ? (
              <GroupCard key={node.id} node={node as typeof node & { group: NonNullable<typeof node.group> }} isSelected={node.id === chosen} selectedRow={chosen} {...groups} />
            ) : (
              <NodeCard key={node.id} node={node} isStart={node.id === picture.start} isSelected={node.id === chosen} isFound={found.has(node.id)} onExpand={onExpand} onColumns={opened.has(node.id) ? undefined : columns?.onOpen} />
            ))}
            {columns && <ColumnListCards picture={picture} selected={chosen} onExpand={onExpand} columns={columns} />}
          </>,
          mounted.cards,
        )}
        <div ref={overlay} className={`pointer-events-none absolute inset-x-0 top-0 z-10 h-9 overflow-hidden ${near ? "border-b border-line bg-ground" : ""}`}>
          {near && heads.map(({ x, text }) => (
            <span key={x} className="absolute top-2.5 text-11 font-medium whitespace-nowrap text-ink-3" style={{ transform: `translateX(calc(var(--pan-x, 0px) + ${x} * var(--zoom, 1px)))` }}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <div className="pointer-events-none absolute inset-0 z-10 *:pointer-events-auto">
        {legend}
        {cy && (
          <div className="absolute right-4 bottom-4 flex items-end gap-2 narrow:right-3">
            {!inPage && <Minimap cy={cy} picture={picture} />}
            <div className="flex flex-col overflow-hidden rounded border border-line-strong bg-surface *:rounded-none *:border-0 *:border-b *:border-line [&>:last-child]:border-b-0">
              <Button look="ghost" size="icon-sm" aria-label="Zoom in" title="Zoom in" onClick={() => zoomBy(cy, 1)}><Plus size={14} aria-hidden /></Button>
              <Button look="ghost" size="icon-sm" aria-label="Zoom out" title="Zoom out" onClick={() => zoomBy(cy, -1)}><Minus size={14} aria-hidden /></Button>
              <Button look="ghost" size="icon-sm" aria-label="Fit everything" title="Fit everything" onClick={() => fitAll(cy, picture)}><Maximize size={14} aria-hidden /></Button>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/**
 * A layer for cards inside Cytoscape's container, so that drags and taps on cards reach it; one transform on it follows the viewport.
 * Made by hand: Cytoscape empties its container when it goes, and React must still find what it put into the layer.
 */
function cardLayer(cy: Core): HTMLElement {
  const layer = document.createElement("div");
  layer.className = "absolute inset-0 z-10 size-0 origin-top-left";
  const follow = () => (layer.style.transform = `translate(${cy.pan().x}px, ${cy.pan().y}px) scale(${cy.zoom()})`);
  follow();
  cy.on("viewport", follow);
  // buttons on cards are theirs: Cytoscape, listening on the container around them, must not take the press for a drag
  for (const kind of ["mousedown", "touchstart", "pointerdown"]) {
    layer.addEventListener(kind, (event) => (event.target as Element).closest("button, a, [data-own]") && event.stopPropagation());
  }
  cy.container()?.append(layer);
  return layer;
}

/** Lights all edges on the way to and from what the pointer is on, and takes the others back. */
function lightPath(cy: Core, event: EventObject): void {
  const target = event.target;
  const path = target.isNode() ? target.predecessors("edge").union(target.successors("edge")) : target;
  cy.batch(() => {
    cy.edges().difference(path).addClass("faded");
    path.addClass("lit");
  });
  const container = cy.container();
  if (container) container.style.cursor = "pointer";
}

function unlight(cy: Core): void {
  cy.batch(() => void cy.edges().removeClass("lit faded"));
  const container = cy.container();
  if (container) container.style.cursor = "";
}
