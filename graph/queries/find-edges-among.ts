import "server-only";
import { z } from "zod";
import type { Viewer } from "@/lib/access/viewer";
import { Mask } from "@/lib/lineage/mask";
import { definitionEdges } from "./definition-edges";
import { refParam, toGraphEdge, type GraphEdge } from "./find-graph";
import { edgesAmong, instancesByRef } from "./instance-edges";
import { asOfParam, lastOf, toMoment } from "./moment";

const MAX_AMONG = 1_000;

export const edgesAmongParams = z.object({ refs: z.array(refParam).max(MAX_AMONG), plane: z.enum(["definition", "instance"]), ...asOfParam });
export type EdgesAmongParams = z.input<typeof edgesAmongParams>;

/**
 * All edges of the moment among the given nodes: what joins several graph answers that are drawn together. References that are unknown
 * or may not be seen have none.
 * @throws what `readQuery` throws.
 */
export async function findEdgesAmong(viewer: Viewer, given: EdgesAmongParams): Promise<GraphEdge[]> {
  const params = edgesAmongParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const mask = new Mask(viewer);
  const refs = params.refs.filter((ref) => !mask.hides(ref));
  const edges = params.plane === "instance"
    ? await edgesAmong((await instancesByRef(refs)).filter(({ kind }) => kind !== "run"), lastOf(moment))
    : await definitionEdges(refs, refs, moment);
  return edges.map((edge) => toGraphEdge(edge, mask));
}
