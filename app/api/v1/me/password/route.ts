import { readJson } from "@/app/api/read-json";
import { sessionAnswer } from "@/app/api/session-answer";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { changePasswordBody } from "@/lib/accounts/people-schemas";

export const PUT = withAccess("self", async (request, viewer) => {
  const changed = await services().accounts.changePassword(viewer, await readJson(request, changePasswordBody));
  return sessionAnswer(request, changed, 200);
});
