import { queryParams } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findNode } from "@/graph/queries/find-node";
import { notFound } from "@/graph/queries/node-lookup";
import { canonicalRef } from "@/lib/lineage/node-ref";

/** All that is known of one node. */
export const GET = withAccess("lineage:read", async (request, viewer, params) => {
  const ref = canonicalRef(params.ref ?? "");
  // no reference at all is an address where nothing is, like an unknown one
  if (ref === null) throw notFound();
  return Response.json(await findNode(viewer, { ref, asOf: queryParams(request).asOf }));
});
