import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";

export const DELETE = withAccess("token:write", async (_request, viewer, params) => {
  await services().accounts.revokeToken(viewer, params.id ?? "");
  return new Response(null, { status: 204 });
});
