import { readJson } from "@/app/api/read-json";
import { sessionAnswer } from "@/app/api/session-answer";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { acceptInvitationBody } from "@/lib/accounts/people-schemas";

export const POST = withAccess("public", async (request) => {
  const viewer = await services().accounts.acceptInvitation(await readJson(request, acceptInvitationBody));
  return sessionAnswer(request, viewer, 201);
});
