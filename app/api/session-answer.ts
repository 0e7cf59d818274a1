import "server-only";
import { services } from "@/graph/services";
import type { Viewer } from "@/lib/access/viewer";
import { toViewerAnswer } from "@/lib/accounts/account-schemas";
import { identify } from "@/lib/accounts/authenticate";
import { isHttps, sessionCookie } from "@/lib/accounts/request-headers";
import { formatInstant } from "@/lib/time";

/** Begins a session for `viewer`, ends the one the browser had, and hands over the cookie. */
export async function sessionAnswer(request: Request, viewer: Viewer, status: number): Promise<Response> {
  const { accounts } = services();
  await endCurrentSession(request);
  const session = await accounts.startSession(viewer);
  return Response.json(
    { viewer: toViewerAnswer(viewer), expiresAt: formatInstant(session.expiresAt) },
    { status, headers: { "set-cookie": sessionCookie(session.id, isHttps(request.headers)) } },
  );
}

/** Ends the session that the request's cookie names, if there is one. */
export async function endCurrentSession(request: Request): Promise<void> {
  const { accounts, env } = services();
  const identity = identify(request.headers, accounts, env);
  if (identity?.by === "session") await accounts.endSession(identity.sessionId);
}
