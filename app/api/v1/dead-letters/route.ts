import type { z } from "zod";
import type { deadLettersAnswer } from "@/app/api/openapi/dead-letter-answers";
import { queryParams, wholeNumbers } from "@/app/api/query-params";
import { withAccess } from "@/app/api/with-access";
import { listDeadLetters } from "@/graph/queries/list-dead-letters";

export const GET = withAccess("deadletter:read", async (request, viewer) =>
  Response.json((await listDeadLetters(viewer, wholeNumbers(queryParams(request), "limit", "cursor"))) satisfies z.infer<typeof deadLettersAnswer>));
