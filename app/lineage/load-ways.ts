import "server-only";
import { findPaths, type PathsAnswer } from "@/graph/queries/find-paths";
import type { DrawnWays } from "@/components/lineage/ways-panel";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView } from "@/lib/explorer-view";
import type { GraphAnswer, PictureEdge } from "@/lib/layout/picture";
import { orNothing } from "./or-nothing";
import { toAnswer } from "./to-answer";
import { toKind } from "./to-kind";

/** Ways that are drawn; all are counted. */
const WAYS = 20;

/** The ways between two chosen nodes: what lists them, and what draws them (`null` when one of the two is not there). */
export type LoadedWays = { drawn: DrawnWays; answer: GraphAnswer | null };

/** The ways that a view asks for; `null` where it asks for none. */
export async function loadWays(viewer: Viewer, { paths, plane, asOf }: ExplorerView): Promise<LoadedWays | null> {
  if (paths === null) return null;
  const found = await orNothing(findPaths(viewer, { ...paths, plane, limit: WAYS, ...(asOf === null ? {} : { asOf }) }));
  return { drawn: toWays(paths, found), answer: found && toDraw(found) };
}

function toWays(asked: { from: string; to: string }, found: PathsAnswer | null): DrawnWays {
  if (found === null) return { ...asked, direction: null, ways: [], total: 0, isUnknown: true };
  const kinds = new Map(found.nodes.flatMap((node) => (node.ref === null ? [] : [[node.ref, toKind(node.kind)] as const])));
  return {
    ...asked, direction: found.direction, total: found.total, isUnknown: false,
    ways: found.paths.map((path) => path.map((id) => ({ ref: kinds.has(id) ? id : null, kind: kinds.get(id) ?? null }))),
  };
}

/** As an answer of the graph, which a picture takes in. */
function toDraw({ nodes, edges, asOf, watermark }: PathsAnswer): GraphAnswer {
  return toAnswer({ nodes, edges, asOf, watermark, complete: true, counts: { total: nodes.length, shown: nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 } });
}

/** The edges of a picture, those of the ways marked. */
export function markWays(edges: readonly PictureEdge[], { ways }: DrawnWays): PictureEdge[] {
  const onWay = new Set(ways.flatMap((way) => way.slice(1).map(({ ref }, i) => `${way[i]!.ref}>${ref}`)));
  return edges.map((edge) => (onWay.has(edge.id) ? { ...edge, onPath: true as const } : edge));
}
