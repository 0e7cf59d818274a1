import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { STILL } from "@/lib/time";

const LABELS = ["Dataset", "Feature", "ModelVersion", "Deployment", "JobVersion"];

const scope = { namespaces: z.array(z.string()).nullable(), last: z.int() };
const IN_SCOPE = "NOT n:FeatureGroup AND ($namespaces IS NULL OR n.namespace IN $namespaces) AND coalesce(n.at <= $last, true)";

const countAll = readQuery({
  name: "count-definitions",
  params: z.object(scope),
  row: z.object({ total: z.int() }),
  cypher: ({ namespaces, last }) =>
    // without a condition Neo4j knows the numbers without counting
    namespaces === null && last === STILL
      ? `RETURN ${LABELS.map((label) => `COUNT { (:${label}) }`).join(" + ")} - COUNT { (:FeatureGroup) } AS total`
      : `MATCH (n:${LABELS.join("|")}) WHERE ${IN_SCOPE} RETURN count(n) AS total`,
});

const countAmong = readQuery({
  name: "count-definitions-among",
  params: z.object({ ...scope, keys: z.array(z.string()) }),
  row: z.object({ total: z.int() }),
  cypher: `UNWIND $keys AS key MATCH (n:Node {key: key}) WHERE n:${LABELS.join("|")} AND ${IN_SCOPE} RETURN count(n) AS total`,
});

export type DefinitionCount = { total: number; outside: number };

/**
 * How many definitions that can be fed or feed there are in the namespaces (`null`: all) up to `last`, and how many of them are not in
 * `keys`. Columns and feature groups are parts of others, and not counted.
 */
export async function countDefinitions(namespaces: readonly string[] | null, last: number, keys: readonly string[]): Promise<DefinitionCount> {
  const within = { namespaces: namespaces && [...namespaces], last };
  const [all, among] = await Promise.all([countAll(within), countAmong({ ...within, keys: [...keys] })]);
  const total = all[0]?.total ?? 0;
  return { total, outside: Math.max(0, total - (among[0]?.total ?? 0)) };
}
