import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { NODE_KINDS } from "@/lib/lineage/node-ref";
import type { Micros } from "@/lib/time";
import { instantText } from "./moment";

/** Jobs whose last run is looked at. */
const MAX_JOBS = 2_000;
/** Conflicts and placeholders are counted up to here. */
export const MAX_COUNTED = 1_000;
const SHOWN = 3;

const namespaces = z.array(z.string()).nullable();
const seen = (variable: string) => `($namespaces IS NULL OR ${variable}.namespace IN $namespaces)`;

const lastRuns = readQuery({
  name: "last-run-of-jobs",
  params: z.object({ namespaces, now: z.int(), limit: z.int(), shown: z.int() }),
  row: z.object({
    total: z.int(), succeeded: z.int(), failed: z.int(),
    worst: z.array(z.object({ job: z.string(), run: z.string(), state: z.string(), at: z.number() })),
  }),
  // one seek in the index of (job, at) for each job
  cypher: `
    MATCH (j:Job) WHERE ${seen("j")}
    WITH j ORDER BY j.key LIMIT $limit
    OPTIONAL CALL (j) {
      MATCH (s:Step {job: j.key}) WHERE s.at <= $now
      RETURN s.run AS key, s.at AS at ORDER BY s.job DESC, s.at DESC LIMIT 1
    }
    OPTIONAL MATCH (r:Node {key: key})
    WITH j.ref AS job, r.ref AS run, r.state AS state, at ORDER BY at DESC
    WITH count(*) AS total, sum(CASE WHEN state = 'complete' THEN 1 ELSE 0 END) AS succeeded,
      [it IN collect(CASE WHEN state IN ['failed', 'aborted'] THEN {job: job, run: run, state: state, at: at} END) WHERE it IS NOT NULL] AS failures
    RETURN total, succeeded, size(failures) AS failed, failures[0..$shown] AS worst`,
});

const named = z.object({ ref: z.string(), kind: z.enum(NODE_KINDS) });
const marked = readQuery({
  name: "conflicts-and-placeholders",
  params: z.object({ namespaces, limit: z.int(), shown: z.int() }),
  row: z.object({ what: z.enum(["conflicts", "placeholders"]), total: z.int(), first: z.array(named) }),
  // conflicts have an index of their own; placeholders are looked for among definitions, which are few
  cypher: `
    CALL () {
      MATCH (n:Node) WHERE n.conflict = true AND n.kind IN $kinds AND ${seen("n")}
      WITH n LIMIT $limit WITH n ORDER BY n.at DESC, n.key
      RETURN 'conflicts' AS what, count(n) AS total, collect({ref: n.ref, kind: n.kind})[0..$shown] AS first
      UNION ALL
      MATCH (n:Dataset|Feature|ModelVersion|Deployment) WHERE n.state = 'missing' AND ${seen("n")}
      WITH n LIMIT $limit WITH n ORDER BY n.key
      RETURN 'placeholders' AS what, count(n) AS total, collect({ref: n.ref, kind: n.kind})[0..$shown] AS first
    }
    RETURN what, total, first`.replace("$kinds", JSON.stringify(NODE_KINDS)),
});

const running = readQuery({
  name: "deployments-and-models",
  params: z.object({ namespaces }),
  row: z.object({ active: z.int(), undeployed: z.int(), deployed: z.int() }),
  cypher: `
    CALL () {
      MATCH (d:Deployment) WHERE ${seen("d")}
      RETURN sum(CASE d.state WHEN 'active' THEN 1 ELSE 0 END) AS active, sum(CASE d.state WHEN 'undeployed' THEN 1 ELSE 0 END) AS undeployed
    }
    RETURN active, undeployed, COUNT { MATCH (m:ModelVersion) WHERE ${seen("m")} AND EXISTS { (m)-[:FEEDS]->(:Deployment) } } AS deployed`,
});

export type Marked = { total: number; first: z.output<typeof named>[] };
export type Departures = {
  /** Jobs, by how their last run ended. `worst`: the first that failed or were aborted, newest first. */
  jobs: { total: number; succeeded: number; failed: number; worst: { job: string; run: string; state: string; at: string }[] };
  /** Two records with different content claim to be the same thing. Counted up to `MAX_COUNTED`. */
  conflicts: Marked;
  /** Definitions that are named and that nobody has recorded. Counted up to `MAX_COUNTED`. */
  placeholders: Marked;
  deployments: { active: number; undeployed: number };
  /** Model versions that a deployment runs now. */
  deployedModels: number;
};

/** What departs from normal in the graph at `now`, of what the viewer may see. @throws AppError what `readQuery` throws. */
export async function findDepartures(viewer: Viewer, now: Micros): Promise<Departures> {
  const scope = { namespaces: viewer.namespaces && [...viewer.namespaces] };
  const [jobs, marks, live] = await Promise.all([
    lastRuns({ ...scope, now, limit: MAX_JOBS, shown: SHOWN }), marked({ ...scope, limit: MAX_COUNTED, shown: SHOWN }), running(scope),
  ]);
  const job = jobs[0] ?? { total: 0, succeeded: 0, failed: 0, worst: [] };
  const marksOf = (what: "conflicts" | "placeholders"): Marked => {
    const row = marks.find((it) => it.what === what);
    return { total: row?.total ?? 0, first: row?.first ?? [] };
  };
  return {
    jobs: { ...job, worst: job.worst.map(({ at, ...it }) => ({ ...it, at: instantText(at) ?? "" })) },
    conflicts: marksOf("conflicts"),
    placeholders: marksOf("placeholders"),
    deployments: { active: live[0]?.active ?? 0, undeployed: live[0]?.undeployed ?? 0 },
    deployedModels: live[0]?.deployed ?? 0,
  };
}
