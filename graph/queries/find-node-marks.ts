import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { lateByMs, latenessRule } from "@/lib/freshness";
import { JsonView } from "@/lib/json-view";
import { Mask } from "@/lib/lineage/mask";
import type { FreshnessMark, NodeMarks, QualityMark } from "@/lib/lineage/node-marks";
import { formatInstant, type Micros } from "@/lib/time";
import { refParam } from "./find-graph";
import { declaredFreshness, INTERVALS } from "./find-freshness";
import { toFacts } from "./to-facts";
import { asOfParam, clockAt, lastOf, toMoment } from "./moment";
import { lastRunOfVersions } from "./run-times";

const MAX_MARKED = 1_000;
const MAX_TAGS = 20;
/** Facts that are longer are not read for their tags and figures: many nodes are asked about at once. */
const LONGEST_FACTS = 50_000;
const RECENT: Micros = 86_400_000_000;

export const nodeMarksParams = z.object({ refs: z.array(refParam).max(MAX_MARKED), ...asOfParam });
export type NodeMarksParams = z.input<typeof nodeMarksParams>;

const factsOf = (it: string) => `CASE WHEN size(${it}.facts) <= ${LONGEST_FACTS} THEN ${it}.facts END`;

const aboutNodes = readQuery({
  name: "marks-of-nodes",
  params: z.object({ refs: z.array(z.string()), last: z.int(), recent: z.int() }),
  row: z.object({
    ref: z.string(), key: z.string(), kind: z.string(), state: z.string().nullable(), job: z.string().nullable(), facts: z.string().nullable(), violations: z.int().nullable(),
    columns: z.int(), incidents: z.int(), failure: z.object({ failure: z.string().nullable(), message: z.string().nullable(), at: z.number() }).nullable(),
  }),
  cypher: `
    UNWIND $refs AS ref
    MATCH (n:Node {ref: ref}) WHERE NOT n:Step AND NOT n:Declaration
    RETURN ref, n.key AS key, n.kind AS kind, n.state AS state, n.job AS job, ${factsOf("n")} AS facts, n.violations AS violations,
      CASE WHEN n:Dataset THEN CASE COUNT { (n)-[:HAS_FEATURE]->() } WHEN 0 THEN COUNT { (n)-[:HAS_COLUMN]->() } ELSE COUNT { (n)-[:HAS_FEATURE]->() } END ELSE 0 END AS columns,
      COUNT { MATCH (n)<-[:ABOUT]-(i:Incident) WHERE i.at <= $last } AS incidents,
      COLLECT { MATCH (n)<-[:ABOUT]-(f:Failure) WHERE f.at > $recent AND f.at <= $last RETURN {failure: f.failure, message: f.message, at: f.at} ORDER BY f.at DESC, f.key LIMIT 1 }[0] AS failure
    ORDER BY key DESC`,
});
type NodeRow = Awaited<ReturnType<typeof aboutNodes>>[number];

const page = { last: z.int(), count: z.int() };

const newestBatches = readQuery({
  name: "marks-newest-batches",
  params: z.object({ keys: z.array(z.string()), ...page }),
  row: z.object({ key: z.string(), times: z.array(z.number()), newest: z.object({ violations: z.int().nullable(), facts: z.string().nullable() }).nullable() }),
  // a reference batch spans others and says nothing about when the next one is due
  cypher: `
    UNWIND $keys AS key
    CALL (key) {
      MATCH (b:Batch {dataset: key}) WHERE b.time <= $last AND NOT coalesce(b.reference, false)
      RETURN b ORDER BY b.dataset DESC, b.time DESC LIMIT $count
    }
    WITH key, collect(b.time) AS times, collect(b)[0] AS newest
    RETURN key, times, {violations: newest.violations, facts: ${factsOf("newest")}} AS newest`,
});

