import { toSequence } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findPayload } from "@/graph/queries/find-record";

/** The bytes as they were kept. Always a download: what a client sent is never a page of ours. */
export const GET = withAccess("lineage:read", (_request, viewer, params) => {
  const sequence = toSequence(params.sequence);
  const { bytes, mediaType } = findPayload(viewer, sequence);
  return new Response(new Uint8Array(bytes), {
    headers: { "content-type": mediaType, "content-disposition": `attachment; filename="record-${sequence}.json"`, "content-length": String(bytes.length) },
  });
});
