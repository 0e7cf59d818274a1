import { nodeList } from "@/app/api/node-list";
import { withAccess } from "@/app/api/with-access";
import { findRuns, type RunsParams } from "@/graph/queries/find-runs";

/** The runs of a node, newest first. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => Response.json(await findRuns(viewer, nodeList(request, params) as RunsParams)));
