import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findPaths, type PathsParams } from "@/graph/queries/find-paths";

/** All ways between two nodes. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findPaths(viewer, { ...params, ...wholeNumbers(params, "limit") } as PathsParams));
});
