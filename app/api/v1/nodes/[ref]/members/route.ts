import { nodeList } from "@/app/api/node-list";
import { withAccess } from "@/app/api/with-access";
import { findMembers, type MembersParams } from "@/graph/queries/find-members";

/** What belongs to a node: the columns of data, what a party owns. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => Response.json(await findMembers(viewer, nodeList(request, params) as MembersParams)));
