import { z } from "zod";
import type { deadLettersAnswer } from "@/app/api/openapi/dead-letter-answers";
import { withAccess } from "@/app/api/with-access";
import { countDeadLetters, deadLettersParams, findDeadLetters } from "@/graph/queries/find-dead-letters";
import { services } from "@/graph/services";
import { currentWatermark } from "@/graph/watermark";
import { requireAllNamespaces } from "@/lib/access/policy";
import { formatInstant } from "@/lib/time";

// an address carries text: numbers are coerced here, before the query's own check
const urlParams = z.object({
  limit: z.coerce.number().pipe(deadLettersParams.shape.limit.unwrap()).default(100),
  cursor: z.coerce.number().pipe(deadLettersParams.shape.beyond.unwrap()).default(0),
});

export const GET = withAccess("deadletter:read", async (request, viewer) => {
  requireAllNamespaces(viewer);
  const { limit, cursor } = urlParams.parse(Object.fromEntries(new URL(request.url).searchParams));
  const watermark = currentWatermark();
  const [found, counted] = await Promise.all([findDeadLetters({ limit: limit, beyond: cursor }), countDeadLetters({})]);
  const { ledger } = services();
  const results = found.map(({ firstAt, lastAt, ...dead }) => {
    const record = ledger.read(dead.sequence);
    return { ...dead, id: record?.id ?? null, type: record?.type ?? null, subject: record?.subject ?? null, firstAt: formatInstant(firstAt), lastAt: formatInstant(lastAt) };
  });
  const last = results.length === limit ? results.at(-1) : undefined;
  return Response.json({
    results,
    total: counted[0]?.total ?? 0,
    shown: results.length,
    ...(last ? { next: String(last.sequence) } : {}),
    watermark,
  } satisfies z.infer<typeof deadLettersAnswer>);
});
