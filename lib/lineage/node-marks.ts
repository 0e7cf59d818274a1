import type { LatenessRule } from "@/lib/freshness";

/** How old the newest of what a node brings forth is. Ages are at the moment looked at. */
export type FreshnessMark = {
  of: "batch" | "run" | "feature set" | "prediction";
  /** RFC 3339 in UTC. */
  latest: string;
  ageMs: number;
  rule: LatenessRule | null;
  /** How long the next has been due; 0 on time, `null` when nobody can tell. */
  lateMs: number | null;
};

/** How good the newest batch is, or the batch itself. */
export type QualityMark = {
  /** In how many ways it departs from what its source was declared to be. */
  violations: number;
  completeness: number | null;
  nullRatio: number | null;
};

/** What is to be seen of a node at a glance. What is not known is not there. */
export type NodeMarks = {
  freshness?: FreshnessMark;
  quality?: QualityMark;
  /** A digest is recorded; nobody has checked it yet. */
  hasDigest?: true;
  tags?: string[];
  /** How many columns it can be opened into, or features. */
  columns?: number;
  /** Incidents about it. */
  incidents?: number;
  /** The newest failure about it in the day before, or that the newest run of its job did not succeed. */
  failure?: { what: string; message: string | null; at: string };
};
