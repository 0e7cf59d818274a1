import type { Action } from "./policy";

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type RoutePolicy = {
  /** What the viewer must be allowed to do. */
  action: Action;
  /** Which part of the process answers: `server.ts` itself, or a route handler of Next. */
  by: "server" | "next";
};

/** Every address of the HTTP interface, as `METHOD /path` with `{parameter}`. What is not here is not answered. */
export const ROUTE_POLICIES = {
  "POST /api/v1/lineage": { action: "lineage:write", by: "server" },
  "POST /api/v1/lineage/batch": { action: "lineage:write", by: "server" },
  "POST /api/v1/events": { action: "lineage:write", by: "server" },
  "GET /healthz": { action: "public", by: "server" },
  "GET /readyz": { action: "public", by: "server" },
  "GET /metrics": { action: "public", by: "server" },
  "POST /api/v1/retractions": { action: "retraction:write", by: "next" },
  "GET /api/v1/incidents": { action: "lineage:read", by: "next" },
  "POST /api/v1/incidents": { action: "incident:write", by: "next" },
  "GET /api/v1/incidents/{id}": { action: "lineage:read", by: "next" },
  "GET /api/v1/search": { action: "lineage:read", by: "next" },
  "GET /api/v1/nodes/{ref}": { action: "lineage:read", by: "next" },
  "GET /api/v1/nodes/{ref}/runs": { action: "lineage:read", by: "next" },
  "GET /api/v1/nodes/{ref}/predictions": { action: "lineage:read", by: "next" },
  "GET /api/v1/nodes/{ref}/batches": { action: "lineage:read", by: "next" },
  "GET /api/v1/nodes/{ref}/feature-sets": { action: "lineage:read", by: "next" },
  "GET /api/v1/nodes/{ref}/members": { action: "lineage:read", by: "next" },
  "GET /api/v1/graph": { action: "lineage:read", by: "next" },
  "GET /api/v1/paths": { action: "lineage:read", by: "next" },
  "GET /api/v1/overview": { action: "lineage:read", by: "next" },
  "GET /api/v1/graph/compare": { action: "lineage:read", by: "next" },
  "GET /api/v1/changes": { action: "lineage:read", by: "next" },
  "GET /api/v1/graph/edge": { action: "lineage:read", by: "next" },
  "GET /api/v1/impact": { action: "lineage:read", by: "next" },
  "GET /api/v1/predictions/{id}/provenance": { action: "lineage:read", by: "next" },
  "GET /api/v1/gates/{ref}": { action: "lineage:read", by: "next" },
  "GET /api/v1/log/checkpoint": { action: "lineage:read", by: "next" },
  "GET /api/v1/status": { action: "lineage:read", by: "next" },
  "GET /api/v1/records": { action: "lineage:read", by: "next" },
  "GET /api/v1/records/{sequence}": { action: "lineage:read", by: "next" },
  "GET /api/v1/records/{sequence}/payload": { action: "lineage:read", by: "next" },
  "GET /api/v1/dead-letters": { action: "deadletter:read", by: "next" },
  "POST /api/v1/dead-letters/{sequence}/replay": { action: "deadletter:write", by: "next" },
  "POST /api/v1/rebuild": { action: "graph:rebuild", by: "next" },
  "POST /api/v1/setup": { action: "public", by: "next" },
  "POST /api/v1/session": { action: "public", by: "next" },
  "DELETE /api/v1/session": { action: "self", by: "next" },
  "GET /api/v1/me": { action: "self", by: "next" },
  "GET /api/v1/tokens": { action: "token:read", by: "next" },
  "POST /api/v1/tokens": { action: "token:write", by: "next" },
  "DELETE /api/v1/tokens/{id}": { action: "token:write", by: "next" },
  "GET /api/v1/users": { action: "user:read", by: "next" },
  "PATCH /api/v1/users/{id}": { action: "user:write", by: "next" },
  "POST /api/v1/users/{id}/reset-link": { action: "user:write", by: "next" },
  "GET /api/v1/invitations": { action: "user:read", by: "next" },
  "POST /api/v1/invitations": { action: "user:write", by: "next" },
  "DELETE /api/v1/invitations/{id}": { action: "user:write", by: "next" },
  "POST /api/v1/invitations/open": { action: "public", by: "next" },
  "POST /api/v1/invitations/accept": { action: "public", by: "next" },
  "POST /api/v1/password-reset": { action: "public", by: "next" },
  "PUT /api/v1/me/password": { action: "self", by: "next" },
  "GET /api/v1/me/sessions": { action: "self", by: "next" },
  "DELETE /api/v1/me/sessions": { action: "self", by: "next" },
  "GET /api/v1/tokens/{id}/activity": { action: "token:read", by: "next" },
  "GET /api/v1/openapi.json": { action: "public", by: "next" },
} as const satisfies Record<`${HttpMethod} /${string}`, RoutePolicy>;

export type RouteKey = keyof typeof ROUTE_POLICIES;

/** Every page, by its address with `[parameter]`, and what the viewer must be allowed to do to see it. */
export const PAGE_POLICIES = {
  "/": "lineage:read",
  "/impact": "lineage:read",
  "/incidents": "lineage:read",
  "/incidents/[id]": "lineage:read",
  "/connect": "lineage:read",
  "/dead-letters": "deadletter:read",
  "/ledger": "lineage:read",
  "/ledger/[sequence]": "lineage:read",
  "/lineage": "lineage:read",
  "/nodes/[ref]": "lineage:read",
  "/predictions/[id]": "lineage:read",
  "/registry": "lineage:read",
  "/people": "user:read",
  "/people/[id]": "user:read",
  "/tokens": "token:read",
  "/account": "self",
  "/invite": "public",
  "/reset": "public",
  "/setup": "public",
  "/sign-in": "public",
  "/status": "lineage:read",
} as const satisfies Record<`/${string}`, Action>;

const ROUTES = (Object.keys(ROUTE_POLICIES) as RouteKey[]).map((key) => {
  const [method, path] = key.split(" ") as [HttpMethod, string];
  return { method, segments: path.split("/") };
});

/**
 * The methods that an address takes, for answers 404 and 405; empty when the interface does not know it. `pathname` as it stands in the
 * request line, still encoded. HEAD goes with GET.
 */
export function methodsAt(pathname: string): readonly string[] {
  const asked = pathname.split("/");
  const methods = ROUTES.filter(
    ({ segments }) =>
      segments.length === asked.length && segments.every((segment, i) => (segment.startsWith("{") ? asked[i] !== "" : segment === asked[i])),
  ).map(({ method }) => method);
  return methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
}
