import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import type { FeatureSetItem, ListPage } from "@/lib/lineage/node-answer";
import { cutPage, pageParams, readTimeCursor } from "./cursor";
import { maskFor, refParam } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, lastOf, momentText, toMoment } from "./moment";
import { getStart, type KnownNode } from "./node-lookup";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

/** More feature sets than this are not counted. */
const COUNTED = 50_000;

export const featureSetsParams = z.object({ ref: refParam, ...pageParams, ...asOfParam });
export type FeatureSetsParams = z.input<typeof featureSetsParams>;

/**
 * The feature sets of a feature group, newest first; nothing for other kinds. `total` is `null` above 50,000.
 * `known`: the node of `ref`, where the caller has found it.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid`, and what `readQuery` throws.
 */
export async function findFeatureSets(viewer: Viewer, given: FeatureSetsParams, known?: KnownNode): Promise<ListPage<FeatureSetItem>> {
  const params = featureSetsParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const answer = { asOf: momentText(moment), watermark: currentWatermark() };
  const { key } = known ?? (await getStart(viewer, params.ref));
  const last = lastOf(moment);
  const scope = { key, namespaces: viewer.namespaces && [...viewer.namespaces], last };
  const [found, counted] = await Promise.all([
    listFeatureSets({ ...scope, ...readTimeCursor(params.cursor, last), limit: params.limit + 1 }),
    countFeatureSets(scope),
  ]);
  const { rows, next } = cutPage(found, params.limit);
  const mask = maskFor(viewer);
  const total = counted[0]?.total ?? 0;
  return {
    results: rows.map(({ facts, run, ...row }) => {
      const said = new JsonView(toFacts(facts, mask));
      return { ...toBrief(row, mask), digest: said.at("digest").text(), values: said.at("values").entries().length, inputs: said.at("inputs").list().length, run: mask.optional(run) };
    }),
    total: total > COUNTED ? null : total,
    shown: rows.length,
    ...next,
    ...answer,
  };
}

const scopeShape = { key: z.string(), namespaces: z.array(z.string()).nullable(), last: z.int() };
const SEEN = "f.at <= $last AND ($namespaces IS NULL OR f.namespace IN $namespaces)";

const listFeatureSets = readQuery({
  name: "feature-sets-of-group",
  params: z.object({ ...scopeShape, at: z.int(), after: z.string(), limit: z.int() }),
  row: nodeRow.extend({ facts: z.string().nullable(), run: z.string().nullable() }),
  // the index of (group, at) gives the order
  cypher: `
    MATCH (f:FeatureSet) WHERE f.group = $key AND f.at <= $at AND ${SEEN} AND (f.at < $at OR f.key > $after)
    WITH f ORDER BY f.group DESC, f.at DESC, f.key LIMIT $limit
    RETURN ${nodeFields("f")}, f.facts AS facts, COLLECT { MATCH (f)<-[:YIELDED]-(s:Step) RETURN s.ref ORDER BY s.ref LIMIT 1 }[0] AS run
    ORDER BY at DESC, key`,
});

const countFeatureSets = readQuery({
  name: "count-feature-sets-of-group",
  params: z.object(scopeShape),
  row: z.object({ total: z.int() }),
  cypher: `MATCH (f:FeatureSet) WHERE f.group = $key AND ${SEEN} WITH f LIMIT ${COUNTED + 1} RETURN count(f) AS total`,
});
