import type { Core } from "cytoscape";
import { NO_START } from "@/lib/layout/overview-picture";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { boundsOf } from "./to-elements";

/** Room for the column heads above, the legend below, and tabs at the sides. */
const PADDING = { x: 32, top: 48, bottom: 64 };
/** A first look does not zoom out further than this: text stays readable, the rest is a drag away. */
const FIRST_LOOK_ZOOM = 0.8;
export const ZOOM = { min: 0.1, max: 2, step: 1.25 } as const;
/** An overview is looked at whole as long as its cards can be shown. */
const OVERVIEW_ZOOM = 0.6;
/** Under this zoom cards would be too small to read. */
export const CARDS_FROM_ZOOM = 0.6;

type Camera = { zoom: number; pan: { x: number; y: number } };

/** Which zoom to take: `whole` shows everything, `across` its width. Both are 1 at most. */
type Choice = (zooms: { whole: number; across: number }) => number;

/** The camera at the chosen zoom: all in the middle where it fits, else as near to the `wished` node as leaves no empty margin. */
export function fitting(size: { width: number; height: number }, picture: Picture, choose: Choice, wished = picture.start): Camera {
  const box = boundsOf(picture);
  const room = { width: Math.max(1, size.width - 2 * PADDING.x), height: Math.max(1, size.height - PADDING.top - PADDING.bottom) };
  const across = Math.min(1, room.width / (box.x2 - box.x1));
  const whole = Math.min(across, room.height / (box.y2 - box.y1));
  const zoom = Math.max(ZOOM.min, choose({ whole, across }));
  const centre = picture.nodes.find(({ id }) => id === wished) ?? picture.nodes.find(({ id }) => id === picture.start);
  const middleOf = (low: number, high: number, wished: number, visible: number) =>
    high - low <= visible ? (low + high) / 2 : Math.min(Math.max(wished, low + visible / 2), high - visible / 2);
  const middle = {
    x: middleOf(box.x1, box.x2, centre?.x ?? 0, room.width / zoom),
    y: middleOf(box.y1, box.y2, centre?.y ?? 0, room.height / zoom),
  };
  return { zoom, pan: { x: PADDING.x + room.width / 2 - middle.x * zoom, y: PADDING.top + room.height / 2 - middle.y * zoom } };
}

/** The camera of a first look, around what is selected, else around the start. */
export function firstLook(cy: Core, picture: Picture, selected: string | undefined): void {
  // what cannot be shown whole is shown as large as its width allows
  const least = picture.start === NO_START ? OVERVIEW_ZOOM : FIRST_LOOK_ZOOM;
  const readable: Choice = ({ whole, across }) => (whole >= least ? whole : Math.max(across, least));
  cy.viewport(fitting({ width: cy.width(), height: cy.height() }, picture, readable, selected));
}

/** Everything in view. */
export function fitAll(cy: Core, picture: Picture): void {
  cy.viewport(fitting({ width: cy.width(), height: cy.height() }, picture, ({ whole }) => whole));
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
