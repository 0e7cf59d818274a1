import type { IncomingHttpHeaders } from "node:http";
import type { Viewer } from "@/lib/access/viewer";
import type { Accounts } from "./accounts";
import { equalInConstantTime } from "./digest";
import { headerOf, isHttps, readCookie, sessionCookieName } from "./request-headers";

/** The part of the environment that decides who may come in. */
export type AccessSettings = { adminToken: string | null };

/** Shorter admin tokens are never accepted. */
export const ADMIN_TOKEN_MIN_LENGTH = 32;

const AUTOMATION: Viewer = { id: "automation", name: "Automation", role: "automation", namespaces: null };

/** Who asks, and how they showed it. A browser sends its cookie by itself, so writes by `session` need a check against forgery. */
export type Identity = { viewer: Viewer; by: "token" } | { viewer: Viewer; by: "session"; sessionId: string };

/**
 * Who sent these headers: `Authorization: Bearer`, else `X-API-Key`, else the session cookie. A request that brings a token is judged by
 * it alone: a wrong one is nobody, whatever cookie came along.
 */
export function identify(headers: Headers | IncomingHttpHeaders, accounts: Accounts, settings: AccessSettings): Identity | null {
  const token = bearerOf(headerOf(headers, "authorization")) ?? headerOf(headers, "x-api-key")?.trim();
  if (token !== undefined) {
    const viewer = viewerOfToken(token, accounts, settings);
    return viewer && { viewer, by: "token" };
  }
  const sessionId = readCookie(headers, sessionCookieName(isHttps(headers)));
  if (sessionId === null) return null;
  const viewer = accounts.viewerOfSession(sessionId);
  return viewer && { viewer, by: "session", sessionId };
}

/** `identify`, for those who only ask who. */
export function authenticate(headers: Headers | IncomingHttpHeaders, accounts: Accounts, settings: AccessSettings): Viewer | null {
  return identify(headers, accounts, settings)?.viewer ?? null;
}

function bearerOf(authorization: string | null): string | undefined {
  return authorization === null ? undefined : /^bearer +(\S+) *$/i.exec(authorization)?.[1];
}

function viewerOfToken(token: string, accounts: Accounts, settings: AccessSettings): Viewer | null {
  const { adminToken } = settings;
  if (adminToken !== null && adminToken.length >= ADMIN_TOKEN_MIN_LENGTH && equalInConstantTime(token, adminToken)) return AUTOMATION;
  return accounts.viewerOfToken(token);
}
