import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Viewer } from "@/lib/access/viewer";
import { Ledger } from "@/lib/ledger/ledger";
import { Accounts } from "./accounts";
import { authenticate, identify } from "./authenticate";
import { sessionCookie } from "./request-headers";

const ADMIN_TOKEN = "automation-".padEnd(32, "x");
const settings = { adminToken: ADMIN_TOKEN };

let dir: string;
let ledger: Ledger;
let accounts: Accounts;
let admin: Viewer;
let session: string;
let token: string;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "headwater-authenticate-"));
  ledger = Ledger.open(path.join(dir, "ledger"));
  accounts = Accounts.open(path.join(dir, "accounts"), { ledger });
  const link = await accounts.issueSetupLink("http://127.0.0.1:3000");
  admin = await accounts.completeSetup({ token: link?.url.split("token=")[1] ?? "", name: "Mara", password: "correct-horse-battery" });
  session = (await accounts.startSession(admin)).id;
  token = (await accounts.createToken({ name: "pipeline", role: "producer", namespaces: null }, admin)).text;
});
afterAll(async () => {
  await accounts.close();
  await ledger.close();
  rmSync(dir, { recursive: true, force: true });
});

const roleOf = (headers: Record<string, string>) => authenticate(headers, accounts, settings)?.role ?? null;

describe("authenticate", () => {
  it("knows a token, in either header, from Node's and from the web's headers", () => {
    expect(roleOf({ authorization: `Bearer ${token}` })).toBe("producer");
    expect(roleOf({ authorization: `bearer  ${token} ` })).toBe("producer");
    expect(roleOf({ "x-api-key": token })).toBe("producer");
    expect(authenticate(new Headers({ "X-API-Key": token }), accounts, settings)?.role).toBe("producer");
  });

  it("knows a session by its cookie", () => {
    expect(roleOf({ cookie: `other=1; headwater=${session}; theme=dark` })).toBe("admin");
    expect(identify({ cookie: `headwater=${session}` }, accounts, settings)).toMatchObject({ by: "session", sessionId: session });
  });

  it("takes only the __Host- cookie over https, which no other host can set", () => {
    expect(roleOf({ cookie: `headwater=${session}`, "x-forwarded-proto": "https" })).toBeNull();
    expect(roleOf({ cookie: `__Host-headwater=${session}`, "x-forwarded-proto": "https" })).toBe("admin");
    expect(sessionCookie("s", true)).toBe("__Host-headwater=s; Path=/; HttpOnly; SameSite=Lax; Secure");
    expect(sessionCookie("s", false)).toBe("headwater=s; Path=/; HttpOnly; SameSite=Lax");
  });

  it("is nobody with a wrong token, whatever cookie comes along", () => {
    expect(roleOf({ authorization: "Bearer wrong", cookie: `headwater=${session}` })).toBeNull();
    expect(roleOf({ "x-api-key": "wrong", cookie: `headwater=${session}` })).toBeNull();
    expect(roleOf({ "x-api-key": "", cookie: `headwater=${session}` })).toBeNull();
  });

  it("leaves other schemes to whoever reads them", () => {
    expect(roleOf({ authorization: "Basic dTpw", cookie: `headwater=${session}` })).toBe("admin");
    expect(roleOf({ authorization: "Basic dTpw" })).toBeNull();
  });

  it("is nobody without credentials, or with a session id in another place", () => {
    expect(roleOf({})).toBeNull();
    expect(roleOf({ cookie: "headwater=" })).toBeNull();
    expect(roleOf({ authorization: `Bearer ${session}` })).toBeNull();
    expect(roleOf({ cookie: `headwater=${token}` })).toBeNull();
  });

  it("knows the admin token of 32 characters, and none that is shorter, empty or unset", () => {
    expect(roleOf({ authorization: `Bearer ${ADMIN_TOKEN}` })).toBe("automation");
    expect(roleOf({ authorization: `Bearer ${ADMIN_TOKEN}x` })).toBeNull();
    const short = "x".repeat(31);
    expect(authenticate({ authorization: `Bearer ${short}` }, accounts, { adminToken: short })).toBeNull();
    expect(authenticate({ "x-api-key": "" }, accounts, { adminToken: "" })).toBeNull();
    expect(authenticate({ authorization: "Bearer null" }, accounts, { adminToken: null })).toBeNull();
  });
});
