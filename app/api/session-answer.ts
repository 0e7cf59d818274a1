import "server-only";
import { services } from "@/graph/services";
import type { Viewer } from "@/lib/access/viewer";
import { toViewerAnswer } from "@/lib/accounts/account-schemas";
import { identify } from "@/lib/accounts/authenticate";
import { headerOf, isHttps, sessionCookie } from "@/lib/accounts/request-headers";
import { formatInstant } from "@/lib/time";

/** Begins a session for `viewer`, ends the one the browser had, and hands over the cookie. */
export async function sessionAnswer(request: Request, viewer: Viewer, status: number): Promise<Response> {
  const { accounts } = services();
  await endCurrentSession(request);
  const session = await accounts.startSession(viewer, headerOf(request.headers, "user-agent"));
  return Response.json(
    { viewer: toViewerAnswer(viewer), expiresAt: formatInstant(session.expiresAt) },
    { status, headers: { "set-cookie": sessionCookie(session.id, isHttps(request.headers)) } },
  );
}

/** The session that the request's cookie names, while it is open; `null` for a token too. */
export function currentSessionId(request: Request): string | null {
  const { accounts, env } = services();
  const identity = identify(request.headers, accounts, env);
  return identity?.by === "session" ? identity.sessionId : null;
}

/** Ends the session that the request's cookie names, if there is one. */
export async function endCurrentSession(request: Request): Promise<void> {
  const id = currentSessionId(request);
  if (id !== null) await services().accounts.endSession(id);
}
