import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark, wholeGraphEra, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { GROUPINGS } from "@/lib/explorer-view";
import { departs, groupId, groupLabel, mainKind, REST_ID, toGroupBy, type GroupBy, type GroupKey } from "@/lib/lineage/grouping";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { MOST_COUNTED } from "@/lib/most-counted";
import { STILL } from "@/lib/time";
import { AnswerCache } from "./answer-cache";
import { CONFIDENCES, type Confidence } from "./definition-edges";
import { asOfParam, clockAt, momentText, toMoment, type Moment } from "./moment";
import { feeding, hasData, isPart, isThere, keyOf, overviewShape, overviewValues, takesPart } from "./overview-keys";

/** Groups with a card of their own; what is smaller goes into one. */
export const MAX_GROUPS = 35;
const MAX_LIMIT = 200;
const DAY = 86_400_000_000;

export const overviewParams = z.object({
  group: z.enum(GROUPINGS).optional(),
  limit: z.int().min(1).max(MAX_LIMIT).default(MAX_GROUPS),
  ...asOfParam,
});
export type OverviewParams = z.input<typeof overviewParams>;

export type OverviewGroup = {
  id: string;
  /** `predictions`: what the model versions of a group made; `rest`: the groups that are too small to be told one by one. */
  by: GroupBy | "predictions" | "rest";
  /** What all members share; empty where it is their kind alone. */
  label: string;
  namespace: string;
  /** The thing that the group is, where it is one: a feature group, a party. */
  ref?: string;
  /** The kind that most members have. */
  kind: NodeKind | null;
  /** How many members; `null` for predictions that were not counted to the end: there are `MOST_COUNTED` or more. */
  size: number | null;
  kinds: { kind: NodeKind; count: number }[];
  /** How many members are in each state that departs from normal; `conflict` for those that two records claim to be. */
  states: Record<string, number>;
  /** Of the rest: how many groups it stands for. */
  groups?: number;
};
export type OverviewEdge = {
  from: string;
  to: string;
  /** How many links from datum to datum it stands for: through a job version each of its inputs with each of its outputs. `null` as `size`. */
  count: number | null;
  confidence: { strongest: Confidence; weakest: Confidence };
};
export type OverviewAnswer = {
  by: GroupBy;
  groups: OverviewGroup[];
  edges: OverviewEdge[];
  counts: {
    /** Definitions that take part in lineage. */
    total: number;
    /** Members of the groups, predictions left out. */
    inGroups: number;
    /** Job versions between two data: the edges stand for them. */
    onEdges: number;
    /** How many groups there are, and how many of them have no card of their own. */
    groups: number;
    groupsInRest: number;
  };
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
};

const cache = new AnswerCache<OverviewAnswer>();

/**
 * The definition plane in groups, largest first, with how many links lead from one to the other. It is a list of what the viewer may see: what lies in
 * other namespaces is neither named nor counted, as in search, because the answer is about no thing of theirs, so that a count would tell how
 * much others have. Links that pass through something unseen are left out for the same reason. An answer is kept until the graph changes;
 * with `mayBeRecent` one of the last minute will do while a newer one is being read: its watermark says of when it is.
 * @throws AppError `invalid`, and what `readQuery` throws.
 */
export async function findOverview(viewer: Viewer, given: OverviewParams, { mayBeRecent = false } = {}): Promise<OverviewAnswer> {
  const params = overviewParams.parse(given);
  const watermark = currentWatermark();
  const era = wholeGraphEra();
  const by = toGroupBy(params.group ?? null);
  const moment = toMoment({ asOf: params.asOf });
  const key = JSON.stringify([era, by, params.limit, params.asOf, viewer.namespaces && [...viewer.namespaces].sort()]);
  const read = () => readOverview(viewer, by, params.limit, moment, watermark);
  if (mayBeRecent) return cache.recent(key, watermark.sequence, read);
  return { ...(await cache.get(key, watermark.sequence, read)), watermark };
}

