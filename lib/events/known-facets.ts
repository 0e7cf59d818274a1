/** The keys of OpenLineage's own facets (spec 2-0-2 with the facets of its 1.54 clients), on runs, jobs and datasets, and Feast's, which is read here. */
const KNOWN: ReadonlySet<string> = new Set([
  "parent", "nominalTime", "errorMessage", "processing_engine", "environmentVariables", "externalQuery", "extractionError", "jobDependencies",
  "executionParameters", "test", "jobType", "ownership", "sourceCodeLocation", "sourceCode", "sql", "documentation", "tags", "lineage", "schema",
  "version", "columnLineage", "dataQualityMetrics", "dataQualityAssertions", "lifecycleStateChange", "storage", "symlinks", "dataSource",
  "datasetType", "hierarchy", "catalog", "inputStatistics", "outputStatistics", "subset", "icebergScanReport", "icebergCommitReport",
  "feast_featureView",
]);

/** Whether a facet's key is one of the standard's. Others are kept all the same. */
export function isKnownFacet(name: string): boolean {
  return KNOWN.has(name);
}
