import { queryParams } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findIncident } from "@/graph/queries/find-incidents";

export const GET = withAccess("lineage:read", async (request, viewer, { id = "" }) => Response.json(await findIncident(viewer, { ...queryParams(request), id })));