async function readOverview(viewer: Viewer, by: GroupBy, limit: number, moment: Moment, watermark: Watermark): Promise<OverviewAnswer> {
  if (viewer.namespaces?.length === 0) return { by, groups: [], edges: [], counts: { total: 0, inGroups: 0, onEdges: 0, groups: 0, groupsInRest: 0 }, complete: true, asOf: momentText(moment), watermark };
  const asked = { by, ...texts(moment), ...overviewValues(viewer, moment) };
  const [sized] = await groupsOf({ ...asked, limit, riding: RIDING });
  const top = sized?.top ?? [];
  const rest = (sized?.groups ?? 0) - top.length;
  // as long each time: Neo4j plans anew for lists of another order of size. An empty text is no key
  const keys = Array.from({ length: limit }, (_, at) => top[at]?.key ?? "");
  const [direct, through, made] = await Promise.all([
    directLinks({ ...asked, top: keys }), linksThroughJobs({ ...asked, top: keys }), predictionsOf(viewer, moment, { ...asked, top: keys }),
  ]);
  const edges = new Map<string, OverviewEdge>();
  for (const link of [...direct, ...through]) {
    if (link.from !== link.to) addLink(edges, { from: idOf(link.from), to: idOf(link.to), count: link.count, confidence: { strongest: CONFIDENCES[link.strongest]!, weakest: CONFIDENCES[link.weakest]! } });
  }
  const groups = top.map((row) => toGroup(by, row));
  if (rest > 0) groups.push(toRest(rest, sized?.rest ?? []));
  for (const prediction of toPredictions(by, made)) {
    groups.push(prediction.group);
    for (const edge of prediction.edges) addLink(edges, edge);
  }
  const inGroups = sized?.total ?? 0;
  const onEdges = sized?.riding ?? 0;
  return {
    by,
    groups,
    edges: [...edges.values()].sort((a, b) => weight(b.count) - weight(a.count) || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1)),
    counts: { total: inGroups + onEdges, inGroups, onEdges, groups: sized?.groups ?? 0, groupsInRest: rest },
    complete: groups.every(({ size }) => size !== null),
    asOf: momentText(moment),
    watermark,
  };
}

const weight = (count: number | null): number => count ?? Number.MAX_SAFE_INTEGER;

/** Both lists of links may know the same pair. */
function addLink(edges: Map<string, OverviewEdge>, edge: OverviewEdge): void {
  const id = `${edge.from} ${edge.to}`;
  const known = edges.get(id);
  const rank = (it: Confidence) => CONFIDENCES.indexOf(it);
  if (!known) return void edges.set(id, edge);
  edges.set(id, {
    ...edge,
    count: known.count === null || edge.count === null ? null : known.count + edge.count,
    confidence: {
      strongest: rank(known.confidence.strongest) < rank(edge.confidence.strongest) ? known.confidence.strongest : edge.confidence.strongest,
      weakest: rank(known.confidence.weakest) > rank(edge.confidence.weakest) ? known.confidence.weakest : edge.confidence.weakest,
    },
  });
}

const REST_KEY = "";
/** What job versions on edges are counted under; never a key, because keys have a space. */
const RIDING = "riding";

/** A key as Cypher makes it: kind, space, value. */
function toKey(key: string): GroupKey {
  const at = key.indexOf(" ");
  return { kind: key.slice(0, at) as NodeKind | "", value: key.slice(at + 1) };
}

const idOf = (key: string): string => (key === REST_KEY ? REST_ID : groupId(toKey(key)));

type Part = { kind: string; state: string; size: number };

function toGroup(by: GroupBy, { key, size, parts }: { key: string; size: number; parts: Part[] }): OverviewGroup {
  const { name, namespace, ref } = groupLabel(by, toKey(key));
  return { id: idOf(key), by, label: name, namespace, ...(ref === null ? {} : { ref }), ...sums(parts), size };
}

function toRest(groups: number, parts: Part[]): OverviewGroup {
  return { id: REST_ID, by: "rest", label: "", namespace: "", ...sums(parts), size: parts.reduce((sum, { size }) => sum + size, 0), groups };
}

function sums(parts: readonly Part[]): Pick<OverviewGroup, "kind" | "kinds" | "states"> {
  const kinds = new Map<NodeKind, number>();
  const states = new Map<string, number>();
  for (const { kind, state, size } of parts) {
    kinds.set(kind as NodeKind, (kinds.get(kind as NodeKind) ?? 0) + size);
    if (departs(state)) states.set(state, (states.get(state) ?? 0) + size);
  }
  return { kind: mainKind(kinds), kinds: [...kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)), states: Object.fromEntries([...states].sort()) };
}

/** What of a question goes into the text: made here, of closed lists alone. */
type Texts = { key: string; keyB: string; part: string; into: string; outOf: string; intoV: string; outOfV: string; link: string; holds: string; output: string; outputHolds: string };

function texts(moment: Moment): { text: Texts } {
  const [e, f] = [feeding(moment, "e"), feeding(moment, "f")];
  return {
    text: {
      key: keyOf("a"), keyB: keyOf("b"), part: isPart("a", moment),
      into: hasData("a", "upstream", moment), outOf: hasData("a", "downstream", moment), intoV: hasData("v", "upstream", moment), outOfV: hasData("v", "downstream", moment),
      link: e.pattern, holds: e.holds, output: f.pattern, outputHolds: f.holds,
    },
  };
}

