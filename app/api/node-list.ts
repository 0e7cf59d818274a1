import "server-only";
import { notFound } from "@/graph/queries/node-lookup";
import { canonicalRef } from "@/lib/lineage/node-ref";
import { queryParams, wholeNumbers } from "./query-params";
import type { RouteParams } from "./with-access";

/**
 * What an address under `/nodes/{ref}` asks of a list: the node, and the page. Ranges are checked by the list's own query.
 * @throws AppError `not_found` for what is no reference: an address where nothing is, like an unknown one.
 */
export function nodeList(request: Request, params: RouteParams): Record<string, unknown> & { ref: string } {
  const ref = canonicalRef(params.ref ?? "");
  if (ref === null) throw notFound();
  const query = queryParams(request);
  return { ...query, ...wholeNumbers(query, "limit"), ref };
}
