import { z } from "zod";
import { ROLES } from "@/lib/access/viewer";
import { formatInstant, type Micros } from "@/lib/time";
import { instantText, namespaceList, newPassword, shownName } from "./account-schemas";
import type { InvitationInfo } from "./invitations";
import type { SessionInfo } from "./sessions";
import { USER_ROLES, type UserInfo } from "./users";

const linkToken = z.string().min(1).max(200).meta({ description: "What follows 'token=' in the link" });
const at = (instant: Micros | null): string | null => (instant === null ? null : formatInstant(instant));

export const newInvitationBody = z.object({
  role: z.enum(USER_ROLES),
  namespaces: namespaceList.default(null),
});
export const invitationAnswer = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  namespaces: namespaceList,
  createdBy: z.string(),
  createdAt: instantText,
  expiresAt: instantText,
});
export const newInvitationAnswer = invitationAnswer.extend({ url: z.string().meta({ description: "The link for the invited person. It is shown this once." }) });
export const invitationsAnswer = z.object({ results: z.array(invitationAnswer), total: z.int(), shown: z.int() });

export const openInvitationBody = z.object({ token: linkToken });
export const openInvitationAnswer = z.object({ role: z.enum(ROLES), namespaces: namespaceList, invitedBy: z.string(), expiresAt: instantText });
export const acceptInvitationBody = z.object({ token: linkToken, name: shownName, password: newPassword });

export const userAnswer = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  namespaces: namespaceList,
  createdAt: instantText,
  seenAt: instantText.nullable().meta({ description: "The last use of a session, to the minute" }),
  deactivatedAt: instantText.nullable().meta({ description: "Since when the user may not come in" }),
});
export const usersAnswer = z.object({ results: z.array(userAnswer), total: z.int(), shown: z.int() });
export const userChangeBody = z
  .object({
    role: z.enum(USER_ROLES).optional(),
    namespaces: namespaceList.optional(),
    active: z.boolean().optional().meta({ description: "false: the user may not come in" }),
    keepTokens: z.boolean().optional().meta({ description: "Keep the tokens that the user made and could not make any more; they are revoked unless told" }),
  })
  .refine(({ role, namespaces, active }) => (active === undefined) !== (role === undefined && namespaces === undefined), "Change either the rights (role, namespaces) or 'active'.");

export const resetLinkAnswer = z.object({ url: z.string().meta({ description: "The link for the user. It is shown this once." }), expiresAt: instantText });
export const resetPasswordBody = z.object({ token: linkToken, password: newPassword });
export const changePasswordBody = z.object({ current: z.string().min(1).max(1024), password: newPassword });

export const sessionsAnswer = z.object({
  results: z.array(z.object({ createdAt: instantText, seenAt: instantText, expiresAt: instantText, agent: z.string().nullable().meta({ description: "The browser, as it named itself" }), current: z.boolean() })),
  total: z.int(),
  shown: z.int(),
});

export function toUserAnswer(user: UserInfo): z.infer<typeof userAnswer> {
  return { ...user, createdAt: formatInstant(user.createdAt), seenAt: at(user.seenAt), deactivatedAt: at(user.deactivatedAt) };
}

export function toInvitationAnswer(invitation: InvitationInfo): z.infer<typeof invitationAnswer> {
  return { ...invitation, createdAt: formatInstant(invitation.createdAt), expiresAt: formatInstant(invitation.expiresAt) };
}

export function toSessionsAnswer(sessions: readonly SessionInfo[]): z.infer<typeof sessionsAnswer> {
  const results = sessions.map((it) => ({ ...it, createdAt: formatInstant(it.createdAt), seenAt: formatInstant(it.seenAt), expiresAt: formatInstant(it.expiresAt) }));
  return { results, total: results.length, shown: results.length };
}
