import { toSequence } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { findRecord } from "@/graph/queries/find-record";

/** One record of the ledger, and what became of it. */
export const GET = withAccess("lineage:read", async (_request, viewer, params) => Response.json(await findRecord(viewer, toSequence(params.sequence))));
