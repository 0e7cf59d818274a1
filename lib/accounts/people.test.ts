import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { INVITATION_LIFE, RESET_LIFE } from "./invitations";
import { AccountWorld, AUTOMATION, codeOf, PASSWORD, userId } from "./testing/account-world";

let world: AccountWorld;
let admin: Viewer;
beforeEach(async () => {
  world = new AccountWorld();
  admin = await world.setUp();
});
afterEach(() => world.close());

const typesOf = () => world.records().map(({ type }) => type.replace("access.", ""));

describe("an invitation", () => {
  it("makes one user, with the role and the namespaces that the administrator chose", async () => {
    const { text, invitation } = await world.accounts.invite(admin, { role: "steward", namespaces: ["shop", "ops", "shop"] });
    expect(world.accounts.openInvitation(text)).toMatchObject({ role: "steward", namespaces: ["ops", "shop"], invitedBy: "Mara Keller" });
    const eve = await world.accounts.acceptInvitation({ token: text, name: " Eve ", password: PASSWORD });
    expect(eve).toMatchObject({ name: "Eve", role: "steward", namespaces: ["ops", "shop"] });
    expect(await world.accounts.signIn({ name: "eve", password: PASSWORD })).toEqual(eve);
    expect(await codeOf(world.accounts.acceptInvitation({ token: text, name: "Again", password: PASSWORD }))).toBe("forbidden");
    expect(world.accounts.listInvitations(admin)).toEqual([]);
    expect(world.records().slice(1)).toEqual([
      { type: "access.invitation-made", actor: admin.id, subject: `invitation:${invitation.id}`, payload: { scope: ["ops", "shop"], role: "steward", namespaces: ["ops", "shop"] } },
      { type: "access.invitation-accepted", actor: eve.id, subject: eve.id, payload: { scope: ["ops", "shop"], name: "Eve", role: "steward", namespaces: ["ops", "shop"], invitation: invitation.id, invitedBy: admin.id } },
    ]);
  });

  it("makes one user of two that come at once, and a taken name keeps the link", async () => {
    const { text } = await world.accounts.invite(admin, { role: "viewer", namespaces: null });
    const accept = (name: string) => codeOf(world.accounts.acceptInvitation({ token: text, name, password: PASSWORD }));
    expect(await accept("ＭＡＲＡ keller")).toBe("conflict");
    expect(await codeOf(world.accounts.acceptInvitation({ token: text, name: "Ann", password: "x".repeat(11) }))).toBe("invalid");
    expect((await Promise.all([accept("Ann"), accept("Bob")])).sort()).toEqual(["done", "forbidden"]);
  });

  it("gives one name to one of two that want it at once", async () => {
    const links = await Promise.all([1, 2].map(() => world.accounts.invite(admin, { role: "viewer", namespaces: null })));
    const both = await Promise.all(links.map(({ text }) => codeOf(world.accounts.acceptInvitation({ token: text, name: "Ann", password: PASSWORD }))));
    expect(both.sort()).toEqual(["conflict", "done"]);
  });

  it("ends after seven days, when it is withdrawn, and says the same as one that never was", async () => {
    const say = (token: string) => {
      try {
        return world.accounts.openInvitation(token);
      } catch (error) {
        return [(error as AppError).code, (error as AppError).message];
      }
    };
    const { text, invitation } = await world.accounts.invite(admin, { role: "viewer", namespaces: null });
    const made = say(`${"0".repeat(12)}_${"a".repeat(43)}`);
    expect(made).toEqual(["forbidden", expect.any(String)]);
    for (const wrong of [text.slice(0, -1), `${text.slice(0, -1)}!`, `${invitation.id}_${"a".repeat(43)}`, "", invitation.id]) expect(say(wrong)).toEqual(made);
    world.now += INVITATION_LIFE - 1;
    expect(say(text)).toMatchObject({ role: "viewer" });
    world.now += 1;
    expect(say(text)).toEqual(made);
    const second = await world.accounts.invite(admin, { role: "viewer", namespaces: null });
    await world.accounts.revokeInvitation(admin, second.invitation.id);
    expect(say(second.text)).toEqual(made);
    expect(await codeOf(world.accounts.revokeInvitation(admin, second.invitation.id))).toBe("not_found");
  });

  it("gives no more than who invites has, and is not seen by who has less", async () => {
    const bound = await world.join(admin, "Ann", "admin", ["shop"]);
    for (const namespaces of [null, ["ops"], ["shop", "ops"]]) expect(await codeOf(world.accounts.invite(bound, { role: "viewer", namespaces }))).toBe("forbidden");
    const { invitation } = await world.accounts.invite(admin, { role: "viewer", namespaces: ["ops"] });
    await world.accounts.invite(bound, { role: "admin", namespaces: ["shop"] });
    expect(world.accounts.listInvitations(bound).map(({ namespaces }) => namespaces)).toEqual([["shop"]]);
    expect(await codeOf(world.accounts.revokeInvitation(bound, invitation.id))).toBe("not_found");
  });
});

