import "server-only";
import { createHash } from "node:crypto";
import neo4j, { type Driver } from "neo4j-driver";
import { canonicalJson } from "@/lib/canonical-json";

/**
 * Every node and relationship as one line of canonical JSON, in order of their keys. What the projector keeps for itself is left
 * out; so is, unless `withRecordTimes`, when things were recorded: the one thing that depends on the order of arrival.
 */
export async function* graphLines(driver: Driver, database: string, options: { withRecordTimes: boolean }): AsyncGenerator<string> {
  const queries = [
    `MATCH (n) WHERE NOT n:Projector AND NOT n:SchemaMigration AND NOT n:DeadLetter
     RETURN labels(n) AS labels, properties(n) AS props ORDER BY n.key`,
    `MATCH (from:Node)-[e]->(to:Node)
     RETURN [type(e), from.key, to.key] AS labels, properties(e) AS props ORDER BY type(e), e.key, from.key`,
  ];
  for (const query of queries) {
    const session = driver.session({ database, defaultAccessMode: neo4j.session.READ });
    try {
      for await (const record of session.run(query)) {
        const props = { ...(record.get("props") as Record<string, unknown>) };
        if (!options.withRecordTimes) delete props.recordedAt;
        yield canonicalJson([[...(record.get("labels") as string[])].sort(), props]);
      }
    } finally {
      await session.close();
    }
  }
}

/** SHA-256 (hex) over `graphLines`: equal digests mean equal graphs. */
export async function graphDigest(driver: Driver, database: string, options: { withRecordTimes: boolean }): Promise<string> {
  const hash = createHash("sha256");
  for await (const line of graphLines(driver, database, options)) hash.update(`${line}\n`);
  return hash.digest("hex");
}
