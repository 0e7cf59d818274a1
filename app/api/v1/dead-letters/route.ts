import type { z } from "zod";
import type { deadLettersAnswer } from "@/app/api/openapi/dead-letter-answers";
import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { countDeadLetters, deadLettersParams, findDeadLetters } from "@/graph/queries/find-dead-letters";
import { services } from "@/graph/services";
import { currentWatermark } from "@/graph/watermark";
import { requireAllNamespaces } from "@/lib/access/policy";
import { formatInstant } from "@/lib/time";

export const GET = withAccess("deadletter:read", async (request, viewer) => {
  requireAllNamespaces(viewer);
  const given = wholeNumbers(queryParams(request), "limit", "cursor");
  const { limit, beyond } = deadLettersParams.parse({ limit: given.limit, beyond: given.cursor });
  const watermark = currentWatermark();
  const [found, counted] = await Promise.all([findDeadLetters({ limit, beyond }), countDeadLetters({})]);
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
