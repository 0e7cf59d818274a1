import { may, type Action } from "@/lib/access/policy";
import { covers, type Role, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import type { Decision } from "./governed-changes";
import { foldName, type AccountStore, type StoredToken, type StoredUser, type Write } from "./store";

/** What a person may be given. `producer` is for machines. */
export const USER_ROLES = ["viewer", "steward", "approver", "auditor", "admin"] as const satisfies readonly Role[];
export type UserRole = (typeof USER_ROLES)[number];

/** A user as lists show them. `seenAt`: the last use of a session, to the minute. */
export type UserInfo = { id: string; name: string; role: Role; namespaces: string[] | null; createdAt: Micros; seenAt: Micros | null; deactivatedAt: Micros | null };

/** Rights, or whether the user may come in. `keepTokens`: tokens that they made stay, though they could not make them any more. */
export type UserChange = { role?: UserRole; namespaces?: readonly string[] | null; active?: boolean; keepTokens?: boolean };

export const viewerOf = (user: StoredUser): Viewer => ({ id: `user:${user.id}`, name: user.name, role: user.role, namespaces: user.namespaces });

/** The user that a viewer's id stands for, or `null`. */
export function userIdOf(viewer: Pick<Viewer, "id">): string | null {
  return viewer.id.startsWith("user:") ? viewer.id.slice("user:".length) : null;
}

export function infoOf(store: AccountStore, { id, name, role, namespaces, createdAt, deactivatedAt }: StoredUser): UserInfo {
  return { id, name, role, namespaces, createdAt, seenAt: store.seen.get(id) ?? null, deactivatedAt: deactivatedAt ?? null };
}

const allUsers = (store: AccountStore): StoredUser[] => [...store.users.getRange()].map(({ value }) => value);

/** Whether `viewer` may see `user`: themselves, and whoever has no namespace that they have not. */
const isKnownTo = (viewer: Viewer, user: StoredUser): boolean => viewer.id === `user:${user.id}` || covers(viewer, user.namespaces);

/** The users that `viewer` may see, by name. */
export function listUsers(store: AccountStore, viewer: Viewer): UserInfo[] {
  return allUsers(store)
    .filter((user) => isKnownTo(viewer, user))
    .map((user) => infoOf(store, user))
    .sort((a, b) => (foldName(a.name) < foldName(b.name) ? -1 : 1));
}

/** @throws AppError `not_found` for a user that is not there, or not to be seen */
export function getUser(store: AccountStore, viewer: Viewer, id: string): StoredUser {
  const user = store.users.get(id);
  if (!user || !isKnownTo(viewer, user)) throw new AppError("not_found", "There is no such user.");
  return user;
}

/**
 * Who asks, with the rights they have now: since the request came in another change may have taken them.
 * @throws AppError `forbidden`
 */
export function stillMay(store: AccountStore, viewer: Viewer, action: Action): Viewer {
  const now = currentRights(store, viewer);
  if (!now || !may(now, action)) throw new AppError("forbidden", "You may not do this any more: your rights were changed meanwhile.");
  return now;
}

function currentRights(store: AccountStore, viewer: Viewer): Viewer | null {
  if (viewer.role === "automation") return viewer;
  const userId = userIdOf(viewer);
  if (userId !== null) {
    const user = store.users.get(userId);
    return user && !user.deactivatedAt ? viewerOf(user) : null;
  }
  const token = store.tokens.get(viewer.id.slice("token:".length));
  return token && token.revokedAt === null ? { ...viewer, role: token.role, namespaces: token.namespaces } : null;
}

/** @throws AppError `forbidden`: nobody hands out more than they have */
export function assertCovers(viewer: Viewer, namespaces: readonly string[] | null): void {
  if (!covers(viewer, namespaces)) throw new AppError("forbidden", "You may give your own namespaces only.", { pointer: "/namespaces" });
}

/** Namespaces of several things together; `null`, which is all of them, wins. */
export function joined(...scopes: (readonly string[] | null)[]): string[] | null {
  return scopes.includes(null) ? null : [...new Set(scopes.flatMap((scope) => scope ?? []))].sort();
}

const sameNamespaces = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a === null || b === null ? a === b : a.length === b.length && a.every((it) => b.includes(it));

/**
 * Changes what a user may do, or whether they may come in. Their sessions end. With what they lose go the links and (unless they are
 * kept) the tokens that they made and could not make any more.
 * @throws AppError `forbidden` for one's own rights and for more than one has, `not_found`, `conflict` for the last administrator
 */
export function decideUserChange(store: AccountStore, by: Viewer, id: string, change: UserChange, now: Micros): Decision<StoredUser> | { record: null; result: StoredUser } {
  const viewer = stillMay(store, by, "user:write");
  const user = getUser(store, viewer, id);
  if (viewer.id === `user:${id}`) throw new AppError("forbidden", "Your own role, namespaces and account are changed by another administrator.");
  if (change.namespaces !== undefined) assertCovers(viewer, change.namespaces);
  const next: StoredUser = {
    ...user,
    role: change.role ?? user.role,
    namespaces: change.namespaces === undefined ? user.namespaces : change.namespaces && [...new Set(change.namespaces)].sort(),
    deactivatedAt: change.active === undefined ? (user.deactivatedAt ?? null) : change.active ? null : (user.deactivatedAt ?? now),
    epoch: (user.epoch ?? 0) + 1,
  };
  const rights = next.role !== user.role || !sameNamespaces(next.namespaces, user.namespaces);
  const presence = Boolean(next.deactivatedAt) !== Boolean(user.deactivatedAt);
  if (!rights && !presence) return { record: null, result: user };
  assertNotLast(store, user, next);
  const tokens = change.keepTokens ? [] : tokensBeyond(store, next);
  const links = linksBeyond(store, next);
  const invitations = links.filter(({ table }) => table === "invitations").map(({ key }) => key);
  const facts = {
    name: user.name,
    ...(rights ? { role: { from: user.role, to: next.role }, namespaces: { from: user.namespaces, to: next.namespaces } } : {}),
    tokensRevoked: tokens.map((token) => token.id),
    invitationsRevoked: invitations,
  };
  return {
    record: {
      event: rights ? "rights-changed" : next.deactivatedAt ? "user-deactivated" : "user-reactivated",
      actor: viewer.id,
      subject: `user:${id}`,
      about: [...tokens.map((token) => `token:${token.id}`), ...invitations.map((it) => `invitation:${it}`)],
      scope: joined(user.namespaces, next.namespaces),
      facts,
    },
    writes: [
      { table: "users", key: id, value: next },
      ...tokens.map((token): Write => ({ table: "tokens", key: token.id, value: { ...token, revokedAt: now } })),
      ...links,
    ],
    result: next,
  };
}

/** An administrator of all namespaces stays, or nobody could look after those of the others. */
function assertNotLast(store: AccountStore, user: StoredUser, next: StoredUser): void {
  const isAdmin = (it: StoredUser) => it.role === "admin" && it.namespaces === null && !it.deactivatedAt;
  if (!isAdmin(user) || isAdmin(next) || allUsers(store).some((it) => it.id !== user.id && isAdmin(it))) return;
  throw new AppError("conflict", `${user.name} is the last administrator of all namespaces. Give another person that role first.`);
}

/** Live tokens that a user made, or a token of theirs did. */
export function tokensMadeBy(store: AccountStore, userId: string): StoredToken[] {
  const all = [...store.tokens.getRange()].map(({ value }) => value);
  const makers = new Set([`user:${userId}`]);
  for (let size = 0; size !== makers.size; ) {
    size = makers.size;
    for (const token of all) if (makers.has(token.createdBy)) makers.add(`token:${token.id}`);
  }
  return all.filter((token) => token.revokedAt === null && makers.has(token.createdBy));
}

const couldGive = (user: StoredUser, namespaces: readonly string[] | null): boolean => !user.deactivatedAt && may(viewerOf(user), "token:write") && covers(viewerOf(user), namespaces);

/** The live tokens that a user made and, as they are now, could not make. */
function tokensBeyond(store: AccountStore, user: StoredUser): StoredToken[] {
  return tokensMadeBy(store, user.id).filter((token) => !couldGive(user, token.namespaces));
}

/** The links that a user, or a token of theirs, made and that the user could not make any more: a link in hand must not outlive the right to make it. */
function linksBeyond(store: AccountStore, user: StoredUser): Write[] {
  const makers = new Set([`user:${user.id}`, ...tokensMadeBy(store, user.id).map((token) => `token:${token.id}`)]);
  return linksMadeBy(store, makers, (namespaces) => !couldGive(user, namespaces));
}

/** Takes out the invitations and links for a new password that one of `makers` made, where `goes` says so of their namespaces. */
export function linksMadeBy(store: AccountStore, makers: ReadonlySet<string>, goes: (namespaces: readonly string[] | null) => boolean): Write[] {
  const invitations = [...store.invitations.getRange()].filter(({ value }) => makers.has(value.createdBy) && goes(value.namespaces));
  const resets = [...store.resets.getRange()].filter(({ value }) => makers.has(value.createdBy) && goes(store.users.get(value.userId)?.namespaces ?? null));
  return [...invitations.map(({ key }): Write => ({ table: "invitations", key, value: null })), ...resets.map(({ key }): Write => ({ table: "resets", key, value: null }))];
}

