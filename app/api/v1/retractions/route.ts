import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { recordRetraction, retractionSchema } from "@/lib/ingest/record-retraction";
import { subjectsOf } from "@/lib/interpret/subjects";

/** Ten thousand records of the longest ids fit. */
const MAX_BYTES = 4 * 2 ** 20;

export const POST = withAccess("retraction:write", async (request, viewer) => {
  const retraction = await readJson(request, retractionSchema, MAX_BYTES);
  const { ledger, projection } = services();
  return Response.json(await recordRetraction({ ledger, subjectsOf, nudge: () => projection.nudge() }, viewer, retraction), { status: 201 });
});