describe("a user's rights", () => {
  it("are changed by another administrator; sessions end at once, and the record says from what to what", async () => {
    const eve = await world.join(admin, "Eve", "viewer", ["shop"]);
    const session = await world.accounts.startSession(eve);
    await world.accounts.changeUser(admin, userId(eve), { role: "approver", namespaces: null });
    expect(world.accounts.viewerOfSession(session.id)).toBeNull();
    expect(await world.accounts.signIn({ name: "Eve", password: PASSWORD })).toMatchObject({ role: "approver", namespaces: null });
    expect(world.records().at(-1)).toEqual({
      type: "access.rights-changed", actor: admin.id, subject: eve.id,
      payload: { scope: null, name: "Eve", role: { from: "viewer", to: "approver" }, namespaces: { from: ["shop"], to: null }, tokensRevoked: [], invitationsRevoked: [] },
    });
  });

  it("are never one's own to change, nor is one's own account", async () => {
    await world.join(admin, "Ann", "admin");
    for (const change of [{ role: "viewer" }, { namespaces: ["shop"] }, { active: false }] as const) expect(await codeOf(world.accounts.changeUser(admin, userId(admin), change))).toBe("forbidden");
    expect(await codeOf(world.accounts.makeResetLink(admin, userId(admin)))).toBe("forbidden");
  });

  it("that say the same as before are no change and no record", async () => {
    const eve = await world.join(admin, "Eve", "viewer", ["shop", "ops"]);
    const session = await world.accounts.startSession(eve);
    const before = typesOf();
    await world.accounts.changeUser(admin, userId(eve), { role: "viewer", namespaces: ["shop", "ops"] });
    await world.accounts.changeUser(admin, userId(eve), { active: true });
    expect(typesOf()).toEqual(before);
    expect(world.accounts.viewerOfSession(session.id)).not.toBeNull();
  });

  it("leave an administrator of all namespaces, also when two take it from each other at once", async () => {
    for (const change of [{ role: "viewer" }, { namespaces: ["shop"] }, { active: false }] as const) expect(await codeOf(world.accounts.changeUser(AUTOMATION, userId(admin), change))).toBe("conflict");
    await world.join(admin, "Bound", "admin", ["shop"]);
    expect(await codeOf(world.accounts.changeUser(AUTOMATION, userId(admin), { active: false }))).toBe("conflict");
    const other = await world.join(admin, "Ann", "admin");
    const both = await Promise.all([world.accounts.changeUser(admin, userId(other), { role: "viewer" }), world.accounts.changeUser(other, userId(admin), { role: "viewer" })].map(codeOf));
    expect(both.sort()).toEqual(["done", "forbidden"]);
    expect(world.accounts.listUsers(AUTOMATION).filter(({ role, namespaces }) => role === "admin" && namespaces === null)).toHaveLength(1);
  });

  it("of people with other namespaces are out of a bound administrator's sight and reach", async () => {
    const bound = await world.join(admin, "Ann", "admin", ["shop"]);
    const own = await world.join(admin, "Eve", "viewer", ["shop"]);
    const wide = await world.join(admin, "Wide", "viewer", ["shop", "ops"]);
    expect(world.accounts.listUsers(bound).map(({ name }) => name)).toEqual(["Ann", "Eve"]);
    for (const other of [wide, admin]) {
      expect(await codeOf(world.accounts.changeUser(bound, userId(other), { role: "steward" }))).toBe("not_found");
      expect(await codeOf(world.accounts.makeResetLink(bound, userId(other)))).toBe("not_found");
    }
    expect(await codeOf(world.accounts.changeUser(bound, userId(own), { namespaces: null }))).toBe("forbidden");
    expect(await codeOf(world.accounts.changeUser(bound, userId(own), { role: "approver" }))).toBe("done");
  });
});

