import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { type Micros } from "@/lib/time";

export const CHANGES_SHOWN = 50;

const changeRow = z.object({ at: z.number(), ref: z.string(), model: z.string().nullable(), version: z.string().nullable(), trusted: z.boolean().nullable() });
export type ChangeRow = z.output<typeof changeRow>;
const period = { from: z.int(), last: z.int() };

const readDeclarations = readQuery({
  name: "declarations-in-period",
  params: z.object({ sources: z.array(z.string()), ...period }),
  row: changeRow,
  cypher: `
    UNWIND $sources AS source
    MATCH (:Node {key: source})-[:DECLARED_AS]->(d:Declaration) WHERE $from < d.at AND d.at <= $last
    RETURN d.at AS at, source AS ref, null AS model, null AS version, d.trusted AS trusted ORDER BY at DESC, ref LIMIT ${CHANGES_SHOWN}`,
});

const readServed = readQuery({
  name: "deployments-in-period",
  params: z.object({ deployment: z.string(), ...period }),
  row: changeRow,
  cypher: `
    MATCH (:Node {key: $deployment})<-[e:FEEDS|FED {rel: 'serves'}]-(model:Node) WHERE $from < e.validFrom AND e.validFrom <= $last
    RETURN e.validFrom AS at, $deployment AS ref, model.ref AS model, null AS version, null AS trusted ORDER BY at DESC LIMIT ${CHANGES_SHOWN}`,
});

const readCode = readQuery({
  name: "run-before-of-jobs",
  params: z.object({ jobs: z.array(z.string()), last: z.int() }),
  row: z.object({ job: z.string(), facts: z.string().nullable() }),
  // the index of (job, at) gives the last step before
  cypher: `
    UNWIND $jobs AS job
    CALL (job) {
      MATCH (s:Step) WHERE s.job = job AND s.at <= $last
      WITH s ORDER BY s.job DESC, s.at DESC LIMIT 1
      MATCH (r:Node {key: s.run}) RETURN r.facts AS facts
    }
    RETURN job, facts`,
});

/** Declarations of some sources and changes of a deployment in a period (`from` exclusive). */
export async function changesOf(sources: readonly string[], deployment: string | null, within: { from: Micros; last: Micros }): Promise<{ declarations: ChangeRow[]; served: ChangeRow[] }> {
  const [declarations, served] = await Promise.all([
    sources.length === 0 ? [] : readDeclarations({ sources: [...sources], ...within }),
    deployment === null ? [] : readServed({ deployment, ...within }),
  ]);
  return { declarations, served };
}

/** The facts of each job's last run up to an instant; jobs that had not run are not in the map. */
export async function runFactsBefore(jobs: readonly string[], last: Micros): Promise<Map<string, string>> {
  const rows = jobs.length === 0 ? [] : await readCode({ jobs: [...new Set(jobs)], last });
  return new Map(rows.flatMap(({ job, facts }) => (facts === null ? [] : [[job, facts] as const])));
}
