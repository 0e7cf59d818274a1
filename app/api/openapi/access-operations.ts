import type { z } from "zod";
import type { RouteKey } from "@/lib/access/route-policies";
import { newTokenAnswer, newTokenBody, sessionAnswer, setupBody, signInBody, tokensAnswer, viewerAnswer } from "@/lib/accounts/account-schemas";
import {
  acceptInvitationBody, changePasswordBody, invitationsAnswer, newInvitationAnswer, newInvitationBody, openInvitationAnswer, openInvitationBody, resetLinkAnswer, resetPasswordBody, sessionsAnswer, userAnswer, userChangeBody, usersAnswer,
} from "@/lib/accounts/people-schemas";
import type { Operation } from "./operation";

const COOKIE = { "Set-Cookie": "The session, HttpOnly" };
/** A session begins: the cookie is beside the answer. */
const signedIn = (description: string) => ({ description, body: sessionAnswer, headers: COOKIE });
const LINK_REFUSED = { description: "The link does not hold: why, is not said" };
const shownOnce = (secret: string) => `Made. \`${secret}\` is shown this once`;
const json = (schema: z.ZodType) => ({ "application/json": schema });
const USER_ID = { id: { description: "The user's id, without `user:`" } };

/** Adds the heading that all of them stand under. */
function access<Key extends RouteKey>(operations: Record<Key, Omit<Operation, "tag">>): Record<Key, Operation> {
  return Object.fromEntries(Object.entries<Omit<Operation, "tag">>(operations).map(([key, it]) => [key, { tag: "Access", ...it }])) as Record<Key, Operation>;
}

/** People, sessions and tokens. */
export const ACCESS = access({
  "POST /api/v1/setup": {
    summary: "Make the first administrator",
    description: "Once, with the token of the link that the start printed, within 30 minutes. Signs in.",
    body: json(setupBody),
    answers: { 201: signedIn("Made, and signed in") },
  },
  "POST /api/v1/session": {
    summary: "Sign in",
    description: "After five failures a name waits, longer each time. A session ends after 12 hours, or 30 minutes without use.",
    body: json(signInBody),
    answers: { 200: signedIn("Signed in"), 401: { description: "Wrong, or too many attempts: which, is not said" } },
  },
  "DELETE /api/v1/session": { summary: "Sign out", answers: { 204: { description: "The session is over", headers: COOKIE } } },
  "GET /api/v1/me": { summary: "Who asks", answers: { 200: { description: "The viewer", body: viewerAnswer } } },
  "GET /api/v1/tokens": { summary: "List the API tokens", answers: { 200: { description: "Newest first, without their secrets", body: tokensAnswer } } },
  "POST /api/v1/tokens": {
    summary: "Make an API token",
    body: json(newTokenBody),
    answers: { 201: { description: shownOnce("token"), body: newTokenAnswer } },
  },
  "DELETE /api/v1/tokens/{id}": { summary: "Revoke an API token", path: { id: { description: "The token's id" } }, answers: { 204: { description: "Worth nothing from now on" } } },
  "GET /api/v1/users": { summary: "List the users", answers: { 200: { description: "By name; those whose namespaces one has", body: usersAnswer } } },
  "PATCH /api/v1/users/{id}": {
    summary: "Change a user's rights, or whether they may come in",
    description: "Their sessions end. Links they made and could not make any more are void, and so are tokens unless `keepTokens`. Nobody changes their own rights or gives more than they have; the last administrator of all namespaces stays.",
    path: USER_ID,
    body: json(userChangeBody),
    answers: { 200: { description: "As the user is now", body: userAnswer }, 409: { description: "The last administrator of all namespaces" } },
  },
  "POST /api/v1/users/{id}/reset-link": {
    summary: "Make a link for a new password",
    description: "Good once, for 24 hours. A new one voids the one before. Send an empty object.",
    path: USER_ID,
    answers: { 201: { description: shownOnce("url"), body: resetLinkAnswer } },
  },
  "GET /api/v1/invitations": { summary: "List the invitations that wait", answers: { 200: { description: "Newest first, without their links", body: invitationsAnswer } } },
  "POST /api/v1/invitations": {
    summary: "Invite a person",
    description: "Makes a link, good once and for 7 days. Nothing is mailed: hand it over yourself.",
    body: json(newInvitationBody),
    answers: { 201: { description: shownOnce("url"), body: newInvitationAnswer } },
  },
  "DELETE /api/v1/invitations/{id}": { summary: "Withdraw an invitation", path: { id: { description: "The invitation's id" } }, answers: { 204: { description: "The link is void" } } },
  "POST /api/v1/invitations/open": {
    summary: "What an invitation gives",
    body: json(openInvitationBody),
    answers: { 200: { description: "Role, namespaces, and who invites", body: openInvitationAnswer }, 403: LINK_REFUSED },
  },
  "POST /api/v1/invitations/accept": {
    summary: "Accept an invitation",
    description: "Makes the user, and signs in.",
    body: json(acceptInvitationBody),
    answers: { 201: signedIn("Made, and signed in"), 403: LINK_REFUSED, 409: { description: "Somebody has this name" } },
  },
  "POST /api/v1/password-reset": {
    summary: "Choose a new password by a link",
    description: "All sessions end; signs in.",
    body: json(resetPasswordBody),
    answers: { 200: signedIn("Changed, and signed in"), 403: LINK_REFUSED },
  },
  "PUT /api/v1/me/password": {
    summary: "Change one's password",
    description: "Needs the present one. All other sessions end.",
    body: json(changePasswordBody),
    answers: { 200: signedIn("Changed; a new session for this browser") },
  },
  "GET /api/v1/me/sessions": { summary: "List one's sessions", answers: { 200: { description: "Those that are open, this one first", body: sessionsAnswer } } },
  "DELETE /api/v1/me/sessions": { summary: "End all one's other sessions", answers: { 200: signedIn("Ended; a new session for this browser") } },
});
