import "server-only";
import { ZodError } from "zod";
import { services } from "@/graph/services";
import { authorise, may, type Action } from "@/lib/access/policy";
import { checkSameOrigin } from "@/lib/access/same-origin";
import { API_HEADERS } from "@/lib/access/security-headers";
import type { Viewer } from "@/lib/access/viewer";
import { identify } from "@/lib/accounts/authenticate";
import { AppError } from "@/lib/errors";
import { toPointer } from "@/lib/events/invalid-at";
import { log } from "@/lib/log";
import { toProblem } from "@/lib/problem";

/** The parts of the address, decoded once, as Next hands them to a route handler. */
export type RouteParams = Record<string, string>;

type Handler<V> = (request: Request, viewer: V, params: RouteParams) => Response | Promise<Response>;
type Context = { params: Promise<Record<string, string | string[] | undefined>> };
type RouteHandler = (request: Request, context: Context) => Promise<Response>;

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const WITHOUT_BODY = new Set(["GET", "HEAD", "OPTIONS", "DELETE"]);

/**
 * The one way into a route handler: finds out who asks, whether they may, and that no other site made them; waits for `after=`; turns what
 * is thrown into problem+json. What is not an `AppError` (or a zod fault, which is the client's) is logged and answered without its message.
 */
export function withAccess(action: "public", handler: Handler<Viewer | null>): RouteHandler;
export function withAccess(action: Action, handler: Handler<Viewer>): RouteHandler;
export function withAccess(action: Action, handler: Handler<Viewer>): RouteHandler {
  return async (request, context) => {
    try {
      const { accounts, env } = services();
      const identity = identify(request.headers, accounts, env);
      const viewer = identity?.viewer ?? null;
      if (!may(viewer, action)) authorise(viewer, action);
      if (!READS.has(request.method) && identity?.by !== "token") {
        checkSameOrigin(request.headers, { cookie: identity !== null, hasBody: !WITHOUT_BODY.has(request.method) });
      }
      if (viewer !== null && READS.has(request.method)) await waitForSequence(request);
      // `may` has said yes: nobody (`null`) gets here for public actions only, whose handlers expect it
      const response = await handler(request, viewer as Viewer, await singleParams(context));
      return withHeaders(response, API_HEADERS);
    } catch (error) {
      return problemResponse(error, request);
    }
  };
}

async function singleParams(context: Context): Promise<RouteParams> {
  const params = (await context.params) ?? {};
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : (value ?? "")]));
}

/** `after=<sequence>`: the answer has to know what is recorded up to there. */
async function waitForSequence(request: Request): Promise<void> {
  const after = new URL(request.url).searchParams.get("after");
  if (after === null) return;
  const sequence = /^\d{1,16}$/.test(after) ? Number(after) : Number.NaN;
  if (!Number.isSafeInteger(sequence)) throw new AppError("invalid", "'after' is a sequence of the ledger: a whole number.", { pointer: "/after" });
  if (sequence > 0) await services().projection.waitFor(sequence);
}

/** The problem+json answer for what was thrown; logs what is Headwater's own fault. */
function problemResponse(error: unknown, request: Request): Response {
  const known = error instanceof ZodError ? invalid(error) : error;
  const { status, headers, body } = toProblem(known);
  if (status === 500) log.error("a request failed", { method: request.method, path: new URL(request.url).pathname, error: known });
  return withHeaders(new Response(JSON.stringify(body), { status, headers }), API_HEADERS);
}

/** The first fault that zod found, as the client's. */
function invalid(error: ZodError): AppError {
  const issue = error.issues[0];
  return new AppError("invalid", issue?.message ?? "The content is wrong.", { pointer: toPointer(issue?.path ?? []) });
}

/** Adds headers that the answer does not set itself. */
function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!all.has(name)) all.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: all });
}
