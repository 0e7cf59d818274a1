import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppError } from "@/lib/errors";
import { SESSION_IDLE, SESSION_LIFE } from "./sessions";
import { AccountWorld, AUTOMATION, codeOf, PASSWORD } from "./testing/account-world";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

let world: AccountWorld;
beforeEach(() => {
  world = new AccountWorld();
});
afterEach(() => world.close());

describe("set-up link", () => {
  it("makes the first administrator, once", async () => {
    const token = await world.linkToken();
    expect(world.accounts.hasUsers()).toBe(false);
    const admin = await world.accounts.completeSetup({ token, name: " Mara Keller ", password: PASSWORD });
    expect(admin).toMatchObject({ name: "Mara Keller", role: "admin", namespaces: null });
    expect(world.accounts.hasUsers()).toBe(true);
    expect(await codeOf(world.accounts.completeSetup({ token, name: "Eve", password: PASSWORD }))).toBe("forbidden");
    expect(await world.accounts.issueSetupLink("http://127.0.0.1:3000")).toBeNull();
  });

  it("makes one administrator of two that come at once", async () => {
    const token = await world.linkToken();
    const both = await Promise.all(["Ann", "Bob"].map((name) => codeOf(world.accounts.completeSetup({ token, name, password: PASSWORD }))));
    expect(both.sort()).toEqual(["done", "forbidden"]);
  });

  it("lies in a file for its owner only, until it is used", async () => {
    const link = await world.accounts.issueSetupLink("http://127.0.0.1:3000");
    const file = path.join(world.dir, "setup-link");
    expect(link?.file).toBe(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(world.dir, "accounts")).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, "utf8").trim()).toBe(link?.url);
    await world.accounts.completeSetup({ token: link?.url.split("=")[1] ?? "", name: "Mara", password: PASSWORD });
    expect(readdirSync(world.dir)).toEqual(["accounts", "ledger"]);
  });

  it("holds for 30 minutes", async () => {
    const token = await world.linkToken();
    world.now += 30 * MINUTE;
    expect(await codeOf(world.accounts.completeSetup({ token, name: "Mara", password: PASSWORD }))).toBe("forbidden");
  });

  it("is void once a new one is made", async () => {
    const first = await world.linkToken();
    const second = await world.linkToken();
    expect(await codeOf(world.accounts.completeSetup({ token: first, name: "Mara", password: PASSWORD }))).toBe("forbidden");
    expect(await codeOf(world.accounts.completeSetup({ token: second, name: "Mara", password: PASSWORD }))).toBe("done");
  });

  it("refuses a password of 11 characters and keeps the link", async () => {
    const token = await world.linkToken();
    expect(await codeOf(world.accounts.completeSetup({ token, name: "Mara", password: "x".repeat(11) }))).toBe("invalid");
    expect(await codeOf(world.accounts.completeSetup({ token, name: "Mara", password: "x".repeat(12) }))).toBe("done");
  });
});

describe("signing in", () => {
  it("takes the right password, whatever the name's case", async () => {
    const admin = await world.setUp();
    expect(await world.accounts.signIn({ name: " mara KELLER", password: PASSWORD })).toEqual(admin);
  });

  it("says the same to a wrong name and a wrong password", async () => {
    await world.setUp();
    const say = (name: string, password: string) => world.accounts.signIn({ name, password }).then(() => ["done"], (error: AppError) => [error.code, error.message]);
    const wrong = await say("Mara Keller", "wrong-password");
    expect(wrong).toEqual(await say("Nobody", "wrong-password"));
    expect(wrong[0]).toBe("unauthenticated");
  });

  it("makes a name wait after five failures, longer each time, also a name that nobody has", async () => {
    await world.setUp();
    for (const name of ["Mara Keller", "Nobody"]) {
      for (let i = 0; i < 5; i++) expect(await codeOf(world.accounts.signIn({ name, password: "wrong-password" }))).toBe("unauthenticated");
    }
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    world.now += 14 * SECOND;
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    world.now += SECOND;
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: "wrong-again" }))).toBe("unauthenticated");
    world.now += 15 * SECOND;
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    world.now += 15 * SECOND;
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("done");
  }, 30_000);

  it("begins anew after a success", async () => {
    await world.setUp();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: "wrong-password" }))).toBe("unauthenticated");
      expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("done");
    }
  }, 30_000);

  it("counts guesses that are sent side by side", async () => {
    await world.setUp();
    const guesses = Array.from({ length: 12 }, (_, i) => codeOf(world.accounts.signIn({ name: "Mara Keller", password: i === 11 ? PASSWORD : `wrong-password-${i}` })));
    expect(new Set(await Promise.all(guesses))).toEqual(new Set(["unauthenticated"]));
  }, 30_000);
});

