import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";

export const DELETE = withAccess("user:write", async (_request, viewer, params) => {
  await services().accounts.revokeInvitation(viewer, params.id ?? "");
  return new Response(null, { status: 204 });
});
