import type { StylesheetJson } from "cytoscape";
import { CARD } from "@/lib/layout/layered";
import { SHAPE_COLOR, shapeMarkup, type KindShape } from "./kind-shapes";

const TOKENS = ["--color-edge", "--color-edge-strong", "--color-accent", "--color-surface", "--color-ground", "--color-line-strong", "--color-control", "--color-ink", "--color-ink-2", "--color-on-kind", "--color-bad-mark", "--color-warn-mark", ...new Set(Object.values(SHAPE_COLOR))] as const;

/** The values of the colour tokens in the theme of the moment, and of `font-family`: a canvas cannot read them from the style sheet. */
export type Palette = (token: string) => string;

/** Reads the palette from the page. */
export function readPalette(root: HTMLElement): Palette {
  const style = getComputedStyle(root);
  const values = new Map<string, string>(TOKENS.map((token) => [token, style.getPropertyValue(token).trim()]));
  values.set("font-family", getComputedStyle(root.querySelector("body") ?? root).fontFamily);
  return (token) => values.get(token) ?? "#888888";
}

function shapeUri(shape: KindShape, palette: Palette): string {
  const markup = shapeMarkup(shape, palette(SHAPE_COLOR[shape]), palette("--color-on-kind"), palette("--color-ink-2"));
  return `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">${markup}</svg>`)}`;
}

/**
 * The look of the canvas. With cards over it, nodes are invisible and only hold the place; without (`plain`), they are drawn as shape
 * and name. Edges: observed solid, declared dashes, inferred dots, stale at half strength; in an impact in the colour of the class they lead to.
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
        "background-image": (ele: { data: (name: string) => KindShape }) => shapeUri(ele.data("shape"), palette),
        label: "data(label)", "font-family": palette("font-family"), "font-size": 18, "font-weight": 600, color: palette("--color-ink"),
        "text-halign": "center", "text-valign": "center", "text-margin-x": 24, "text-wrap": "ellipsis", "text-max-width": "144px", "min-zoomed-font-size": 9,
      },
    },
    { selector: "node.row", style: { "background-image": "none", "border-width": 1, "font-size": 13, "font-weight": 400, "text-margin-x": 0, "text-max-width": "190px" } },
    { selector: "node.ghost", style: { "border-style": "dashed", "border-color": palette("--color-control"), "background-color": palette("--color-ground") } },
    { selector: "node.lost", style: { "border-color": palette("--color-bad-mark") } },
    { selector: "node.degraded", style: { "border-color": palette("--color-warn-mark") } },
    { selector: "node.doubtful", style: { "border-style": "dashed", "border-color": palette("--color-control") } },
    { selector: "node.start", style: { "border-color": palette("--color-ink"), "border-width": 3 } },
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
    { selector: "edge.stale", style: { opacity: 0.5 } },
    { selector: "edge.faded", style: { opacity: 0.4 } },
    { selector: "edge.lit", style: { width: 2, "line-color": palette("--color-edge-strong"), "target-arrow-color": palette("--color-edge-strong"), opacity: 1 } },
    { selector: "edge.chosen", style: { width: 2.5, "line-color": palette("--color-accent"), "target-arrow-color": palette("--color-accent"), opacity: 1 } },
  ] as StylesheetJson;
  return [...node, ...plainNode, ...edge];
}
