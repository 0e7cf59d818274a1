import type { IncomingMessage } from "node:http";

/** Headers by which Next's parts speak to each other. From outside they have led it past its own checks more than once. */
const INTERNAL = /^(x-middleware-|x-nextjs-|x-next-|x-headwater-|x-invoke-|x-matched-path$|x-now-route-matches$|next-action$|content-security-policy)/;

/** Takes away what a client has no business to send, before Next reads it. */
export function cleanRequest(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) if (INTERNAL.test(name)) delete request.headers[name];
  const kept: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? "";
    if (!INTERNAL.test(name.toLowerCase())) kept.push(name, request.rawHeaders[i + 1] ?? "");
  }
  request.rawHeaders = kept;
}
