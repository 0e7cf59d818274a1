import { randomUUID } from "node:crypto";
import { covers, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { nowMicros, type Micros } from "@/lib/time";
import { GovernedChanges, type AccessLedger } from "./governed-changes";
import {
  assertFree, decideAcceptance, decideInvitation, decidePassword, decideReset, decideResetLink, decideRevocation, forgetOldLinks, listInvitations, openInvitation, openReset, type InvitationInfo, type NewInvitation,
} from "./invitations";
import { hashPassword, verifyPassword } from "./password";
import { PASSWORD_MIN_LENGTH } from "./password-length";
import { endSession, forgetOldSessions, listSessions, startSession, userOfSession, type NewSession, type SessionInfo } from "./sessions";
import { SetupLink, type IssuedLink } from "./setup-link";
import { beginAttempt, clearAttempts, forgetOldAttempts } from "./sign-in-attempts";
import { foldName, openAccountStore, type AccountStore, type StoredUser } from "./store";
import { decideToken, decideTokenRevocation, infoOf as tokenInfoOf, listTokens, viewerOfToken, type NewToken, type TokenInfo } from "./tokens";
import { decideUserChange, getUser, infoOf, listUsers, tokensMadeBy, userIdOf, viewerOf, type UserChange, type UserInfo } from "./users";

export type AccountOptions = {
  ledger: AccessLedger;
  /** Called when a record was appended. */
  nudge?: () => void;
  clock?: () => Micros;
};

/** The same words whatever was wrong: they tell neither who has an account nor who is locked out. */
const SIGN_IN_FAILED = "The name or the password is wrong, or there were too many attempts. After several failures, wait before trying again.";
const PASSWORD_FAILED = "This is not your password, or there were too many attempts. After several failures, wait before trying again.";

/**
 * Who may sign in, and with what: users, their sessions, API tokens, and the links that make users and passwords. Opened once in a
 * process, by the server. Passwords are kept as scrypt keys, all other secrets as SHA-256 digests. Every change of people and tokens is
 * made together with its record in the ledger (`governed-changes.ts`).
 */
export class Accounts {
  private readonly changes: GovernedChanges;

  private constructor(
    private readonly store: AccountStore,
    private readonly setupLink: SetupLink,
    private readonly clock: () => Micros,
    { ledger, nudge = () => undefined }: AccountOptions,
  ) {
    this.changes = new GovernedChanges(store, ledger, nudge);
  }

  /** Opens or makes the accounts in `directory`, finishes or drops a change that was under way, and drops what is over. */
  static open(directory: string, options: AccountOptions): Accounts {
    const store = openAccountStore(directory);
    const accounts = new Accounts(store, new SetupLink(store, directory), options.clock ?? nowMicros, options);
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
  async issueSetupLink(baseUrl: string): Promise<IssuedLink | null> {
    return this.hasUsers() ? null : this.setupLink.issue(baseUrl, this.clock());
  }

  /**
   * Makes the first administrator and voids the link.
   * @throws AppError `forbidden` when the link is wrong, used or too old, `invalid` for a password that is too short.
   */
  async completeSetup(request: { token: string; name: string; password: string }): Promise<Viewer> {
    this.setupLink.check(request.token, this.hasUsers(), this.clock());
    const name = checkedName(request.name);
    const password = await hashPassword(checkedPassword(request.password));
    const user: StoredUser = { id: randomUUID(), name, role: "admin", namespaces: null, password, createdAt: this.clock(), deactivatedAt: null, epoch: 0 };
    const admin = await this.changes.make(() => {
      // again: two requests may have passed the check above
      this.setupLink.check(request.token, this.hasUsers(), this.clock());
      const id = `user:${user.id}`;
      return {
        record: { event: "first-administrator-made", actor: id, subject: id, scope: null, facts: { name, role: user.role, namespaces: null } },
        writes: [{ table: "users", key: user.id, value: user }, { table: "userByName", key: foldName(name), value: user.id }, { table: "setup", key: "link", value: null }],
        result: viewerOf(user),
      };
    });
    this.setupLink.removeFile();
    return admin;
  }

  /**
   * Who has this name and this password. Wrong guesses make the name wait, longer each time.
   * @throws AppError `unauthenticated`, in the same words for every reason; `unavailable` when too many sign in at once.
   */
  async signIn(request: { name: string; password: string }): Promise<Viewer> {
    if (!(await beginAttempt(this.store, request.name, this.clock()))) throw new AppError("unauthenticated", SIGN_IN_FAILED);
    const id = this.store.userByName.get(foldName(request.name));
    const found = id === undefined ? undefined : this.store.users.get(id);
    const right = await verifyPassword(request.password, found?.password ?? null);
    // again: a change may have come while the password was looked at
    const user = found && this.store.users.get(found.id);
    if (!right || !user || user.deactivatedAt || user.password.key !== found.password.key) throw new AppError("unauthenticated", SIGN_IN_FAILED);
    await clearAttempts(this.store, request.name);
    return viewerOf(user);
  }

  /** Begins a session for a user, under a new id. Ends those that are over. `agent`: the browser, as it names itself. */
  async startSession(viewer: Viewer, agent: string | null = null): Promise<NewSession> {
    this.tidy();
    const user = this.store.users.get(userIdOf(viewer) ?? "");
    if (!user) throw new AppError("unauthenticated", SIGN_IN_FAILED);
    return startSession(this.store, user, agent, this.clock());
  }

  /** Whose session this is now, with the role the user has now; `null` when it is over. Counts as a use. */
  viewerOfSession(id: string): Viewer | null {
    const user = userOfSession(this.store, id, this.clock());
    return user && viewerOf(user);
  }

  endSession(id: string): Promise<void> {
    return endSession(this.store, id);
  }

  /** The open sessions of who asks; `[]` for a token. `currentId`: the cookie of who asks. */
  listSessions(viewer: Viewer, currentId: string | null): SessionInfo[] {
    const user = this.store.users.get(userIdOf(viewer) ?? "");
    return user ? listSessions(this.store, user, currentId, this.clock()) : [];
  }

  /** Ends all sessions of who asks; a new one can be started after. @throws AppError `forbidden` for a token */
  async endSessions(viewer: Viewer): Promise<void> {
    await this.changes.make(() => {
      const user = this.personOf(viewer);
      const ended = listSessions(this.store, user, null, this.clock()).length;
      return {
        record: { event: "sessions-ended", actor: viewer.id, subject: viewer.id, scope: user.namespaces, facts: { name: user.name, sessions: ended } },
        writes: [{ table: "users", key: user.id, value: { ...user, epoch: (user.epoch ?? 0) + 1 } }],
        result: null,
      };
    });
  }

  /**
   * Takes a new password from who knows the present one. All sessions end.
   * @throws AppError `invalid` when it is wrong, after too many attempts, and for one that is too short; `forbidden` for a token
   */
  async changePassword(viewer: Viewer, request: { current: string; password: string }): Promise<Viewer> {
    const { name, password } = this.personOf(viewer);
    const wanted = checkedPassword(request.password);
    const failed = new AppError("invalid", PASSWORD_FAILED, { pointer: "/current" });
    if (!(await beginAttempt(this.store, name, this.clock())) || !(await verifyPassword(request.current, password))) throw failed;
    const hash = await hashPassword(wanted);
    await clearAttempts(this.store, name);
    return viewerOf(
      await this.changes.make(() => {
        const user = this.personOf(viewer);
        if (user.password.key !== password.key) throw failed;
        return decidePassword(this.store, user, hash, "password-changed");
      }),
    );
  }

  /** The users that `viewer` may see, by name. */
  listUsers(viewer: Viewer): UserInfo[] {
    return listUsers(this.store, viewer);
  }

  /** @throws AppError `not_found` for a user that is not there, or not to be seen */
  getUser(viewer: Viewer, id: string): UserInfo {
    return infoOf(this.store, getUser(this.store, viewer, id));
  }

  /** Live tokens that a user made, or a token of theirs did, of those that `viewer` may see. */
  tokensMadeBy(viewer: Viewer, userId: string): TokenInfo[] {
    return tokensMadeBy(this.store, userId).filter((token) => token.expiresAt > this.clock() && covers(viewer, token.namespaces)).map(tokenInfoOf);
  }

  /** Changes a user's rights, or whether they may come in: `decideUserChange` says what goes with it and what is refused. */
  async changeUser(by: Viewer, id: string, change: UserChange): Promise<UserInfo> {
    return infoOf(this.store, await this.changes.make(() => decideUserChange(this.store, by, id, change, this.clock())));
  }

  /** Makes an invitation; `text` goes into a link and cannot be shown again. @throws AppError `forbidden` for namespaces that `by` has not */
  invite(by: Viewer, wanted: NewInvitation): Promise<{ text: string; invitation: InvitationInfo }> {
    return this.changes.make(() => decideInvitation(this.store, by, wanted, this.clock()));
  }

  /** The invitations that wait, of those that `viewer` may see, newest first. */
  listInvitations(viewer: Viewer): InvitationInfo[] {
    return listInvitations(this.store, viewer);
  }

  /** @throws AppError `not_found` */
  async revokeInvitation(by: Viewer, id: string): Promise<void> {
    await this.changes.make(() => decideRevocation(this.store, by, id));
  }

  /** What an invitation gives and who invites, for whoever has its link. @throws AppError `forbidden` */
  openInvitation(token: string): InvitationInfo & { invitedBy: string } {
    const invitation = openInvitation(this.store, token, this.clock());
    return { ...invitation, invitedBy: this.store.users.get(userIdOf({ id: invitation.createdBy }) ?? "")?.name ?? "Automation" };
  }

  /** Makes the user that an invitation is for. @throws AppError `forbidden` for the link, `conflict` for a name that is taken, `invalid` */
  async acceptInvitation(request: { token: string; name: string; password: string }): Promise<Viewer> {
    openInvitation(this.store, request.token, this.clock());
    const name = checkedName(request.name);
    assertFree(this.store, name);
    const password = await hashPassword(checkedPassword(request.password));
    return this.changes.make(() => decideAcceptance(this.store, { token: request.token, name, password }, this.clock()));
  }

  /** A link by which a user chooses a new password. @throws AppError `not_found`, `conflict`, `forbidden` */
  makeResetLink(by: Viewer, userId: string): Promise<{ text: string; expiresAt: Micros }> {
    return this.changes.make(() => decideResetLink(this.store, by, userId, this.clock()));
  }

  /** Takes the new password that a link is for; all sessions end. @throws AppError `forbidden` for the link, `invalid` for the password */
  async resetPassword(request: { token: string; password: string }): Promise<Viewer> {
    openReset(this.store, request.token, this.clock());
    const password = await hashPassword(checkedPassword(request.password));
    const user = await this.changes.make(() => decideReset(this.store, { token: request.token, password }, this.clock()));
    await clearAttempts(this.store, user.name);
    return viewerOf(user);
  }

  /** The name of who did something, from the ledger's actor (`user:<id>`, `token:<id>`, `automation`); `null` for one that is no more. */
  nameOf(actor: string): string | null {
    if (actor === "automation") return "Automation";
    const [, kind, id = ""] = /^(user|token):(.+)$/.exec(actor) ?? [];
    if (kind === undefined) return null;
    return (kind === "user" ? this.store.users.get(id)?.name : this.store.tokens.get(id)?.name) ?? null;
  }

  /** Makes a token; `text` cannot be shown again. @throws AppError `forbidden` for namespaces that `by` has not */
  createToken(wanted: NewToken, by: Viewer): Promise<{ text: string; token: TokenInfo }> {
    return this.changes.make(() => decideToken(this.store, wanted, by, this.clock()));
  }

  /** The tokens that `viewer` may see, newest first, without their secrets. */
  listTokens(viewer: Viewer): TokenInfo[] {
    return listTokens(this.store).filter((token) => covers(viewer, token.namespaces));
  }

  /** @throws AppError `not_found` for one that is not there, or not to be seen */
  async revokeToken(by: Viewer, id: string): Promise<void> {
    await this.changes.make(() => decideTokenRevocation(this.store, by, id, this.clock()));
  }

  /** Who bears this token now, or `null`. */
  viewerOfToken(text: string): Viewer | null {
    return viewerOfToken(this.store, text, this.clock());
  }

  /** Waits for a change that is under way, then closes. */
  async close(): Promise<void> {
    await this.changes.idle();
    await this.store.root.close();
  }

  /** @throws AppError `forbidden` for a token, which has neither password nor sessions */
  private personOf(viewer: Viewer): StoredUser {
    const user = this.store.users.get(userIdOf(viewer) ?? "");
    if (!user || user.deactivatedAt) throw new AppError("forbidden", "Only a person has a password and sessions: sign in.");
    return user;
  }

  /** Nobody waits for this; what is over counts for nothing whether it is still stored or not. */
  private tidy(): void {
    const now = this.clock();
    void Promise.all([forgetOldSessions(this.store, now), forgetOldAttempts(this.store, now), forgetOldLinks(this.store, now)]).catch(() => undefined);
  }
}

/** @throws AppError `invalid` when it is too short */
function checkedPassword(password: string): string {
  if ([...password.normalize("NFKC")].length >= PASSWORD_MIN_LENGTH) return password;
  throw new AppError("invalid", `A password has ${PASSWORD_MIN_LENGTH} characters or more.`, { pointer: "/password" });
}

/** @throws AppError `invalid` when nothing is left of it */
function checkedName(text: string): string {
  const name = text.normalize("NFKC").trim();
  if (name !== "") return name;
  throw new AppError("invalid", "A name is needed.", { pointer: "/name" });
}
