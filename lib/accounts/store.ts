import { mkdirSync } from "node:fs";
import { open, type Database, type RootDatabase } from "lmdb";
import type { Role } from "@/lib/access/viewer";
import type { Micros } from "@/lib/time";
import type { PasswordHash } from "./password";

export type StoredUser = { id: string; name: string; role: Role; namespaces: string[] | null; password: PasswordHash; createdAt: Micros };
export type StoredSession = { userId: string; createdAt: Micros; seenAt: Micros };
export type StoredToken = {
  id: string;
  name: string;
  role: Role;
  namespaces: string[] | null;
  /** SHA-256 of the secret, in hex. */
  digest: string;
  /** Id of the viewer that made it. */
  createdBy: string;
  createdAt: Micros;
  expiresAt: Micros;
  revokedAt: Micros | null;
  usedAt: Micros | null;
};
export type StoredAttempts = { failures: number; lastAt: Micros };
export type StoredLink = { digest: string; expiresAt: Micros };

/** What the accounts keep: one LMDB environment, JSON values, no secret in clear. A commit is an fsync. */
export type AccountStore = {
  root: RootDatabase;
  users: Database<StoredUser, string>;
  /** Folded name to user id. */
  userByName: Database<string, string>;
  /** SHA-256 of the session's id, in hex. */
  sessions: Database<StoredSession, string>;
  tokens: Database<StoredToken, string>;
  /** SHA-256 of the folded name, in hex: names that nobody has are counted too. */
  attempts: Database<StoredAttempts, string>;
  /** At most one, under `link`. */
  setup: Database<StoredLink, string>;
};

/** Opens or makes the environment in `directory`, which only its owner may enter. */
export function openAccountStore(directory: string): AccountStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const root = open({ path: directory, noSubdir: false, overlappingSync: false, encoding: "json", maxDbs: 8 });
  return {
    root,
    users: root.openDB({ name: "users", encoding: "json" }),
    userByName: root.openDB({ name: "user-by-name", encoding: "json" }),
    sessions: root.openDB({ name: "sessions", encoding: "json" }),
    tokens: root.openDB({ name: "tokens", encoding: "json" }),
    attempts: root.openDB({ name: "attempts", encoding: "json" }),
    setup: root.openDB({ name: "setup", encoding: "json" }),
  };
}

/** The form under which two spellings of a sign-in name are one. */
export function foldName(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
