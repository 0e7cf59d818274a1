import { mkdirSync } from "node:fs";
import { open, type Database, type RootDatabase } from "lmdb";
import type { Role } from "@/lib/access/viewer";
import type { Micros } from "@/lib/time";
import type { PasswordHash } from "./password";

export type StoredUser = {
  id: string;
  name: string;
  role: Role;
  namespaces: string[] | null;
  password: PasswordHash;
  createdAt: Micros;
  /** Absent before there was more than one user, as `epoch`. */
  deactivatedAt?: Micros | null;
  /** Counts how often all sessions were ended: a session of another epoch is over. */
  epoch?: number;
};
export type StoredSession = { userId: string; createdAt: Micros; seenAt: Micros; epoch?: number; /** The browser, as it named itself. */ agent?: string };
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
/** A link that makes a user. It is there until it is used, revoked, or long over. */
export type StoredInvitation = StoredLink & { id: string; role: Role; namespaces: string[] | null; createdBy: string; createdAt: Micros };
/** A link by which a user chooses a new password; one at most for each user. */
export type StoredReset = StoredLink & { id: string; userId: string; createdBy: string };

/** A value to be put in a table, or taken out of it (`null`). */
export type Write = { table: GovernedTable; key: string; value: unknown };
/** What is changed only together with a record in the ledger. */
export type GovernedTable = "users" | "userByName" | "tokens" | "invitations" | "resets" | "setup";
/** A change that is prepared: it holds once the ledger has the record `recordId`. */
export type StoredChange = { recordId: string; writes: Write[] };

/** What the accounts keep: one LMDB environment, JSON values, no secret in clear. A commit is an fsync. */
export type AccountStore = {
  root: RootDatabase;
  users: Database<StoredUser, string>;
  /** Folded name to user id. */
  userByName: Database<string, string>;
  /** User id to the last time that a session of theirs was used, to the minute. */
  seen: Database<Micros, string>;
  /** SHA-256 of the session's id, in hex. */
  sessions: Database<StoredSession, string>;
  tokens: Database<StoredToken, string>;
  invitations: Database<StoredInvitation, string>;
  resets: Database<StoredReset, string>;
  /** SHA-256 of the folded name, in hex: names that nobody has are counted too. */
  attempts: Database<StoredAttempts, string>;
  /** At most one, under `link`. */
  setup: Database<StoredLink, string>;
  /** At most one, under `pending`. */
  changes: Database<StoredChange, string>;
};

/** Opens or makes the environment in `directory`, which only its owner may enter. */
export function openAccountStore(directory: string): AccountStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const root = open({ path: directory, noSubdir: false, overlappingSync: false, encoding: "json", maxDbs: 16 });
  return {
    root,
    users: root.openDB({ name: "users", encoding: "json" }),
    userByName: root.openDB({ name: "user-by-name", encoding: "json" }),
    seen: root.openDB({ name: "seen", encoding: "json" }),
    sessions: root.openDB({ name: "sessions", encoding: "json" }),
    tokens: root.openDB({ name: "tokens", encoding: "json" }),
    invitations: root.openDB({ name: "invitations", encoding: "json" }),
    resets: root.openDB({ name: "resets", encoding: "json" }),
    attempts: root.openDB({ name: "attempts", encoding: "json" }),
    setup: root.openDB({ name: "setup", encoding: "json" }),
    changes: root.openDB({ name: "changes", encoding: "json" }),
  };
}

/** The form under which two spellings of a sign-in name are one. */
export function foldName(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
