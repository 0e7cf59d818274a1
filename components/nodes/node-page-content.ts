import type { NearNode, NearNodes } from "@/lib/lineage/near-nodes";
import type {
  BatchItem, FeatureSetItem, JobVersionItem, ListPage, MemberItem, NodeAnswer, PredictionItem, RunItem,
} from "@/lib/lineage/node-answer";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import type { NodeKind } from "@/lib/lineage/node-ref";
import type { NodeTab } from "@/lib/node-tabs";

/** The runs that are shown; of data `as` says which: those that write it, or those that read it. */
export type Shown = { as: "wrote" | "read" | null; list: ListPage<RunItem>; totals: { wrote: number | null; read: number | null } };

/** The lists of a node; `null` for what its kind has not. */
export type NodeLists = {
  batches: ListPage<BatchItem> | null;
  sets: ListPage<FeatureSetItem> | null;
  /** Columns of data, or what a party owns. */
  members: ListPage<MemberItem> | null;
  runs: Shown | null;
  predictions: ListPage<PredictionItem> | null;
  jobVersions: JobVersionItem[] | null;
};

export type Need = "required" | "optional" | "fallback";
/** What a model version uses, and what feeds that. `null` is what may not be seen. */
export type Consumed = NearNode & { sources: { ref: string | null; kind: string | null; need: Need | null }[] };
export type Day = { day: string; count: number };
type Sides = { upstream: NearNodes; downstream: NearNodes };

/** What an overview shows beyond facts and lists. `lastDay` is the UTC day on which `days` end. */
export type Overview =
  | { kind: "model"; consumes: Consumed[]; previous: { ref: string; version: string; facts: unknown } | null; following: string | null; deployments: { ref: string | null; from: string | null; to: string | null }[]; days: Day[]; lastDay: string }
  | ({ kind: "data"; latest: { ref: string; facts: unknown } | null } & Sides)
  | ({ kind: "feature"; needs: ReadonlyMap<string, Need> } & Sides)
  | ({ kind: "flow" } & Sides)
  | ({ kind: "batch"; beside: { previous: NodeBrief | null; next: NodeBrief | null }; points: { field: string; values: (number | null)[] }[] } & Sides)
  | ({ kind: "run"; relatives: { parent?: NodeBrief | null; children: { total: number; items: NodeBrief[] } } } & Sides)
  | { kind: "deployment"; days: Day[]; lastDay: string; changes: { at: string | null; action: string | null; by: string | null; reason: string | null }[] }
  | { kind: "prediction"; sources: { model: string | null; deployment: string | null; run: string | null; featureSets: (NodeBrief | null)[] } }
  | { kind: "plain" };
export type OverviewOf<Kind extends Overview["kind"]> = Extract<Overview, { kind: Kind }>;

export type NodePageContent = {
  node: NodeAnswer;
  kind: NodeKind;
  /** What the dataset of a batch or a column is known to be. */
  parentKind?: NodeKind;
  tab: NodeTab;
  lists: NodeLists;
  /** `null` where another tab is open. */
  overview: Overview | null;
  cursor: string | null;
};
