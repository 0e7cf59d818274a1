import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/access/viewer";
import { Accounts } from "./accounts";
import { SESSION_IDLE, SESSION_LIFE } from "./sessions";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const PASSWORD = "canary-correct-horse-battery";
const ADMIN: Viewer = { id: "user:1", name: "Mara", role: "admin", namespaces: null };

let dir: string;
let now: number;
let accounts: Accounts;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "headwater-accounts-"));
  now = 1_700_000_000 * SECOND;
  accounts = Accounts.open(path.join(dir, "accounts"), { clock: () => now });
});
afterEach(async () => {
  await accounts.close();
  rmSync(dir, { recursive: true, force: true });
});

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "done";
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

async function linkToken(): Promise<string> {
  const link = await accounts.issueSetupLink("http://127.0.0.1:3000");
  return /#token=(.+)$/.exec(link?.url ?? "")?.[1] ?? "";
}

async function setUp(): Promise<Viewer> {
  return accounts.completeSetup({ token: await linkToken(), name: "Mara Keller", password: PASSWORD });
}

describe("set-up link", () => {
  it("makes the first administrator, once", async () => {
    const token = await linkToken();
    expect(accounts.hasUsers()).toBe(false);
    const admin = await accounts.completeSetup({ token, name: " Mara Keller ", password: PASSWORD });
    expect(admin).toMatchObject({ name: "Mara Keller", role: "admin", namespaces: null });
    expect(accounts.hasUsers()).toBe(true);
    expect(await codeOf(accounts.completeSetup({ token, name: "Eve", password: PASSWORD }))).toBe("forbidden");
    expect(await accounts.issueSetupLink("http://127.0.0.1:3000")).toBeNull();
  });

  it("makes one administrator of two that come at once", async () => {
    const token = await linkToken();
    const both = await Promise.all(["Ann", "Bob"].map((name) => codeOf(accounts.completeSetup({ token, name, password: PASSWORD }))));
    expect(both.sort()).toEqual(["done", "forbidden"]);
  });

  it("lies in a file for its owner only, until it is used", async () => {
    const link = await accounts.issueSetupLink("http://127.0.0.1:3000");
    const file = path.join(dir, "setup-link");
    expect(link?.file).toBe(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dir, "accounts")).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, "utf8").trim()).toBe(link?.url);
    await accounts.completeSetup({ token: link?.url.split("=")[1] ?? "", name: "Mara", password: PASSWORD });
    expect(readdirSync(dir)).toEqual(["accounts"]);
  });

  it("holds for 30 minutes", async () => {
    const token = await linkToken();
    now += 30 * MINUTE;
    expect(await codeOf(accounts.completeSetup({ token, name: "Mara", password: PASSWORD }))).toBe("forbidden");
  });

  it("is void once a new one is made", async () => {
    const first = await linkToken();
    const second = await linkToken();
    expect(await codeOf(accounts.completeSetup({ token: first, name: "Mara", password: PASSWORD }))).toBe("forbidden");
    expect(await codeOf(accounts.completeSetup({ token: second, name: "Mara", password: PASSWORD }))).toBe("done");
  });

  it("refuses a password of 11 characters and keeps the link", async () => {
    const token = await linkToken();
    expect(await codeOf(accounts.completeSetup({ token, name: "Mara", password: "x".repeat(11) }))).toBe("invalid");
    expect(await codeOf(accounts.completeSetup({ token, name: "Mara", password: "x".repeat(12) }))).toBe("done");
  });
});

describe("signing in", () => {
  it("takes the right password, whatever the name's case", async () => {
    const admin = await setUp();
    expect(await accounts.signIn({ name: " mara KELLER", password: PASSWORD })).toEqual(admin);
  });

  it("says the same to a wrong name and a wrong password", async () => {
    await setUp();
    const say = (name: string, password: string) => accounts.signIn({ name, password }).then(() => ["done"], (error: AppError) => [error.code, error.message]);
    const wrong = await say("Mara Keller", "wrong-password");
    expect(wrong).toEqual(await say("Nobody", "wrong-password"));
    expect(wrong[0]).toBe("unauthenticated");
  });

  it("makes a name wait after five failures, longer each time, also a name that nobody has", async () => {
    await setUp();
    for (const name of ["Mara Keller", "Nobody"]) {
      for (let i = 0; i < 5; i++) expect(await codeOf(accounts.signIn({ name, password: "wrong-password" }))).toBe("unauthenticated");
    }
    expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    now += 14 * SECOND;
    expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    now += SECOND;
    expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: "wrong-again" }))).toBe("unauthenticated");
    now += 15 * SECOND;
    expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    now += 15 * SECOND;
    expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("done");
  }, 30_000);

  it("begins anew after a success", async () => {
    await setUp();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: "wrong-password" }))).toBe("unauthenticated");
      expect(await codeOf(accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("done");
    }
  }, 30_000);

  it("counts guesses that are sent side by side", async () => {
    await setUp();
    const guesses = Array.from({ length: 12 }, (_, i) => codeOf(accounts.signIn({ name: "Mara Keller", password: i === 11 ? PASSWORD : `wrong-password-${i}` })));
    expect(new Set(await Promise.all(guesses))).toEqual(new Set(["unauthenticated"]));
  }, 30_000);
});

