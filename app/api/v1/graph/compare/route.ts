import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findComparison, type ComparisonParams } from "@/graph/queries/find-comparison";

/** How the graph around a node differs between two instants. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findComparison(viewer, { ...params, ...wholeNumbers(params, "depth", "limit") } as ComparisonParams));
});
