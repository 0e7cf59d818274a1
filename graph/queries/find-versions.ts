import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import type { Mask } from "@/lib/lineage/mask";
import type { Micros } from "@/lib/time";
import { nodeFields, nodeRow, toBrief, type NodeBrief, type NodeRow } from "./node-fields";

const SHOWN = 50;

/** What begins with the node `n` (or its values) and ends at a version `v`, by kind of node. */
const PATTERNS: Record<string, string> = {
  featuregroup: "MATCH (:Node {key: $key})-[:HAS_FEATURE]->(v:Feature)",
  job: "MATCH (v:JobVersion) WHERE v.job = $key",
  jobversion: "MATCH (v:JobVersion) WHERE v.job = $job AND v.key <> $key",
  deployment: "MATCH (:Node {key: $key})<-[:FEEDS|FED {rel: 'serves'}]-(v:ModelVersion)",
  feature: "MATCH (v:Definition) WHERE v.search = $search AND v:Feature AND v.namespace = $namespace AND v.name = $name AND v.key <> $key",
  modelversion: "MATCH (v:Definition) WHERE v.search = $search AND v:ModelVersion AND v.namespace = $namespace AND v.name = $name AND v.key <> $key",
  featureset: "MATCH (:Node {key: $key})-[:OF]->(d:Dataset) MATCH (v:FeatureSet) WHERE v.group = d.key AND v.key <> $key",
  batch: "MATCH (v:Batch) WHERE v.dataset = $dataset AND v.time IS NOT NULL AND v.key <> $key",
  dataset: "MATCH (v:Batch) WHERE v.dataset = $key AND v.time IS NOT NULL",
};

const params = z.object({
  pattern: z.enum(Object.keys(PATTERNS) as [string, ...string[]]),
  key: z.string(), job: z.string().nullable(), dataset: z.string().nullable(), namespace: z.string(), name: z.string(), search: z.string(),
  namespaces: z.array(z.string()).nullable(), last: z.int(), limit: z.int(),
});
const SEEN = "WITH DISTINCT v WHERE ($namespaces IS NULL OR v.namespace IN $namespaces) AND coalesce(v.at <= $last, true)";

const listVersions = readQuery({
  name: "versions-of-node",
  params,
  row: nodeRow,
  cypher: ({ pattern }) => `${PATTERNS[pattern]} ${SEEN}
    RETURN ${nodeFields("v")} ORDER BY ${pattern === "dataset" || pattern === "batch" ? "v.dataset DESC, v.time DESC" : "v.at DESC"}, v.key DESC LIMIT $limit`,
});

const countVersions = readQuery({
  name: "count-versions-of-node",
  params,
  row: z.object({ total: z.int() }),
  cypher: ({ pattern }) => `${PATTERNS[pattern]} ${SEEN} RETURN count(v) AS total`,
});

/** The other versions of a node, newest first, at most 50 of `total`; only what the viewer may see. */
export async function findVersions(viewer: Viewer, row: NodeRow, mask: Mask, last: Micros): Promise<{ total: number; shown: number; items: NodeBrief[] }> {
  const pattern = patternOf(row);
  if (pattern === null) return { total: 0, shown: 0, items: [] };
  const { key, job, dataset, namespace, name } = row;
  const asked = { pattern, key, job, dataset, namespace, name, search: name.toLowerCase(), namespaces: viewer.namespaces && [...viewer.namespaces], last, limit: SHOWN };
  const [items, counted] = await Promise.all([listVersions(asked), countVersions(asked)]);
  return { total: counted[0]?.total ?? 0, shown: items.length, items: items.map((it) => toBrief(it, mask)) };
}

function patternOf({ kind, ref }: NodeRow): string | null {
  if (kind === "model") return ref.startsWith("model:") ? "modelversion" : "dataset";
  if (kind === "source") return "dataset";
  return kind in PATTERNS ? kind : null;
}
