import "server-only";
import { createHash } from "node:crypto";
import neo4j, { type Driver } from "neo4j-driver";
import { canonicalJson } from "@/lib/canonical-json";

const NOT_LINEAGE = ["Projector", "SchemaMigration", "DeadLetter"];

/**
 * SHA-256 (hex) over all nodes and relationships of the graph, in order of their keys. Equal digests mean equal graphs.
 * `withRecordTimes: false` leaves out when things were recorded, the one thing that depends on the order of arrival.
 */
export async function graphDigest(driver: Driver, database: string, options: { withRecordTimes: boolean }): Promise<{ digest: string; nodes: number; edges: number }> {
  const hash = createHash("sha256");
  const nodes = await digestRows(
    driver, database, hash, options.withRecordTimes,
    `MATCH (n) WHERE none(label IN labels(n) WHERE label IN $skip)
     RETURN labels(n) AS labels, properties(n) AS props, n.key AS a, "" AS b ORDER BY a`,
  );
  const edges = await digestRows(
    driver, database, hash, options.withRecordTimes,
    `MATCH (from:Node)-[e]->(to:Node)
     RETURN [type(e), from.key, to.key] AS labels, properties(e) AS props, type(e) + e.key AS a, from.key AS b ORDER BY a, b`,
  );
  return { digest: hash.digest("hex"), nodes, edges };
}

async function digestRows(driver: Driver, database: string, hash: ReturnType<typeof createHash>, withRecordTimes: boolean, query: string): Promise<number> {
  const session = driver.session({ database, defaultAccessMode: neo4j.session.READ });
  let rows = 0;
  try {
    for await (const record of session.run(query, { skip: NOT_LINEAGE })) {
      const props = { ...(record.get("props") as Record<string, unknown>) };
      if (!withRecordTimes) delete props.recordedAt;
      const labels = record.get("labels") as string[];
      hash.update(`${canonicalJson([[...labels].sort(), props])}\n`);
      rows++;
    }
  } finally {
    await session.close();
  }
  return rows;
}