describe("leaving", () => {
  it("ends the sessions, the tokens and the links at once; coming back brings none of them back", async () => {
    const ann = await world.join(admin, "Ann", "admin");
    const eve = await world.join(admin, "Eve", "viewer");
    const session = await world.accounts.startSession(ann);
    const { text, token } = await world.accounts.createToken({ name: "hers", role: "admin", namespaces: null }, ann);
    const second = await world.accounts.createToken({ name: "of hers", role: "viewer", namespaces: null }, world.accounts.viewerOfToken(text)!);
    const mine = await world.accounts.createToken({ name: "mine", role: "viewer", namespaces: null }, admin);
    const invitation = await world.accounts.invite(ann, { role: "admin", namespaces: null });
    const reset = await world.accounts.makeResetLink(ann, userId(eve));
    await world.accounts.changeUser(admin, userId(ann), { active: false });
    for (let round = 0; round < 2; round++) {
      expect(world.accounts.viewerOfSession(session.id)).toBeNull();
      for (const gone of [text, second.text]) expect(world.accounts.viewerOfToken(gone)).toBeNull();
      expect(world.accounts.viewerOfToken(mine.text)).not.toBeNull();
      expect(await codeOf(world.accounts.acceptInvitation({ token: invitation.text, name: "X", password: PASSWORD }))).toBe("forbidden");
      expect(await codeOf(world.accounts.resetPassword({ token: reset.text, password: PASSWORD }))).toBe("forbidden");
      expect(await codeOf(world.accounts.signIn({ name: "Ann", password: PASSWORD }))).toBe(round === 0 ? "unauthenticated" : "done");
      if (round === 0) await world.accounts.changeUser(admin, userId(ann), { active: true });
    }
    const record = world.records().find(({ type }) => type === "access.user-deactivated");
    expect(record?.payload).toMatchObject({ tokensRevoked: expect.arrayContaining([token.id, second.token.id]), invitationsRevoked: [invitation.invitation.id] });
  });

  it("can leave tokens that pipelines need, and a narrower administrator keeps those they could still make", async () => {
    const ann = await world.join(admin, "Ann", "admin");
    const [shop, ops] = await Promise.all(["shop", "ops"].map((namespace) => world.accounts.createToken({ name: namespace, role: "producer", namespaces: [namespace] }, ann)));
    await world.accounts.changeUser(admin, userId(ann), { namespaces: ["shop"] });
    expect([world.accounts.viewerOfToken(shop!.text) === null, world.accounts.viewerOfToken(ops!.text) === null]).toEqual([false, true]);
    await world.accounts.changeUser(admin, userId(ann), { active: false, keepTokens: true });
    expect(world.accounts.viewerOfToken(shop!.text)).not.toBeNull();
  });
});

describe("a password", () => {
  it("is changed by who knows it; all sessions end, and guesses wait", async () => {
    const { id } = await world.accounts.startSession(admin);
    const change = (current: string) => world.accounts.changePassword(admin, { current, password: "another long password" });
    expect(await codeOf(change("wrong-password"))).toBe("invalid");
    expect(world.accounts.viewerOfSession(id)).not.toBeNull();
    await change(PASSWORD);
    expect(world.accounts.viewerOfSession(id)).toBeNull();
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: PASSWORD }))).toBe("unauthenticated");
    expect(await codeOf(world.accounts.signIn({ name: "Mara Keller", password: "another long password" }))).toBe("done");
    for (let i = 0; i < 5; i++) expect(await codeOf(change("wrong-password"))).toBe("invalid");
    expect(await codeOf(change("another long password"))).toBe("invalid");
    expect(typesOf().filter((type) => type === "password-changed")).toHaveLength(1);
  });

  it("is chosen anew by a link, once, within a day, the last one made", async () => {
    const eve = await world.join(admin, "Eve", "viewer");
    const session = await world.accounts.startSession(eve);
    const [first, second] = [await world.accounts.makeResetLink(admin, userId(eve)), await world.accounts.makeResetLink(admin, userId(eve))];
    const reset = (token: string) => codeOf(world.accounts.resetPassword({ token, password: "another long password" }));
    expect(await reset(first.text)).toBe("forbidden");
    expect(await reset(second.text)).toBe("done");
    expect(await reset(second.text)).toBe("forbidden");
    expect(world.accounts.viewerOfSession(session.id)).toBeNull();
    expect(await codeOf(world.accounts.signIn({ name: "Eve", password: "another long password" }))).toBe("done");
    const third = await world.accounts.makeResetLink(admin, userId(eve));
    world.now += RESET_LIFE;
    expect(await reset(third.text)).toBe("forbidden");
    expect(typesOf().slice(-4)).toEqual(["reset-link-made", "reset-link-made", "password-reset", "reset-link-made"]);
  });

  it("belongs to people: a token has neither password nor sessions", async () => {
    const { text } = await world.accounts.createToken({ name: "t", role: "admin", namespaces: null }, admin);
    const token = world.accounts.viewerOfToken(text)!;
    expect(await codeOf(world.accounts.changePassword(token, { current: PASSWORD, password: PASSWORD }))).toBe("forbidden");
    expect(await codeOf(world.accounts.endSessions(token))).toBe("forbidden");
    expect(world.accounts.listSessions(token, null)).toEqual([]);
  });
});

