import type { PAGE_POLICIES, RouteKey } from "@/lib/access/route-policies";
import type { World } from "./world";

/**
 * The world that the examples ask about: everything in it lies in the namespace of `vault`, and everything that is not named by the
 * examples themselves has `canary` in its name. Who may not see the namespace must read `canary` nowhere.
 */
export type Vault = {
  vault: World;
  canary: string;
  /** Sequence of a record of the namespace that may be taken back. */
  disposable: number;
  incident: string;
  /** Ids of a user, a token and an invitation that are bound to the namespace. */
  user: string;
  token: string;
  invitation: string;
  /** Different each time it is asked. */
  count(): number;
};

/** How an address is asked, about something in the vault, and the statuses that are right for who may do it. */
export type RouteExample = {
  /** Path and query, without `/api/v1` where the route has it. */
  path: (it: Vault) => string;
  body?: (it: Vault) => unknown;
  contentType?: string;
  /** For who is bound to no namespace. */
  all: readonly number[];
  /** For who is bound to the vault's; as `all` unless told. */
  own?: readonly number[];
  /** For who is bound to another; as `all` unless told. */
  foreign?: readonly number[];
  /** For tokens, where only a person can do it. */
  machine?: readonly number[];
  /** It ends the session that asks: it gets a fresh one, of the answer or by signing in. */
  endsSession?: true;
  /** Nothing can be read for a while after it. */
  takesReadsAway?: true;
};

const AT = "2026-01-01T00:00:00Z";
const PASSWORD = "a long enough password";
const WRONG_LINK = `${"0".repeat(12)}_${"a".repeat(43)}`;
export const ASKED = "asked";
const ref = ({ vault }: Vault): string => encodeURIComponent(vault.dataset(ASKED));
const SEEN_OR_NOT = { all: [200], foreign: [404] } as const;

