import { AppError } from "@/lib/errors";
import { headerOf, ownOrigin } from "@/lib/accounts/request-headers";

/**
 * Refuses a write that another site may have made a browser send. `cookie`: the request is trusted for its cookie, so it must come with our
 * own Origin; otherwise (signing in, say) scripts without these headers pass, but a browser that names another site does not.
 * `hasBody`: the method carries one (POST, PUT, PATCH), so it must be JSON, which no form can send.
 * Older browsers, and addresses without TLS, send no Sec-Fetch-Site: then the Origin alone decides.
 * @throws AppError `forbidden`
 */
export function checkSameOrigin(headers: Headers, request: { cookie: boolean; hasBody: boolean }): void {
  const site = headerOf(headers, "sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw forged("it comes from another site");
  const origin = headerOf(headers, "origin");
  if (origin === null ? request.cookie : origin !== ownOrigin(headers)) throw forged("its Origin is not this server");
  if (request.hasBody && !isJson(headerOf(headers, "content-type"))) throw forged("its Content-Type is not application/json");
}

function isJson(contentType: string | null): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

function forged(why: string): AppError {
  return new AppError("forbidden", `This request is refused, because ${why}. Reload the page, or send a token instead of a cookie.`);
}
