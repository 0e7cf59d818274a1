import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startApp, type App } from "@/graph/testing/start-app";
import { may, type Action } from "@/lib/access/policy";
import { PAGE_POLICIES, ROUTE_POLICIES, type RouteKey } from "@/lib/access/route-policies";
import { API_HEADERS, COMMON_HEADERS } from "@/lib/access/security-headers";
import type { Viewer } from "@/lib/access/viewer";
import { TOKEN_ROLES } from "@/lib/accounts/tokens";
import { USER_ROLES } from "@/lib/accounts/users";
import { ASKED, PAGE_EXAMPLES, ROUTE_EXAMPLES, type PageExample, type RouteExample, type Vault } from "./testing/access-examples";
import { Client, type Receipt } from "./testing/client";
import { facet, World } from "./testing/world";

/** Who asks: a person by cookie, a machine by token, or nobody; and how far they see. */
type Asker = { role: Viewer["role"] | null; by: "cookie" | "token" | "nothing"; scope: "all" | "own" | "foreign"; name: string; secret: string };

const AT = "2026-01-01T00:00:00Z";
const PASSWORD = "a long enough password";
const CANARY = `canary${randomBytes(6).toString("hex")}`;
const vault = new World(`vault-${randomBytes(4).toString("hex")}`);
const elsewhere = new World(`elsewhere-${randomBytes(4).toString("hex")}`);
const hidden = (name: string): string => `${name}-${CANARY}`;

let app: App;
let all: Client;
let it: Vault;
const askers: Asker[] = [{ role: null, by: "nothing", scope: "all", name: "nobody", secret: "" }];

/** All kinds of things in the vault, each named so that it is known wherever it shows. Only what is asked about has a plain name. */
const things = (): object[] => {
  const at = (name: string) => vault.name(hidden(name));
  return [
    vault.source(ASKED, false, { owner: { name: hidden("owner") }, description: hidden("description"), channel: hidden("channel") }),
    vault.batchRecorded(ASKED, AT, { location: hidden("location") }),
    vault.runEvent({ job: hidden("job"), runId: hidden("run"), at: AT, inputs: [ASKED], outputs: [{ name: hidden("output"), facets: { documentation: facet({ description: hidden("words") }) } }] }),
    vault.runEvent({ job: hidden("upstream"), runId: hidden("before"), at: AT, inputs: [hidden("raw")], outputs: [ASKED] }),
    vault.features(hidden("set"), AT, hidden("group"), [{ name: hidden("feature"), version: "1", required: [vault.name(ASKED)] }], [{ batch: { ...vault.name(ASKED), version: AT } }]),
    vault.modelRegistered(hidden("model"), "1", AT, [{ featureSet: { namespace: vault.namespace, id: hidden("set") } }], [{ group: hidden("group"), name: hidden("feature"), version: "1" }]),
    vault.event("deployment.changed.v1", { ...at("deployment"), environment: "prod", model: { ...at("model"), version: "1" }, action: "deploy", at: AT, by: hidden("deployer"), reason: hidden("reason") }),
    vault.predictionMade(ASKED, [hidden("model"), "1"], [hidden("set")], AT, { output: { [hidden("key")]: 1 } }),
    vault.event("failure.recorded.v1", { about: vault.dataset(ASKED), failure: "quality", message: hidden("message"), at: AT }),
    vault.dependency(ASKED, hidden("service")),
    elsewhere.source("plain", true),
  ];
};

/** The link is made last of all at a start. */
async function setupToken(): Promise<string | undefined> {
  const file = path.join(app.dataDir, "setup-link");
  await vi.waitUntil(() => existsSync(file), { timeout: 60_000 });
  return readFileSync(file, "utf8").trim().split("token=")[1];
}

/** The session that an answer begins; `null` when it begins none, or takes the cookie away. */
function cookieOf({ headers }: { headers: Headers }): string | null {
  const [cookie = ""] = (headers.get("set-cookie") ?? "").split(";");
  return /=./.test(cookie) ? cookie : null;
}

