import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import type { ListPage, PredictionItem } from "@/lib/lineage/node-answer";
import { STILL } from "@/lib/time";
import { cutPage, pageParams, readTimeCursor } from "./cursor";
import { maskFor, refParam } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, lastOf, momentText, toMoment } from "./moment";
import { getStart, type KnownNode } from "./node-lookup";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

/** More predictions than this are counted by day only. */
const COUNTED = 20_000;

export const predictionsParams = z.object({ ref: refParam, ...pageParams, ...asOfParam });
export type PredictionsParams = z.input<typeof predictionsParams>;

/**
 * The predictions of a model version, a deployment, a feature set or a run, newest first; nothing for other kinds. Of a model version and a
 * deployment `total` comes from the daily counts; where those cannot tell (of a past instant, or for a viewer of some namespaces) it is
 * `null` above 20,000.
 * `known`: the node of `ref`, where the caller has found it.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid`, and what `readQuery` throws.
 */
export async function findPredictions(viewer: Viewer, given: PredictionsParams, known?: KnownNode): Promise<ListPage<PredictionItem>> {
  const params = predictionsParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const answer = { asOf: momentText(moment), watermark: currentWatermark() };
  const start = known ?? (await getStart(viewer, params.ref));
  const by = waysOf(start);
  if (by === null) return { results: [], total: 0, shown: 0, ...answer };
  const last = lastOf(moment);
  const scope = { ...by, namespaces: viewer.namespaces && [...viewer.namespaces], last };
  const [found, total] = await Promise.all([
    listPredictions({ ...scope, ...readTimeCursor(params.cursor, last), limit: params.limit + 1 }),
    countPredictions(scope),
  ]);
  const { rows, next } = cutPage(found, params.limit);
  const mask = maskFor(viewer);
  return {
    results: rows.map(({ facts, model, deployment, ...row }) => ({
      ...toBrief(row, mask),
      output: new JsonView(toFacts(facts, mask)).at("output").value ?? null,
      model: mask.optional(model),
      deployment: mask.optional(deployment),
    })),
    total,
    shown: rows.length,
    ...next,
    ...answer,
  };
}

const WAYS = ["model", "deployment", "run", "featureset"] as const;
type Way = { way: (typeof WAYS)[number]; key: string };

function waysOf({ kind, key }: KnownNode): Way | null {
  if (kind === "model" && !key.startsWith("model:")) return null;
  const way = WAYS.find((it) => it === kind);
  return way === undefined ? null : { way, key };
}

const scopeShape = { way: z.enum(WAYS), key: z.string(), namespaces: z.array(z.string()).nullable(), last: z.int() };
const SEEN = "p.at <= $last AND ($namespaces IS NULL OR p.namespace IN $namespaces)";

/** The index of (model, at) and its like give the order, so no more than a page is read. A feature set has few predictions. */
const begin = (way: Way["way"]) => (way === "featureset" ? "MATCH (:Node {key: $key})-[:YIELDED]->(p:Prediction) WHERE" : `MATCH (p:Prediction) WHERE p.${way} = $key AND`);

const listPredictions = readQuery({
  name: "predictions-of-node",
  params: z.object({ ...scopeShape, at: z.int(), after: z.string(), limit: z.int() }),
  row: nodeRow.extend({ facts: z.string().nullable(), model: z.string().nullable(), deployment: z.string().nullable() }),
  cypher: ({ way }) => `
    ${begin(way)} p.at <= $at AND ${SEEN} AND (p.at < $at OR p.key > $after)
    WITH p ORDER BY ${way === "featureset" ? "" : `p.${way} DESC, `}p.at DESC, p.key LIMIT $limit
    RETURN ${nodeFields("p")}, p.facts AS facts, p.model AS model, p.deployment AS deployment ORDER BY at DESC, key`,
});

const countSome = readQuery({
  name: "count-predictions-of-node",
  params: z.object(scopeShape),
  row: z.object({ total: z.int() }),
  cypher: ({ way }) => `${begin(way)} ${SEEN} WITH p LIMIT ${COUNTED + 1} RETURN count(p) AS total`,
});

const countDaily = readQuery({
  name: "sum-daily-predictions",
  params: z.object({ key: z.string() }),
  row: z.object({ total: z.int() }),
  cypher: "MATCH (d:Daily) WHERE d.ref = $key RETURN sum(d.count) AS total",
});

/** How many there are; `null` where that is too much to count. */
async function countPredictions(scope: Way & { namespaces: string[] | null; last: number }): Promise<number | null> {
  const isDaily = (scope.way === "model" || scope.way === "deployment") && scope.namespaces === null && scope.last === STILL;
  const counted = isDaily ? await countDaily({ key: scope.key }) : await countSome(scope);
  const total = counted[0]?.total ?? 0;
  return !isDaily && total > COUNTED ? null : total;
}

const readDays = readQuery({
  name: "daily-predictions",
  params: z.object({ key: z.string(), first: z.int(), last: z.int() }),
  row: z.object({ day: z.int(), count: z.int() }),
  cypher: "MATCH (d:Daily) WHERE d.ref = $key AND d.day >= $first AND d.day <= $last RETURN d.day AS day, d.count AS count ORDER BY d.ref, d.day",
});

const DAY = 86_400_000_000;

/**
 * How many predictions a model version or a deployment made on each UTC day that had any, of the `days` that end with the day of `clock`
 * (microseconds); oldest first. `day` is `2026-11-23`.
 */
export async function predictionsByDay(key: string, clock: number, days: number): Promise<{ day: string; count: number }[]> {
  const last = Math.floor(clock / DAY);
  return (await readDays({ key, first: last - days + 1, last })).map(({ day, count }) => ({ day: new Date((day * DAY) / 1000).toISOString().slice(0, 10), count }));
}
