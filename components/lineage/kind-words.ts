import type { NodeKind } from "@/lib/lineage/node-ref";

const WORDS: Record<NodeKind, { one: string; many: string }> = {
  source: { one: "Telemetry source", many: "Telemetry sources" },
  dataset: { one: "Dataset", many: "Datasets" },
  featuregroup: { one: "Feature group", many: "Feature groups" },
  model: { one: "Model version", many: "Model versions" },
  batch: { one: "Batch", many: "Batches" },
  column: { one: "Column", many: "Columns" },
  feature: { one: "Feature", many: "Features" },
  featureset: { one: "Feature set", many: "Feature sets" },
  deployment: { one: "Deployment", many: "Deployments" },
  job: { one: "Job", many: "Jobs" },
  jobversion: { one: "Job version", many: "Job versions" },
  run: { one: "Run", many: "Runs" },
  prediction: { one: "Prediction", many: "Predictions" },
  party: { one: "Party", many: "Parties" },
  incident: { one: "Incident", many: "Incidents" },
};

/** What one of a kind is called; `null` is a kind that may not be told. */
export function kindWord(kind: NodeKind | null): string {
  return kind === null ? "Hidden by access" : WORDS[kind].one;
}

/** What several of a kind are called. */
export function kindWords(kind: NodeKind): string {
  return WORDS[kind].many;
}
