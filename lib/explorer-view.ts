import { canonicalRef, INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { formatInstant, parseInstant } from "@/lib/time";

export type Side = "upstream" | "downstream";
export type Direction = Side | "both";
export type Plane = "definition" | "instance";

/** A node whose neighbours on one side were asked for. The same one twice asks for the next page of them. */
export type Expansion = { ref: string; side: Side };

/** What the details panel shows: a node, or the edge between two. */
export type Selection = { node: string } | { from: string; to: string };

/** What the explorer shows. The address is its only home. */
export type ExplorerView = {
  /** Where the picture starts; `null` before anything was chosen. */
  ref: string | null;
  direction: Direction;
  /** Steps from data to data. */
  depth: number;
  plane: Plane;
  /** The instant looked at, RFC 3339 in UTC; `null` is now. */
  asOf: string | null;
  /** In the order of the clicks: the layout replays them, so a reload puts every card where it was. */
  expanded: readonly Expansion[];
  selected: Selection | null;
};

export const MAX_DEPTH = 10;
export const MAX_EXPANSIONS = 60;
const DIRECTIONS: readonly string[] = ["upstream", "downstream", "both"] satisfies Direction[];
/** Never part of a canonical reference, so it can stand between two. */
const ARROW = ">";

/** Instances have a history of their own, all else is a definition. */
export function defaultPlane(ref: string | null): Plane {
  const kind = ref === null ? undefined : parseNodeRef(ref)?.kind;
  return kind && INSTANCE_KINDS.has(kind) ? "instance" : "definition";
}

/** The view of a reference before anyone touched it. */
export function initialView(ref: string | null): ExplorerView {
  return { ref, direction: "both", depth: 1, plane: defaultPlane(ref), asOf: null, expanded: [], selected: null };
}

function parseExpansion(text: string): Expansion | null {
  const [, side, rest] = /^(upstream|downstream):(.+)$/s.exec(text) ?? [];
  const ref = rest === undefined ? null : canonicalRef(rest);
  return ref === null ? null : { ref, side: side as Side };
}

function parseSelection(text: string | null): Selection | null {
  if (!text) return null;
  const [first = "", second, ...others] = text.split(ARROW);
  const from = canonicalRef(first);
  if (from === null || others.length > 0) return null;
  if (second === undefined) return { node: from };
  const to = canonicalRef(second);
  return to === null ? null : { from, to };
}

/** The view in an address. What is wrong or unknown falls back to its default, what is too much is cut off: a page forgives. */
export function parseExplorerView(params: URLSearchParams): ExplorerView {
  const ref = canonicalRef(params.get("ref") ?? "");
  const initial = initialView(ref);
  const direction = params.get("direction");
  const depth = Number(params.get("depth") ?? "");
  const plane = params.get("plane");
  const asOf = parseInstant(params.get("asOf") ?? "");
  return {
    ref,
    direction: direction !== null && DIRECTIONS.includes(direction) ? (direction as Direction) : initial.direction,
    depth: Number.isInteger(depth) && depth >= 1 ? Math.min(depth, MAX_DEPTH) : initial.depth,
    plane: plane === "definition" || plane === "instance" ? plane : initial.plane,
    asOf: asOf === null ? null : formatInstant(asOf),
    expanded: params.getAll("open").map(parseExpansion).filter((expansion) => expansion !== null).slice(0, MAX_EXPANSIONS),
    selected: parseSelection(params.get("selected")),
  };
}

/** The address of a view. Defaults are left out, so an untouched view has a short one. */
export function explorerHref(view: ExplorerView): string {
  const params = new URLSearchParams();
  const initial = initialView(view.ref);
  if (view.ref !== null) params.set("ref", view.ref);
  if (view.plane !== initial.plane) params.set("plane", view.plane);
  if (view.direction !== initial.direction) params.set("direction", view.direction);
  if (view.depth !== initial.depth) params.set("depth", String(view.depth));
  if (view.asOf !== null) params.set("asOf", view.asOf);
  for (const { ref, side } of view.expanded) params.append("open", `${side}:${ref}`);
  if (view.selected) params.set("selected", "node" in view.selected ? view.selected.node : `${view.selected.from}${ARROW}${view.selected.to}`);
  const query = params.toString();
  return query === "" ? "/lineage" : `/lineage?${query}`;
}

/** A page's `searchParams` (one text, several, or none per name) as URLSearchParams. */
export function toSearchParams(record: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(record)) {
    for (const one of value === undefined ? [] : [value].flat()) params.append(name, one);
  }
  return params;
}
