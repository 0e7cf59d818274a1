import { groupNode, GROUP_ROWS } from "./group-node";
import { COLUMN_PITCH, ROW_PITCH } from "./layered";
import type { GraphAnswer, GroupRow, Picture, PictureEdge } from "./picture";

/** The id of the card that holds what a model version or a deployment predicted. */
export const PREDICTIONS_ID = "predictions";
/** Rows of the layout that the open card reaches into, below its own. */
const MORE_ROWS = ["predictions#2", "predictions#3", "predictions#4"] as const;
const RESERVED: ReadonlySet<string> = new Set([PREDICTIONS_ID, ...MORE_ROWS]);

/** True for what only holds the place of the card. */
export const isReserved = (id: string): boolean => RESERVED.has(id);

export type Predictions = {
  /** `null` where nobody counted to the end. */
  total: number | null;
  rows: readonly GroupRow[];
  /** How many newer ones come before the rows. */
  from: number;
  /** The table of all. */
  list: string;
};

/** The answer with room for the card beside the start, so that what is expanded later goes around it. */
export function reservePredictions(start: string, answer: GraphAnswer): GraphAnswer {
  return {
    ...answer,
    nodes: [...answer.nodes, ...[...RESERVED].map((ref) => ({ ref, kind: "prediction" as const, name: "", distance: 1 }))],
    edges: [...answer.edges, ...[...RESERVED].map((to) => ({ from: start, to, confidence: "observed" as const, stale: false }))],
  };
}

/** Puts the card where room was reserved; where none was, under all that is in the column after the start. */
export function withPredictions(picture: Picture, { total, rows, from, list }: Predictions): Picture {
  const start = picture.nodes.find(({ id }) => id === picture.start);
  if (!start) return picture;
  const reserved = picture.nodes.filter(({ id }) => RESERVED.has(id));
  const column = start.column + 1;
  const below = picture.nodes.filter((node) => node.column === column);
  const y = reserved.length > 0 ? Math.min(...reserved.map((node) => node.y)) : below.length === 0 ? start.y : Math.max(...below.map((node) => node.y)) + ROW_PITCH;
  const card = {
    ...groupNode({
      id: PREDICTIONS_ID, kind: "prediction", label: "", namespace: "", distance: 1,
      group: { size: total, kinds: total === null ? [] : [{ kind: "prediction", count: total }], states: [], groups: 0, canOpen: false, open: { rows, from }, list },
    }),
    column, x: column * COLUMN_PITCH, y,
  };
  const edge: PictureEdge = {
    id: `${picture.start}>${PREDICTIONS_ID}`, from: picture.start, to: PREDICTIONS_ID, confidence: "observed", stale: false, firstSeen: null, lastSeen: null, rel: null, role: null,
    links: { count: total, weakest: "observed" },
  };
  const { counts } = picture;
  const shown = counts.shown - reserved.length + rows.length;
  const rolledUp = total === null ? 0 : Math.max(0, total - rows.length);
  return {
    ...picture,
    nodes: [...picture.nodes.filter(({ id }) => !RESERVED.has(id)), card],
    edges: [...picture.edges.filter(({ to }) => !RESERVED.has(to)), edge],
    counts: { ...counts, shown, total: counts.total - reserved.length + rows.length + rolledUp, ...(rolledUp > 0 ? { rolledUp } : {}) },
    complete: picture.complete && total !== null,
  };
}

/** Which rows an address asks for: the card is open from the start, and each mention of it turns a page. */
export function predictionsAsked(openGroups: readonly string[]): { from: number; limit: number } {
  return { from: openGroups.filter((id) => id === PREDICTIONS_ID).length * GROUP_ROWS, limit: GROUP_ROWS };
}
