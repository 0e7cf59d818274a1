import { nodeList } from "@/app/api/node-list";
import { withAccess } from "@/app/api/with-access";
import { findFeatureSets, type FeatureSetsParams } from "@/graph/queries/find-feature-sets";

/** The feature sets of a feature group, newest first. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => Response.json(await findFeatureSets(viewer, nodeList(request, params) as FeatureSetsParams)));
