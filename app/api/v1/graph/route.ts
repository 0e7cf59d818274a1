import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { streamGraph } from "@/app/api/stream-graph";
import { withAccess } from "@/app/api/with-access";
import { openGraph, readGraph, type GraphParams } from "@/graph/queries/find-graph";

const STREAMED_FROM = 2_000;

/** The graph around a node. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  const graph = await openGraph(viewer, { ...params, ...wholeNumbers(params, "depth", "limit") } as GraphParams);
  const { total, hiddenByLimit } = graph.tail.counts;
  return total - hiddenByLimit < STREAMED_FROM ? Response.json(await readGraph(graph)) : streamGraph(graph);
});
