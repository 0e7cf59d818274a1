import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Micros } from "@/lib/time";

/** More runs than this are not counted. */
const COUNTED = 50_000;

/** What runs have to have done to be evidence of an edge: had the inputs of one job version, or written something as some of them. */
export type RunsWanted = { did: "read"; version: string } | { did: "wrote"; versions: readonly string[]; output: string; feature: string | null };

const runFields = `r.ref AS ref, r.key AS key, r.name AS name, r.namespace AS namespace, r.state AS state, r.facts AS facts, r.startedAt AS startedAt, r.endedAt AS endedAt`;
const runRow = z.object({
  ref: z.string(), key: z.string(), name: z.string(), namespace: z.string(), state: z.string().nullable(), facts: z.string().nullable(),
  startedAt: z.number().nullable(), endedAt: z.number().nullable(),
  /** When it did what is asked about, and where it stands among those of the same time. */
  at: z.number(), place: z.string(),
  /** The batch, feature set or model version that it wrote. */
  made: z.string().nullable(),
});
export type EvidenceRunRow = z.output<typeof runRow>;

const pageShape = { at: z.int(), after: z.string(), limit: z.int() };
const wroteShape = { versions: z.array(z.string()), output: z.string(), feature: z.string().nullable() };
/** Feature sets of one group and version may hold other versions of a feature. */
const HOLDS_FEATURE = "($feature IS NULL OR $feature IN made.features)";

const runsThatRead = readQuery({
  name: "evidence-runs-that-read",
  params: z.object({ version: z.string(), ...pageShape }),
  row: runRow,
  cypher: `
    MATCH (s:Step) WHERE s.version = $version AND s.at <= $at AND (s.at < $at OR s.key > $after)
    WITH s ORDER BY s.version DESC, s.at DESC, s.key LIMIT $limit
    MATCH (r:Node {key: s.run})
    RETURN ${runFields}, s.at AS at, s.key AS place, null AS made ORDER BY at DESC, place`,
});

const runsThatWrote = readQuery({
  name: "evidence-runs-that-wrote",
  params: z.object({ ...wroteShape, ...pageShape }),
  row: runRow,
  cypher: `
    UNWIND $versions AS version
    CALL (version) {
      MATCH (s:Step)-[y:YIELDED {output: $output, version: version}]->(made:Node)
      WHERE y.at <= $at AND (y.at < $at OR y.key > $after) AND ${HOLDS_FEATURE}
      RETURN s, y, made ORDER BY y.output DESC, y.version DESC, y.at DESC, y.key LIMIT $limit
    }
    WITH s, y, made ORDER BY y.at DESC, y.key LIMIT $limit
    MATCH (r:Node {key: s.run})
    RETURN ${runFields}, y.at AS at, y.key AS place, made.ref AS made ORDER BY at DESC, place`,
});

const counted = z.object({ total: z.int() });
const countThatRead = readQuery({
  name: "count-evidence-runs-that-read",
  params: z.object({ version: z.string(), last: z.int() }),
  row: counted,
  cypher: `MATCH (s:Step) WHERE s.version = $version AND s.at <= $last WITH s LIMIT ${COUNTED + 1} RETURN count(s) AS total`,
});
const countThatWrote = readQuery({
  name: "count-evidence-runs-that-wrote",
  params: z.object({ ...wroteShape, last: z.int() }),
  row: counted,
  cypher: `
    UNWIND $versions AS version
    CALL (version) {
      MATCH (:Step)-[y:YIELDED {output: $output, version: version}]->(made:Node) WHERE y.at <= $last AND ${HOLDS_FEATURE}
      WITH y LIMIT ${COUNTED + 1} RETURN count(y) AS found
    }
    RETURN sum(found) AS total`,
});
const countOfJobs = readQuery({
  name: "count-runs-of-evidence-jobs",
  params: z.object({ jobs: z.array(z.string()), last: z.int() }),
  row: counted,
  cypher: `
    UNWIND $jobs AS job
    CALL (job) { MATCH (r:Run) WHERE r.job = job AND r.at <= $last WITH r LIMIT ${COUNTED + 1} RETURN count(r) AS found }
    RETURN sum(found) AS total`,
});

/** Newest first, from a place on. A run that wrote two things of one output is there for each. */
export async function evidenceRuns(wanted: RunsWanted, page: { at: Micros; after: string; limit: number }): Promise<EvidenceRunRow[]> {
  return wanted.did === "read" ? runsThatRead({ version: wanted.version, ...page }) : runsThatWrote({ ...toParams(wanted), ...page });
}

/** How many of them there are, and how many runs their jobs had in all; `null` for more than 50,000. */
export async function countEvidenceRuns(wanted: RunsWanted, jobs: readonly string[], last: Micros): Promise<{ count: number | null; ofJob: number | null }> {
  const [count, ofJob] = await Promise.all([
    wanted.did === "read" ? countThatRead({ version: wanted.version, last }) : countThatWrote({ ...toParams(wanted), last }),
    countOfJobs({ jobs: [...jobs], last }),
  ]);
  return { count: bounded(count), ofJob: bounded(ofJob) };
}

function bounded(rows: { total: number }[]): number | null {
  const total = rows[0]?.total ?? 0;
  return total > COUNTED ? null : total;
}

function toParams({ versions, output, feature }: Extract<RunsWanted, { did: "wrote" }>) {
  return { versions: [...versions], output, feature };
}

const runsByKey = readQuery({
  name: "evidence-runs-by-step",
  params: z.object({ steps: z.array(z.string()) }),
  row: runRow,
  cypher: `
    UNWIND $steps AS step
    MATCH (s:Node {key: step})
    MATCH (r:Node {key: s.run})
    RETURN ${runFields}, s.at AS at, s.key AS place, null AS made ORDER BY at DESC, place`,
});

/** The runs of steps, newest first. */
export async function runsOfSteps(steps: readonly string[]): Promise<EvidenceRunRow[]> {
  return steps.length === 0 ? [] : runsByKey({ steps: [...steps] });
}
