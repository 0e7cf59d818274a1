import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { toUserAnswer, userChangeBody } from "@/lib/accounts/people-schemas";

export const PATCH = withAccess("user:write", async (request, viewer, params) => {
  const change = await readJson(request, userChangeBody);
  return Response.json(toUserAnswer(await services().accounts.changeUser(viewer, params.id ?? "", change)));
});
