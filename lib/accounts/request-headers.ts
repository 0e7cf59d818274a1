import type { IncomingHttpHeaders } from "node:http";

/** One header's value, from Node's or the web's form of headers; `null` when it is absent. */
export function headerOf(headers: Headers | IncomingHttpHeaders, name: string): string | null {
  if (isWebHeaders(headers)) return headers.get(name);
  const value = headers[name];
  return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
}

/** By shape: Next hands out read-only headers of its own. */
function isWebHeaders(headers: Headers | IncomingHttpHeaders): headers is Headers {
  return typeof headers.get === "function";
}

/** True when the client spoke TLS to the proxy in front. Forging it only changes the forger's own cookie name. */
export function isHttps(headers: Headers | IncomingHttpHeaders): boolean {
  return headerOf(headers, "x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

/** The origin a browser shows in its address bar when it talks to us, or `null` without a Host header. */
export function ownOrigin(headers: Headers | IncomingHttpHeaders): string | null {
  const host = headerOf(headers, "host");
  if (host === null) return null;
  try {
    return new URL(`${isHttps(headers) ? "https" : "http"}://${host}`).origin;
  } catch {
    return null;
  }
}

/** `__Host-` keeps other hosts of the domain from setting it; browsers allow the prefix over https only. */
export function sessionCookieName(https: boolean): string {
  return https ? "__Host-headwater" : "headwater";
}

/** A cookie's value, or `null`. Where a name comes twice the first counts. */
export function readCookie(headers: Headers | IncomingHttpHeaders, name: string): string | null {
  for (const pair of headerOf(headers, "cookie")?.split(/[;,]/) ?? []) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

/** The `Set-Cookie` value that hands a session to a browser, or takes it back (`null`). */
export function sessionCookie(sessionId: string | null, https: boolean): string {
  const attributes = `Path=/; HttpOnly; SameSite=Lax${https ? "; Secure" : ""}`;
  // no Max-Age on a live one: it ends with the browser, and on the server after 12 h or 30 min of rest
  return sessionId === null
    ? `${sessionCookieName(https)}=; ${attributes}; Max-Age=0`
    : `${sessionCookieName(https)}=${sessionId}; ${attributes}`;
}
