import type { Confidence } from "@/lib/layout/picture";
import type { GroupBy } from "./grouping";
import type { NodeKind } from "./node-ref";

/** A group of the overview of the registry. */
export type OverviewGroup = {
  id: string;
  /** `predictions`: what the model versions of a group made; `rest`: the groups that are too small to be told one by one. */
  by: GroupBy | "predictions" | "rest";
  /** What all members share; empty where it is their kind alone. */
  label: string;
  namespace: string;
  /** The thing that the group is, where it is one: a feature group, a party. */
  ref?: string;
  /** The kind that most members have. */
  kind: NodeKind | null;
  /** How many members; `null` for predictions that were not counted to the end: there are `MOST_COUNTED` or more. */
  size: number | null;
  kinds: { kind: NodeKind; count: number }[];
  /** How many members are in each state that departs from normal; `conflict` for those that two records claim to be. */
  states: Record<string, number>;
  /** Of the rest: how many groups it stands for. */
  groups?: number;
};

/** All links from one group to another. */
export type OverviewEdge = {
  from: string;
  to: string;
  /** How many links from datum to datum it stands for: through a job version each of its inputs with each of its outputs. `null` as `size`. */
  count: number | null;
  confidence: { strongest: Confidence; weakest: Confidence };
};
