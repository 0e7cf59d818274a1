import type { StylesheetJson } from "cytoscape";
import { CARD } from "@/lib/layout/layered";
import { groupMarkup, SHAPE_COLOR, shapeMarkup, type KindShape } from "./kind-shapes";

const TOKENS = ["--color-edge", "--color-edge-strong", "--color-accent", "--color-surface", "--color-ground", "--color-line-strong", "--color-control", "--color-ink", "--color-ink-2", "--color-on-kind", "--color-bad-mark", "--color-warn-mark", "--color-good-mark", ...new Set(Object.values(SHAPE_COLOR))] as const;

/** The values of the colour tokens in the theme of the moment, and of `font-family`: a canvas cannot read them from the style sheet. */
export type Palette = (token: string) => string;

/** Reads the palette from the page. */
export function readPalette(root: HTMLElement): Palette {
  const style = getComputedStyle(root);
  const values = new Map<string, string>(TOKENS.map((token) => [token, style.getPropertyValue(token).trim()]));
  values.set("font-family", getComputedStyle(root.querySelector("body") ?? root).fontFamily);
  return (token) => values.get(token) ?? "#888888";
}

function shapeUri(shape: KindShape, isGroup: boolean, palette: Palette): string {
  const markup = (isGroup ? groupMarkup : shapeMarkup)(shape, palette(SHAPE_COLOR[shape]), palette("--color-on-kind"), palette("--color-ink-2"));
  return `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">${markup}</svg>`)}`;
}

/**
 * The look of the canvas. With cards over it, nodes are invisible and only hold the place; without (`plain`), they are drawn as shape
 * and name. Edges: observed solid, declared dashes, inferred dots, stale at half strength; in an impact in the colour of the class they lead to; between
 * two instants green for added, red dashes for removed, amber for changed.
 */
export function drawing(palette: Palette, plain: boolean): StylesheetJson {
  const node: StylesheetJson = [
    {
      selector: "node",
      style: {
        shape: "round-rectangle", width: CARD.width, height: "data(height)", "corner-radius": "6",
        "background-opacity": 0, "border-width": 0, "overlay-opacity": 0, "underlay-opacity": 0,
      },
    },
  ];
  const plainNode: StylesheetJson = !plain ? [] : [
    {
      selector: "node",
      style: {
        "background-color": palette("--color-surface"), "background-opacity": 1, "border-width": 1.5, "border-color": palette("--color-line-strong"),
        "background-width": "40px", "background-height": "40px", "background-position-x": "12px", "background-position-y": "50%",
        "background-image": (ele: { data: (name: string) => unknown }) => shapeUri(ele.data("shape") as KindShape, ele.data("isGroup") === true, palette),
        label: "data(label)", "font-family": palette("font-family"), "font-size": 20, "font-weight": 600, color: palette("--color-ink"),
        "text-halign": "center", "text-valign": "center", "text-margin-x": 24, "text-wrap": "ellipsis", "text-max-width": "144px", "min-zoomed-font-size": 11,
      },
    },
    { selector: "node.row", style: { "background-image": "none", "border-width": 1, "font-size": 13, "font-weight": 400, "text-margin-x": 0, "text-max-width": "190px" } },
    { selector: "node.ghost", style: { "border-style": "dashed", "border-color": palette("--color-control"), "background-color": palette("--color-ground") } },
    { selector: "node.lost", style: { "border-color": palette("--color-bad-mark") } },
    { selector: "node.degraded", style: { "border-color": palette("--color-warn-mark") } },
    { selector: "node.doubtful", style: { "border-style": "dashed", "border-color": palette("--color-control") } },
    { selector: "node.added", style: { "border-color": palette("--color-good-mark"), "border-width": 3 } },
    { selector: "node.removed", style: { "border-style": "dashed", "border-color": palette("--color-bad-mark"), "background-color": palette("--color-ground") } },
    { selector: "node.changed", style: { "border-color": palette("--color-warn-mark"), "border-width": 3 } },
    { selector: "node.start", style: { "border-color": palette("--color-ink"), "border-width": 3 } },
    { selector: "node.found", style: { "outline-width": 3, "outline-offset": 3, "outline-color": palette("--color-accent") } },
    { selector: "node.chosen", style: { "border-color": palette("--color-accent"), "border-width": 4 } },
  ] as StylesheetJson;
  const edge = [
    {
      selector: "edge",
      style: {
        width: 1.5, "line-color": palette("--color-edge"), "target-arrow-color": palette("--color-edge"), "target-arrow-shape": "triangle", "arrow-scale": 0.75,
        "curve-style": "unbundled-bezier", "edge-distances": "endpoints", "overlay-opacity": 0, "line-cap": "butt",
        "control-point-weights": (ele: { data: (name: string) => number[] }) => ele.data("weights"),
        "control-point-distances": (ele: { data: (name: string) => number[] }) => ele.data("distances"),
        "source-endpoint": "data(sourceEndpoint)",
        "target-endpoint": "data(targetEndpoint)",
      },
    },
    { selector: "edge.declared", style: { "line-style": "dashed", "line-dash-pattern": [7, 4] } },
    { selector: "edge.inferred", style: { "line-style": "dashed", "line-dash-pattern": [0.1, 4.5], "line-cap": "round", width: 2 } },
    { selector: "edge.lost", style: { "line-color": palette("--color-bad-mark"), "target-arrow-color": palette("--color-bad-mark"), width: 2 } },
    { selector: "edge.degraded", style: { "line-color": palette("--color-warn-mark"), "target-arrow-color": palette("--color-warn-mark"), width: 2 } },
    { selector: "edge.through", style: { "line-style": "dashed", "line-dash-pattern": [12, 3, 2, 3] } },
    { selector: "edge.way", style: { width: 2.5, "line-color": palette("--color-accent"), "target-arrow-color": palette("--color-accent") } },
    { selector: "edge.stale", style: { opacity: 0.5 } },
    { selector: "edge.added", style: { "line-color": palette("--color-good-mark"), "target-arrow-color": palette("--color-good-mark"), width: 2.25, opacity: 1 } },
    { selector: "edge.removed", style: { "line-color": palette("--color-bad-mark"), "target-arrow-color": palette("--color-bad-mark"), "line-style": "dashed", "line-dash-pattern": [7, 4], "line-cap": "butt", width: 2, opacity: 1 } },
    { selector: "edge.changed", style: { "line-color": palette("--color-warn-mark"), "target-arrow-color": palette("--color-warn-mark"), width: 2, opacity: 1 } },
    { selector: "edge.faded", style: { opacity: 0.4 } },
    { selector: "edge.lit", style: { width: 2, "line-color": palette("--color-edge-strong"), "target-arrow-color": palette("--color-edge-strong"), opacity: 1 } },
    { selector: "edge.chosen", style: { width: 2.5, "line-color": palette("--color-accent"), "target-arrow-color": palette("--color-accent"), opacity: 1 } },
    { selector: "edge.links", style: { width: "data(width)", "arrow-scale": 0.9 } },
  ] as StylesheetJson;
  return [...node, ...plainNode, ...edge];
}
