import { NextResponse, type NextRequest } from "next/server";
import { PAGE_PATH_HEADER } from "@/lib/access/page-path";
import { COMMON_HEADERS, pageContentSecurityPolicy } from "@/lib/access/security-headers";

/**
 * Headers of pages, and no more: a nonce for each answer, so that only our own scripts run, and the page's own address for the way back
 * from the sign-in. Who may see what is decided by the pages and handlers themselves; a request that slips past here gains nothing.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = pageContentSecurityPolicy(nonce, { development: process.env.NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  // Next reads the nonce from the policy in the request
  headers.set("content-security-policy", policy);
  headers.set(PAGE_PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.headers.set(name, value);
  if (request.headers.get("x-forwarded-proto") === "https") response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

/** The HTTP interface sets its own headers, and its bodies must not be copied here. */
export const config = { matcher: ["/((?!api/|_next/static/).*)"] };
