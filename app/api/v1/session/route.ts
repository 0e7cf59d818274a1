import { readJson } from "@/app/api/read-json";
import { endCurrentSession, sessionAnswer } from "@/app/api/session-answer";
import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";
import { signInBody } from "@/lib/accounts/account-schemas";
import { isHttps, sessionCookie } from "@/lib/accounts/request-headers";

export const POST = withAccess("public", async (request) => {
  const viewer = await services().accounts.signIn(await readJson(request, signInBody));
  return sessionAnswer(request, viewer, 200);
});

export const DELETE = withAccess("self", async (request) => {
  await endCurrentSession(request);
  return new Response(null, { status: 204, headers: { "set-cookie": sessionCookie(null, isHttps(request.headers)) } });
});
