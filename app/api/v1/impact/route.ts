import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findImpact } from "@/graph/queries/find-impact";
import { AppError } from "@/lib/errors";

/** What the loss of one or several definitions does to all that is downstream; `ref` is repeated for a set. */
export const GET = withAccess("lineage:read", async (request, viewer) => {
  const { asOf, ...params } = queryParams(request);
  const refs = new URL(request.url).searchParams.getAll("ref");
  if (refs.length === 0) throw new AppError("invalid", "Say what is to be gone: ref=<reference>, once or more.", { pointer: "/ref" });
  return Response.json(await findImpact(viewer, { ref: refs, asOf, ...wholeNumbers(params, "limit") }));
});
