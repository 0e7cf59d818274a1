import type { z } from "zod";
import type { replayAnswer } from "@/app/api/openapi/dead-letter-answers";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { currentWatermark } from "@/graph/watermark";
import { requireAllNamespaces } from "@/lib/access/policy";
import { AppError } from "@/lib/errors";

export const POST = withAccess("deadletter:write", async (_request, viewer, params) => {
  requireAllNamespaces(viewer);
  const sequence = /^[1-9]\d{0,15}$/.test(params.sequence ?? "") ? Number(params.sequence) : Number.NaN;
  if (!Number.isSafeInteger(sequence)) throw new AppError("not_found", "There is no such dead letter.");
  await services().projection.replay(sequence);
  return Response.json({ sequence, watermark: currentWatermark() } satisfies z.infer<typeof replayAnswer>);
});
