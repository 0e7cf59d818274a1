import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import type { ColumnsOf } from "@/lib/layout/picture";
import { Mask } from "@/lib/lineage/mask";
import { definitionNeighbours } from "./definition-edges";
import { refParam } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, lastOf, toMoment } from "./moment";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

const MAX_OPENED = 60;
const MAX_COLUMNS = 1_000;

export const columnsParams = z.object({
  /** Data and feature groups, and how many of the columns of each. */
  opened: z.array(z.object({ ref: refParam, limit: z.int().min(1).max(MAX_COLUMNS) })).max(MAX_OPENED),
  /** Columns that are wanted wherever they stand in the order. */
  wanted: z.array(refParam).max(MAX_COLUMNS).default([]),
  ...asOfParam,
});
export type ColumnsParams = z.input<typeof columnsParams>;

const scope = { namespaces: z.array(z.string()).nullable(), last: z.int() };
const SEEN = "($namespaces IS NULL OR c.namespace IN $namespaces) AND coalesce(c.at <= $last, true)";

const readColumns = readQuery({
  name: "columns-of-opened",
  params: z.object({ refs: z.array(z.string()), wanted: z.array(z.string()), ...scope, limit: z.int() }),
  row: nodeRow.extend({ of: z.string(), total: z.int(), facts: z.string().nullable() }),
  // a group's features stand for its columns; what has lineage comes first
  cypher: `
    UNWIND $refs AS ref
    MATCH (d:Node {key: ref})
    CALL (d) {
      WITH EXISTS { (d)-[:HAS_FEATURE]->() } AS hasFeatures
      MATCH (d)-[h:HAS_COLUMN|HAS_FEATURE]->(c:Node) WHERE (type(h) = 'HAS_FEATURE') = hasFeatures AND ${SEEN}
      WITH c, c.key IN $wanted AS isWanted, EXISTS { (c)-[:FEEDS|FED]-() } AS hasLineage
      WITH c ORDER BY isWanted DESC, hasLineage DESC, c.key
      WITH collect(c) AS found
      RETURN found[..$limit] AS first, size(found) AS total
    }
    UNWIND range(0, size(first) - 1) AS place
    WITH ref, total, place, first[place] AS c
    RETURN ref AS of, total, ${nodeFields("c")}, CASE WHEN c:Column THEN c.facts END AS facts ORDER BY of, place`,
});

/**
 * The columns of opened data, and the features of opened groups: those that are wanted first, then what has lineage, then by name. What is
 * unknown or may not be seen is not in the answer.
 * @throws what `readQuery` throws.
 */
export async function findColumns(viewer: Viewer, given: ColumnsParams): Promise<ColumnsOf[]> {
  const params = columnsParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const mask = new Mask(viewer);
  const opened = new Map(params.opened.filter(({ ref }) => !mask.hides(ref)).map(({ ref, limit }) => [ref, limit]));
  if (opened.size === 0) return [];
  const limit = Math.min(MAX_COLUMNS, Math.max(...opened.values()) + params.wanted.length);
  const rows = await readColumns({ refs: [...opened.keys()], wanted: params.wanted, namespaces: viewer.namespaces && [...viewer.namespaces], last: lastOf(moment), limit });
  const neighbours = await definitionNeighbours(rows.map(({ key }) => key), moment);
  const found = new Map<string, ColumnsOf>([...opened.keys()].map((ref) => [ref, { ref, total: 0, items: [] }]));
  for (const { of, total, facts, ...row } of rows) {
    const list = found.get(of)!;
    const said = new JsonView(toFacts(facts, mask));
    list.total = total;
    const { kind, ...brief } = toBrief(row, mask);
    list.items.push({ ...brief, kind: kind === "feature" ? "feature" : "column", type: said.at("type").text(), neighbours: neighbours.get(row.key) ?? { upstream: 0, downstream: 0 } });
  }
  return [...found.values()];
}
