import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findOverview, type OverviewParams } from "@/graph/queries/find-overview";

/** The definition plane in groups. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findOverview(viewer, { ...params, ...wholeNumbers(params, "limit") } as OverviewParams));
});