async function signIn(name: string): Promise<string> {
  const answer = await new Client(app, null).post("/api/v1/session", { name, password: PASSWORD });
  if (answer.status !== 200) throw new Error(answer.text);
  return cookieOf(answer) ?? "";
}

async function join(name: string, role: string, namespaces: string[] | null): Promise<{ id: string; cookie: string }> {
  const { body } = await all.post<{ url: string }>("/api/v1/invitations", { role, namespaces });
  const made = await new Client(app, null).post<{ viewer: { id: string } }>("/api/v1/invitations/accept", { token: body.url.split("token=")[1], name, password: PASSWORD });
  if (made.status !== 201) throw new Error(made.text);
  return { id: made.body.viewer.id.slice("user:".length), cookie: cookieOf(made) ?? "" };
}

beforeAll(async () => {
  app = await startApp();
  all = new Client(app);
  const first = await new Client(app, null).post("/api/v1/setup", { token: await setupToken(), name: "First", password: PASSWORD });
  expect(first.status).toBe(201);
  await all.send(...things());
  const [disposable] = (await all.send(vault.dependency(hidden("x"), ASKED))) as Receipt[];
  const incident = await all.post<{ id: string }>("/api/v1/incidents", { title: hidden("incident"), target: vault.prediction(ASKED), window: { from: AT, to: AT } });
  const token = await all.post<{ id: string }>("/api/v1/tokens", { name: hidden("token"), role: "viewer", namespaces: [vault.namespace] });
  const invitation = await all.post<{ id: string }>("/api/v1/invitations", { role: "viewer", namespaces: [vault.namespace] });
  const user = await join(hidden("user"), "viewer", [vault.namespace]);
  let count = 0;
  it = { vault, canary: CANARY, disposable: disposable!.sequence, incident: incident.body.id, user: user.id, token: token.body.id, invitation: invitation.body.id, count: () => ++count };
  const scopes = { all: null, own: [vault.namespace], foreign: [elsewhere.namespace] };
  for (const [scope, namespaces] of Object.entries(scopes) as [Asker["scope"], string[] | null][]) {
    askers.push(...(await Promise.all(USER_ROLES.map(async (role): Promise<Asker> => {
      const name = `${role} of ${scope}`;
      return { role, by: "cookie", scope, name, secret: (await join(name, role, namespaces)).cookie };
    }))));
    for (const role of TOKEN_ROLES) {
      const made = await all.post<{ token: string }>("/api/v1/tokens", { name: `${role} of ${scope}`, role, namespaces });
      askers.push({ role, by: "token", scope, name: `token: ${role} of ${scope}`, secret: made.body.token });
    }
  }
  askers.push({ role: "automation", by: "token", scope: "all", name: "automation", secret: app.token });
  await all.node(vault.dataset(ASKED));
}, 400_000);
afterAll(() => app?.remove());

type Answer = { status: number; headers: Headers; text: string };