const asked = { text: z.custom<Texts>(), ...overviewShape };
const part = z.object({ kind: z.string(), state: z.string(), size: z.int() });

const groupsOf = readQuery({
  name: "overview-groups",
  params: z.object({ ...asked, limit: z.int(), riding: z.string() }),
  row: z.object({ groups: z.int(), total: z.int(), riding: z.int(), top: z.array(z.object({ key: z.string(), size: z.int(), parts: z.array(part) })), rest: z.array(part) }),
  cypher: ({ text }) => `
    MATCH (a:Definition) WHERE ${text.part}
    WITH a, CASE WHEN a:JobVersion THEN ${text.into} END AS fed, CASE WHEN a:JobVersion THEN ${text.outOf} END AS feeding
    WHERE NOT a:JobVersion OR fed OR feeding
    WITH CASE WHEN fed AND feeding THEN $riding ELSE ${text.key} END AS key, a.kind AS kind, CASE WHEN a.conflict THEN 'conflict' ELSE coalesce(a.state, 'active') END AS state, count(*) AS members
    WITH key, sum(members) AS members, collect({kind: kind, state: state, size: members}) AS parts ORDER BY members DESC, key
    WITH collect({key: key, size: members, parts: parts}) AS all
    WITH [it IN all WHERE it.key <> $riding] AS found, reduce(total = 0, it IN [it IN all WHERE it.key = $riding] | total + it.size) AS riding
    CALL (found) {
      UNWIND found[$limit..] AS it UNWIND it.parts AS part
      WITH part.kind AS kind, part.state AS state, sum(part.size) AS members ORDER BY kind, state
      RETURN collect({kind: kind, state: state, size: members}) AS rest
    }
    RETURN size(found) AS groups, reduce(total = 0, it IN found | total + it.size) AS total, riding, found[..$limit] AS top, rest`,
});

const linkRow = z.object({ from: z.string(), to: z.string(), count: z.int(), strongest: z.int(), weakest: z.int() });
const linkParams = z.object({ ...asked, top: z.array(z.string()) });
const rankOf = (e: string) => `CASE ${e}.confidence WHEN 'observed' THEN 0 WHEN 'declared' THEN 1 ELSE 2 END`;
/** The group of a key, or the rest. A list that is a parameter is looked up as a set. */
const known = (key: string) => `CASE WHEN ${key} IN $top THEN ${key} ELSE '${REST_KEY}' END`;

const directLinks = readQuery({
  name: "overview-links",
  params: linkParams,
  row: linkRow,
  // several relationships may join the same two things: they are one link. What is gathered thing by thing needs little memory
  cypher: ({ text }) => `
    CALL () {
      MATCH (a:Definition) WHERE ${takesPart("a")} AND NOT a:JobVersion AND ${isThere("a")}
      CALL (a) {
        MATCH (a)-${text.link}->(b) WHERE ${text.holds} AND ${takesPart("b")} AND NOT b:JobVersion AND ${isThere("b")}
        RETURN b, min(${rankOf("e")}) AS rank
      }
      RETURN a, b, rank
      UNION ALL
      MATCH (v:JobVersion) WHERE ${isThere("v")} AND ${text.intoV} <> ${text.outOfV}
      MATCH (v)-${text.link}-(beside) WHERE ${text.holds} AND ${isThere("beside")}
      RETURN startNode(e) AS a, endNode(e) AS b, min(${rankOf("e")}) AS rank
    }
    WITH ${text.key} AS from, ${text.keyB} AS to, count(*) AS count, min(rank) AS strongest, max(rank) AS weakest
    RETURN ${known("from")} AS from, ${known("to")} AS to, sum(count) AS count, min(strongest) AS strongest, max(weakest) AS weakest`,
});

const linksThroughJobs = readQuery({
  name: "overview-links-through-jobs",
  params: linkParams,
  row: linkRow,
  // inputs and outputs of a job version are counted group by group before they meet: a thousand of either are no million rows
  cypher: ({ text }) => `
    MATCH (v:JobVersion) WHERE ${isThere("v")}
    CALL (v) {
      MATCH (a)-${text.link}->(v) WHERE ${text.holds} AND ${isThere("a")}
      WITH ${text.key} AS from, count(*) AS inputs, min(${rankOf("e")}) AS best, max(${rankOf("e")}) AS worst
      RETURN collect({from: from, inputs: inputs, best: best, worst: worst}) AS into
    }
    CALL (v) {
      MATCH (v)-${text.output}->(b) WHERE ${text.outputHolds} AND ${isThere("b")}
      RETURN ${text.keyB} AS to, count(*) AS outputs, min(${rankOf("f")}) AS best, max(${rankOf("f")}) AS worst
    }
    UNWIND into AS it
    WITH it.from AS from, to, sum(it.inputs * outputs) AS count,
      min(CASE WHEN it.best > best THEN it.best ELSE best END) AS strongest, max(CASE WHEN it.worst > worst THEN it.worst ELSE worst END) AS weakest
    RETURN ${known("from")} AS from, ${known("to")} AS to, sum(count) AS count, min(strongest) AS strongest, max(weakest) AS weakest`,
});

