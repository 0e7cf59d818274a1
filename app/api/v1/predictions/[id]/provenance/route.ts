import { queryParams } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findProvenance } from "@/graph/queries/find-provenance";

/** How one prediction came to be; the id is a reference, an id, or a trace id. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => {
  return Response.json(await findProvenance(viewer, { id: params.id ?? "", asOf: queryParams(request).asOf }));
});
