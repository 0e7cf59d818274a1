import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findChanges, type ChangesParams } from "@/graph/queries/find-changes";

/** What changed in the lineage around a node in a period. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findChanges(viewer, { ...params, ...wholeNumbers(params, "depth", "limit") } as ChangesParams));
});
