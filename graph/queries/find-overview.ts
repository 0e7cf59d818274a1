import "server-only";
import { z } from "zod";
import { currentWatermark, wholeGraphEra, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { GROUPINGS } from "@/lib/explorer-view";
import { departs, groupId, groupLabel, mainKind, REST_ID, toGroupBy, type GroupBy, type GroupKey } from "@/lib/lineage/grouping";
import type { NodeKind } from "@/lib/lineage/node-ref";
import type { OverviewEdge, OverviewGroup } from "@/lib/lineage/overview";
import { MOST_COUNTED } from "@/lib/most-counted";
import { STILL } from "@/lib/time";
import { AnswerCache } from "./answer-cache";
import { CONFIDENCES, type Confidence } from "./definition-edges";
import { asOfParam, clockAt, momentText, toMoment, type Moment } from "./moment";
import { overviewValues } from "./overview-keys";
import { directLinks, groupsOf, linkParams, linksThroughJobs, madeAsSeen, madeByDay, REST_KEY, RIDING, texts } from "./overview-statements";

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

/** Predictions of the model versions of one group. */
type Made = { from: string; value: string; made: number | null };

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
