import "server-only";
import { z } from "zod";
import type { Viewer } from "@/lib/access/viewer";
import { Mask } from "@/lib/lineage/mask";
import { definitionNeighbours, type Neighbours } from "./definition-edges";
import { refParam } from "./find-graph";
import { asOfParam, toMoment } from "./moment";
import { findBriefs } from "./node-lookup";
import { toBrief, type NodeBrief } from "./node-fields";

export const graphNodesParams = z.object({ refs: z.array(refParam).max(1_000), ...asOfParam });

/**
 * Nodes of the definition plane by reference, as a graph answer that holds nothing else would have them: `more` are all their neighbours.
 * What is unknown or may not be seen is left out.
 * @throws what `readQuery` throws.
 */
export async function findGraphNodes(viewer: Viewer, given: z.input<typeof graphNodesParams>): Promise<(NodeBrief & { more: Neighbours })[]> {
  const params = graphNodesParams.parse(given);
  const mask = new Mask(viewer);
  const refs = [...new Set(params.refs.filter((ref) => !mask.hides(ref)))];
  if (refs.length === 0) return [];
  const [rows, neighbours] = await Promise.all([findBriefs(refs), definitionNeighbours(refs, toMoment({ asOf: params.asOf }))]);
  return [...rows.values()].map((row) => ({ ...toBrief(row, mask), more: neighbours.get(row.key) ?? { upstream: 0, downstream: 0 } }));
}
