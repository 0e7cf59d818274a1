import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { maskFor } from "./find-graph";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

/** What a prediction was made from. `null` is what may not be seen. */
export type PredictionSources = { model: string | null; deployment: string | null; run: string | null; featureSets: (NodeBrief | null)[] };

const readPrediction = readQuery({
  name: "prediction-itself",
  params: z.object({ key: z.string() }),
  row: z.object({ model: z.string().nullable(), deployment: z.string().nullable(), run: z.string().nullable() }),
  cypher: "MATCH (p:Node {key: $key}) RETURN p.model AS model, p.deployment AS deployment, split(p.run, '#')[0] AS run",
});
const readSets = readQuery({
  name: "feature-sets-behind-prediction",
  params: z.object({ key: z.string() }),
  row: nodeRow,
  cypher: `MATCH (:Node {key: $key})<-[:YIELDED]-(f:FeatureSet) RETURN ${nodeFields("f")} ORDER BY key LIMIT 200`,
});

/** `key` is that of a prediction that the viewer may see. */
export async function findPredictionSources(viewer: Viewer, key: string): Promise<PredictionSources> {
  const [found, sets] = await Promise.all([readPrediction({ key }), readSets({ key })]);
  const mask = maskFor(viewer);
  const { model = null, deployment = null, run = null } = found[0] ?? {};
  return {
    model: mask.optional(model),
    deployment: mask.optional(deployment),
    run: mask.optional(run),
    featureSets: sets.map((row) => (mask.hides(row.ref) ? null : toBrief(row, mask))),
  };
}