const newestOutcomes = readQuery({
  name: "marks-newest-outcomes",
  params: z.object({ jobs: z.array(z.string()), last: z.int() }),
  row: z.object({ job: z.string(), state: z.string().nullable(), at: z.number() }),
  cypher: `
    UNWIND $jobs AS job
    CALL (job) { MATCH (r:Run) WHERE r.job = job AND r.at <= $last RETURN r.state AS state, r.at AS at ORDER BY r.job DESC, r.at DESC LIMIT 1 }
    RETURN job, state, at`,
});

const newestSets = readQuery({
  name: "marks-newest-feature-sets",
  params: z.object({ groups: z.array(z.string()), ...page }),
  row: z.object({ group: z.string(), at: z.number(), features: z.array(z.string()) }),
  cypher: `
    UNWIND $groups AS group
    CALL (group) { MATCH (f:FeatureSet) WHERE f.group = group AND f.at <= $last RETURN f ORDER BY f.group DESC, f.at DESC LIMIT $count }
    RETURN group, f.at AS at, coalesce(f.features, []) AS features ORDER BY group, at DESC`,
});

const newestPredictions = readQuery({
  name: "marks-newest-predictions",
  params: z.object({ keys: z.array(z.string()), by: z.enum(["model", "deployment"]), last: z.int() }),
  row: z.object({ key: z.string(), at: z.number() }),
  cypher: ({ by }) => `
    UNWIND $keys AS key
    CALL (key) { MATCH (p:Prediction) WHERE p.${by} = key AND p.at <= $last RETURN p.at AS at ORDER BY p.${by} DESC, p.at DESC LIMIT 1 }
    RETURN key, at`,
});

const GONE: ReadonlySet<string | null> = new Set(["missing", "dropped", "undeployed"]);

/**
 * What is to be seen at a glance of some nodes at a moment: how fresh and how good the newest of what they bring forth is, tags, incidents
 * and recent failures. References that are unknown, or may not be seen, or of which nothing of the kind is known, are not in the map.
 * @throws what `readQuery` throws.
 */
