import { withAccess } from "@/app/api/with-access";
import { canonicalRef } from "@/lib/lineage/node-ref";

/** No decision can be recorded yet, so every gate is shut; for what nobody knows, too. The record of a decision will be in `record`. */
export const GET = withAccess("lineage:read", (_request, _viewer, params) => {
  const known = canonicalRef(params.ref ?? "") !== null;
  const reason = known ? "No decision is recorded about this." : "This is no reference, so no decision can be told about it.";
  return Response.json({ decision: "halt", reason, record: null }, { status: 409 });
});
