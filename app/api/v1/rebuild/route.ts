import type { z } from "zod";
import type { rebuildAnswer } from "@/app/api/openapi/record-answers";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { requireAllNamespaces } from "@/lib/access/policy";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

/** Has the graph made again from the ledger, while events are taken. */
export const POST = withAccess("graph:rebuild", async (_request, viewer) => {
  requireAllNamespaces(viewer);
  const { ledger, neo4j, projection } = services();
  if (!(await neo4j.isUp())) throw new AppError("unavailable", "Neo4j does not answer. Nothing was begun.", { retryAfterSeconds: 5 });
  await projection.rebuild();
  log.warn("the graph is made again from the ledger", { askedBy: viewer.id, records: ledger.size() });
  return Response.json({ records: ledger.size() } satisfies z.infer<typeof rebuildAnswer>, { status: 202 });
});
