import { randomBytes } from "node:crypto";
import { covers, type Role, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { formatInstant, type Micros } from "@/lib/time";
import { equalInConstantTime, randomSecret, sha256 } from "./digest";
import type { Decision } from "./governed-changes";
import type { AccountStore, StoredToken } from "./store";
import { assertCovers, linksMadeBy, stillMay } from "./users";

/** What a token may be given. Approvals are a person's word, so `approver` is not among them. */
export const TOKEN_ROLES = ["viewer", "producer", "steward", "auditor", "admin"] as const satisfies readonly Role[];
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** A token lives so long unless another end is asked for. */
export const TOKEN_LIFE: Micros = 90 * 24 * 3600 * 1_000_000;

export type NewToken = { name: string; role: TokenRole; namespaces: readonly string[] | null; expiresAt?: Micros };

/** A token as it is shown in lists: everything but its secret. */
export type TokenInfo = Omit<StoredToken, "digest">;

const TOKEN = /^hw_([0-9a-f]{12})_([0-9A-Za-z]{43})$/;
/** The last use is written at most this often. */
const USED_EVERY: Micros = 60 * 1_000_000;

/** A token without its secret. */
export function infoOf(token: StoredToken): TokenInfo {
  const { digest: _, ...info } = token;
  return info;
}

/** Makes a token. `text` is what the client sends; it is nowhere kept and cannot be shown again. @throws AppError `forbidden` for namespaces that the maker has not */
export function decideToken(store: AccountStore, wanted: NewToken, by: Viewer, now: Micros): Decision<{ text: string; token: TokenInfo }> {
  const viewer = stillMay(store, by, "token:write");
  assertCovers(viewer, wanted.namespaces);
  const id = randomBytes(6).toString("hex");
  const secret = randomSecret();
  const token: StoredToken = {
    id,
    name: wanted.name,
    role: wanted.role,
    namespaces: wanted.namespaces && [...new Set(wanted.namespaces)].sort(),
    digest: sha256(secret).toString("hex"),
    createdBy: viewer.id,
    createdAt: now,
    expiresAt: wanted.expiresAt ?? now + TOKEN_LIFE,
    revokedAt: null,
    usedAt: null,
  };
  const { name, role, namespaces, expiresAt } = token;
  return {
    record: { event: "token-made", actor: viewer.id, subject: `token:${id}`, scope: namespaces, facts: { name, role, namespaces, expiresAt: formatInstant(expiresAt) } },
    writes: [{ table: "tokens", key: id, value: token }],
    result: { text: `hw_${id}_${secret}`, token: infoOf(token) },
  };
}

/** All tokens, revoked and expired ones too, newest first. */
export function listTokens(store: AccountStore): TokenInfo[] {
  const all = [...store.tokens.getRange()].map(({ value }) => infoOf(value));
  return all.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

/** From here on the token is worth nothing, and so are the links it made. Twice is once. @throws AppError `not_found` for one that is not there, or not to be seen */
export function decideTokenRevocation(store: AccountStore, by: Viewer, id: string, now: Micros): Decision<null> | { record: null; result: null } {
  const viewer = stillMay(store, by, "token:write");
  const token = store.tokens.get(id);
  if (!token || !covers(viewer, token.namespaces)) throw new AppError("not_found", "There is no such token.");
  if (token.revokedAt !== null) return { record: null, result: null };
  const { name, role, namespaces } = token;
  return {
    record: { event: "token-revoked", actor: viewer.id, subject: `token:${id}`, scope: namespaces, facts: { name, role, namespaces } },
    writes: [{ table: "tokens", key: id, value: { ...token, revokedAt: now } }, ...linksMadeBy(store, new Set([`token:${id}`]), () => true)],
    result: null,
  };
}

/** Who bears this token, or `null` when it is none, wrong, revoked or expired. Counts as a use. */
export function viewerOfToken(store: AccountStore, text: string, now: Micros): Viewer | null {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  const token = store.tokens.get(id);
  if (!token || !equalInConstantTime(sha256(secret).toString("hex"), token.digest)) return null;
  if (token.revokedAt !== null || now >= token.expiresAt) return null;
  if (token.usedAt === null || now - token.usedAt >= USED_EVERY) {
    // nobody waits for this write; inside the transaction, because the token may have been revoked since
    void store.tokens
      .transaction(() => {
        const current = store.tokens.get(id);
        if (current && (current.usedAt ?? 0) < now) void store.tokens.put(id, { ...current, usedAt: now });
      })
      .catch(() => undefined);
  }
  return { id: `token:${id}`, name: token.name, role: token.role, namespaces: token.namespaces };
}
