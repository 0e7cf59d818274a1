import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { openInvitationBody } from "@/lib/accounts/people-schemas";
import { formatInstant } from "@/lib/time";

export const POST = withAccess("public", async (request) => {
  const { token } = await readJson(request, openInvitationBody);
  const { role, namespaces, invitedBy, expiresAt } = services().accounts.openInvitation(token);
  return Response.json({ role, namespaces, invitedBy, expiresAt: formatInstant(expiresAt) });
});
