import { randomBytes } from "node:crypto";
import type { Micros } from "@/lib/time";
import { sha256 } from "./digest";
import type { AccountStore, StoredSession } from "./store";

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

/** Begins a session, under a new id each time. Resolves when it is on disk. */
export async function startSession(store: AccountStore, userId: string, now: Micros): Promise<NewSession> {
  const id = randomBytes(32).toString("base64url");
  await store.sessions.put(keyOf(id), { userId, createdAt: now, seenAt: now });
  return { id, expiresAt: now + SESSION_LIFE };
}

/** Whose session this is, or `null` when it is over or was never one. Counts as a use. */
export function userOfSession(store: AccountStore, id: string, now: Micros): string | null {
  const key = keyOf(id);
  const session = store.sessions.get(key);
  if (!session || isOver(session, now)) return null;
  if (now - session.seenAt >= SEEN_EVERY) {
    // nobody waits for this write; inside the transaction, because a sign-out may have come between
    void store.sessions
      .transaction(() => {
        const current = store.sessions.get(key);
        if (current && current.seenAt < now) void store.sessions.put(key, { ...current, seenAt: now });
      })
      .catch(() => undefined);
  }
  return session.userId;
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
