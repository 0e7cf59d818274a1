import { withAccess } from "@/app/api/with-access";
import { findActivity } from "@/graph/queries/find-activity";

/** What a token sent lately, what was refused and why, and what was understood. */
export const GET = withAccess("token:read", async (_request, viewer, params) => Response.json(await findActivity(viewer, params.id ?? "")));
