import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { search, type SearchParams } from "@/graph/queries/search";

/** Definitions by part of their name, instances by their ids, or all of one kind. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await search(viewer, { ...params, ...wholeNumbers(params, "limit") } as SearchParams));
});
