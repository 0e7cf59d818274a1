import type { Core } from "cytoscape";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { boundsOf } from "./to-elements";

/** Room for the column heads above, the legend below, and tabs at the sides. */
const PADDING = { x: 48, top: 48, bottom: 64 };
/** A first look does not zoom out further than this: text stays readable, the rest is a drag away. */
const FIRST_LOOK_ZOOM = 0.8;
export const ZOOM = { min: 0.15, max: 2, step: 1.25 } as const;
/** Under this zoom cards would be too small to read. */
export const CARDS_FROM_ZOOM = 0.6;

type Camera = { zoom: number; pan: { x: number; y: number } };

/** All of the picture in view if `leastZoom` allows it; else the start in the middle, of each direction that does not fit. */
export function fitting(size: { width: number; height: number }, picture: Picture, leastZoom: number): Camera {
  const box = boundsOf(picture);
  const room = { width: Math.max(1, size.width - 2 * PADDING.x), height: Math.max(1, size.height - PADDING.top - PADDING.bottom) };
  const whole = Math.min(1, room.width / (box.x2 - box.x1), room.height / (box.y2 - box.y1));
  const zoom = Math.max(whole, leastZoom);
  const start = picture.nodes.find(({ id }) => id === picture.start);
  const fitsX = (box.x2 - box.x1) * zoom <= room.width + 1;
  const fitsY = (box.y2 - box.y1) * zoom <= room.height + 1;
  const middle = { x: fitsX || !start ? (box.x1 + box.x2) / 2 : start.x, y: fitsY || !start ? (box.y1 + box.y2) / 2 : start.y };
  return { zoom, pan: { x: PADDING.x + room.width / 2 - middle.x * zoom, y: PADDING.top + room.height / 2 - middle.y * zoom } };
}

/** The camera of a first look. */
export function firstLook(cy: Core, picture: Picture): void {
  cy.viewport(fitting({ width: cy.width(), height: cy.height() }, picture, FIRST_LOOK_ZOOM));
}

/** Everything in view. */
export function fitAll(cy: Core, picture: Picture): void {
  cy.viewport(fitting({ width: cy.width(), height: cy.height() }, picture, ZOOM.min));
}

/** A node in the middle, readable. */
export function centreOn(cy: Core, node: Pick<PictureNode, "x" | "y">): void {
  const zoom = Math.max(cy.zoom(), FIRST_LOOK_ZOOM);
  cy.viewport({ zoom, pan: { x: cy.width() / 2 - node.x * zoom, y: cy.height() / 2 - node.y * zoom } });
}

/** Nearer (`steps` 1) or farther (-1), around the middle of the view. */
export function zoomBy(cy: Core, steps: number): void {
  cy.zoom({ level: cy.zoom() * ZOOM.step ** steps, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}
