import { linkTo } from "@/app/api/link-to";
import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { newInvitationBody, toInvitationAnswer } from "@/lib/accounts/people-schemas";

export const GET = withAccess("user:read", (_request, viewer) => {
  const results = services().accounts.listInvitations(viewer).map(toInvitationAnswer);
  return Response.json({ results, total: results.length, shown: results.length });
});

export const POST = withAccess("user:write", async (request, viewer) => {
  const { text, invitation } = await services().accounts.invite(viewer, await readJson(request, newInvitationBody));
  return Response.json({ ...toInvitationAnswer(invitation), url: linkTo(request, "/invite", text) }, { status: 201 });
});
