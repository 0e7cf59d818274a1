import type { Watermark } from "@/lib/layout/picture";
import type { NodeBrief } from "./node-brief";

/** What held from when to when; `to` is `null` while it holds. */
export type NodeState = { state: string; from: string | null; to: string | null; model?: string };
export type NodeRecord = { sequence: number; id: string; type: string; recordedAt: string };

/** When an answer is about, and what the graph knew. */
export type AnswerMoment = { asOf: string | null; watermark: Watermark };

/** All that is known of one node. */
export type NodeAnswer = Omit<NodeBrief, "owner"> & AnswerMoment & {
  facts: unknown;
  states: NodeState[];
  owner: string | null;
  /** Other versions of the same name; of a dataset its batches, of a group its features, of a job its versions. Newest first. */
  versions: { total: number; shown: number; items: NodeBrief[] };
  /** What a source was declared to be, newest first. */
  declarations: { at: string | null; trusted: boolean | null; facts: unknown }[];
  failures: { failure: string | null; message: string | null; at: string | null }[];
  /** Ledger records it rests on, newest first. `total` is `null` when there are more than 1,000. */
  records: { total: number | null; shown: number; items: NodeRecord[] };
  recordedAt: string | null;
  startedAt?: string;
  endedAt?: string;
  /** W3C trace id. */
  trace?: string;
};

/** A page of a list. `total` is `null` where it is too much to count. */
export type ListPage<Item> = AnswerMoment & { results: Item[]; total: number | null; shown: number; next?: string };

/** A run in a list. */
export type RunItem = NodeBrief & {
  startedAt: string | null;
  endedAt: string | null;
  codeVersion: string | null;
  operator: string | null;
  /** What a run of a list about data did with them: it may be a run of the same job that left them alone. */
  touched?: boolean;
};

/** A prediction in a list. */
export type PredictionItem = NodeBrief & { output: unknown; model: string | null; deployment: string | null };

/** A batch in a list. */
export type BatchItem = NodeBrief & {
  window: { start: string; end: string } | null;
  rows: number | null;
  digest: string | null;
  completeness: number | null;
  nullRatio: number | null;
  /** How many ways it departs from what its source was declared to be. */
  violations: number;
  /** It is the baseline of its source. */
  isReference: boolean;
  /** The run that wrote it. */
  run: string | null;
};

/** What belongs to a node, in a list. The last three are a column's. */
export type MemberItem = NodeBrief & { type: string | null; unit: string | null; description: string | null };

/** A feature set in a list: how many values it holds, and from how many inputs. */
export type FeatureSetItem = NodeBrief & { digest: string | null; values: number; inputs: number; /** The run that computed it. */ run: string | null };

/** A job version, with the first of what it reads and writes. A reference is `null` for what may not be seen. */
export type JobVersionItem = NodeBrief & {
  inputs: Ends;
  outputs: Ends;
  /** When a run last had these inputs; `null` when none did. */
  lastRun: string | null;
  /** Something that it wrote still has it for its maker. */
  isPresent: boolean;
};
export type Ends = { total: number; items: { ref: string | null; kind: string }[] };
