import { nodeList } from "@/app/api/node-list";
import { withAccess } from "@/app/api/with-access";
import { findPredictions, type PredictionsParams } from "@/graph/queries/find-predictions";

/** The predictions of a model version, a deployment, a feature set or a run, newest first. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => Response.json(await findPredictions(viewer, nodeList(request, params) as PredictionsParams)));
