import { canonicalRef, INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { formatInstant, parseInstant } from "@/lib/time";
import { NO_FILTER, parsePictureFilter, writePictureFilter, type PictureFilter } from "./picture-filter";

export type Side = "upstream" | "downstream";
export type Direction = Side | "both";
export type Plane = "definition" | "instance";

/** One side of a node. */
export type NodeSide = { ref: string; side: Side };

/** A node whose neighbours on one side were asked for: the next page of them, or with `far` all that is there, as far as it goes. */
export type Expansion = NodeSide & { far?: true };

/** Data opened into their columns (again for the next ones), when so many expansions were there: the layout replays both in one order. */
export type OpenedColumns = { ref: string; after: number };

/** What the details panel shows: a node, or the edge between two. */
export type Selection = { node: string } | { from: string; to: string };

/** By what the nodes of a picture can be put together. */
export const GROUPINGS = ["namespace", "kind", "featuregroup", "owner", "model"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What the explorer shows. The address is its only home. */
export type ExplorerView = {
  /** Where the picture starts; `null` shows the whole registry in groups. */
  ref: string | null;
  direction: Direction;
  /** Steps from data to data. */
  depth: number;
  plane: Plane;
  /** The instant looked at, RFC 3339 in UTC; `null` is now. */
  asOf: string | null;
  /** The instant that is compared with the one looked at; `null` compares nothing. */
  compare: string | null;
  /** In the order of the clicks: the layout replays them, so a reload puts every card where it was. */
  expanded: readonly Expansion[];
  /** Sides that were folded up again: what is drawn only because of them goes behind the count. */
  folded: readonly NodeSide[];
  /** Nodes taken out of the picture by hand. */
  hidden: readonly string[];
  filter: PictureFilter;
  group: Grouping | null;
  /** Groups that were opened in place, by their ids. */
  openGroups: readonly string[];
  /** Data opened into their columns, feature groups into their features, in the order of the clicks. */
  columnsOf: readonly OpenedColumns[];
  /** The two nodes between which all ways are shown. */
  paths: { from: string; to: string } | null;
  selected: Selection | null;
};

/** As far as the interface walks. */
export const MAX_DEPTH = 1_000;
/** Of each list in an address: more would make it longer than servers take. */
export const MAX_EXPANSIONS = 60;
const MAX_GROUP_ID = 500;
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
  return {
    ref, direction: "both", depth: 1, plane: defaultPlane(ref), asOf: null, compare: null, expanded: [], folded: [], hidden: [], filter: NO_FILTER,
    group: null, openGroups: [], columnsOf: [], paths: null, selected: null,
  };
}

/** What was done to the picture by hand, undone: for another question about the same start. */
export const UNTOUCHED = { expanded: [], folded: [], hidden: [], openGroups: [], columnsOf: [], paths: null } as const satisfies Partial<ExplorerView>;

const SIDE = /^(upstream|downstream)(\*?):(.+)$/s;

function parseExpansion(text: string): Expansion | null {
  const [, side, far, rest] = SIDE.exec(text) ?? [];
  const ref = rest === undefined ? null : canonicalRef(rest);
  return ref === null ? null : { ref, side: side as Side, ...(far ? { far: true } : {}) };
}

function parseNodeSide(text: string): NodeSide | null {
  const parsed = parseExpansion(text);
  return parsed === null || parsed.far ? null : parsed;
}

function parsePair(text: string): { from: string; to: string } | null {
  const [from, to, ...others] = text.split(ARROW).map(canonicalRef);
  return from && to && others.length === 0 ? { from, to } : null;
}

function parseSelection(text: string | null): Selection | null {
  if (!text) return null;
  const node = text.includes(ARROW) ? null : canonicalRef(text);
  return node === null ? parsePair(text) : { node };
}

/** All values of a repeated parameter that can be read, up to the most that a view holds. */
function readAll<T>(params: URLSearchParams, name: string, parse: (text: string) => T | null): T[] {
  return params.getAll(name).map(parse).filter((it) => it !== null).slice(0, MAX_EXPANSIONS);
}

const OPENED = /^(?:(\d{1,3}):)?(.+)$/s;

/** "2:dataset:shop:orders" was opened after two expansions; without a number, after all of them. */
function parseColumnsOf(text: string, expansions: number): OpenedColumns | null {
  const [, after, rest = ""] = OPENED.exec(text) ?? [];
  const ref = canonicalRef(rest);
  return ref === null ? null : { ref, after: after === undefined ? expansions : Math.min(Number(after), expansions) };
}

function parseMoment(text: string | null): string | null {
  const at = parseInstant(text ?? "");
  return at === null ? null : formatInstant(at);
}

/** The view in an address. What is wrong or unknown falls back to its default, what is too much is cut off: a page forgives. */
export function parseExplorerView(params: URLSearchParams): ExplorerView {
  const ref = canonicalRef(params.get("ref") ?? "");
  const initial = initialView(ref);
  const direction = params.get("direction");
  const depth = Number(params.get("depth") ?? "");
  const plane = params.get("plane");
  const expanded = readAll(params, "open", parseExpansion);
  return {
    ref,
    direction: direction !== null && DIRECTIONS.includes(direction) ? (direction as Direction) : initial.direction,
    depth: Number.isInteger(depth) && depth >= 1 ? Math.min(depth, MAX_DEPTH) : initial.depth,
    plane: plane === "definition" || plane === "instance" ? plane : initial.plane,
    asOf: parseMoment(params.get("asOf")),
    compare: parseMoment(params.get("compare")),
    expanded,
    folded: readAll(params, "fold", parseNodeSide),
    hidden: readAll(params, "hide", canonicalRef),
    filter: parsePictureFilter(params),
    group: GROUPINGS.find((it) => it === params.get("group")) ?? null,
    openGroups: readAll(params, "in", (text) => (text === "" || text.length > MAX_GROUP_ID ? null : text)),
    columnsOf: readAll(params, "columns", (text) => parseColumnsOf(text, expanded.length)),
    paths: parsePair(params.get("paths") ?? ""),
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
  if (view.compare !== null) params.set("compare", view.compare);
  for (const { ref, side, far } of view.expanded) params.append("open", `${side}${far ? "*" : ""}:${ref}`);
  for (const { ref, side } of view.folded) params.append("fold", `${side}:${ref}`);
  for (const ref of view.hidden) params.append("hide", ref);
  writePictureFilter(view.filter, params);
  if (view.group !== null) params.set("group", view.group);
  for (const id of view.openGroups) params.append("in", id);
  for (const { ref, after } of view.columnsOf) params.append("columns", after < view.expanded.length ? `${after}:${ref}` : ref);
  if (view.paths) params.set("paths", `${view.paths.from}${ARROW}${view.paths.to}`);
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