export async function findNodeMarks(viewer: Viewer, given: NodeMarksParams): Promise<Map<string, NodeMarks>> {
  const params = nodeMarksParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const [last, clock] = [lastOf(moment), clockAt(moment)];
  const mask = new Mask(viewer);
  const rows = await aboutNodes({ refs: params.refs.filter((ref) => !mask.hides(ref)), last, recent: clock - RECENT });
  const alive = rows.filter(({ state }) => !GONE.has(state));
  const keysOf = (is: (row: NodeRow) => boolean) => [...new Set(alive.filter(is).map(({ key }) => key))];
  const data = keysOf(({ key }) => key.startsWith("dataset:"));
  const features = keysOf(({ kind }) => kind === "feature");
  const groups = [...new Set([...features.map(groupOf), ...keysOf(({ kind }) => kind === "featuregroup")])];
  const count = INTERVALS + 1;
  const [batches, runs, outcomes, sets, byModel, byDeployment] = await Promise.all([
    newestBatches({ keys: data, last, count }),
    lastRunOfVersions(keysOf(({ kind }) => kind === "jobversion"), last),
    newestOutcomes({ jobs: [...new Set(alive.flatMap(({ kind, job }) => (kind === "jobversion" && job !== null ? [job] : [])))], last }),
    newestSets({ groups, last, count }),
    newestPredictions({ keys: keysOf(({ key }) => key.startsWith("model:")), by: "model", last }),
    newestPredictions({ keys: keysOf(({ kind }) => kind === "deployment"), by: "deployment", last }),
  ]);
  const batchesOf = new Map(batches.map((row) => [row.key, row]));
  const predictedAt = new Map([...byModel, ...byDeployment].map(({ key, at }) => [key, at]));
  const outcomeOf = new Map(outcomes.map((row) => [row.job, row]));

  // only telemetry is expected at set times: what jobs make of it comes when they run, and a version that was replaced runs no more
  const freshnessOf = ({ key, kind, facts }: NodeRow): FreshnessMark | null => {
    if (kind === "jobversion") return aged("run", runs.get(key), clock);
    if (kind === "feature") return aged("feature set", sets.find((it) => it.group === groupOf(key) && it.features.includes(key))?.at, clock);
    const newest = batchesOf.get(key)?.times ?? [];
    if (kind === "source") return fresh(newest, declaredFreshness(facts), clock);
    if (kind === "featuregroup") return aged("feature set", sets.find(({ group }) => group === key)?.at, clock) ?? aged("batch", newest[0], clock);
    return aged("prediction", predictedAt.get(key), clock) ?? aged("batch", newest[0], clock);
  };
  const marks = new Map<string, NodeMarks>();
  for (const row of rows) {
    const isAlive = !GONE.has(row.state);
    const newest = batchesOf.get(row.key)?.newest;
    const own = new JsonView(toFacts(row.facts, mask));
    const about = row.kind === "batch" ? own : new JsonView(toFacts(newest?.facts ?? null, mask));
    const quality = row.kind === "batch" || newest ? qualityOf(about, (row.kind === "batch" ? row.violations : newest?.violations) ?? 0) : null;
    const freshness = isAlive ? freshnessOf(row) : null;
    const failure = failureOf(row, row.kind === "jobversion" && row.job !== null ? outcomeOf.get(row.job) : undefined);
    const tags = tagsOf(own);
    const digest = (row.key.startsWith("dataset:") ? about : own).at("digest").text() ?? own.at("artifact", "digest").text();
    const found: NodeMarks = {
      ...(freshness ? { freshness } : {}),
      ...(quality ? { quality } : {}),
      ...(digest !== null ? { hasDigest: true } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(row.columns > 0 ? { columns: row.columns } : {}),
      ...(row.incidents > 0 ? { incidents: row.incidents } : {}),
      ...(failure ? { failure } : {}),
    };
    if (Object.keys(found).length > 0) marks.set(row.ref, found);
  }
  return marks;
}

function aged(of: FreshnessMark["of"], latest: Micros | undefined, clock: Micros): FreshnessMark | null {
  return latest === undefined ? null : { of, latest: formatInstant(latest), ageMs: Math.max(0, clock - latest) / 1000, rule: null, lateMs: null };
}

/** A source's, judged as everywhere. `times` of its batches, latest first. */
function fresh(times: readonly Micros[], declaredMs: number | null, clock: Micros): FreshnessMark | null {
  const mark = aged("batch", times[0], clock);
  const rule = latenessRule(declaredMs, times);
  return mark && { ...mark, rule, lateMs: lateByMs(times[0] ?? null, rule, clock) };
}

function qualityOf(facts: JsonView, violations: number): QualityMark | null {
  const [completeness, nullRatio] = [facts.at("quality", "completeness").number(), facts.at("quality", "nullRatio").number()];
  return violations === 0 && completeness === null && nullRatio === null ? null : { violations, completeness, nullRatio };
}

function failureOf({ failure }: NodeRow, outcome: { state: string | null; at: number } | undefined): NodeMarks["failure"] {
  if (failure) return { what: failure.failure ?? "failure", message: failure.message, at: formatInstant(failure.at) };
  if (outcome?.state !== "failed" && outcome?.state !== "aborted") return undefined;
  return { what: outcome.state, message: null, at: formatInstant(outcome.at) };
}

/** What a declaration or a registration says, and OpenLineage's tags facet: "key" or "key: value". */
function tagsOf(facts: JsonView): string[] {
  const plain = [facts.at("declaration", "tags"), facts.at("tags")].flatMap((it) => [...it.list().map((tag) => tag.text()), ...it.entries().map(([name, value]) => keyed(name, value.said()))]);
  const facet = facts.at("facets", "tags", "tags").list().map((tag) => keyed(tag.at("key").text(), tag.at("value").said()));
  return [...new Set([...plain, ...facet].filter((tag) => tag !== null))].slice(0, MAX_TAGS);
}

function keyed(key: string | null, value: string | null): string | null {
  return key === null ? null : value === null || value === "true" || value === "" ? key : `${key}: ${value}`;
}

function groupOf(feature: string): string {
  return feature.slice(0, feature.lastIndexOf("/")).replace(/^feature:/, "dataset:");
}
