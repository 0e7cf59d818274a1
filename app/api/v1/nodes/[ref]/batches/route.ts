import { nodeList } from "@/app/api/node-list";
import { withAccess } from "@/app/api/with-access";
import { findBatches, type BatchesParams } from "@/graph/queries/find-batches";

/** The batches of a source or dataset, newest first. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => Response.json(await findBatches(viewer, nodeList(request, params) as BatchesParams)));
