import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { covers } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";

export const DELETE = withAccess("token:write", async (_request, viewer, params) => {
  const { accounts } = services();
  const token = accounts.listTokens().find(({ id }) => id === params.id);
  if (!token || !covers(viewer, token.namespaces)) throw new AppError("not_found", "There is no such token.");
  await accounts.revokeToken(token.id);
  return new Response(null, { status: 204 });
});
