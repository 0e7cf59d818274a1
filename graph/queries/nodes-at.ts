import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Comparable } from "@/lib/lineage/compare-graphs";
import type { Mask } from "@/lib/lineage/mask";
import { formatRef } from "@/lib/lineage/node-ref";
import { toFacts } from "./to-facts";
import { clockAt, holdsAt, lastOf, momentValues, typesAt, type Moment } from "./moment";

const declaration = z.object({ trusted: z.boolean().nullable(), facts: z.string().nullable() });
const row = z.object({
  ref: z.string(), state: z.string().nullable(), at: z.number().nullable(), owner: z.string().nullable(), droppedAt: z.number().nullable(), startedAt: z.number().nullable(), endedAt: z.number().nullable(),
  isDeployment: z.boolean(), isRun: z.boolean(), serves: z.array(z.string()), declared: z.array(declaration), isDeclaredLater: z.boolean(),
});
type Row = z.output<typeof row>;

const readNodesAt = readQuery({
  name: "nodes-at",
  params: z.object({ refs: z.array(z.string()), types: z.string().regex(/^[A-Z_|]+$/), held: z.string(), from: z.int(), to: z.int(), last: z.int() }),
  row,
  cypher: ({ types, held }) => `
    UNWIND $refs AS ref
    MATCH (n:Node {ref: ref}) WHERE NOT n:Step AND NOT n:Declaration
    RETURN ref, n.state AS state, n.at AS at, n.owner AS owner, n.droppedAt AS droppedAt, n.startedAt AS startedAt, n.endedAt AS endedAt, n:Deployment AS isDeployment, n:Run AS isRun,
      CASE WHEN n:Deployment THEN COLLECT { MATCH (n)<-[e:${types} {rel: 'serves'}]-(m:Node) WHERE ${held} RETURN m.ref ORDER BY e.validFrom DESC, m.ref } ELSE [] END AS serves,
      COLLECT { MATCH (n)-[:DECLARED_AS]->(d:Declaration) WHERE coalesce(d.at <= $last, true) RETURN {trusted: d.trusted, facts: d.facts} ORDER BY d.at DESC, d.key DESC LIMIT 1 } AS declared,
      EXISTS { MATCH (n)-[:DECLARED_AS]->(d:Declaration) WHERE d.at > $last } AS isDeclaredLater
    ORDER BY n.key DESC`,
});

/**
 * What nodes were at a moment, as far as it can change: their state, a source's owner and trust as it was declared by then, and the model
 * version that a deployment ran. By reference; a model that may not be seen is not named.
 */
export async function nodesAt(refs: readonly string[], moment: Moment, mask: Mask): Promise<Map<string, Comparable>> {
  if (refs.length === 0) return new Map();
  const rows = await readNodesAt({ refs: [...refs], types: typesAt(moment, "FEEDS"), held: holdsAt(moment, "e"), ...momentValues(moment), last: lastOf(moment) });
  return new Map(rows.map((it) => [it.ref, toComparable(it, moment, mask)]));
}

function toComparable(it: Row, moment: Moment, mask: Mask): Comparable {
  const [declared] = it.declared;
  return {
    state: stateAt(it, moment),
    owner: ownerAt(it, mask),
    ...(it.isDeployment ? { serves: it.serves[0] === undefined ? null : mask.end(it.serves[0]) } : {}),
    ...(declared === undefined || declared.trusted === null ? {} : { trusted: declared.trusted ? "yes" : "no" }),
  };
}

function stateAt({ state, at, droppedAt, startedAt, endedAt, isDeployment, isRun, serves }: Row, moment: Moment): string {
  const known = state ?? "active";
  // before it was first seen it was in no state: what it is now stands for it
  if (known === "missing" || (at !== null && at > lastOf(moment) && serves.length === 0)) return known;
  if (isDeployment) return serves.length > 0 ? "active" : "undeployed";
  if (droppedAt !== null) return droppedAt <= lastOf(moment) ? "dropped" : "active";
  if (isRun && moment.when === "at" && startedAt !== null && endedAt !== null && endedAt > clockAt(moment)) return "running";
  return known;
}

/** The owner as it was declared by then; who else owns something has no history. */
function ownerAt({ owner, declared, isDeclaredLater }: Row, mask: Mask): string | null {
  if (!isDeclaredLater) return owner;
  const facts = toFacts(declared[0]?.facts ?? null, mask) as { owner?: { name?: unknown } } | null;
  return typeof facts?.owner?.name === "string" ? formatRef("party", "-", facts.owner.name) : null;
}
