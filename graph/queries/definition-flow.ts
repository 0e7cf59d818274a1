import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Flow } from "@/lib/lineage/distances";
import { holdsAt, momentValues, typesAt, type Moment } from "./moment";

export type Side = "upstream" | "downstream";

/** A relationship between `a` and `b` in the direction of a walk. */
function hop(side: Side, a: string, relationship: string, b: string): string {
  return side === "downstream" ? `(${a})-[${relationship}]->(${b})` : `(${a})<-[${relationship}]-(${b})`;
}

const reachParams = z.object({
  starts: z.array(z.string()),
  side: z.enum(["upstream", "downstream"]),
  /** Relationships, not steps. */
  hops: z.int().min(1).max(5000),
  types: z.string().regex(/^[A-Z_|]+$/),
  held: z.string(),
  from: z.int(),
  to: z.int(),
});
const reachRow = z.object({ key: z.string(), rides: z.boolean(), next: z.array(z.string()) });

/** Distinct ends of a quantified path: Neo4j prunes what it has seen, so a cycle or a diamond costs nothing extra. */
const reach = readQuery({
  name: "reach-definitions",
  params: reachParams,
  row: reachRow,
  cypher: ({ side, hops, types, held }) => {
    const where = held === "true" ? "" : ` WHERE ${held}`;
    return `
      MATCH (start:Node) WHERE start.key IN $starts
      MATCH (start)(${hop(side, "", `e:${types}${where}`, "")}){0,${hops}}(n:Node)
      WITH DISTINCT n
      RETURN n.key AS key, n:JobVersion AS rides, [${hop(side, "n", `e:${types}`, "m")}${where} | m.key] AS next`;
  },
});

/**
 * Relationships for that many steps: two a step at most, and one more for what rides between two data of the last step. Great depths share
 * a bound, so that Neo4j plans few texts; what is too far is left out by its distance.
 */
function hopsFor(depth: number): number {
  return 2 * (depth <= 10 ? depth : 2 ** Math.ceil(Math.log2(depth))) + 1;
}

/** All that is up to `depth` steps up- or downstream in the definition plane, as a flow (a little more, in truth); `starts` are keys. Unknown starts are left out. */
export async function definitionFlow(starts: readonly string[], side: Side, depth: number, moment: Moment): Promise<Flow> {
  const rows = await reach({ starts: [...starts], side, hops: hopsFor(depth), types: typesAt(moment, "FEEDS"), held: holdsAt(moment, "e"), ...momentValues(moment) });
  return {
    nodes: new Map(rows.map(({ key, rides }) => [key, { ref: key, rides }])),
    next: new Map(rows.map(({ key, next }) => [key, next])),
  };
}

/** All versions of a job: where a walk from the job begins, since the job itself has no edges. */
export const versionsOfJob = readQuery({
  name: "versions-of-job",
  params: z.object({ ref: z.string() }),
  row: z.object({ key: z.string() }),
  cypher: "MATCH (:Node {key: $ref})<-[:OF]-(version:JobVersion) RETURN version.key AS key ORDER BY key",
});
