import "server-only";
import { ownOrigin } from "@/lib/accounts/request-headers";

/** A link to a page that takes a secret, at the address by which this request came. The secret stands in the fragment: it reaches neither access logs nor `Referer`. */
export function linkTo(request: Request, page: "/invite" | "/reset", secret: string): string {
  return new URL(`${page}#token=${secret}`, ownOrigin(request.headers) ?? "http://127.0.0.1:3000").href;
}