/** One request for every route of the interface. A route without one is a compile error: say how it is asked about something in the vault. */
export const ROUTE_EXAMPLES: Record<RouteKey, RouteExample> = {
  "POST /api/v1/lineage": { path: () => "/lineage", body: ({ vault, count }) => vault.runEvent({ job: ASKED, runId: `matrix-${count()}`, at: AT }), all: [201], foreign: [403] },
  "POST /api/v1/lineage/batch": { path: () => "/lineage/batch", body: ({ vault, count }) => [vault.runEvent({ job: ASKED, runId: `matrix-${count()}`, at: AT })], all: [204], foreign: [200] },
  "POST /api/v1/events": { path: () => "/events", body: ({ vault, count }) => ({ ...vault.source(ASKED, true), id: `matrix-${count()}` }), contentType: "application/cloudevents+json", all: [202], foreign: [403] },
  "GET /healthz": { path: () => "/healthz", all: [200] },
  "GET /readyz": { path: () => "/readyz", all: [200] },
  "GET /metrics": { path: () => "/metrics", all: [200] },
  "POST /api/v1/retractions": { path: () => "/retractions", body: ({ disposable }) => ({ records: [disposable], reason: "matrix" }), all: [201], foreign: [404] },
  "POST /api/v1/incidents": { path: () => "/incidents", body: ({ vault }) => ({ title: "matrix", target: vault.dataset(ASKED), window: { from: AT, to: AT } }), all: [201], foreign: [404] },
  "GET /api/v1/incidents": { path: () => "/incidents", all: [200] },
  "GET /api/v1/incidents/{id}": { path: ({ incident }) => `/incidents/${incident}`, ...SEEN_OR_NOT },
  "GET /api/v1/search": { path: () => `/search?q=${ASKED}&limit=1000`, all: [200] },
  "GET /api/v1/nodes/{ref}": { path: (it) => `/nodes/${ref(it)}`, ...SEEN_OR_NOT },
  "GET /api/v1/nodes/{ref}/runs": { path: (it) => `/nodes/${ref(it)}/runs`, ...SEEN_OR_NOT },
  "GET /api/v1/nodes/{ref}/predictions": { path: ({ vault, canary }) => `/nodes/${encodeURIComponent(vault.model(`model-${canary}`, "1"))}/predictions`, ...SEEN_OR_NOT },
  "GET /api/v1/nodes/{ref}/batches": { path: (it) => `/nodes/${ref(it)}/batches`, ...SEEN_OR_NOT },
  "GET /api/v1/nodes/{ref}/feature-sets": { path: ({ vault, canary }) => `/nodes/${encodeURIComponent(vault.feature(`group-${canary}`, `feature-${canary}`, "1"))}/feature-sets`, ...SEEN_OR_NOT },
  "GET /api/v1/nodes/{ref}/members": { path: (it) => `/nodes/${ref(it)}/members`, ...SEEN_OR_NOT },
  "GET /api/v1/overview": { path: () => "/overview?group=owner", all: [200] },
  "GET /api/v1/graph": { path: (it) => `/graph?ref=${ref(it)}&depth=100`, ...SEEN_OR_NOT },
  "GET /api/v1/paths": { path: (it) => `/paths?from=${ref(it)}&to=${encodeURIComponent(it.vault.prediction(ASKED))}`, ...SEEN_OR_NOT },
  "GET /api/v1/graph/compare": { path: (it) => `/graph/compare?ref=${ref(it)}&depth=100&with=2025-01-01T00:00:00Z`, ...SEEN_OR_NOT },
  "GET /api/v1/changes": { path: (it) => `/changes?ref=${ref(it)}&direction=both&from=2025-01-01T00:00:00Z`, ...SEEN_OR_NOT },
  "GET /api/v1/graph/edge": { path: ({ vault, canary }) => `/graph/edge?from=${encodeURIComponent(vault.dataset(ASKED))}&to=${encodeURIComponent(vault.dataset(`service-${canary}`))}`, ...SEEN_OR_NOT },
  "GET /api/v1/impact": { path: (it) => `/impact?ref=${ref(it)}`, ...SEEN_OR_NOT },
  "GET /api/v1/predictions/{id}/provenance": { path: ({ vault }) => `/predictions/${encodeURIComponent(vault.prediction(ASKED))}/provenance`, ...SEEN_OR_NOT },
  "GET /api/v1/gates/{ref}": { path: (it) => `/gates/${ref(it)}`, all: [409] },
  "GET /api/v1/log/checkpoint": { path: () => "/log/checkpoint", all: [200] },
  "GET /api/v1/status": { path: () => "/status", all: [200] },
  "GET /api/v1/records": { path: () => "/records?limit=100", all: [200] },
  "GET /api/v1/records/{sequence}": { path: ({ disposable }) => `/records/${disposable}`, ...SEEN_OR_NOT },
  "GET /api/v1/records/{sequence}/payload": { path: ({ disposable }) => `/records/${disposable}/payload`, ...SEEN_OR_NOT },
  "GET /api/v1/dead-letters": { path: () => "/dead-letters", all: [200], own: [403], foreign: [403] },
  "POST /api/v1/dead-letters/{sequence}/replay": { path: () => "/dead-letters/999999999/replay", body: () => ({}), all: [404], own: [403], foreign: [403] },
  // 409 while it is made for who asked before
  "POST /api/v1/rebuild": { path: () => "/rebuild", body: () => ({}), all: [202, 409], own: [403], foreign: [403], takesReadsAway: true },
  "POST /api/v1/setup": { path: () => "/setup", body: () => ({ token: "wrong", name: "Eve", password: PASSWORD }), all: [403] },
  // always the same name: after five guesses it waits, and costs no more derivations
  "POST /api/v1/session": { path: () => "/session", body: () => ({ name: "Nobody", password: "wrong" }), all: [401] },
  "DELETE /api/v1/session": { path: () => "/session", all: [204], endsSession: true },
  "GET /api/v1/me": { path: () => "/me", all: [200] },
  "GET /api/v1/tokens": { path: () => "/tokens", all: [200] },
  "POST /api/v1/tokens": { path: () => "/tokens", body: ({ vault, canary }) => ({ name: canary, role: "viewer", namespaces: [vault.namespace] }), all: [201], foreign: [403] },
  "DELETE /api/v1/tokens/{id}": { path: ({ token }) => `/tokens/${token}`, all: [204], foreign: [404] },
  "GET /api/v1/tokens/{id}/activity": { path: ({ token }) => `/tokens/${token}/activity`, ...SEEN_OR_NOT },
  "GET /api/v1/users": { path: () => "/users", all: [200] },
  "PATCH /api/v1/users/{id}": { path: ({ user }) => `/users/${user}`, body: ({ vault }) => ({ role: "viewer", namespaces: [vault.namespace] }), ...SEEN_OR_NOT },
  "POST /api/v1/users/{id}/reset-link": { path: ({ user }) => `/users/${user}/reset-link`, body: () => ({}), all: [201], foreign: [404] },
  "GET /api/v1/invitations": { path: () => "/invitations", all: [200] },
  "POST /api/v1/invitations": { path: () => "/invitations", body: ({ vault }) => ({ role: "viewer", namespaces: [vault.namespace] }), all: [201], foreign: [403] },
  "DELETE /api/v1/invitations/{id}": { path: ({ invitation }) => `/invitations/${invitation}`, all: [204, 404], foreign: [404] },
  "POST /api/v1/invitations/open": { path: () => "/invitations/open", body: () => ({ token: WRONG_LINK }), all: [403] },
  "POST /api/v1/invitations/accept": { path: () => "/invitations/accept", body: () => ({ token: WRONG_LINK, name: "Eve", password: PASSWORD }), all: [403] },
  "POST /api/v1/password-reset": { path: () => "/password-reset", body: () => ({ token: WRONG_LINK, password: PASSWORD }), all: [403] },
  "PUT /api/v1/me/password": { path: () => "/me/password", body: () => ({ current: "wrong", password: PASSWORD }), all: [422], machine: [403] },
  "GET /api/v1/me/sessions": { path: () => "/me/sessions", all: [200] },
  "DELETE /api/v1/me/sessions": { path: () => "/me/sessions", all: [200], machine: [403], endsSession: true },
  "GET /api/v1/openapi.json": { path: () => "/openapi.json", all: [200] },
};

