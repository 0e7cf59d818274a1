import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import * as gate from "@/app/api/v1/gates/[ref]/route";
import * as acceptance from "@/app/api/v1/invitations/accept/route";
import * as opening from "@/app/api/v1/invitations/open/route";
import * as invitations from "@/app/api/v1/invitations/route";
import * as password from "@/app/api/v1/me/password/route";
import * as me from "@/app/api/v1/me/route";
import * as ownSessions from "@/app/api/v1/me/sessions/route";
import * as session from "@/app/api/v1/session/route";
import * as setup from "@/app/api/v1/setup/route";
import * as tokenById from "@/app/api/v1/tokens/[id]/route";
import * as tokens from "@/app/api/v1/tokens/route";
import * as user from "@/app/api/v1/users/[id]/route";
import * as users from "@/app/api/v1/users/route";
import { provideServices, type Services } from "@/graph/services";
import { Accounts } from "@/lib/accounts/accounts";
import { AppError } from "@/lib/errors";
import { Ledger } from "@/lib/ledger/ledger";
import { configureLog } from "@/lib/log";
import { withAccess } from "./with-access";

const ADMIN_TOKEN = "canary-automation-".padEnd(40, "x");
const ORIGIN = "http://127.0.0.1:3000";
const AUTOMATION = { authorization: `Bearer ${ADMIN_TOKEN}` };

let dir: string;
let ledger: Ledger;
let accounts: Accounts;
let waitedFor: number[] = [];

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "headwater-routes-"));
  ledger = Ledger.open(path.join(dir, "ledger"));
  accounts = Accounts.open(path.join(dir, "accounts"), { ledger });
  const projection = {
    waitFor: async (sequence: number) => {
      if (sequence > 100) throw new AppError("invalid", "Beyond the ledger.");
      waitedFor.push(sequence);
    },
  };
  // what these routes touch; the rest of the process is not there
  provideServices({ env: { adminToken: ADMIN_TOKEN }, accounts, projection } as unknown as Services);
});
afterAll(async () => {
  await accounts.close();
  await ledger.close();
  rmSync(dir, { recursive: true, force: true });
});

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

