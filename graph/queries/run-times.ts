import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Micros } from "@/lib/time";

// `ORDER BY` names every property of an index from its first on, also those that are fixed: else Neo4j sorts instead of reading in order
const DAY: Micros = 86_400_000_000;
const RUNS = 3;
const INTERVALS = 20;

const lastStepOf = readQuery({
  name: "last-step-of-job-version",
  params: z.object({ versions: z.array(z.string()), last: z.int() }),
  row: z.object({ version: z.string(), at: z.number() }),
  cypher: `
    UNWIND $versions AS version
    CALL (version) {
      MATCH (s:Step {version: version}) WHERE s.at <= $last
      RETURN s.at AS at ORDER BY s.version DESC, s.at DESC LIMIT 1
    }
    RETURN version, at`,
});

/** When each job version last ran, up to `last`, from the index of runs. Those that never ran are not in the map. */
export async function lastRunOfVersions(versions: readonly string[], last: Micros): Promise<Map<string, Micros>> {
  const rows = versions.length === 0 ? [] : await lastStepOf({ versions: [...versions], last });
  return new Map(rows.map(({ version, at }) => [version, at]));
}

const lastYieldOf = readQuery({
  name: "last-yield-of-output",
  params: z.object({ pairs: z.array(z.object({ output: z.string(), version: z.string(), feature: z.string().nullable() })), last: z.int() }),
  row: z.object({ output: z.string(), version: z.string(), feature: z.string().nullable(), at: z.number() }),
  cypher: `
    UNWIND $pairs AS pair
    CALL (pair) {
      MATCH (:Step)-[y:YIELDED {output: pair.output, version: pair.version}]->(made:Node)
      WHERE y.at <= $last AND (pair.feature IS NULL OR pair.feature IN made.features)
      RETURN y.at AS at ORDER BY y.output DESC, y.version DESC, y.at DESC LIMIT 1
    }
    RETURN pair.output AS output, pair.version AS version, pair.feature AS feature, at`,
});

/** What a job version wrote: a dataset or model version, or one feature of a feature group. */
export type Made = { output: string; version: string; feature: string | null };

/** When each output was last written by that job version, up to `last`. */
export async function lastYieldOfOutputs(pairs: readonly Made[], last: Micros): Promise<(made: Made) => Micros | undefined> {
  const keyOf = (made: Made) => [made.output, made.version, made.feature].join(" ");
  const rows = pairs.length === 0 ? [] : await lastYieldOf({ pairs: [...pairs], last });
  const times = new Map(rows.map((row) => [keyOf(row), row.at]));
  return (made) => times.get(keyOf(made));
}

const runsOfJob = readQuery({
  name: "last-runs-of-job",
  params: z.object({ jobs: z.array(z.string()), last: z.int(), count: z.int() }),
  row: z.object({ job: z.string(), times: z.array(z.number()) }),
  cypher: `
    UNWIND $jobs AS job
    CALL (job) {
      MATCH (s:Step {job: job}) WHERE s.at <= $last
      WITH DISTINCT s.job AS sameJob, s.at AS at, s.run AS run ORDER BY sameJob DESC, at DESC LIMIT $count
      RETURN collect(at) AS times
    }
    RETURN job, times`,
});

/**
 * The jobs that are silent at `clock`: three runs or more, the last one longer ago than three times the longest of the last 20 intervals
 * and than a day.
 */
export async function staleJobs(jobs: readonly string[], clock: Micros): Promise<Set<string>> {
  const rows = jobs.length === 0 ? [] : await runsOfJob({ jobs: [...jobs], last: clock, count: INTERVALS + 1 });
  return new Set(rows.filter(({ times }) => isStale(times, clock)).map(({ job }) => job));
}

/** `times` of runs, latest first. */
export function isStale(times: readonly Micros[], clock: Micros): boolean {
  const latest = times[0];
  if (latest === undefined || times.length < RUNS) return false;
  const intervals = times.slice(1, INTERVALS + 1).map((at, i) => times[i]! - at);
  const silence = clock - latest;
  return silence >= DAY && silence > 3 * Math.max(...intervals);
}
