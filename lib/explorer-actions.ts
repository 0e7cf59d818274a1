import { MAX_EXPANSIONS, UNTOUCHED, initialView, type ExplorerView, type Side } from "./explorer-view";

/** What a person does to a picture: each gives the view that comes of it, or the same one where it cannot be done (any more). */

/** Draws more on one side of a node: what was folded up there, else the next neighbours, or with `far` all as far as it goes. */
export function expandSide(view: ExplorerView, ref: string, side: Side, far = false): ExplorerView {
  const folded = view.folded.filter((it) => it.ref !== ref || it.side !== side);
  if (folded.length < view.folded.length && !far) return { ...view, folded };
  if (view.expanded.length >= MAX_EXPANSIONS) return view;
  return { ...view, folded, expanded: [...view.expanded, { ref, side, ...(far ? { far: true as const } : {}) }] };
}

/** Puts what hangs on one side of a node behind its count again. Expansions stay in the address: the layout replays them, and nothing moves. */
export function foldSide(view: ExplorerView, ref: string, side: Side): ExplorerView {
  if (view.folded.length >= MAX_EXPANSIONS || view.folded.some((it) => it.ref === ref && it.side === side)) return view;
  return { ...view, folded: [...view.folded, { ref, side }] };
}

/** Takes a node out of the picture. The start stays. */
export function hideNode(view: ExplorerView, ref: string): ExplorerView {
  if (ref === view.ref || view.hidden.length >= MAX_EXPANSIONS || view.hidden.includes(ref)) return view;
  const selected = view.selected && "node" in view.selected && view.selected.node === ref ? null : view.selected;
  return { ...view, hidden: [...view.hidden, ref], selected };
}

/** Shows again all that was taken out by hand. */
export function showHidden(view: ExplorerView): ExplorerView {
  return view.hidden.length === 0 ? view : { ...view, hidden: [] };
}

/** Asks for all ways between two nodes, card by card and at one instant; one and the same asks for none. */
export function askForPaths(view: ExplorerView, from: string, to: string): ExplorerView {
  return from === to ? { ...view, paths: null } : { ...view, paths: { from, to }, compare: null, group: null };
}

/** Another start, at the same time or times. */
export function startFrom(view: ExplorerView, ref: string): ExplorerView {
  return { ...initialView(ref), asOf: view.asOf, compare: view.compare };
}

/** Another question about the same start: what was done by hand belonged to the old answer. */
export function askAnew(view: ExplorerView, part: Partial<Pick<ExplorerView, "plane" | "direction" | "depth" | "group" | "compare">>): ExplorerView {
  return { ...view, ...UNTOUCHED, ...part };
}

/** The views that were, to go back to and forward again. */
export type ViewHistory = { past: readonly ExplorerView[]; future: readonly ExplorerView[] };

export const NO_HISTORY: ViewHistory = { past: [], future: [] };
const MAX_PAST = 100;

/** After a step from `before`: what was undone cannot be redone. */
export function stepped({ past }: ViewHistory, before: ExplorerView): ViewHistory {
  return { past: [...past, before].slice(-MAX_PAST), future: [] };
}

/** The view before the last step, and the history from there; `null` where there is none. */
export function undone({ past, future }: ViewHistory, now: ExplorerView): { view: ExplorerView; history: ViewHistory } | null {
  const view = past.at(-1);
  return view === undefined ? null : { view, history: { past: past.slice(0, -1), future: [now, ...future] } };
}

/** The view that was undone last, and the history from there; `null` where there is none. */
export function redone({ past, future }: ViewHistory, now: ExplorerView): { view: ExplorerView; history: ViewHistory } | null {
  const [view, ...rest] = future;
  return view === undefined ? null : { view, history: { past: [...past, now], future: rest } };
}