/** What a page is for who may do what it asks for: the page, or the words for what one may not see. */
export type PageExample = { path: (it: Vault) => string; own?: "shown" | "unseen"; foreign?: "shown" | "unseen"; /** Signed in, it leads elsewhere. */ leads?: true };

/** One visit for every page. A page without one is a compile error: say how it is opened about something in the vault. */
export const PAGE_EXAMPLES: Record<keyof typeof PAGE_POLICIES, PageExample> = {
  "/": { path: () => "/" },
  "/lineage": { path: (it) => `/lineage?ref=${ref(it)}`, foreign: "unseen" },
  "/impact": { path: (it) => `/impact?ref=${ref(it)}`, foreign: "unseen" },
  "/incidents": { path: () => "/incidents" },
  "/incidents/[id]": { path: ({ incident }) => `/incidents/${incident}`, foreign: "unseen" },
  "/predictions/[id]": { path: ({ vault }) => `/predictions/${encodeURIComponent(vault.prediction(ASKED))}`, foreign: "unseen" },
  "/nodes/[ref]": { path: (it) => `/nodes/${ref(it)}`, foreign: "unseen" },
  "/registry": { path: () => "/registry" },
  "/ledger": { path: () => "/ledger" },
  "/ledger/[sequence]": { path: ({ disposable }) => `/ledger/${disposable}`, foreign: "unseen" },
  "/dead-letters": { path: () => "/dead-letters", own: "unseen", foreign: "unseen" },
  "/status": { path: () => "/status" },
  "/connect": { path: () => "/connect" },
  "/people": { path: () => "/people" },
  "/people/[id]": { path: ({ user }) => `/people/${user}`, foreign: "unseen" },
  "/tokens": { path: () => "/tokens" },
  "/account": { path: () => "/account" },
  "/invite": { path: () => "/invite" },
  "/reset": { path: () => "/reset" },
  "/setup": { path: () => "/setup", leads: true },
  "/sign-in": { path: () => "/sign-in", leads: true },
};
