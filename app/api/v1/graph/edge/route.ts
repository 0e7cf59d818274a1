import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findEdgeEvidence, type EdgeEvidenceParams } from "@/graph/queries/find-edge-evidence";

/** What an edge rests on. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findEdgeEvidence(viewer, { ...params, ...wholeNumbers(params, "limit") } as EdgeEvidenceParams));
});
