import { currentSessionId, sessionAnswer } from "@/app/api/session-answer";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { toSessionsAnswer } from "@/lib/accounts/people-schemas";

export const GET = withAccess("self", (request, viewer) => Response.json(toSessionsAnswer(services().accounts.listSessions(viewer, currentSessionId(request)))));

/** The session that asks is replaced by a new one, so that none with the id of before is left. */
export const DELETE = withAccess("self", async (request, viewer) => {
  await services().accounts.endSessions(viewer);
  return sessionAnswer(request, viewer, 200);
});
