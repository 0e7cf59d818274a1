/** The header by which `proxy.ts` tells a page its own address: path and query. It overwrites what a client sends. */
export const PAGE_PATH_HEADER = "x-headwater-page";

/** Where to go after a sign-in: `path` when it is one of ours, else the first page. Never another site. */
export function safeReturnPath(path: string | null | undefined): string {
  if (!path || !path.startsWith("/")) return "/";
  const base = "http://own.invalid";
  // backslashes, tabs and double slashes are read by browsers in ways a prefix check misses: let the parser say
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  return url && url.origin === base && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}${url.hash}` : "/";
}
