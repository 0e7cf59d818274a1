import type { NodeKind } from "@/lib/lineage/node-ref";

/** The parts of a node's page that are lists, besides its overview and its records. */
export type ListTab = "versions" | "features" | "batches" | "sets" | "columns" | "owned" | "runs" | "predictions";
export type NodeTab = "overview" | ListTab | "records";

const LISTS: Record<NodeKind, readonly ListTab[]> = {
  source: ["batches", "runs", "columns"],
  dataset: ["batches", "runs", "columns"],
  featuregroup: ["features", "sets", "batches", "runs", "columns"],
  model: ["versions", "runs", "predictions"],
  batch: [],
  column: [],
  feature: ["versions", "runs"],
  featureset: ["predictions"],
  deployment: ["predictions"],
  job: ["versions", "runs"],
  jobversion: ["versions", "runs"],
  run: ["predictions"],
  prediction: [],
  party: ["owned", "runs"],
  incident: [],
};

/** The lists that a kind of node has, in the order of their tabs. A model that is only known as an OpenLineage dataset is one. */
export function listTabsOf(kind: NodeKind, ref: string): readonly ListTab[] {
  return kind === "model" && ref.startsWith("dataset:") ? LISTS.dataset : LISTS[kind];
}

const WORDS: Record<NodeTab, string> = {
  overview: "Overview", versions: "Versions", features: "Features", batches: "Batches", sets: "Feature sets", columns: "Columns", owned: "Owns",
  runs: "Runs", predictions: "Predictions", records: "Records",
};

export function tabWord(tab: NodeTab): string {
  return WORDS[tab];
}

/** The tab in an address; what is not one of this node's is its overview. */
export function parseTab(text: string | null, tabs: readonly NodeTab[]): NodeTab {
  return tabs.find((tab) => tab === text) ?? "overview";
}
