import { randomBytes, randomUUID } from "node:crypto";
import { covers, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import { equalInConstantTime, randomSecret, sha256 } from "./digest";
import type { Decision } from "./governed-changes";
import type { PasswordHash } from "./password";
import { foldName, type AccountStore, type StoredInvitation, type StoredLink, type StoredReset, type StoredUser, type Write } from "./store";
import { assertCovers, getUser, stillMay, viewerOf, type UserRole } from "./users";

/** An invitation can be accepted for so long. */
export const INVITATION_LIFE: Micros = 7 * 24 * 3600 * 1_000_000;
/** A link for a new password holds for so long. */
export const RESET_LIFE: Micros = 24 * 3600 * 1_000_000;
/** One that is over stays in the list for so long, so that it can be seen that nobody came. */
const KEEP_EXPIRED: Micros = 30 * 24 * 3600 * 1_000_000;

export type NewInvitation = { role: UserRole; namespaces: readonly string[] | null };
/** An invitation that waits, as lists show it: without its secret. */
export type InvitationInfo = Omit<StoredInvitation, "digest">;

/** The same words whatever is wrong with a link. */
const LINK_FAILED = "This link does not hold: it was used, withdrawn, or is too old. Ask an administrator for a new one.";

/** What stands in a link's fragment: the id finds it, the secret proves it. */
function newLink(): { id: string; text: string; digest: string } {
  const id = randomBytes(6).toString("hex");
  const secret = randomSecret();
  return { id, text: `${id}_${secret}`, digest: sha256(secret).toString("hex") };
}

/** @throws AppError `forbidden`, in the same words for every reason */
function openLink<L extends StoredLink>(find: (id: string) => L | undefined, text: string, now: Micros): L {
  const [, id, secret] = /^([0-9a-f]{12})_([0-9A-Za-z]{43})$/.exec(text) ?? [];
  const link = id === undefined ? undefined : find(id);
  if (!link || secret === undefined || !equalInConstantTime(sha256(secret).toString("hex"), link.digest) || now >= link.expiresAt) throw new AppError("forbidden", LINK_FAILED);
  return link;
}

function infoOf({ digest: _, ...info }: StoredInvitation): InvitationInfo {
  return info;
}

/** The invitations that `viewer` may see and that nobody has used or withdrawn, newest first; those that are over too, for a while. */
export function listInvitations(store: AccountStore, viewer: Viewer): InvitationInfo[] {
  return [...store.invitations.getRange()]
    .map(({ value }) => infoOf(value))
    .filter((it) => covers(viewer, it.namespaces))
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

/** @throws AppError `forbidden` for namespaces that the inviting viewer has not */
export function decideInvitation(store: AccountStore, by: Viewer, wanted: NewInvitation, now: Micros): Decision<{ text: string; invitation: InvitationInfo }> {
  const viewer = stillMay(store, by, "user:write");
  assertCovers(viewer, wanted.namespaces);
  const { id, text, digest } = newLink();
  const invitation: StoredInvitation = {
    id, digest, role: wanted.role, namespaces: wanted.namespaces && [...new Set(wanted.namespaces)].sort(), createdBy: viewer.id, createdAt: now, expiresAt: now + INVITATION_LIFE,
  };
  const { role, namespaces } = invitation;
  return {
    record: { event: "invitation-made", actor: viewer.id, subject: `invitation:${id}`, scope: namespaces, facts: { role, namespaces } },
    writes: [{ table: "invitations", key: id, value: invitation }],
    result: { text, invitation: infoOf(invitation) },
  };
}

/** @throws AppError `not_found` for one that is not there, or not to be seen */
export function decideRevocation(store: AccountStore, by: Viewer, id: string): Decision<null> {
  const viewer = stillMay(store, by, "user:write");
  const invitation = store.invitations.get(id);
  if (!invitation || !covers(viewer, invitation.namespaces)) throw new AppError("not_found", "There is no such invitation.");
  const { role, namespaces } = invitation;
  return {
    record: { event: "invitation-revoked", actor: viewer.id, subject: `invitation:${id}`, scope: namespaces, facts: { role, namespaces } },
    writes: [{ table: "invitations", key: id, value: null }],
    result: null,
  };
}

/** What an invitation gives, for whoever has its link. @throws AppError `forbidden` */
export function openInvitation(store: AccountStore, text: string, now: Micros): InvitationInfo {
  return infoOf(openLink((id) => store.invitations.get(id), text, now));
}

/** @throws AppError `conflict` when somebody has that name */
export function assertFree(store: AccountStore, name: string): void {
  if (store.userByName.get(foldName(name)) !== undefined) throw new AppError("conflict", "Somebody has this name already. Choose another.", { pointer: "/name" });
}

/** Makes the user that the invitation is for. @throws AppError `forbidden` for the link, `conflict` for a name that is taken */
export function decideAcceptance(store: AccountStore, request: { token: string; name: string; password: PasswordHash }, now: Micros): Decision<Viewer> {
  const invitation = openLink((id) => store.invitations.get(id), request.token, now);
  assertFree(store, request.name);
  const { role, namespaces } = invitation;
  const user: StoredUser = { id: randomUUID(), name: request.name, role, namespaces, password: request.password, createdAt: now, deactivatedAt: null, epoch: 0 };
  return {
    record: { event: "invitation-accepted", actor: `user:${user.id}`, subject: `user:${user.id}`, about: [`invitation:${invitation.id}`], scope: namespaces, facts: { name: user.name, role, namespaces, invitation: invitation.id, invitedBy: invitation.createdBy } },
    writes: [{ table: "users", key: user.id, value: user }, { table: "userByName", key: foldName(user.name), value: user.id }, { table: "invitations", key: invitation.id, value: null }],
    result: viewerOf(user),
  };
}

/** A new link voids the one before. @throws AppError `not_found`, `conflict` for a user who may not come in, `forbidden` for one's own */
export function decideResetLink(store: AccountStore, by: Viewer, userId: string, now: Micros): Decision<{ text: string; expiresAt: Micros }> {
  const viewer = stillMay(store, by, "user:write");
  const user = getUser(store, viewer, userId);
  if (viewer.id === `user:${userId}`) throw new AppError("forbidden", "You change your own password on your account's page.");
  if (user.deactivatedAt) throw new AppError("conflict", `${user.name} is deactivated. Reactivate the account first.`);
  const { id, text, digest } = newLink();
  const reset: StoredReset = { id, digest, userId, createdBy: viewer.id, expiresAt: now + RESET_LIFE };
  return {
    record: { event: "reset-link-made", actor: viewer.id, subject: `user:${userId}`, scope: user.namespaces, facts: { name: user.name } },
    writes: [...resetsOf(store, userId), { table: "resets", key: id, value: reset }],
    result: { text, expiresAt: reset.expiresAt },
  };
}

/** @throws AppError `forbidden` when the link does not hold */
export function openReset(store: AccountStore, text: string, now: Micros): StoredUser {
  const { userId } = openLink((id) => store.resets.get(id), text, now);
  const user = store.users.get(userId);
  if (!user || user.deactivatedAt) throw new AppError("forbidden", LINK_FAILED);
  return user;
}

/** Takes the new password; all sessions end. @throws AppError `forbidden` when the link does not hold */
export function decideReset(store: AccountStore, request: { token: string; password: PasswordHash }, now: Micros): Decision<StoredUser> {
  return decidePassword(store, openReset(store, request.token, now), request.password, "password-reset");
}

/** A new password for a user: all sessions and links for another one are over. */
export function decidePassword(store: AccountStore, user: StoredUser, password: PasswordHash, event: "password-changed" | "password-reset"): Decision<StoredUser> {
  const next: StoredUser = { ...user, password, epoch: (user.epoch ?? 0) + 1 };
  return {
    record: { event, actor: `user:${user.id}`, subject: `user:${user.id}`, scope: user.namespaces, facts: { name: user.name } },
    writes: [{ table: "users", key: user.id, value: next }, ...resetsOf(store, user.id)],
    result: next,
  };
}

const resetsOf = (store: AccountStore, userId: string): Write[] =>
  [...store.resets.getRange()].filter(({ value }) => value.userId === userId).map(({ key }) => ({ table: "resets", key, value: null }));

/** Drops the links that are long over. */
export async function forgetOldLinks(store: AccountStore, now: Micros): Promise<void> {
  await store.root.transaction(() => {
    for (const { key, value } of store.invitations.getRange()) if (now >= value.expiresAt + KEEP_EXPIRED) void store.invitations.remove(key);
    for (const { key, value } of store.resets.getRange()) if (now >= value.expiresAt) void store.resets.remove(key);
  });
}
