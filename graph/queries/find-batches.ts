import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import type { BatchItem, ListPage } from "@/lib/lineage/node-answer";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { cutPage, pageParams, readTimeCursor } from "./cursor";
import { maskFor, refParam } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, lastOf, momentText, toMoment } from "./moment";
import { getStart, type KnownNode } from "./node-lookup";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

/** More batches than this are not counted. */
const COUNTED = 50_000;

export const batchesParams = z.object({ ref: refParam, ...pageParams, ...asOfParam });
export type BatchesParams = z.input<typeof batchesParams>;

/**
 * The batches of a source, dataset, feature group or model dataset, newest first by window end (else by its writer's time); nothing for
 * other kinds. A batch that is only named, without a time, has no place in it. `total` is `null` above 50,000.
 * `known`: the node of `ref`, where the caller has found it.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid`, and what `readQuery` throws.
 */
export async function findBatches(viewer: Viewer, given: BatchesParams, known?: KnownNode): Promise<ListPage<BatchItem>> {
  const params = batchesParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const answer = { asOf: momentText(moment), watermark: currentWatermark() };
  const { key } = known ?? (await getStart(viewer, params.ref));
  const last = lastOf(moment);
  const [found, counted] = await Promise.all([
    listBatches({ key, ...readTimeCursor(params.cursor, last), limit: params.limit + 1 }),
    countBatches({ key, last }),
  ]);
  const { rows, next } = cutPage(found.map((row) => ({ ...row, first: row.at, at: row.time })), params.limit);
  const mask = maskFor(viewer);
  const total = counted[0]?.total ?? 0;
  return {
    results: rows.map(({ facts, violations, reference, run, first, ...row }) => {
      const said = new JsonView(toFacts(facts, mask));
      const [start, end] = [said.at("window", "start").text(), said.at("window", "end").text()];
      return {
        ...toBrief({ ...row, at: first }, mask),
        window: start !== null && end !== null ? { start, end } : null,
        rows: said.at("rows").number() ?? said.at("facets", "outputStatistics", "rowCount").number(),
        digest: said.at("digest").text(),
        completeness: said.at("quality", "completeness").number(),
        nullRatio: said.at("quality", "nullRatio").number(),
        violations: violations ?? 0,
        isReference: reference === true,
        run: mask.optional(run),
      };
    }),
    total: total > COUNTED ? null : total,
    shown: rows.length,
    ...next,
    ...answer,
  };
}

const listBatches = readQuery({
  name: "batches-of-dataset",
  params: z.object({ key: z.string(), at: z.int(), after: z.string(), limit: z.int() }),
  row: nodeRow.extend({
    time: z.number(), facts: z.string().nullable(), violations: z.int().nullable(), reference: z.boolean().nullable(), run: z.string().nullable(),
  }),
  // the index of (dataset, time) gives the order
  cypher: `
    MATCH (b:Batch) WHERE b.dataset = $key AND b.time <= $at AND (b.time < $at OR b.key > $after)
    WITH b ORDER BY b.dataset DESC, b.time DESC, b.key LIMIT $limit
    RETURN ${nodeFields("b")}, b.time AS time, b.facts AS facts, b.violations AS violations, b.reference AS reference,
      COLLECT { MATCH (b)<-[:YIELDED]-(s:Step) RETURN s.ref ORDER BY s.ref LIMIT 1 }[0] AS run
    ORDER BY time DESC, key`,
});

const countBatches = readQuery({
  name: "count-batches-of-dataset",
  params: z.object({ key: z.string(), last: z.int() }),
  row: z.object({ total: z.int() }),
  cypher: `MATCH (b:Batch) WHERE b.dataset = $key AND b.time <= $last WITH b LIMIT ${COUNTED + 1} RETURN count(b) AS total`,
});

const readNeighbours = readQuery({
  name: "batches-beside-batch",
  params: z.object({ key: z.string() }),
  row: nodeRow.extend({ side: z.enum(["previous", "next"]) }),
  cypher: `
    MATCH (b:Node {key: $key}) WHERE b.time IS NOT NULL
    CALL (b) {
      MATCH (p:Batch) WHERE p.dataset = b.dataset AND p.time < b.time
      WITH p ORDER BY p.dataset DESC, p.time DESC LIMIT 1 RETURN p AS other, 'previous' AS side
      UNION
      MATCH (n:Batch) WHERE n.dataset = b.dataset AND n.time > b.time
      WITH n ORDER BY n.dataset, n.time LIMIT 1 RETURN n AS other, 'next' AS side
    }
    RETURN ${nodeFields("other")}, side`,
});

/** The batches of the same dataset before and after one, by time; `null` where there is none. `key` is one that the viewer may see. */
export async function findBatchesBeside(viewer: Viewer, key: string): Promise<{ previous: NodeBrief | null; next: NodeBrief | null }> {
  const rows = await readNeighbours({ key });
  const mask = maskFor(viewer);
  const at = (side: "previous" | "next") => {
    const row = rows.find((it) => it.side === side);
    return row ? toBrief(row, mask) : null;
  };
  return { previous: at("previous"), next: at("next") };
}
