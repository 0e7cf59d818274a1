/**
 * Why an edge is in the graph, as far as the graph and the ledger tell:
 * of a run's reading by a `lineage` facet, by `columnLineage`, because no facet names the input, because one input or one output leaves no
 * other reading, or because several meet several; that a run wrote it; what a feature, a training, a job event, a dataset event, a
 * dependency, a renaming or a deployment states; that a column and a feature share a name; and in the instance plane that the run named the
 * version, or named none and the latest before it is meant, or that a prediction names it.
 */
export const EDGE_REASONS = [
  "lineage-facet", "column-lineage", "not-named", "only-reading", "several-to-several", "written", "feature-input", "feature-unread", "feature-unnamed", "training",
  "job-event", "dataset-event", "dependency", "rename", "same-name", "deployment", "named-version", "version-before", "prediction",
] as const;
export type EdgeReason = (typeof EDGE_REASONS)[number];
