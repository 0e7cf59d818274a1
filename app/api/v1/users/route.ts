import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { toUserAnswer } from "@/lib/accounts/people-schemas";

export const GET = withAccess("user:read", (_request, viewer) => {
  const results = services().accounts.listUsers(viewer).map(toUserAnswer);
  return Response.json({ results, total: results.length, shown: results.length });
});
