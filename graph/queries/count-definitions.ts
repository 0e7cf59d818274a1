import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { STILL } from "@/lib/time";

const LABELS = ["Dataset", "Feature", "ModelVersion", "Deployment", "JobVersion"];

const scope = { namespaces: z.array(z.string()).nullable(), last: z.int() };
/** Cypher's condition that the node `n` is one of those that are counted here. */
export const IS_COUNTED = `(n:${LABELS.join("|")}) AND NOT n:FeatureGroup`;
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

/**
 * How many definitions that can be fed or feed there are in the namespaces (`null`: all) up to `last`. Columns and feature groups are parts
 * of others, and not counted.
 */
export async function countDefinitions(namespaces: readonly string[] | null, last: number): Promise<number> {
  return (await countAll({ namespaces: namespaces && [...namespaces], last }))[0]?.total ?? 0;
}