async function ask(asker: Asker, method: string, path: string, body?: unknown, contentType = "application/json"): Promise<Answer> {
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": contentType };
  if (asker.by === "token") headers.authorization = `Bearer ${asker.secret}`;
  if (asker.by === "cookie") Object.assign(headers, { cookie: asker.secret, origin: app.url, "sec-fetch-site": "same-origin" });
  const answer = await fetch(`${app.url}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), redirect: "manual" });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const allowed = (asker: Asker, action: Action): boolean => may(asker.role === null ? null : { id: "", name: "", role: asker.role, namespaces: null }, action);

function rightStatuses(asker: Asker, action: Action, example: RouteExample): readonly number[] {
  if (!allowed(asker, action)) return [asker.role === null ? 401 : 403];
  if (asker.by === "token" && example.machine) return example.machine;
  return example[asker.scope] ?? example.all;
}

const addressOf = (route: RouteKey, example: RouteExample): string => `${route.includes(" /api/v1/") ? "/api/v1" : ""}${example.path(it)}`;

/** So many ask at the same time where none of them changes what another is answered. */
const AT_ONCE = 4;
const isIndependent = (route: RouteKey): boolean => route.startsWith("GET") || route.endsWith("/session") || route.endsWith("/me/sessions");

/** Does something for each, `atOnce` of them at a time. */
async function eachOf<Item>(items: readonly Item[], atOnce: number, act: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  }));
}

/** The routes in an order in which none takes away what another asks about: what destroys comes last. */
const ROUTES = (Object.keys(ROUTE_POLICIES) as RouteKey[]).sort((a, b) => Number(a.startsWith("DELETE")) - Number(b.startsWith("DELETE")));

describe("every route, whoever asks", () => {
  test.each(ROUTES)("%s", async (route) => {
    const { action } = ROUTE_POLICIES[route];
    const example = ROUTE_EXAMPLES[route];
    const [method = ""] = route.split(" ");
    await eachOf(askers, isIndependent(route) ? AT_ONCE : 1, async (asker) => {
      const answer = await ask(asker, method, addressOf(route, example), example.body?.(it), example.contentType);
      expect(rightStatuses(asker, action, example), `${asker.name} got ${answer.status}: ${answer.text.slice(0, 300)}`).toContain(answer.status);
      if (asker.scope === "foreign" || asker.role === null) expect(answer.text, asker.name).not.toContain(CANARY);
      if (example.endsSession && asker.by === "cookie") asker.secret = cookieOf(answer) ?? (await signIn(asker.name));
    });
    if (example.takesReadsAway) await vi.waitUntil(async () => (await fetch(`${app.url}/readyz`)).ok, { timeout: 60_000 });
  });

  test("the canary sings where it may: without that the silence would prove nothing", async () => {
    const reads = ["GET /api/v1/nodes/{ref}", "GET /api/v1/graph", "GET /api/v1/impact", "GET /api/v1/predictions/{id}/provenance", "GET /api/v1/tokens", "GET /api/v1/users"] as const;
    for (const route of reads) for (const scope of ["all", "own"] as const) {
      const asker = askers.find((one) => one.role === "admin" && one.by === "token" && one.scope === scope)!;
      expect((await ask(asker, "GET", addressOf(route, ROUTE_EXAMPLES[route]))).text, `${route} ${scope}`).toContain(CANARY);
    }
  });
});

/** What became of a visit. A page that streams its frame first can say no only in what it writes after the status. */
function outcomeOf({ status, headers, text }: Answer): "shown" | "unseen" | "sign-in" | "elsewhere" {
  const leadsTo = headers.get("location") ?? /<meta[^>]*http-equiv="refresh"[^>]*url=([^"]+)"/i.exec(text)?.[1] ?? "";
  if (/\/sign-in/.test(leadsTo)) return "sign-in";
  if (leadsTo !== "") return "elsewhere";
  // the scripts of every page hold what it would say if there were nothing
  const markup = text.replaceAll(/<script\b.*?<\/script>/gs, "");
  return status === 404 || /You may not see this|NEXT_HTTP_ERROR_FALLBACK;404/.test(markup) ? "unseen" : "shown";
}

function rightOutcome(asker: Asker, page: string, action: Action, example: PageExample): string {
  if (!allowed(asker, action)) return asker.role === null ? "sign-in" : "unseen";
  if (example.leads && (asker.role !== null || page === "/setup")) return asker.role === null ? "sign-in" : "elsewhere";
  return (asker.scope === "all" ? undefined : example[asker.scope]) ?? "shown";
}

const PAGES = Object.keys(PAGE_POLICIES) as (keyof typeof PAGE_POLICIES)[];

describe("every page, whoever looks", () => {
  test.each(PAGES)("%s", async (page) => {
    const example = PAGE_EXAMPLES[page];
    await eachOf(askers, AT_ONCE, async (asker) => {
      const answer = await ask(asker, "GET", example.path(it));
      expect([asker.name, outcomeOf(answer)]).toEqual([asker.name, rightOutcome(asker, page, PAGE_POLICIES[page], example)]);
      expect(answer.status, asker.name).toBeLessThan(500);
      if (asker.scope === "foreign" || asker.role === null) expect(answer.text.includes(CANARY), `${asker.name} reads the canary`).toBe(false);
    });
  });
});

describe("headers", () => {
  test.each(ROUTES.filter((route) => ROUTE_POLICIES[route].by === "next"))("of %s make it data that nobody keeps or frames, whoever asks", async (route) => {
    const [method = ""] = route.split(" ");
    const example = ROUTE_EXAMPLES[route];
    for (const asker of [askers[0]!, { ...askers.at(-1)!, by: "nothing" as const }]) {
      const { headers } = await ask(asker, method, addressOf(route, example), example.body?.(it), example.contentType);
      for (const [name, value] of Object.entries(API_HEADERS)) expect([name, headers.get(name)]).toEqual([name, value]);
    }
  });

  test.each(PAGES)("of %s let no script run but ours, and frame it nowhere", async (page) => {
    const viewer = askers.find(({ role, by, scope }) => role === "admin" && by === "cookie" && scope === "all")!;
    for (const asker of [viewer, askers[0]!]) {
      const first = await ask(asker, "GET", PAGE_EXAMPLES[page].path(it));
      for (const [name, value] of Object.entries(COMMON_HEADERS)) expect([name, first.headers.get(name)]).toEqual([name, value]);
      const policy = first.headers.get("content-security-policy") ?? "";
      const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1];
      expect(nonce?.length, policy).toBeGreaterThanOrEqual(24);
      expect(policy).toMatch(/^default-src 'none';.*frame-ancestors 'none'; base-uri 'none'; form-action 'self'$/);
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
      // every script of the page carries this answer's nonce, and no other answer has the same
      for (const [tag] of first.text.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
      expect((await ask(asker, "GET", PAGE_EXAMPLES[page].path(it))).headers.get("content-security-policy")).not.toContain(nonce);
    }
  });
});

describe("a write by cookie", () => {
  const WRITES = ROUTES.filter((route) => !route.startsWith("GET") && ROUTE_POLICIES[route].by === "next" && ROUTE_POLICIES[route].action !== "public");

  test.each(WRITES)("%s is refused when another site may have sent it", async (route) => {
    const { action } = ROUTE_POLICIES[route];
    const person = askers.find((asker) => asker.by === "cookie" && asker.scope === "all" && allowed(asker, action))!;
    const example = ROUTE_EXAMPLES[route];
    const [method = ""] = route.split(" ");
    const size = async () => (await all.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;
    const before = await size();
    const body = example.body?.(it);
    const base = { cookie: person.secret, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const own = { origin: app.url, "sec-fetch-site": "same-origin" };
    const forgeries: Record<string, string>[] = [
      base, { ...base, ...own, origin: "null" }, { ...base, ...own, origin: "https://evil.example" }, { ...base, ...own, "sec-fetch-site": "cross-site" }, { ...base, ...own, "sec-fetch-site": "same-site" },
      ...(body === undefined ? [] : [{ ...base, ...own, "content-type": "text/plain" }, { ...base, ...own, "content-type": "application/x-www-form-urlencoded" }]),
    ];
    for (const headers of forgeries) {
      const answer = await fetch(`${app.url}${addressOf(route, example)}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
      expect([answer.status, ((await answer.json()) as { code: string }).code], JSON.stringify(headers)).toEqual([403, "forbidden"]);
    }
    expect(await size()).toBe(before);
    expect((await ask(person, "GET", "/api/v1/me")).status).toBe(200);
  });
});
