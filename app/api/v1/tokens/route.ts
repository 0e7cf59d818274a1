import { readJson } from "@/app/api/read-json";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { newTokenBody, toTokenAnswer } from "@/lib/accounts/account-schemas";
import { AppError } from "@/lib/errors";
import { nowMicros, parseInstant } from "@/lib/time";

export const GET = withAccess("token:read", (_request, viewer) => {
  const results = services().accounts.listTokens(viewer).map(toTokenAnswer);
  return Response.json({ results, total: results.length, shown: results.length });
});

export const POST = withAccess("token:write", async (request, viewer) => {
  const wanted = await readJson(request, newTokenBody);
  const expiresAt = wanted.expiresAt === undefined ? undefined : (parseInstant(wanted.expiresAt) ?? undefined);
  if (expiresAt !== undefined && expiresAt <= nowMicros()) throw new AppError("invalid", "This time has passed.", { pointer: "/expiresAt" });
  const { text, token } = await services().accounts.createToken({ ...wanted, expiresAt }, viewer);
  return Response.json({ ...toTokenAnswer(token), token: text }, { status: 201 });
});
