import { z } from "zod";
import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { linkTo } from "@/app/api/link-to";
import { formatInstant } from "@/lib/time";

export const POST = withAccess("user:write", async (request, viewer, params) => {
  await readJson(request, z.object({}));
  const { text, expiresAt } = await services().accounts.makeResetLink(viewer, params.id ?? "");
  return Response.json({ url: linkTo(request, "/reset", text), expiresAt: formatInstant(expiresAt) }, { status: 201 });
});
