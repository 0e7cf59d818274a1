import { randomBytes } from "node:crypto";
import type { Role, Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import { equalInConstantTime, randomSecret, sha256 } from "./digest";
import type { AccountStore, StoredToken } from "./store";

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

function infoOf(token: StoredToken): TokenInfo {
  const { digest: _, ...info } = token;
  return info;
}

/** Makes a token. `text` is what the client sends; it is nowhere kept and cannot be shown again. */
export async function createToken(
  store: AccountStore, wanted: NewToken, by: Viewer, now: Micros,
): Promise<{ text: string; token: TokenInfo }> {
  const id = randomBytes(6).toString("hex");
  const secret = randomSecret();
  const token: StoredToken = {
    id,
    name: wanted.name,
    role: wanted.role,
    namespaces: wanted.namespaces === null ? null : [...wanted.namespaces],
    digest: sha256(secret).toString("hex"),
    createdBy: by.id,
    createdAt: now,
    expiresAt: wanted.expiresAt ?? now + TOKEN_LIFE,
    revokedAt: null,
    usedAt: null,
  };
  await store.tokens.put(id, token);
  return { text: `hw_${id}_${secret}`, token: infoOf(token) };
}

/** All tokens, revoked and expired ones too, newest first. */
export function listTokens(store: AccountStore): TokenInfo[] {
  const all = [...store.tokens.getRange()].map(({ value }) => infoOf(value));
  return all.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

/** From here on the token is worth nothing. Twice is once. @throws AppError `not_found` for an unknown id. */
export async function revokeToken(store: AccountStore, id: string, now: Micros): Promise<void> {
  const known = await store.tokens.transaction(() => {
    const token = store.tokens.get(id);
    if (!token) return false;
    if (token.revokedAt === null) void store.tokens.put(id, { ...token, revokedAt: now });
    return true;
  });
  if (!known) throw new AppError("not_found", "There is no such token.");
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
