import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";

const mostFeedingRow = z.object({ ref: z.string(), name: z.string(), namespace: z.string(), feeds: z.int() });

/** The declared sources in the namespaces (`null`: all) that feed most definitions directly now, those that feed none left out. */
export const findMostFeeding = readQuery({
  name: "most-feeding-sources",
  params: z.object({ namespaces: z.array(z.string()).nullable(), limit: z.int().min(1).max(50) }),
  row: mostFeedingRow,
  // the degree is kept with the node: no edge is read
  cypher: `
    MATCH (n:Source) WHERE n.kind = 'source' AND ($namespaces IS NULL OR n.namespace IN $namespaces)
    WITH n, COUNT { (n)-[:FEEDS]->() } AS feeds WHERE feeds > 0
    RETURN n.ref AS ref, n.name AS name, n.namespace AS namespace, feeds ORDER BY feeds DESC, ref LIMIT $limit`,
});
