import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findRecords } from "@/graph/queries/find-records";
import type { RecordsParams } from "@/lib/ledger/search-records";

/** The ledger, newest first. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findRecords(viewer, { ...params, ...wholeNumbers(params, "before", "from", "limit") } as RecordsParams));
});
