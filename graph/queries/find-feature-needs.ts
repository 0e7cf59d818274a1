import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";

export const NEEDS = ["required", "optional", "fallback"] as const;
export type Need = (typeof NEEDS)[number];

const list = z.array(z.string()).nullable();
const readNeeds = readQuery({
  name: "needs-of-features",
  params: z.object({ keys: z.array(z.string()) }),
  row: z.object({ key: z.string(), required: list, optional: list, fallback: list }),
  cypher: "UNWIND $keys AS key MATCH (f:Node {key: key}) WHERE f:Feature RETURN f.key AS key, f.required AS required, f.optional AS optional, f.fallback AS fallback",
});

/** What features say of the datasets that they are computed from: by feature, then by dataset. What they say nothing of is not in it. */
export async function needsOfFeatures(features: readonly string[]): Promise<Map<string, Map<string, Need>>> {
  const rows = features.length === 0 ? [] : await readNeeds({ keys: [...features] });
  return new Map(rows.map((row) => [row.key, new Map(NEEDS.flatMap((need) => (row[need] ?? []).map((dataset) => [dataset, need] as const)))]));
}
