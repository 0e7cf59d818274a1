import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { findIncidents, type IncidentsParams } from "@/graph/queries/find-incidents";
import { services } from "@/graph/services";
import { incidentSchema, recordIncident } from "@/lib/ingest/record-incident";
import { subjectsOf } from "@/lib/interpret/subjects";

export const GET = withAccess("lineage:read", async (request, viewer) => {
  const params = queryParams(request);
  return Response.json(await findIncidents(viewer, { ...params, ...wholeNumbers(params, "limit") } as IncidentsParams));
});

export const POST = withAccess("incident:write", async (request, viewer) => {
  const report = await readJson(request, incidentSchema);
  const { ledger, projection } = services();
  return Response.json(await recordIncident({ ledger, subjectsOf, nudge: () => projection.nudge() }, viewer, report), { status: 201 });
});
