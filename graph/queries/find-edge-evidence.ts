import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { dependencyKey } from "@/lib/interpret/subject-keys";
import { JsonView } from "@/lib/json-view";
import type { EdgeReason } from "@/lib/lineage/edge-reasons";
import { Mask } from "@/lib/lineage/mask";
import { INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import { reasonOfColumnEdge, reasonOfRead } from "@/lib/projection/explain-edge";
import { formatInstant } from "@/lib/time";
import { cutPage, pageParams, readTimeCursor } from "./cursor";
import { CONFIDENCES, confidenceSchema, definitionEdges, type Confidence, type PlainEdge } from "./definition-edges";
import { columnPairs, type ColumnPairs } from "./evidence-columns";
import { newestFold, recordsAboutKeys, recordsThatState, statesEdge, statesRename, statesVersion, type EvidenceRecord, type StatedRecord, type StatedUnder } from "./evidence-records";
import { countEvidenceRuns, evidenceRuns, runsOfSteps, type EvidenceRunRow, type RunsWanted } from "./evidence-runs";
import { refParam, toGraphEdge, type GraphEdge } from "./find-graph";
import { toFacts } from "./to-facts";
import { instancesByRef } from "./instance-edges";
import { instanceEdgesOf, type InstanceEdge } from "./instance-flow";
import { asOfParam, holdsAt, instantText, lastOf, momentText, momentValues, toMoment, type Moment } from "./moment";
import { findBriefs, getStart } from "./node-lookup";
import { toBrief, type NodeBrief, type NodeRow } from "./node-fields";

/** Job versions of one edge that are told of: several jobs may compute a column from the same one. */
const VERSIONS = 20;
const STATED_SHOWN = 50;

export const edgeEvidenceParams = z.object({
  from: refParam,
  to: refParam,
  plane: z.enum(["definition", "instance"]).optional(),
  ...pageParams,
  ...asOfParam,
});
export type EdgeEvidenceParams = z.input<typeof edgeEvidenceParams>;

/** One run that did what the edge says, with the records that told of it. */
export type EvidenceRun = {
  ref: string;
  at: string;
  /** How it ended: a run's state. */
  outcome: string;
  startedAt: string | null;
  endedAt: string | null;
  codeVersion: string | null;
  operator: string | null;
  /** What it wrote, where the edge is about writing. */
  made: string | null;
  /** The newest records about it; `moreRecords`: there are others. */
  records: EvidenceRecord[];
  moreRecords: boolean;
};

export type EdgeEvidence = {
  from: NodeBrief;
  to: NodeBrief;
  plane: "definition" | "instance";
  edge: GraphEdge;
  /** `null` when neither graph nor ledger tells. */
  reason: EdgeReason | null;
  /** The job versions that make it hold; `hidden` counts those that may not be seen, whose runs are not shown either. */
  carriedBy: { items: NodeBrief[]; hidden: number };
  columns: ColumnPairs;
  /** How many runs did what the edge says, of how many of their jobs; `null` inside for more than 50,000, `null` where no run carries it. */
  runs: { did: "read" | "wrote"; count: number | null; ofJob: number | null } | null;
  /** Newest first. */
  results: EvidenceRun[];
  shown: number;
  next?: string;
  /** Records that state it without a run: declarations, deployments, predictions. Newest first. */
  stated: { items: StatedRecord[]; more: boolean };
  asOf: string | null;
  watermark: Watermark;
};

/**
 * What an edge between two neighbours rests on: when it was seen, why it is there, which job carries it, which columns it joins, and the runs
 * or records that are its evidence, by page.
 * @throws AppError `not_found` for a node that is unknown or may not be seen, and when no edge leads from the one to the other at that
 * moment; `invalid` for a cursor that no answer gave, and what `readQuery` throws.
 */
export async function findEdgeEvidence(viewer: Viewer, given: EdgeEvidenceParams): Promise<EdgeEvidence> {
  const params = edgeEvidenceParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const watermark = currentWatermark();
  const cursor = readTimeCursor(params.cursor, lastOf(moment));
  const [from, to] = await Promise.all([getStart(viewer, params.from), getStart(viewer, params.to)]);
  const plane = params.plane ?? ([params.from, params.to].some((ref) => INSTANCE_KINDS.has(parseNodeRef(ref)!.kind)) ? "instance" : "definition");
  const ground = plane === "instance" ? await instanceGround(from, to, moment) : await definitionGround(from, to, moment);
  if (!ground) throw new AppError("not_found", `No edge leads from ${from.ref} to ${to.ref} ${moment.when === "now" ? "now" : "at this moment"}.`);

  const mask = new Mask(viewer);
  const { edge, versions, wanted, columns, stated } = ground;
  const carriers = await findBriefs(versions.slice(0, VERSIONS).filter((ref) => !mask.hides(ref)));
  const seenRuns = wanted && runsOf(wanted, mask);
  const jobs = [...new Set([...carriers.values()].flatMap(({ job }) => job ?? []))];
  const [rows, runs, pairs] = await Promise.all([
    ground.steps ? runsOfSteps(ground.steps) : seenRuns ? evidenceRuns(seenRuns, { ...cursor, limit: params.limit + 1 }) : [],
    seenRuns ? countEvidenceRuns(seenRuns, jobs, lastOf(moment)) : null,
    columns ? columnPairs(viewer, columns, { from: from.key, to: to.key }, moment) : { items: [], total: 0 },
  ]);
  const page = cutPage(rows.map((row) => ({ ...row, key: row.place, run: row.key })), params.limit);
  const statedRecords = recordsThatState(viewer, stated, lastOf(moment), STATED_SHOWN);
  return {
    from: toBrief(from, mask),
    to: toBrief(to, mask),
    plane,
    edge: toGraphEdge(edge, mask),
    reason: ground.reason ?? reasonOf(ground, page.rows[0], statedRecords.items[0]),
    carriedBy: { items: [...carriers.values()].map((row) => toBrief(row, mask)), hidden: versions.filter((ref) => mask.hides(ref)).length },
    columns: pairs,
    runs: wanted && runs ? { did: wanted.did, ...runs } : null,
    results: page.rows.map((row) => toEvidenceRun(viewer, row, mask)),
    shown: page.rows.length,
    ...page.next,
    stated: statedRecords,
    asOf: momentText(moment),
    watermark,
  };
}

/** Where an edge's evidence is to be found. */
type Ground = {
  from: NodeRow;
  to: NodeRow;
  edge: PlainEdge;
  /** Job versions that carry it. */
  versions: string[];
  /** The runs that are its evidence; `null` where no job's runs are. */
  wanted: RunsWanted | null;
  /** In the instance plane: the very steps. */
  steps?: string[];
  columns: "read" | "wrote" | "between" | null;
  stated: StatedUnder[];
  /** Where the graph alone tells. */
  reason: EdgeReason | null;
};

const claim = z.object({ rel: z.string().nullable(), confidence: confidenceSchema, version: z.string().nullable() });
const claimsBetween = readQuery({
  name: "evidence-claims",
  params: z.object({ from: z.string(), to: z.string(), held: z.string(), values: z.object({ from: z.int(), to: z.int() }) }),
  row: claim,
  cypher: ({ held }) => `
    MATCH (:Node {key: $from})-[e:FEEDS|FED]->(:Node {key: $to}) WHERE ${held}
    RETURN DISTINCT e.rel AS rel, e.confidence AS confidence, e.version AS version ORDER BY rel, confidence, version LIMIT 100`,
});

async function definitionGround(from: NodeRow, to: NodeRow, moment: Moment): Promise<Ground | null> {
  const held = moment.when === "now" ? "type(e) = 'FEEDS'" : holdsAt(moment, "e").replaceAll("$from", "$values.from").replaceAll("$to", "$values.to");
  const [[edge], claims] = await Promise.all([
    definitionEdges([to.key], [from.key], moment),
    claimsBetween({ from: from.key, to: to.key, held, values: momentValues(moment) }),
  ]);
  if (!edge) return null;
  const ends = { from, to, edge };
  if (to.kind === "jobversion") return ofVersion(ends, to, { did: "read", version: to.key }, from.key.startsWith("dataset:") ? "read" : null);
  if (from.kind === "jobversion") return ofVersion(ends, from, { did: "wrote", versions: [from.key], ...outputOf(to) }, to.key.startsWith("dataset:") ? "wrote" : null);

  const versions = [...new Set(claims.flatMap(({ version }) => version ?? []))];
  const known = await findBriefs(versions.slice(0, VERSIONS));
  const observed = versions.filter((ref) => known.get(ref)?.origin === "observed");
  const rels = new Set(claims.map(({ rel }) => rel));
  const isData = from.key.startsWith("dataset:") && to.key.startsWith("dataset:");
  return {
    ...ends,
    versions,
    wanted: observed.length > 0 ? { did: "wrote", versions: observed, ...outputOf(to) } : null,
    columns: isData ? "between" : null,
    stated: [
      ...versions.flatMap((ref) => (known.get(ref)?.origin === "declared" ? declaredBy(known.get(ref)!) : [])),
      ...(rels.has("dependency") ? [{ key: dependencyKey(from.key, to.key) }, { key: to.key, types: ["DatasetEvent"], states: statesEdge(from.key, to.key) }] : []),
      ...(rels.has("rename") ? [{ key: to.key, states: statesRename(from.key, to.key) }] : []),
      ...(rels.has("serves") ? [{ key: to.key, states: statesEdge(from.key, to.key) }] : []),
      ...(rels.has("column") && claims.some(({ version }) => version === null) ? [{ key: outputOf(to).output, types: ["DatasetEvent"], states: statesEdge(from.key, to.key) }] : []),
      ...(rels.has("feature-column") ? [{ key: to.key }] : []),
    ],
    reason: rels.has("feature-column") ? "same-name" : rels.has("serves") ? "deployment" : rels.has("rename") ? "rename" : null,
  };
}

/** An edge at a job version: its runs are the evidence, or the job events that declared it. */
function ofVersion(ends: Pick<Ground, "from" | "to" | "edge">, version: NodeRow, wanted: RunsWanted, columns: Ground["columns"]): Ground {
  const isDeclared = version.origin === "declared";
  return { ...ends, versions: [version.key], wanted: isDeclared ? null : wanted, columns, stated: isDeclared ? declaredBy(version) : [], reason: isDeclared ? "job-event" : wanted.did === "wrote" ? "written" : null };
}

function declaredBy({ key, job }: NodeRow): StatedUnder[] {
  return job === null ? [] : [{ key: job, types: ["JobEvent"], states: statesVersion(key) }];
}

/** What a run writes for this to be there: columns and features are written as part of their dataset. */
function outputOf({ key, kind, dataset }: NodeRow): { output: string; feature: string | null } {
  if (kind === "column" && dataset !== null) return { output: dataset, feature: null };
  if (kind === "feature") return { output: key.slice(0, key.lastIndexOf("/")).replace(/^feature:/, "dataset:"), feature: key };
  return { output: key, feature: null };
}

async function instanceGround(from: NodeRow, to: NodeRow, moment: Moment): Promise<Ground | null> {
  const instances = (await instancesByRef([from.ref, to.ref])).filter(({ kind }) => kind !== "run");
  const starts = new Set(instances.filter(({ ref }) => ref === from.ref).map(({ key }) => key));
  const { edges } = await instanceEdgesOf(instances.filter(({ ref }) => ref === to.ref), "upstream", { last: lastOf(moment) });
  const between = edges.filter((it) => starts.has(it.from.key));
  if (between.length === 0) return null;
  const steps = [...new Set(between.flatMap((it) => (it.from.rides ? it.from.key : it.to.rides ? it.to.key : [])))];
  const best = [...between].sort((a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence))[0]!;
  const times = between.flatMap(({ at }) => at ?? []);
  const edge: PlainEdge = {
    from: from.ref, to: to.ref, kind: "yielded", confidence: best.confidence, stale: false,
    firstSeen: times.length === 0 ? null : Math.min(...times), lastSeen: times.length === 0 ? null : Math.max(...times),
  };
  return { from, to, edge, versions: [], wanted: null, steps, columns: null, stated: steps.length === 0 ? [{ key: to.key }] : [], reason: instanceReason(best) };
}

function instanceReason({ from, to, confidence }: InstanceEdge): EdgeReason {
  if (from.rides) return "written";
  if (!to.rides) return "prediction";
  return confidence === "inferred" && from.dataset !== null ? "version-before" : "named-version";
}

/** The runs of those job versions that may be seen; `null` when none may. */
function runsOf(wanted: RunsWanted, mask: Mask): RunsWanted | null {
  if (wanted.did === "read") return mask.hides(wanted.version) ? null : wanted;
  const versions = wanted.versions.filter((ref) => !mask.hides(ref));
  return versions.length === 0 ? null : { ...wanted, versions };
}

/** Why, from the newest run or record that stands for the edge. */
function reasonOf({ from, to, edge, wanted }: Ground, run: (EvidenceRunRow & { run: string }) | undefined, stated: StatedRecord | undefined): EdgeReason | null {
  if (run && wanted) {
    const { fold, types } = newestFold(run.run);
    if (to.kind === "jobversion") return reasonOfRead(fold, to.job ?? "", to.key, from.key) ?? featureReason(types, edge.confidence);
    return reasonOfColumnEdge(fold, outputOf(to).output);
  }
  switch (stated?.type) {
    case "JobEvent": return "job-event";
    case "DatasetEvent": return "dataset-event";
    case "dev.headwater.dependency.declared.v1": return "dependency";
    default: return null;
  }
}

/** Of a run that a CloudEvent told of: a training's inputs, or those of the features that it computed. */
function featureReason(types: ReadonlySet<string>, confidence: Confidence): EdgeReason | null {
  if (types.has("dev.headwater.model.registered.v1")) return "training";
  if (!types.has("dev.headwater.features.computed.v1")) return null;
  return confidence === "observed" ? "feature-input" : confidence === "declared" ? "feature-unread" : "feature-unnamed";
}

function toEvidenceRun(viewer: Viewer, row: EvidenceRunRow & { run: string }, mask: Mask): EvidenceRun {
  const said = new JsonView(toFacts(row.facts, mask));
  const made = mask.optional(row.made);
  const { items, more } = recordsAboutKeys(viewer, [row.run, ...(made !== null && /^(featureset|model):/.test(made) ? [made] : [])]);
  return {
    ref: row.ref,
    at: formatInstant(row.at),
    outcome: row.state ?? "other",
    startedAt: instantText(row.startedAt),
    endedAt: instantText(row.endedAt),
    codeVersion: said.at("codeVersion").text(),
    operator: said.at("operator").text(),
    made,
    records: items,
    moreRecords: more,
  };
}
