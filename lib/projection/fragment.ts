import { kept } from "@/lib/kept";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import type { Micros } from "@/lib/time";

/** A value that Neo4j can keep as a property. Whole numbers are written as integers. */
export type Property = string | number | boolean | readonly string[];
export type Properties = Record<string, Property>;

export type EdgeType =
  | "FEEDS" | "FED" | "MAYBE" | "MAYBE_FED" | "YIELDED" | "READ" | "OF" | "HAS_COLUMN" | "HAS_FEATURE" | "OWNED_BY" | "OPERATED_BY" | "CHILD_OF" | "DECLARED_AS" | "ABOUT";

export type Edge = { type: EdgeType; key: string; from: string; to: string; props: Properties };

/** A node as the one unit that speaks for it says. `soft`: it is there only while something names it. */
export type OwnNode = { key: string; labels: readonly string[]; props: Properties; soft?: boolean };

/** A node that a unit names: it is there as long as it is named, with the state `missing` unless somebody saw it. */
export type NodeMention = { key: string; seen: boolean; /** a batch's: its writer's run time */ time?: Micros; at?: Micros };

/** What one entry of a timeline holds true from its time on. `jobVersion` claims end with the edge into `to`. */
export type Claim =
  | { claim: "edge"; from: string; to: string; rel: string; confidence: Confidence; role?: string; /** The job version that is the evidence, where it is not an end. */ version?: string }
  | { claim: "jobversion"; ref: string; to: string | null };

export type Confidence = "observed" | "declared" | "inferred";

/** `latest`: an entry ends what the one before it claimed. `union`: every claim holds from its first entry on. */
export type TimelineEntry = {
  timeline: string;
  mode: "latest" | "union";
  /** Order within the timeline: time, then run id, then digest. */
  sort: string;
  at: Micros;
  claims: Claim[];
};

export type JobVersion = { ref: string; job: string; origin: "observed" | "declared"; inputs: readonly (readonly [ref: string, confidence: Confidence])[] };

export type Drop = { dataset: string; at: Micros };
export type DailyCount = { ref: string; day: number };

/** All that one unit (a run, a prediction, a declaration, …) puts into the graph. Units overlap only in what they mention. */
export type Fragment = {
  nodes: OwnNode[];
  mentions: NodeMention[];
  edges: Edge[];
  entries: TimelineEntry[];
  jobVersions: JobVersion[];
  drops: Drop[];
  counts: DailyCount[];
};

export function emptyFragment(): Fragment {
  return { nodes: [], mentions: [], edges: [], entries: [], jobVersions: [], drops: [], counts: [] };
}

const LABELS: Record<string, readonly string[]> = {
  dataset: ["Definition", "Dataset"],
  source: ["Definition", "Dataset", "Source"],
  featuregroup: ["Definition", "Dataset", "FeatureGroup"],
  "model-dataset": ["Definition", "Dataset", "ModelDataset"],
  column: ["Definition", "Column"],
  feature: ["Definition", "Feature"],
  model: ["Definition", "ModelVersion"],
  deployment: ["Definition", "Deployment"],
  jobversion: ["Definition", "JobVersion"],
  job: ["Job"],
  party: ["Party"],
  declaration: ["Declaration"],
  batch: ["Instance", "Batch"],
  featureset: ["Instance", "FeatureSet"],
  prediction: ["Instance", "Prediction"],
  run: ["Instance", "Run"],
  step: ["Step"],
  incident: ["Incident"],
  failure: ["Failure"],
};

/** The labels of a kind, after `:Node`. */
export function labelsOf(kind: string): readonly string[] {
  return LABELS[kind] ?? [];
}

/** Whether a node of these labels is an instance of which nobody told a time: no index of times finds it. */
export function isUndated(labels: readonly string[], props: Properties): boolean {
  return props.at === undefined && labels.includes("Instance");
}

/** What a node's key alone tells: its reference, kind and the parts of its name. */
export const identityOf = kept((key: string): { labels: readonly string[]; props: Readonly<Properties> } => {
  const refText = key.split("#", 1)[0] ?? key;
  const ref = parseNodeRef(refText);
  if (!ref) return { labels: [], props: { key, ref: key } };
  const kind: NodeKind = ref.kind === "job" && ref.version !== undefined ? "jobversion" : ref.kind;
  const name = ref.name.join("/");
  const labels = labelsOf(kind);
  const props: Properties = { key, ref: refText, kind, namespace: ref.namespace, name };
  if (ref.version !== undefined) props.version = ref.version;
  if (labels.includes("Definition")) props.search = name.toLowerCase();
  if (labels.includes("Instance")) props.id = kind === "batch" ? (ref.version ?? "") : name;
  if (kind === "batch") props.dataset = refText.slice(0, refText.lastIndexOf("@")).replace(/^batch:/, "dataset:");
  if (kind === "column") props.dataset = refText.slice(0, refText.lastIndexOf("/")).replace(/^column:/, "dataset:");
  if (kind === "jobversion") props.job = refText.slice(0, refText.lastIndexOf("@"));
  return { labels, props };
});

const MAY_HANG = /^(?:batch|job|column|feature):/;

/** The node that a node hangs on by its very name: a batch and a column on their dataset, a feature on its group, a job version on its job. */
export const parentOf = kept((key: string): { type: EdgeType; parent: string; outward: boolean } | null => {
  if (!MAY_HANG.test(key) || key.includes("#")) return null;
  const { props } = identityOf(key);
  if (props.kind === "batch") return { type: "OF", parent: String(props.dataset), outward: true };
  if (props.kind === "jobversion") return { type: "OF", parent: String(props.job), outward: true };
  if (props.kind === "column") return { type: "HAS_COLUMN", parent: String(props.dataset), outward: false };
  if (props.kind === "feature" && key.includes("/"))
    return { type: "HAS_FEATURE", parent: key.slice(0, key.lastIndexOf("/")).replace(/^feature:/, "dataset:"), outward: false };
  return null;
});