/** Predictions of the model versions of one group. */
type Made = { from: string; value: string; made: number | null };

const madeShape = { ...asked, top: z.array(z.string()) };
/** What the predictions of a model version are put together by. */
const MADE_BY = "CASE $by WHEN 'namespace-kind' THEN a.namespace WHEN 'model' THEN split(a.ref, '@')[0] ELSE '' END";

const madeByDay = readQuery({
  name: "overview-predictions-by-day",
  params: z.object({ ...madeShape, day: z.int(), begin: z.int() }),
  row: z.object({ from: z.string(), value: z.string(), made: z.int() }),
  // whole days from the count of each, and what of the last one had happened from the index of (model, at)
  cypher: ({ text, day }) => `
    MATCH (a:ModelVersion) WHERE ${isThere("a")}
    CALL (a) { MATCH (d:Daily) WHERE d.ref = a.ref${day === STILL ? "" : " AND d.day < $day"} RETURN sum(d.count) AS days }
    WITH a, days + ${day === STILL ? "0" : "COUNT { MATCH (p:Prediction) WHERE p.model = a.key AND p.at >= $begin AND p.at <= $last }"} AS made WHERE made > 0
    WITH ${text.key} AS key, ${MADE_BY} AS value, sum(made) AS made
    RETURN ${known("key")} AS from, value, sum(made) AS made ORDER BY from, value`,
});

const madeAsSeen = readQuery({
  name: "overview-predictions-as-seen",
  params: z.object({ ...madeShape, most: z.int() }),
  row: z.object({ from: z.string(), value: z.string(), made: z.int() }),
  cypher: ({ text }) => `
    MATCH (a:ModelVersion) WHERE ${isThere("a")}
    WITH ${text.key} AS key, ${MADE_BY} AS value, collect(a.key) AS models
    CALL (models) {
      UNWIND models AS model
      MATCH (p:Prediction) WHERE p.model = model AND p.at <= $last AND p.namespace IN $namespaces
      WITH p LIMIT $most
      RETURN count(p) AS made
    }
    WITH key, value, made WHERE made > 0
    RETURN ${known("key")} AS from, value, sum(made) AS made ORDER BY from, value`,
});

/** The counts by day are of all namespaces: for who sees some, predictions are counted one by one, up to a bound. */
async function predictionsOf(viewer: Viewer, moment: Moment, given: z.input<typeof linkParams>): Promise<Made[]> {
  if (viewer.namespaces !== null) return (await madeAsSeen({ ...given, most: MOST_COUNTED })).map((row) => ({ ...row, made: row.made >= MOST_COUNTED ? null : row.made }));
  const day = moment.when === "now" ? STILL : Math.floor(clockAt(moment) / DAY);
  return madeByDay({ ...given, day, begin: moment.when === "now" ? 0 : day * DAY });
}

/** A group for each value, with edges from the groups whose model versions made them. What comes of the rest is one. */
function toPredictions(by: GroupBy, made: readonly Made[]): { group: OverviewGroup; edges: OverviewEdge[] }[] {
  const values = new Map<string, Made[]>();
  for (const row of made) {
    const value = row.from === REST_KEY ? "" : row.value;
    values.set(value, [...(values.get(value) ?? []), row]);
  }
  return [...values].map(([value, rows]) => {
    const key: GroupKey = { kind: "prediction", value };
    const { name, namespace } = groupLabel(by, key);
    const id = groupId(key);
    const size = rows.reduce((sum: number | null, it) => (sum === null || it.made === null ? null : sum + it.made), 0);
    return {
      group: { id, by: "predictions", label: by === "owner" ? "" : name, namespace, kind: "prediction", size, kinds: size === null ? [] : [{ kind: "prediction", count: size }], states: {} },
      edges: rows.map(({ from, made: count }) => ({ from: idOf(from), to: id, count, confidence: { strongest: "observed", weakest: "observed" } })),
    };
  });
}
