import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import type { ListPage, RunItem } from "@/lib/lineage/node-answer";
import { cutPage, pageParams, readTimeCursor } from "./cursor";
import { maskFor, refParam } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, instantText, lastOf, momentText, toMoment } from "./moment";
import { getStart, type KnownNode } from "./node-lookup";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

/** More runs than this are not counted. */
const COUNTED = 50_000;
/** A party that runs more than this is not listed run by run: nothing orders them. */
const SORTED = 10_000;

export const runsParams = z.object({
  ref: refParam,
  /** Of data: the runs of jobs that write it, or of those that read it. */
  as: z.enum(["wrote", "read"]).default("wrote"),
  ...pageParams,
  ...asOfParam,
});
export type RunsParams = z.input<typeof runsParams>;

/**
 * The runs of a node, newest first: of a job all of its runs; of a job version those that had its inputs; of data, a feature or a model
 * version all runs of the jobs that ever wrote (or read) it, failed ones too, `touched` saying whether this run did; of a party what it
 * operates. `total` is `null` above 50,000 (of a party above 10,000: then nothing is listed either).
 * `known`: the node of `ref`, where the caller has found it.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid`, and what `readQuery` throws.
 */
export async function findRuns(viewer: Viewer, given: RunsParams, known?: KnownNode): Promise<ListPage<RunItem>> {
  const params = runsParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const answer = { asOf: momentText(moment), watermark: currentWatermark() };
  const start = known ?? (await getStart(viewer, params.ref));
  const last = lastOf(moment);
  const scope = { namespaces: viewer.namespaces && [...viewer.namespaces], last };
  const page = { ...scope, ...readTimeCursor(params.cursor, last), limit: params.limit + 1 };
  const [found, total] = await askFor(start, params.as, scope, page);
  const { rows, next } = cutPage(found, params.limit);
  const mask = maskFor(viewer);
  return {
    results: rows.map(({ startedAt, endedAt, facts, touched, ...row }) => {
      const said = new JsonView(toFacts(facts, mask));
      return {
        ...toBrief(row, mask),
        startedAt: instantText(startedAt),
        endedAt: instantText(endedAt),
        codeVersion: said.at("codeVersion").text(),
        operator: said.at("operator").text(),
        ...(touched === null ? {} : { touched }),
      };
    }),
    total,
    shown: rows.length,
    ...next,
    ...answer,
  };
}

const scopeShape = { namespaces: z.array(z.string()).nullable(), last: z.int() };
const pageShape = { ...scopeShape, at: z.int(), after: z.string(), limit: z.int() };
type Scope = { namespaces: string[] | null; last: number };
type Page = Scope & { at: number; after: string; limit: number };

const runRow = nodeRow.extend({ startedAt: z.number().nullable(), endedAt: z.number().nullable(), facts: z.string().nullable(), touched: z.boolean().nullable() });
type RunRow = z.output<typeof runRow>;
const RUN = `${nodeFields("r")}, r.startedAt AS startedAt, r.endedAt AS endedAt, r.facts AS facts`;
const SEEN = "($namespaces IS NULL OR r.namespace IN $namespaces)";
const total = z.object({ total: z.int() });

async function askFor(start: KnownNode, as: "wrote" | "read", scope: Scope, page: Page): Promise<[RunRow[], number | null]> {
  const { key, kind } = start;
  if (kind === "party") {
    const [{ total: operated } = { total: 0 }] = await countOperated({ key, ...scope });
    return operated > SORTED ? [[], null] : [await runsOfParty({ key, ...page }), operated];
  }
  if (kind === "jobversion") return countedBy(await Promise.all([runsOfVersion({ version: key, ...page }), countOfVersion({ version: key, ...scope })]));
  const jobs = kind === "job" ? [key] : (await jobsAround({ key, as })).map(({ job }) => job);
  if (jobs.length === 0) return [[], 0];
  // what a feature's runs wrote is told of its group alone
  const touching = kind === "job" || kind === "feature" ? null : { key, as };
  return countedBy(await Promise.all([runsOfJobs({ jobs, touching, ...page }), countOfJobs({ jobs, ...scope })]));
}

function countedBy([rows, counted]: [RunRow[], { total: number }[]]): [RunRow[], number | null] {
  const found = counted[0]?.total ?? 0;
  return [rows, found > COUNTED ? null : found];
}

