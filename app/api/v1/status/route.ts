import { withAccess } from "@/app/api/with-access";
import { findStatus } from "@/graph/queries/find-status";

/** How the parts are, also while the graph is away. */
export const GET = withAccess("lineage:read", async (_request, viewer) => Response.json(await findStatus(viewer)));
