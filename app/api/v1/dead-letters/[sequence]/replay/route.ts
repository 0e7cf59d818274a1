import type { z } from "zod";
import type { replayAnswer } from "@/app/api/openapi/dead-letter-answers";
import { toSequence } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { currentWatermark } from "@/graph/watermark";
import { requireAllNamespaces } from "@/lib/access/policy";

export const POST = withAccess("deadletter:write", async (_request, viewer, params) => {
  requireAllNamespaces(viewer);
  const sequence = toSequence(params.sequence);
  await services().projection.replay(sequence);
  return Response.json({ sequence, watermark: currentWatermark() } satisfies z.infer<typeof replayAnswer>);
});
