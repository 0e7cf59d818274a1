import { randomUUID } from "node:crypto";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { nowMicros, type Micros } from "@/lib/time";
import { equalInConstantTime, randomSecret, sha256 } from "./digest";
import { hashPassword, verifyPassword } from "./password";
import { PASSWORD_MIN_LENGTH } from "./password-length";
import { endSession, forgetOldSessions, startSession, userOfSession, type NewSession } from "./sessions";
import { beginAttempt, clearAttempts, forgetOldAttempts } from "./sign-in-attempts";
import { foldName, openAccountStore, type AccountStore, type StoredUser } from "./store";
import { createToken, listTokens, revokeToken, viewerOfToken, type NewToken, type TokenInfo } from "./tokens";

/** A set-up link can be used so long after the start that printed it. */
const LINK_LIFE: Micros = 30 * 60 * 1_000_000;
const LINK_FILE = "setup-link";

export type SetupLink = { url: string; /** The file, beside the accounts' directory, that holds it too. */ file: string; expiresAt: Micros };

/** The same words whatever was wrong: they tell neither who has an account nor who is locked out. */
const SIGN_IN_FAILED = "The name or the password is wrong, or there were too many attempts. After several failures, wait before trying again.";
const LINK_FAILED = "This set-up link does not hold: it was used, or it is older than 30 minutes. Start Headwater again for a new one.";

/**
 * Who may sign in, and with what: users, their sessions, API tokens, and the link that makes the first administrator. Opened once in a
 * process, by the server. Passwords are kept as scrypt keys, all other secrets as SHA-256 digests.
 */
export class Accounts {
  private constructor(
    private readonly store: AccountStore,
    private readonly linkFile: string,
    private readonly clock: () => Micros,
  ) {}

  /** Opens or makes the accounts in `directory`, and drops the sessions and failed attempts that are over. */
  static open(directory: string, options: { clock?: () => Micros } = {}): Accounts {
    const accounts = new Accounts(openAccountStore(directory), path.join(path.dirname(path.resolve(directory)), LINK_FILE), options.clock ?? nowMicros);
    accounts.tidy();
    return accounts;
  }

  /** False until the first administrator is there. */
  hasUsers(): boolean {
    return this.store.users.getKeysCount({ limit: 1 }) > 0;
  }

  /**
   * A link for making the first administrator, once, within 30 minutes; `null` when there is a user already. A new link voids the one
   * before. It is also written to a file that only its owner may read. `baseUrl` is the address the server is reached at.
   */
  async issueSetupLink(baseUrl: string): Promise<SetupLink | null> {
    if (this.hasUsers()) return null;
    const token = randomSecret();
    const expiresAt = this.clock() + LINK_LIFE;
    // in the fragment: it reaches neither access logs nor Referer headers
    const url = new URL(`/setup#token=${token}`, baseUrl).href;
    await this.store.setup.put("link", { digest: sha256(token).toString("hex"), expiresAt });
    writeFileSync(this.linkFile, `${url}\n`, { mode: 0o600 });
    chmodSync(this.linkFile, 0o600);
    return { url, file: this.linkFile, expiresAt };
  }

  /**
   * Makes the first administrator and voids the link.
   * @throws AppError `forbidden` when the link is wrong, used or too old, `invalid` for a password that is too short.
   */
  async completeSetup(request: { token: string; name: string; password: string }): Promise<Viewer> {
    this.checkLink(request.token);
    if ([...request.password.normalize("NFKC")].length < PASSWORD_MIN_LENGTH) {
      throw new AppError("invalid", `A password has ${PASSWORD_MIN_LENGTH} characters or more.`, { pointer: "/password" });
    }
    const name = request.name.normalize("NFKC").trim();
    if (name === "") throw new AppError("invalid", "A name is needed.", { pointer: "/name" });
    const user: StoredUser = {
      id: randomUUID(), name, role: "admin", namespaces: null, password: await hashPassword(request.password), createdAt: this.clock(),
    };
    const made = await this.store.root.transaction(() => {
      // again, inside the transaction: two requests may have passed the check above
      if (!this.linkHolds(request.token)) return false;
      void this.store.users.put(user.id, user);
      void this.store.userByName.put(foldName(name), user.id);
      void this.store.setup.remove("link");
      return true;
    });
    if (!made) throw new AppError("forbidden", LINK_FAILED);
    rmSync(this.linkFile, { force: true });
    return viewerOf(user);
  }

  /**
   * Who has this name and this password. Wrong guesses make the name wait, longer each time.
   * @throws AppError `unauthenticated`, in the same words for every reason; `unavailable` when too many sign in at once.
   */
  async signIn(request: { name: string; password: string }): Promise<Viewer> {
    if (!(await beginAttempt(this.store, request.name, this.clock()))) throw new AppError("unauthenticated", SIGN_IN_FAILED);
    const id = this.store.userByName.get(foldName(request.name));
    const user = id === undefined ? undefined : this.store.users.get(id);
    const right = await verifyPassword(request.password, user?.password ?? null);
    if (!right || !user) throw new AppError("unauthenticated", SIGN_IN_FAILED);
    await clearAttempts(this.store, request.name);
    return viewerOf(user);
  }

  /** Begins a session for a user, under a new id. Ends those that are over. */
  async startSession(viewer: Viewer): Promise<NewSession> {
    this.tidy();
    return startSession(this.store, viewer.id.slice("user:".length), this.clock());
  }

  /** Whose session this is now, with the role the user has now; `null` when it is over. Counts as a use. */
  viewerOfSession(id: string): Viewer | null {
    const userId = userOfSession(this.store, id, this.clock());
    const user = userId === null ? undefined : this.store.users.get(userId);
    return user ? viewerOf(user) : null;
  }

  endSession(id: string): Promise<void> {
    return endSession(this.store, id);
  }

  /** Makes a token; `text` cannot be shown again. */
  createToken(wanted: NewToken, by: Viewer): Promise<{ text: string; token: TokenInfo }> {
    return createToken(this.store, wanted, by, this.clock());
  }

  /** All tokens, newest first, without their secrets. */
  listTokens(): TokenInfo[] {
    return listTokens(this.store);
  }

  /** @throws AppError `not_found` for an unknown id. */
  revokeToken(id: string): Promise<void> {
    return revokeToken(this.store, id, this.clock());
  }

  /** Who bears this token now, or `null`. */
  viewerOfToken(text: string): Viewer | null {
    return viewerOfToken(this.store, text, this.clock());
  }

  async close(): Promise<void> {
    await this.store.root.close();
  }

  private linkHolds(token: string): boolean {
    const link = this.store.setup.get("link");
    return link !== undefined && equalInConstantTime(sha256(token).toString("hex"), link.digest) && this.clock() < link.expiresAt && !this.hasUsers();
  }

  private checkLink(token: string): void {
    if (!this.linkHolds(token)) throw new AppError("forbidden", LINK_FAILED);
  }

  /** Nobody waits for this; what is over counts for nothing whether it is still stored or not. */
  private tidy(): void {
    const now = this.clock();
    void Promise.all([forgetOldSessions(this.store, now), forgetOldAttempts(this.store, now)]).catch(() => undefined);
  }
}

function viewerOf(user: StoredUser): Viewer {
  return { id: `user:${user.id}`, name: user.name, role: user.role, namespaces: user.namespaces };
}
