import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { formatRef, parseNodeRef } from "@/lib/lineage/node-ref";
import type { Micros } from "@/lib/time";
import { clockAt, holdsAt, lastOf, momentValues, type Moment } from "./moment";
import { lastRunOfVersions, lastYieldOfOutputs, staleJobs, type Made } from "./run-times";

export const CONFIDENCES = ["observed", "declared", "inferred"] as const;
export type Confidence = (typeof CONFIDENCES)[number];
export const confidenceSchema = z.enum(CONFIDENCES);

/** An edge of an answer, before masking. Ends are references. */
export type PlainEdge = {
  from: string;
  to: string;
  kind: "feeds" | "yielded";
  confidence: Confidence;
  stale: boolean;
  firstSeen: Micros | null;
  lastSeen: Micros | null;
  rel?: string;
  role?: string;
  /** The job version that is the evidence of a column edge. */
  evidence?: string;
};

const held = z.object({
  confidence: confidenceSchema, rel: z.string().nullable(), role: z.string().nullable(), version: z.string().nullable(), validFrom: z.number(),
});
const edgeRow = z.object({
  from: z.string(), to: z.string(), firstSeen: z.number(), held: z.array(held).min(1),
  fromJob: z.string().nullable(), toJob: z.string().nullable(),
});
type EdgeRow = z.output<typeof edgeRow>;

const edgesInto = readQuery({
  name: "definition-edges",
  params: z.object({ keys: z.array(z.string()), among: z.array(z.string()), held: z.string(), from: z.int(), to: z.int() }),
  row: edgeRow,
  // in-degrees are small where out-degrees are not (a hub), so edges are asked for from their far end
  cypher: ({ held: condition }) => `
    UNWIND $keys AS key
    MATCH (m:Node {key: key})<-[e:FEEDS|FED]-(n:Node) WHERE n.key IN $among
    WITH n, m, min(e.validFrom) AS firstSeen,
      [it IN collect(CASE WHEN ${condition} THEN {confidence: e.confidence, rel: e.rel, role: e.role, version: e.version, validFrom: e.validFrom} END) WHERE it IS NOT NULL] AS held
    WHERE size(held) > 0
    RETURN n.key AS from, m.key AS to, firstSeen, held, n.job AS fromJob, m.job AS toJob`,
});

/**
 * All edges of the moment that end in `keys` and begin among `among`, one for each pair of ends: the best confidence wins. `lastSeen` comes
 * from the index of runs; where no run can be the witness (a dependency) it is when the edge began to hold.
 */
export async function definitionEdges(keys: readonly string[], among: readonly string[], moment: Moment): Promise<PlainEdge[]> {
  const condition = moment.when === "now" ? "type(e) = 'FEEDS'" : holdsAt(moment, "e");
  const rows = await edgesInto({ keys: [...keys], among: [...among], held: condition, ...momentValues(moment) });
  const jobs = new Set(rows.map(jobOf).filter((it) => it !== null));
  const [seen, stale] = await Promise.all([lastSeenOf(rows, moment), staleJobs([...jobs], clockAt(moment))]);
  return rows.map((row) => {
    const best = [...row.held].sort((a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence))[0]!;
    const role = row.held.find((it) => it.role !== null)?.role;
    const job = jobOf(row);
    const evidence = versionOf(row);
    return {
      from: row.from,
      to: row.to,
      kind: "feeds",
      confidence: best.confidence,
      stale: job !== null && stale.has(job),
      firstSeen: row.firstSeen,
      lastSeen: Math.max(seen(row) ?? -Infinity, ...row.held.map((it) => it.validFrom)),
      ...(best.rel === null ? {} : { rel: best.rel }),
      ...(role ? { role } : {}),
      ...(evidence === undefined ? {} : { evidence }),
    };
  });
}

/** The version that is the evidence of a column edge: several jobs may compute a column from the same one. */
function versionOf({ held: claims }: EdgeRow): string | undefined {
  return claims.map((it) => it.version).filter((it) => it !== null).sort()[0];
}

/** The job on whose runs the edge rests, if on any. */
function jobOf(row: EdgeRow): string | null {
  return row.fromJob ?? row.toJob ?? versionOf(row)?.replace(/@[^@]*$/, "") ?? null;
}

async function lastSeenOf(rows: readonly EdgeRow[], moment: Moment): Promise<(row: EdgeRow) => Micros | undefined> {
  const last = lastOf(moment);
  const intoVersions = new Set(rows.filter(({ toJob }) => toJob !== null).map(({ to }) => to));
  const made = rows.map(madeBy).filter((it) => it !== null);
  const [runs, yields] = await Promise.all([lastRunOfVersions([...intoVersions], last), lastYieldOfOutputs(made, last)]);
  return (row) => {
    if (row.toJob !== null) return runs.get(row.to);
    const it = madeBy(row);
    return it === null ? undefined : yields(it);
  };
}

/** What a job version wrote for this edge to be; a column and a feature version are written as part of their dataset. */
function madeBy(row: EdgeRow): Made | null {
  const version = row.fromJob !== null ? row.from : versionOf(row);
  if (version === undefined) return null;
  const ref = parseNodeRef(row.to);
  if (ref === null || ref.name.length < 2 || (ref.kind !== "feature" && ref.kind !== "column")) return { output: row.to, version, feature: null };
  return { output: formatRef("dataset", ref.namespace, ref.name[0]!), version, feature: ref.kind === "feature" ? row.to : null };
}

const countNeighbours = readQuery({
  name: "definition-neighbours",
  params: z.object({ keys: z.array(z.string()), types: z.string().regex(/^[A-Z_|]+$/), held: z.string(), from: z.int(), to: z.int() }),
  row: z.object({ key: z.string(), upstream: z.int(), downstream: z.int() }),
  cypher: ({ types, held: condition }) => `
    UNWIND $keys AS key
    MATCH (n:Node {key: key})
    RETURN key,
      COUNT { MATCH (n)<-[e:${types}]-(m) WHERE ${condition} RETURN DISTINCT m } AS upstream,
      COUNT { MATCH (n)-[e:${types}]->(m) WHERE ${condition} RETURN DISTINCT m } AS downstream`,
});

export type Neighbours = { upstream: number; downstream: number };

/** How many distinct nodes are next to each of `keys` at the moment, in the answer or not. */
export async function definitionNeighbours(keys: readonly string[], moment: Moment): Promise<Map<string, Neighbours>> {
  const types = moment.when === "now" ? "FEEDS" : "FEEDS|FED";
  const rows = await countNeighbours({ keys: [...keys], types, held: holdsAt(moment, "e"), ...momentValues(moment) });
  return new Map(rows.map(({ key, upstream, downstream }) => [key, { upstream, downstream }]));
}