describe("sessions", () => {
  it("are listed for their user, and ended all at once", async () => {
    const eve = await world.join(admin, "Eve", "viewer");
    await world.accounts.startSession(eve);
    const one = await world.accounts.startSession(admin, "Firefox");
    world.now += 60_000_000;
    const two = await world.accounts.startSession(admin, "Chromium");
    expect(world.accounts.listSessions(admin, one.id).map(({ agent, current }) => [agent, current])).toEqual([["Firefox", true], ["Chromium", false]]);
    await world.accounts.endSessions(admin);
    expect([one, two].map(({ id }) => world.accounts.viewerOfSession(id))).toEqual([null, null]);
    expect(world.accounts.listSessions(admin, null)).toEqual([]);
    expect(world.accounts.listSessions(eve, null)).toHaveLength(1);
    expect(world.records().at(-1)).toMatchObject({ type: "access.sessions-ended", payload: { sessions: 2 } });
  });
});

describe("the ledger", () => {
  it("has every change of people and tokens, once, and no secret", async () => {
    const { text, token } = await world.accounts.createToken({ name: "pipeline", role: "producer", namespaces: ["shop"] }, admin);
    await world.accounts.revokeToken(admin, token.id);
    await world.accounts.revokeToken(admin, token.id);
    const invitation = await world.accounts.invite(admin, { role: "viewer", namespaces: null });
    expect(typesOf()).toEqual(["first-administrator-made", "token-made", "token-revoked", "invitation-made"]);
    expect(world.records()[1]).toMatchObject({ actor: admin.id, subject: `token:${token.id}`, payload: { scope: ["shop"], name: "pipeline", role: "producer" } });
    expect(world.ledger.recordsAbout(`token:${token.id}`)).toEqual([3, 2]);
    await world.ledger.close();
    const bytes = Buffer.concat(readdirSync(path.join(world.dir, "ledger")).map((file) => readFileSync(path.join(world.dir, "ledger", file))));
    expect(bytes.includes("pipeline")).toBe(true);
    for (const canary of [PASSWORD, text.split("_")[2]!, invitation.text.split("_")[1]!]) expect(bytes.includes(canary)).toBe(false);
  });

  it("that takes nothing refuses the change too: nothing is changed", async () => {
    const full = new AppError("unavailable", "full");
    await world.accounts.close();
    const refusing = world.openAccounts({ append: () => Promise.reject(full), findById: () => null, failed: () => null, notWritable: () => null });
    expect(await codeOf(refusing.createToken({ name: "t", role: "viewer", namespaces: null }, admin))).toBe("unavailable");
    expect(refusing.listTokens(admin)).toEqual([]);
    await refusing.close();
    expect(world.openAccounts(world.ledger).listTokens(admin)).toEqual([]);
  });

  it("decides at the next start what a crash left open: with the record the change holds, without it never was", async () => {
    for (const reachedTheDisk of [true, false]) {
      await world.accounts.close();
      // the process is gone between the append and the answer
      const dying = world.openAccounts({
        append: async (record) => {
          if (reachedTheDisk) await world.ledger.append(record);
          throw new AppError("unavailable", "The process is gone.");
        },
        findById: () => null, failed: () => new Error("gone"), notWritable: () => null,
      });
      expect(await codeOf(dying.createToken({ name: `disk ${reachedTheDisk}`, role: "viewer", namespaces: null }, admin))).toBe("unavailable");
      const before = dying.listTokens(admin).map(({ name }) => name);
      expect(before).not.toContain(`disk ${reachedTheDisk}`);
      await dying.close();
      const names = world.openAccounts(world.ledger).listTokens(admin).map(({ name }) => name);
      expect(names.includes(`disk ${reachedTheDisk}`)).toBe(reachedTheDisk);
    }
    expect(typesOf().filter((type) => type === "token-made")).toHaveLength(1);
  });
});