const jobsAround = readQuery({
  name: "jobs-around-node",
  params: z.object({ key: z.string(), as: z.enum(["wrote", "read"]) }),
  row: z.object({ job: z.string() }),
  cypher: ({ as }) => `
    MATCH (:Node {key: $key})${as === "wrote" ? "<-[:FEEDS|FED]-" : "-[:FEEDS|FED]->"}(v:JobVersion)
    RETURN DISTINCT v.job AS job ORDER BY job LIMIT 500`,
});

/** Whether a run `r` did with `$touching.key` what is asked about. */
const TOUCHED = {
  wrote: "EXISTS { MATCH (s:Node {ref: r.ref})-[:YIELDED {output: $touching.key}]->() WHERE s:Step AND s.run = r.key }",
  read: `EXISTS {
    MATCH (s:Node {ref: r.ref})<-[:YIELDED]-(read) WHERE s:Step AND s.run = r.key AND (read.dataset = $touching.key OR read.group = $touching.key OR read.key = $touching.key)
  } OR EXISTS { MATCH (s:Node {ref: r.ref})-[:READ {dataset: $touching.key}]->() WHERE s:Step AND s.run = r.key }`,
};

const runsOfJobs = readQuery({
  name: "runs-of-jobs",
  params: z.object({ jobs: z.array(z.string()), touching: z.object({ key: z.string(), as: z.enum(["wrote", "read"]) }).nullable(), ...pageShape }),
  row: runRow,
  // the index of (job, at) gives each job's latest in order
  cypher: ({ touching }) => `
    UNWIND $jobs AS job
    CALL (job) {
      MATCH (r:Run) WHERE r.job = job AND r.at <= $at AND ${SEEN} AND (r.at < $at OR r.key > $after)
      RETURN r ORDER BY r.job DESC, r.at DESC, r.key LIMIT $limit
    }
    WITH r ORDER BY r.at DESC, r.key LIMIT $limit
    RETURN ${RUN}, ${touching === null ? "null" : TOUCHED[touching.as]} AS touched ORDER BY at DESC, key`,
});

const countOfJobs = readQuery({
  name: "count-runs-of-jobs",
  params: z.object({ jobs: z.array(z.string()), ...scopeShape }),
  row: total,
  cypher: `
    UNWIND $jobs AS job
    CALL (job) { MATCH (r:Run) WHERE r.job = job AND r.at <= $last AND ${SEEN} WITH r LIMIT ${COUNTED + 1} RETURN count(r) AS found }
    RETURN sum(found) AS total`,
});

const runsOfVersion = readQuery({
  name: "runs-of-job-version",
  params: z.object({ version: z.string(), ...pageShape }),
  row: runRow,
  // a run has one step for each of its versions, and its step's time is the run's end: it is sorted by that
  cypher: `
    MATCH (s:Step) WHERE s.version = $version AND s.at <= $at AND (s.at < $at OR s.run > $after)
    WITH s ORDER BY s.version DESC, s.at DESC, s.run LIMIT $limit
    MATCH (r:Node {key: s.run}) WHERE r:Run AND ${SEEN}
    WITH r, s.at AS stepAt
    RETURN ${RUN.replace("r.at AS at", "stepAt AS at")}, null AS touched ORDER BY at DESC, key`,
});

const countOfVersion = readQuery({
  name: "count-runs-of-job-version",
  params: z.object({ version: z.string(), ...scopeShape }),
  row: total,
  cypher: `MATCH (s:Step) WHERE s.version = $version AND s.at <= $last WITH s LIMIT ${COUNTED + 1} RETURN count(s) AS total`,
});

const runsOfParty = readQuery({
  name: "runs-of-party",
  params: z.object({ key: z.string(), ...pageShape }),
  row: runRow,
  cypher: `
    MATCH (:Node {key: $key})<-[:OPERATED_BY]-(r:Run) WHERE r.at <= $at AND ${SEEN} AND (r.at < $at OR r.key > $after)
    RETURN ${RUN}, null AS touched ORDER BY at DESC, key LIMIT $limit`,
});

const countOperated = readQuery({
  name: "count-runs-of-party",
  params: z.object({ key: z.string(), ...scopeShape }),
  row: total,
  cypher: `
    MATCH (:Node {key: $key})<-[:OPERATED_BY]-(r:Run) WHERE r.at <= $last AND ${SEEN}
    WITH r LIMIT ${SORTED + 1} RETURN count(r) AS total`,
});
