import { randomBytes } from "node:crypto";
import type { Micros } from "@/lib/time";
import { sha256 } from "./digest";
import type { AccountStore, StoredSession, StoredUser } from "./store";

/** A session ends so long after it began, whatever happens. */
export const SESSION_LIFE: Micros = 12 * 3600 * 1_000_000;
/** And so long after it was last used. */
export const SESSION_IDLE: Micros = 30 * 60 * 1_000_000;
/** The last use is written at most this often. */
const SEEN_EVERY: Micros = 60 * 1_000_000;

export type NewSession = { /** The cookie's value; only its digest is kept. */ id: string; expiresAt: Micros };

const keyOf = (id: string) => sha256(id).toString("hex");

function isOver(session: StoredSession, now: Micros): boolean {
  return now >= session.createdAt + SESSION_LIFE || now >= session.seenAt + SESSION_IDLE;
}

/** How a browser names itself may be long; its beginning tells them apart. */
const AGENT_LENGTH = 200;

/** Begins a session, under a new id each time. Resolves when it is on disk. `agent`: the browser, as it names itself. */
export async function startSession(store: AccountStore, user: Pick<StoredUser, "id" | "epoch">, agent: string | null, now: Micros): Promise<NewSession> {
  const id = randomBytes(32).toString("base64url");
  const session: StoredSession = { userId: user.id, createdAt: now, seenAt: now, epoch: user.epoch ?? 0, ...(agent === null ? {} : { agent: agent.slice(0, AGENT_LENGTH) }) };
  await store.root.transaction(() => {
    void store.sessions.put(keyOf(id), session);
    void store.seen.put(user.id, now);
  });
  return { id, expiresAt: now + SESSION_LIFE };
}

/** The user may come in, and has not ended all sessions since this one began. */
const isOf = (session: StoredSession, user: StoredUser): boolean => session.userId === user.id && !user.deactivatedAt && (session.epoch ?? 0) === (user.epoch ?? 0);

/** Whose session this is, or `null` when it is over or was never one. Counts as a use. */
export function userOfSession(store: AccountStore, id: string, now: Micros): StoredUser | null {
  const key = keyOf(id);
  const session = store.sessions.get(key);
  if (!session || isOver(session, now)) return null;
  const user = store.users.get(session.userId);
  if (!user || !isOf(session, user)) return null;
  if (now - session.seenAt >= SEEN_EVERY) {
    // nobody waits for this write; inside the transaction, because a sign-out may have come between
    void store.root
      .transaction(() => {
        const current = store.sessions.get(key);
        if (!current || current.seenAt >= now) return;
        void store.sessions.put(key, { ...current, seenAt: now });
        void store.seen.put(user.id, now);
      })
      .catch(() => undefined);
  }
  return user;
}

/** A session as its user sees it. `current`: the one that asks. */
export type SessionInfo = { createdAt: Micros; seenAt: Micros; expiresAt: Micros; agent: string | null; current: boolean };

/** The sessions that a user has open, the last used first. `currentId`: the cookie of who asks. */
export function listSessions(store: AccountStore, user: StoredUser, currentId: string | null, now: Micros): SessionInfo[] {
  const currentKey = currentId === null ? null : keyOf(currentId);
  return [...store.sessions.getRange()]
    .filter(({ value }) => isOf(value, user) && !isOver(value, now))
    .map(({ key, value }) => ({ createdAt: value.createdAt, seenAt: value.seenAt, expiresAt: value.createdAt + SESSION_LIFE, agent: value.agent ?? null, current: key === currentKey }))
    .sort((x, y) => Number(y.current) - Number(x.current) || y.seenAt - x.seenAt);
}

/** Ends a session. Unknown ids are nothing to end. */
export async function endSession(store: AccountStore, id: string): Promise<void> {
  await store.sessions.remove(keyOf(id));
}

/** Drops the sessions that are over. */
export async function forgetOldSessions(store: AccountStore, now: Micros): Promise<void> {
  await store.sessions.transaction(() => {
    for (const { key, value } of store.sessions.getRange()) {
      if (isOver(value, now)) void store.sessions.remove(key);
    }
  });
}
