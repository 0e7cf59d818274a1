import { readJson } from "@/app/api/read-json";
import { sessionAnswer } from "@/app/api/session-answer";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { resetPasswordBody } from "@/lib/accounts/people-schemas";

export const POST = withAccess("public", async (request) => {
  const viewer = await services().accounts.resetPassword(await readJson(request, resetPasswordBody));
  return sessionAnswer(request, viewer, 200);
});