function ask(handler: Handler, options: { method?: string; query?: string; headers?: Record<string, string>; body?: unknown; params?: Record<string, string> } = {}): Promise<Response> {
  const { method = "GET", query = "", headers = {}, body, params = {} } = options;
  const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const request = new Request(`${ORIGIN}/api/v1/x${query}`, {
    method,
    headers: { host: "127.0.0.1:3000", ...json, ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

async function problemOf(answer: Promise<Response>): Promise<[number, string]> {
  const response = await answer;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, code } = z.object({ status: z.int(), code: z.string() }).parse(await response.json());
  expect(status).toBe(response.status);
  return [status, code];
}

const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";
const asBrowser = (cookie: string) => ({ cookie, origin: ORIGIN, "sec-fetch-site": "same-origin" });

async function signIn(): Promise<string> {
  return cookieOf(await ask(session.POST, { method: "POST", body: { name: "mara", password: "correct-horse-battery" } }));
}

describe("set-up and sign-in", () => {
  it("makes the first administrator from the link, signs in, and cannot be done again", async () => {
    const link = await accounts.issueSetupLink(ORIGIN);
    const body = { token: link?.url.split("token=")[1], name: "Mara", password: "correct-horse-battery" };
    expect(await problemOf(ask(setup.POST, { method: "POST", body: { ...body, password: "short" } }))).toEqual([422, "invalid"]);
    expect(await problemOf(ask(setup.POST, { method: "POST", body: { ...body, token: "wrong" } }))).toEqual([403, "forbidden"]);
    const made = await ask(setup.POST, { method: "POST", body });
    expect(made.status).toBe(201);
    expect(made.headers.get("set-cookie")).toMatch(/^headwater=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await (await ask(me.GET, { headers: { cookie: cookieOf(made) } })).json()).toMatchObject({ name: "Mara", role: "admin", namespaces: null });
    expect(await problemOf(ask(setup.POST, { method: "POST", body }))).toEqual([403, "forbidden"]);
  });

  it("signs in and out; the session before ends, and none outlives the sign-out", async () => {
    const first = await signIn();
    const again = await ask(session.POST, { method: "POST", headers: asBrowser(first), body: { name: "Mara", password: "correct-horse-battery" } });
    const second = cookieOf(again);
    expect(second).not.toBe(first);
    expect(await problemOf(ask(me.GET, { headers: { cookie: first } }))).toEqual([401, "unauthenticated"]);
    const out = await ask(session.DELETE, { method: "DELETE", headers: asBrowser(second) });
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toMatch(/^headwater=; .*Max-Age=0$/);
    expect(await problemOf(ask(me.GET, { headers: { cookie: second } }))).toEqual([401, "unauthenticated"]);
  });

  it("refuses a wrong password, and a body that is none", async () => {
    expect(await problemOf(ask(session.POST, { method: "POST", body: { name: "Mara", password: "wrong" } }))).toEqual([401, "unauthenticated"]);
    expect(await problemOf(ask(session.POST, { method: "POST", body: "{" }))).toEqual([400, "unreadable"]);
    expect(await problemOf(ask(session.POST, { method: "POST", body: { name: "Mara" } }))).toEqual([422, "invalid"]);
    expect(await problemOf(ask(session.POST, { method: "POST", body: { name: "Mara", password: "x".repeat(300_000) } }))).toEqual([413, "too_large"]);
    expect(await problemOf(ask(session.POST, { method: "POST", body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } }))).toEqual([403, "forbidden"]);
  });
});

describe("tokens", () => {
  it("are made, shown once, used and revoked", async () => {
    const made = await ask(tokens.POST, { method: "POST", headers: AUTOMATION, body: { name: "pipeline", role: "producer", namespaces: ["shop"] } });
    expect(made.status).toBe(201);
    const { id, token } = z.object({ id: z.string(), token: z.string() }).parse(await made.json());
    const bearer = { authorization: `Bearer ${token}` };
    expect(await (await ask(me.GET, { headers: bearer })).json()).toEqual({ id: `token:${id}`, name: "pipeline", role: "producer", namespaces: ["shop"] });
    const listed = await (await ask(tokens.GET, { headers: AUTOMATION })).text();
    expect(listed).toContain(id);
    expect(listed).not.toContain(token.split("_")[2]);
    expect(await problemOf(ask(tokens.GET, { headers: bearer }))).toEqual([403, "forbidden"]);
    expect((await ask(tokenById.DELETE, { method: "DELETE", headers: AUTOMATION, params: { id } })).status).toBe(204);
    expect(await problemOf(ask(me.GET, { headers: bearer }))).toEqual([401, "unauthenticated"]);
    expect(await problemOf(ask(tokenById.DELETE, { method: "DELETE", headers: AUTOMATION, params: { id: "none" } }))).toEqual([404, "not_found"]);
  });

  it("cannot approve, outlive the past, or reach further than whoever makes them", async () => {
    const make = (body: object, headers: Record<string, string> = AUTOMATION) => ask(tokens.POST, { method: "POST", headers, body });
    expect(await problemOf(make({ name: "a", role: "approver" }))).toEqual([422, "invalid"]);
    expect(await problemOf(make({ name: "a", role: "automation" }))).toEqual([422, "invalid"]);
    expect(await problemOf(make({ name: "a", role: "viewer", expiresAt: "2001-01-01T00:00:00Z" }))).toEqual([422, "invalid"]);
    expect(await problemOf(make({ name: "a", role: "viewer", expiresAt: "soon" }))).toEqual([422, "invalid"]);
    const bound = z.object({ token: z.string() }).parse(await (await make({ name: "bound", role: "admin", namespaces: ["shop"] })).json());
    const bearer = { authorization: `Bearer ${bound.token}` };
    expect(await problemOf(make({ name: "a", role: "viewer" }, bearer))).toEqual([403, "forbidden"]);
    expect(await problemOf(make({ name: "a", role: "viewer", namespaces: ["shop", "ops"] }, bearer))).toEqual([403, "forbidden"]);
    expect((await make({ name: "a", role: "viewer", namespaces: ["shop"] }, bearer)).status).toBe(201);
    const seen = z.object({ results: z.array(z.object({ namespaces: z.array(z.string()) })) }).parse(await (await ask(tokens.GET, { headers: bearer })).json());
    expect(seen.results.every(({ namespaces }) => namespaces.join() === "shop")).toBe(true);
  });
});

describe("people", () => {
  const invite = (body: object) => ask(invitations.POST, { method: "POST", headers: AUTOMATION, body });
  const accept = (body: object) => ask(acceptance.POST, { method: "POST", body });
  const linkOf = async (answer: Promise<Response>) => z.object({ url: z.string() }).parse(await (await answer).json()).url;

  it("are invited by a link to our own page, accept it, and are signed in", async () => {
    const link = await linkOf(invite({ role: "steward", namespaces: ["shop"] }));
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/invite#token=[0-9a-f]{12}_[0-9A-Za-z]{43}$/);
    const token = link.split("token=")[1];
    expect(await (await ask(opening.POST, { method: "POST", body: { token } })).json()).toMatchObject({ role: "steward", namespaces: ["shop"], invitedBy: "Automation" });
    for (const name of ["Jo\u202enas", "Jo\u0007nas", " ", "x".repeat(101)]) expect(await problemOf(accept({ token, name, password: "a long enough password" }))).toEqual([422, "invalid"]);
    expect(await problemOf(accept({ token, name: "Mara", password: "a long enough password" }))).toEqual([409, "conflict"]);
    const made = await accept({ token, name: "Jonas", password: "a long enough password" });
    expect(made.status).toBe(201);
    expect(await (await ask(me.GET, { headers: { cookie: cookieOf(made) } })).json()).toMatchObject({ name: "Jonas", role: "steward", namespaces: ["shop"] });
    expect(await problemOf(accept({ token, name: "Again", password: "a long enough password" }))).toEqual([403, "forbidden"]);
  });

  it("are never given a machine's role, and one thing of them is changed at a time", async () => {
    for (const role of ["producer", "automation", "owner"]) expect(await problemOf(invite({ role }))).toEqual([422, "invalid"]);
    const list = z.object({ results: z.array(z.object({ id: z.string(), name: z.string() })) }).parse(await (await ask(users.GET, { headers: AUTOMATION })).json());
    const id = list.results.find(({ name }) => name === "Jonas")?.id ?? "";
    const change = (body: object) => ask(user.PATCH, { method: "PATCH", headers: AUTOMATION, body, params: { id } });
    for (const body of [{}, { keepTokens: true }, { role: "viewer", active: false }, { role: "producer" }, { namespaces: [""] }]) expect(await problemOf(change(body)), JSON.stringify(body)).toEqual([422, "invalid"]);
    expect(await (await change({ namespaces: null })).json()).toMatchObject({ name: "Jonas", role: "steward", namespaces: null, deactivatedAt: null });
  });

  it("change their own password and go on in this browser only", async () => {
    const [here, there] = [await signIn(), await signIn()];
    const change = (current: string) => ask(password.PUT, { method: "PUT", headers: asBrowser(here), body: { current, password: "correct-horse-battery" } });
    expect(await problemOf(change("wrong"))).toEqual([422, "invalid"]);
    const changed = await change("correct-horse-battery");
    expect(changed.status).toBe(200);
    for (const old of [here, there]) expect(await problemOf(ask(me.GET, { headers: { cookie: old } }))).toEqual([401, "unauthenticated"]);
    const open = z.object({ results: z.array(z.object({ current: z.boolean() })) }).parse(await (await ask(ownSessions.GET, { headers: { cookie: cookieOf(changed) } })).json());
    expect(open.results).toEqual([{ current: true }]);
  });
});

describe("a write by cookie", () => {
  it("needs our own origin and JSON; a token's does not", async () => {
    const cookie = await signIn();
    const make = (headers: Record<string, string>) => ask(tokens.POST, { method: "POST", headers, body: { name: "t", role: "viewer" } });
    expect((await make(asBrowser(cookie))).status).toBe(201);
    expect((await make({ ...asBrowser(cookie), "sec-fetch-site": "none" })).status).toBe(201);
    expect(await problemOf(make({ cookie }))).toEqual([403, "forbidden"]);
    expect(await problemOf(make({ ...asBrowser(cookie), origin: "null" }))).toEqual([403, "forbidden"]);
    expect(await problemOf(make({ ...asBrowser(cookie), origin: "http://evil.example" }))).toEqual([403, "forbidden"]);
    expect(await problemOf(make({ ...asBrowser(cookie), "sec-fetch-site": "cross-site" }))).toEqual([403, "forbidden"]);
    expect(await problemOf(make({ ...asBrowser(cookie), "content-type": "text/plain" }))).toEqual([403, "forbidden"]);
    expect((await make({ ...AUTOMATION, origin: "http://evil.example" })).status).toBe(201);
    expect(await problemOf(ask(session.DELETE, { method: "DELETE", headers: { cookie } }))).toEqual([403, "forbidden"]);
  });
});

describe("withAccess", () => {
  const route = withAccess("lineage:read", (_request, viewer, params) => Response.json({ role: viewer.role, params }));

  it("waits for after= on reads, once it is clear who asks", async () => {
    waitedFor = [];
    expect((await ask(route, { headers: AUTOMATION, query: "?after=7" })).status).toBe(200);
    expect((await ask(route, { headers: AUTOMATION, query: "?after=0" })).status).toBe(200);
    expect(await problemOf(ask(route, { query: "?after=8" }))).toEqual([401, "unauthenticated"]);
    expect(waitedFor).toEqual([7]);
    expect(await problemOf(ask(route, { headers: AUTOMATION, query: "?after=101" }))).toEqual([422, "invalid"]);
    for (const after of ["", "-1", "1.5", "x", "99999999999999999999"]) {
      expect(await problemOf(ask(route, { headers: AUTOMATION, query: `?after=${after}` }))).toEqual([422, "invalid"]);
    }
  });

  it("answers as data that nobody keeps or frames", async () => {
    const { headers } = await ask(route, { headers: AUTOMATION });
    expect(Object.fromEntries(headers)).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; frame-ancestors 'none'" });
  });

  it("says nothing about its own faults, and writes them to the log without secrets", async () => {
    const lines: string[] = [];
    configureLog({ write: (line) => void lines.push(line) });
    const failing = withAccess("lineage:read", (request) => {
      throw new Error(`broken for ${request.headers.get("authorization") ?? ""}`);
    });
    const answer = await ask(failing, { headers: AUTOMATION });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("broken");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("broken for");
    expect(lines[0]).not.toContain(ADMIN_TOKEN);
    configureLog({ write: (line) => void process.stderr.write(line) });
  });

  it("points at the field that zod found wrong", async () => {
    const strict = withAccess("lineage:read", () => Response.json(z.object({ "a/b": z.object({ limit: z.int() }) }).parse({ "a/b": { limit: "x" } })));
    expect(await (await ask(strict, { headers: AUTOMATION })).json()).toMatchObject({ code: "invalid", pointer: "/a~1b/limit" });
  });
});

describe("gates", () => {
  it("are shut, for what nobody knows too, and only for who may read", async () => {
    for (const ref of ["model:ops:latency@7", "nonsense"]) {
      const answer = await ask(gate.GET, { headers: AUTOMATION, params: { ref } });
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ decision: "halt", record: null });
    }
    expect(await problemOf(ask(gate.GET, { params: { ref: "model:ops:latency@7" } }))).toEqual([401, "unauthenticated"]);
  });
});
