import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { maskFor } from "./find-graph";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

const CHILDREN_SHOWN = 20;

/** The run that started a run, and the runs that it started: `null` is a parent that may not be seen, absent is none. */
export type RunRelatives = { parent?: NodeBrief | null; children: { total: number; items: NodeBrief[] } };

const relative = nodeRow.extend({ side: z.enum(["parent", "child"]), found: z.int() });
const readRelatives = readQuery({
  name: "relatives-of-run",
  params: z.object({ key: z.string(), namespaces: z.array(z.string()).nullable(), limit: z.int() }),
  row: relative,
  cypher: `
    MATCH (run:Node {key: $key})
    CALL (run) {
      MATCH (run)-[:CHILD_OF]->(n:Node) RETURN n, 'parent' AS side, 1 AS found
      UNION
      WITH run, COUNT { (run)<-[:CHILD_OF]-(c:Node) WHERE $namespaces IS NULL OR c.namespace IN $namespaces } AS found
      MATCH (run)<-[:CHILD_OF]-(n:Node) WHERE $namespaces IS NULL OR n.namespace IN $namespaces
      RETURN n, 'child' AS side, found ORDER BY n.at, n.key LIMIT $limit
    }
    RETURN ${nodeFields("n")}, side, found`,
});

/** `key` is that of a run that the viewer may see. */
export async function findRunRelatives(viewer: Viewer, key: string): Promise<RunRelatives> {
  const rows = await readRelatives({ key, namespaces: viewer.namespaces && [...viewer.namespaces], limit: CHILDREN_SHOWN });
  const mask = maskFor(viewer);
  const parent = rows.find(({ side }) => side === "parent");
  const children = rows.filter(({ side }) => side === "child");
  return {
    ...(parent ? { parent: mask.hides(parent.ref) ? null : toBrief(parent, mask) } : {}),
    children: { total: children[0]?.found ?? 0, items: children.map((row) => toBrief(row, mask)) },
  };
}
