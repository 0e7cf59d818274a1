import { GROUPINGS, type Grouping } from "@/lib/explorer-view";
import { encodePart, NODE_KINDS, parseNodeRef, type NodeKind } from "./node-ref";

/** By what things are put together: what the address names, or (`null` there) namespace and kind at once. */
export const GROUP_BY = ["namespace-kind", ...GROUPINGS] as const;
export type GroupBy = (typeof GROUP_BY)[number];

/** What all members of a group share: a text that depends on the grouping, and a kind. Either may be empty. */
export type GroupKey = {
  /** A namespace, or the beginning of a reference; of owners a reference. Empty for what has none. */
  value: string;
  /** Empty where a group may hold several kinds. */
  kind: NodeKind | "";
};

/** The group of those that are too small to have a card each. */
export const REST_ID = "rest";
const KINDS: ReadonlySet<string> = new Set(NODE_KINDS);

/** How things are grouped when nobody chose: by what is chosen, else by namespace and kind. */
export function toGroupBy(grouping: Grouping | null): GroupBy {
  return grouping ?? "namespace-kind";
}

/** A group's id, the same in every answer: `dataset:shop`, `feature:feature%3Aops%3Ahourly`. */
export function groupId({ value, kind }: GroupKey): string {
  return `${kind}:${encodePart(value)}`;
}

/** The key of an id; `null` for what is no id of a group. */
export function parseGroupId(id: string): GroupKey | null {
  const at = id.indexOf(":");
  const kind = id.slice(0, at);
  if (at < 0 || (kind !== "" && !KINDS.has(kind))) return null;
  try {
    return { kind: kind as NodeKind | "", value: decodeURIComponent(id.slice(at + 1)) };
  } catch {
    return null;
  }
}

/** What is known of a thing that is to be grouped. */
export type Groupable = {
  ref: string;
  kind: NodeKind;
  namespace: string;
  owner: string | null;
  /** Of a deployment: the reference of the model version that it runs, where that may be told. */
  model: string | null;
};

/** The beginning of a reference that all features of a group, or all versions of a model, share. */
const featureGroupOf = (ref: string): string => ref.replace(/\/.*$/s, "");
const withoutVersion = (ref: string): string => ref.replace(/@.*$/s, "");

/** The group that a thing belongs to. `overview-keys.ts` says the same in Cypher. */
export function groupKeyOf(by: GroupBy, node: Groupable): GroupKey {
  const { ref, kind } = node;
  switch (by) {
    case "namespace-kind": return { value: node.namespace, kind };
    case "namespace": return { value: node.namespace, kind: "" };
    case "kind": return { value: "", kind };
    case "owner": return { value: node.owner ?? "", kind: "" };
    case "featuregroup": return { value: kind === "feature" ? featureGroupOf(ref) : "", kind };
    case "model": return { value: kind === "model" && ref.startsWith("model:") ? withoutVersion(ref) : kind === "deployment" && node.model !== null ? withoutVersion(node.model) : "", kind };
  }
}

export type GroupLabel = {
  /** Empty where the group is all there is of a kind: the kind's own word names it. */
  name: string;
  namespace: string;
  /** The one thing that the group stands for, if it is one: a feature group, a party. */
  ref: string | null;
};

/** What a group is called. */
export function groupLabel(by: GroupBy, { value, kind }: GroupKey): GroupLabel {
  if (value === "") return { name: by === "owner" ? "No owner" : "", namespace: "", ref: null };
  if (by === "namespace-kind" || by === "namespace") return { name: value, namespace: value, ref: null };
  const parsed = parseNodeRef(value);
  if (parsed === null) return { name: value, namespace: "", ref: null };
  const name = parsed.name.join("/");
  if (by === "owner") return { name, namespace: "", ref: value };
  return { name, namespace: parsed.namespace, ref: kind === "feature" ? value.replace(/^feature:/, "dataset:") : null };
}

/** Kinds from where data come in to where they end; a group with several stands where most of its members do. */
const FLOW: readonly NodeKind[] = ["source", "dataset", "jobversion", "featuregroup", "feature", "model", "deployment", "prediction"];
// a model version leads to deployments and to predictions: side by side, so that no edge runs through the one to the other
const RANKS: Partial<Record<NodeKind, number>> = { source: 0, dataset: 1, column: 1, batch: 1, job: 1, jobversion: 1, run: 1, featuregroup: 2, feature: 2, featureset: 2, model: 3, deployment: 4, prediction: 4 };

/** How far a kind is along the flow of data. */
export function flowRank(kind: NodeKind | null): number {
  return (kind === null ? undefined : RANKS[kind]) ?? 1;
}

/** The kind that most members have; of equals the one that comes first in the flow. */
export function mainKind(kinds: ReadonlyMap<NodeKind, number>): NodeKind | null {
  const place = (kind: NodeKind) => (FLOW.includes(kind) ? FLOW.indexOf(kind) : FLOW.length);
  return [...kinds].sort((a, b) => b[1] - a[1] || place(a[0]) - place(b[0]))[0]?.[0] ?? null;
}

const NORMAL: ReadonlySet<string> = new Set(["active", "complete", "other"]);

/** True for a state that a person would want to know of without asking. */
export function departs(state: string): boolean {
  return !NORMAL.has(state);
}