describe("sessions", () => {
  it("name their user until they are ended", async () => {
    const admin = await setUp();
    const { id } = await accounts.startSession(admin);
    expect(accounts.viewerOfSession(id)).toEqual(admin);
    await accounts.endSession(id);
    expect(accounts.viewerOfSession(id)).toBeNull();
    expect(accounts.viewerOfSession("")).toBeNull();
  });

  it("have a new id each time", async () => {
    const admin = await setUp();
    expect((await accounts.startSession(admin)).id).not.toBe((await accounts.startSession(admin)).id);
  });

  it("end after 30 minutes without use", async () => {
    const { id } = await accounts.startSession(await setUp());
    now += SESSION_IDLE - 1;
    expect(accounts.viewerOfSession(id)).not.toBeNull();
    await settle();
    now += SESSION_IDLE - 1;
    expect(accounts.viewerOfSession(id)).not.toBeNull();
    await settle();
    now += SESSION_IDLE;
    expect(accounts.viewerOfSession(id)).toBeNull();
  });

  it("end 12 hours after they began, however busy", async () => {
    const { id } = await accounts.startSession(await setUp());
    const end = now + SESSION_LIFE;
    while (now + 20 * MINUTE < end) {
      now += 20 * MINUTE;
      expect(accounts.viewerOfSession(id)).not.toBeNull();
      await settle();
    }
    now = end;
    expect(accounts.viewerOfSession(id)).toBeNull();
  });

  it("survive a restart", async () => {
    const { id } = await accounts.startSession(await setUp());
    await accounts.close();
    accounts = Accounts.open(path.join(dir, "accounts"), { clock: () => now });
    expect(accounts.viewerOfSession(id)).toMatchObject({ name: "Mara Keller" });
  });
});

describe("tokens", () => {
  it("say who bears them, with role and namespaces", async () => {
    const { text, token } = await accounts.createToken({ name: "pipeline", role: "producer", namespaces: ["shop"] }, ADMIN);
    expect(text).toMatch(/^hw_[0-9a-f]{12}_[0-9A-Za-z]{43}$/);
    expect(accounts.viewerOfToken(text)).toEqual({ id: `token:${token.id}`, name: "pipeline", role: "producer", namespaces: ["shop"] });
    await settle();
    expect(accounts.listTokens()).toEqual([{ ...token, usedAt: now }]);
    expect(JSON.stringify(accounts.listTokens())).not.toContain("digest");
  });

  it("are worth nothing with another secret, cut short, or made up", async () => {
    const one = (await accounts.createToken({ name: "a", role: "viewer", namespaces: null }, ADMIN)).text;
    const other = (await accounts.createToken({ name: "b", role: "viewer", namespaces: null }, ADMIN)).text;
    for (const text of [one.slice(0, -1), `${one.slice(0, 16)}${other.slice(16)}`, `hw_${"0".repeat(12)}_${"a".repeat(43)}`, "", "hw_", `${one} `]) {
      expect(accounts.viewerOfToken(text)).toBeNull();
    }
  });

  it("end at once when revoked, and stay in the list", async () => {
    const { text, token } = await accounts.createToken({ name: "a", role: "viewer", namespaces: null }, ADMIN);
    accounts.viewerOfToken(text);
    await accounts.revokeToken(token.id);
    expect(accounts.viewerOfToken(text)).toBeNull();
    const revokedAt = now;
    now += MINUTE;
    await accounts.revokeToken(token.id);
    expect(accounts.listTokens()).toMatchObject([{ id: token.id, revokedAt }]);
    expect(await codeOf(accounts.revokeToken("000000000000"))).toBe("not_found");
  });

  it("end at their time, 90 days from now unless told", async () => {
    const { text } = await accounts.createToken({ name: "a", role: "viewer", namespaces: null }, ADMIN);
    const short = (await accounts.createToken({ name: "b", role: "viewer", namespaces: null, expiresAt: now + MINUTE }, ADMIN)).text;
    now += MINUTE - 1;
    expect(accounts.viewerOfToken(short)).not.toBeNull();
    now += 1;
    expect(accounts.viewerOfToken(short)).toBeNull();
    now += 90 * 24 * 60 * MINUTE - 2 * MINUTE;
    expect(accounts.viewerOfToken(text)).not.toBeNull();
    now += MINUTE;
    expect(accounts.viewerOfToken(text)).toBeNull();
  });
});

it("keeps no password, session id, token or set-up link in clear", async () => {
  const link = await linkToken();
  const admin = await accounts.completeSetup({ token: link, name: "Mara Keller", password: PASSWORD });
  await accounts.issueSetupLink("http://127.0.0.1:3000");
  const session = await accounts.startSession(admin);
  const { text } = await accounts.createToken({ name: "pipeline", role: "producer", namespaces: null }, admin);
  await codeOf(accounts.signIn({ name: "canary-wrong-name", password: "canary-wrong-password" }));
  await accounts.close();
  const bytes = Buffer.concat(readdirSync(path.join(dir, "accounts")).map((file) => readFileSync(path.join(dir, "accounts", file))));
  expect(bytes.includes("Mara Keller")).toBe(true);
  const secret = text.split("_")[2] ?? "";
  for (const canary of [link, PASSWORD, session.id, secret, "canary-wrong-name", "canary-wrong-password"]) {
    expect(canary.length).toBeGreaterThan(10);
    for (const form of [canary, Buffer.from(canary).toString("base64").slice(0, -4), Buffer.from(canary).toString("hex")]) expect(bytes.includes(form)).toBe(false);
  }
  accounts = Accounts.open(path.join(dir, "accounts"), { clock: () => now });
});

/** Lets the writes that nobody waits for come to disk. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 15));
}
