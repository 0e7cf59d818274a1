import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { cutAt } from "@/lib/lineage/distances";
import type { HiddenNode } from "@/lib/lineage/mask";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { confidenceSchema, CONFIDENCES, type Confidence } from "./definition-edges";
import { graphParams, maskFor, placesAround, type GraphNode, type GraphParams, type GraphTail } from "./find-graph";
import { holdsAt, momentText, momentValues, toMoment, typesAt } from "./moment";
import { nodeFields, nodeRow, toBrief } from "./node-fields";
import { getStart } from "./node-lookup";

const CHUNK = 5_000;

export type LineageToGroup = { nodes: (GraphNode | HiddenNode)[]; edges: { from: string; to: string; confidence: Confidence; stale: false }[] } & GraphTail;

/**
 * The part of the definition plane around one node, as `findGraph` gives it but for what no group tells: when edges were seen, whether they are
 * stale, and what is next to each node beyond the answer. So ten thousand neighbours are two reads.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, and what `readQuery` throws.
 */
export async function findLineageToGroup(viewer: Viewer, given: GraphParams): Promise<LineageToGroup> {
  const params = graphParams.parse(given);
  const moment = toMoment(params);
  const watermark = currentWatermark();
  const [{ placed }] = await Promise.all([placesAround(params, parseNodeRef(params.ref)!.kind, "definition", moment), getStart(viewer, params.ref)]);
  const shown = cutAt(placed, params.limit);
  const mask = maskFor(viewer);
  const held = { held: holdsAt(moment, "e"), types: typesAt(moment, "FEEDS"), ...momentValues(moment) };
  const rows = new Map<string, z.output<typeof fedRow>>();
  for (let i = 0; i < shown.length; i += CHUNK) {
    for (const row of await nodesWithFeeders({ keys: shown.slice(i, i + CHUNK).map(({ ref }) => ref), ...held })) rows.set(row.ref, row);
  }
  // placeholders are numbered in the order of the nodes
  const nodes = shown.map(({ ref, distance }) => {
    if (mask.hides(ref)) return mask.node(ref, distance);
    const row = rows.get(ref);
    if (!row) throw new AppError("unavailable", "The graph changed while it was read. Ask again.");
    return { ...toBrief(row, mask), distance };
  });
  const edges = [...rows.values()].flatMap(({ ref, feeders }) => bestOf(feeders).filter(([from]) => rows.has(from)).map(([from, confidence]) => ({ from: mask.end(from), to: mask.end(ref), confidence, stale: false as const })));
  const hidden = nodes.filter(({ ref }) => ref === null).length;
  const counts = { total: placed.length, shown: shown.length - hidden, hiddenByLimit: placed.length - shown.length, hiddenByAccess: hidden };
  return { nodes, edges, counts, complete: counts.shown === counts.total, asOf: momentText(moment), watermark };
}

const fedRow = nodeRow.extend({ feeders: z.array(z.tuple([z.string(), confidenceSchema])) });

const nodesWithFeeders = readQuery({
  name: "nodes-with-feeders",
  params: z.object({ keys: z.array(z.string()), held: z.string(), types: z.string().regex(/^[A-Z_|]+$/), from: z.int(), to: z.int() }),
  row: fedRow,
  cypher: ({ held, types }) => `
    UNWIND $keys AS key
    MATCH (n:Node {key: key})
    RETURN ${nodeFields("n")}, [(n)<-[e:${types}]-(m) WHERE ${held} | [m.key, e.confidence]] AS feeders`,
});

/** One for each pair of ends: the best confidence wins. */
function bestOf(feeders: readonly (readonly [string, Confidence])[]): [string, Confidence][] {
  const best = new Map<string, Confidence>();
  for (const [from, confidence] of feeders) {
    const known = best.get(from);
    if (known === undefined || CONFIDENCES.indexOf(confidence) < CONFIDENCES.indexOf(known)) best.set(from, confidence);
  }
  return [...best];
}