describe("sessions", () => {
  it("name their user until they are ended", async () => {
    const admin = await world.setUp();
    const { id } = await world.accounts.startSession(admin);
    expect(world.accounts.viewerOfSession(id)).toEqual(admin);
    await world.accounts.endSession(id);
    expect(world.accounts.viewerOfSession(id)).toBeNull();
    expect(world.accounts.viewerOfSession("")).toBeNull();
  });

  it("have a new id each time", async () => {
    const admin = await world.setUp();
    expect((await world.accounts.startSession(admin)).id).not.toBe((await world.accounts.startSession(admin)).id);
  });

  it("end after 30 minutes without use", async () => {
    const { id } = await world.accounts.startSession(await world.setUp());
    world.now += SESSION_IDLE - 1;
    expect(world.accounts.viewerOfSession(id)).not.toBeNull();
    await settle();
    world.now += SESSION_IDLE - 1;
    expect(world.accounts.viewerOfSession(id)).not.toBeNull();
    await settle();
    world.now += SESSION_IDLE;
    expect(world.accounts.viewerOfSession(id)).toBeNull();
  });

  it("end 12 hours after they began, however busy", async () => {
    const { id } = await world.accounts.startSession(await world.setUp());
    const end = world.now + SESSION_LIFE;
    while (world.now + 20 * MINUTE < end) {
      world.now += 20 * MINUTE;
      expect(world.accounts.viewerOfSession(id)).not.toBeNull();
      await settle();
    }
    world.now = end;
    expect(world.accounts.viewerOfSession(id)).toBeNull();
  });

  it("survive a restart", async () => {
    const { id } = await world.accounts.startSession(await world.setUp());
    await world.accounts.close();
    world.openAccounts(world.ledger);
    expect(world.accounts.viewerOfSession(id)).toMatchObject({ name: "Mara Keller" });
  });
});

describe("tokens", () => {
  it("say who bears them, with role and namespaces", async () => {
    const { text, token } = await world.accounts.createToken({ name: "pipeline", role: "producer", namespaces: ["shop"] }, AUTOMATION);
    expect(text).toMatch(/^hw_[0-9a-f]{12}_[0-9A-Za-z]{43}$/);
    expect(world.accounts.viewerOfToken(text)).toEqual({ id: `token:${token.id}`, name: "pipeline", role: "producer", namespaces: ["shop"] });
    await settle();
    expect(world.accounts.listTokens(AUTOMATION)).toEqual([{ ...token, usedAt: world.now }]);
    expect(JSON.stringify(world.accounts.listTokens(AUTOMATION))).not.toContain("digest");
  });

  it("are worth nothing with another secret, cut short, or made up", async () => {
    const one = (await world.accounts.createToken({ name: "a", role: "viewer", namespaces: null }, AUTOMATION)).text;
    const other = (await world.accounts.createToken({ name: "b", role: "viewer", namespaces: null }, AUTOMATION)).text;
    for (const text of [one.slice(0, -1), `${one.slice(0, 16)}${other.slice(16)}`, `hw_${"0".repeat(12)}_${"a".repeat(43)}`, "", "hw_", `${one} `]) {
      expect(world.accounts.viewerOfToken(text)).toBeNull();
    }
  });

  it("end at once when revoked, and stay in the list", async () => {
    const { text, token } = await world.accounts.createToken({ name: "a", role: "viewer", namespaces: null }, AUTOMATION);
    world.accounts.viewerOfToken(text);
    await world.accounts.revokeToken(AUTOMATION, token.id);
    expect(world.accounts.viewerOfToken(text)).toBeNull();
    const revokedAt = world.now;
    world.now += MINUTE;
    await world.accounts.revokeToken(AUTOMATION, token.id);
    expect(world.accounts.listTokens(AUTOMATION)).toMatchObject([{ id: token.id, revokedAt }]);
    expect(await codeOf(world.accounts.revokeToken(AUTOMATION, "000000000000"))).toBe("not_found");
  });

  it("end at their time, 90 days from now unless told", async () => {
    const { text } = await world.accounts.createToken({ name: "a", role: "viewer", namespaces: null }, AUTOMATION);
    const short = (await world.accounts.createToken({ name: "b", role: "viewer", namespaces: null, expiresAt: world.now + MINUTE }, AUTOMATION)).text;
    world.now += MINUTE - 1;
    expect(world.accounts.viewerOfToken(short)).not.toBeNull();
    world.now += 1;
    expect(world.accounts.viewerOfToken(short)).toBeNull();
    world.now += 90 * 24 * 60 * MINUTE - 2 * MINUTE;
    expect(world.accounts.viewerOfToken(text)).not.toBeNull();
    world.now += MINUTE;
    expect(world.accounts.viewerOfToken(text)).toBeNull();
  });
});

it("keeps no password, session id, token or set-up link in clear", async () => {
  const link = await world.linkToken();
  const admin = await world.accounts.completeSetup({ token: link, name: "Mara Keller", password: PASSWORD });
  await world.accounts.issueSetupLink("http://127.0.0.1:3000");
  const session = await world.accounts.startSession(admin);
  const { text } = await world.accounts.createToken({ name: "pipeline", role: "producer", namespaces: null }, admin);
  await codeOf(world.accounts.signIn({ name: "canary-wrong-name", password: "canary-wrong-password" }));
  await world.accounts.close();
  const bytes = Buffer.concat(readdirSync(path.join(world.dir, "accounts")).map((file) => readFileSync(path.join(world.dir, "accounts", file))));
  expect(bytes.includes("Mara Keller")).toBe(true);
  const secret = text.split("_")[2] ?? "";
  for (const canary of [link, PASSWORD, session.id, secret, "canary-wrong-name", "canary-wrong-password"]) {
    expect(canary.length).toBeGreaterThan(10);
    for (const form of [canary, Buffer.from(canary).toString("base64").slice(0, -4), Buffer.from(canary).toString("hex")]) expect(bytes.includes(form)).toBe(false);
  }
  world.openAccounts(world.ledger);
});

/** Lets the writes that nobody waits for come to disk: they are taken in order, so this one comes after them. */
function settle(): Promise<void> {
  return world.accounts.endSession("nobody's");
}
