import type { Micros } from "@/lib/time";
import { sha256 } from "./digest";
import { foldName, type AccountStore } from "./store";

/** So many wrong passwords are free; each further one doubles the wait, up to a quarter of an hour. */
const FREE_FAILURES = 5;
const FIRST_WAIT: Micros = 15 * 1_000_000;
const LONGEST_WAIT: Micros = 15 * 60 * 1_000_000;
/** A name that nobody tried for a day begins anew. */
const FORGET_AFTER: Micros = 24 * 3600 * 1_000_000;

function waitAfter(failures: number): Micros {
  return failures < FREE_FAILURES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - FREE_FAILURES));
}

const keyOf = (name: string) => sha256(foldName(name)).toString("hex");

/**
 * Counts one attempt on `name` before its password is looked at, so that guesses sent side by side count too.
 * False, and nothing counted, while the name has to wait. Names that nobody has are treated alike.
 */
export async function beginAttempt(store: AccountStore, name: string, now: Micros): Promise<boolean> {
  const key = keyOf(name);
  return store.attempts.transaction(() => {
    const before = store.attempts.get(key);
    const failures = before && now - before.lastAt < FORGET_AFTER ? before.failures : 0;
    if (before && failures > 0 && now < before.lastAt + waitAfter(failures)) return false;
    void store.attempts.put(key, { failures: failures + 1, lastAt: now });
    return true;
  });
}

/** The password was right: the name begins anew. */
export async function clearAttempts(store: AccountStore, name: string): Promise<void> {
  await store.attempts.remove(keyOf(name));
}

/** Drops what is too old to count. */
export async function forgetOldAttempts(store: AccountStore, now: Micros): Promise<void> {
  await store.attempts.transaction(() => {
    for (const { key, value } of store.attempts.getRange()) {
      if (now - value.lastAt >= FORGET_AFTER) void store.attempts.remove(key);
    }
  });
}
