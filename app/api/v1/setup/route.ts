import { readJson } from "@/app/api/read-json";
import { sessionAnswer } from "@/app/api/session-answer";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { setupBody } from "@/lib/accounts/account-schemas";

export const POST = withAccess("public", async (request) => {
  const admin = await services().accounts.completeSetup(await readJson(request, setupBody));
  return sessionAnswer(request, admin, 201);
});
