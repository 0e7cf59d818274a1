import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AccountWorld, AUTOMATION, PASSWORD } from "@/lib/accounts/testing/account-world";
import { Accounts } from "@/lib/accounts/accounts";
import { Ledger } from "@/lib/ledger/ledger";
import { recordNumber } from "@/lib/ledger/testing/records";
import { makeBackup } from "./make-backup";
import { restoreBackup } from "./restore-backup";

const check = { entry: fileURLToPath(new URL("../ledger/check-ledger-child.ts", import.meta.url)), execArgv: ["--import", "tsx"] };

let world: AccountWorld;
let into = "";
let target = "";
beforeEach(async () => {
  world = new AccountWorld();
  const place = mkdtempSync(join(tmpdir(), "headwater-backup-"));
  into = join(place, "backups", "one");
  target = join(place, "restored");
  mkdirSync(target);
  await world.accounts.completeSetup({ token: await world.linkToken(), name: "Mara", password: PASSWORD });
  await world.ledger.append(recordNumber(1));
});
afterEach(async () => {
  await world.close();
  rmSync(join(into, "..", ".."), { recursive: true, force: true });
});

const backup = (between?: () => Promise<void>) => makeBackup({ dataDir: world.dir, into, version: "1.2.3", check, ...(between ? { between } : {}) });
const restore = (force = false) => restoreBackup({ from: into, dataDir: target, force, check });

/** Opens what was restored, as a start does. */
async function inRestored<T>(look: (ledger: Ledger, accounts: Accounts) => T | Promise<T>): Promise<T> {
  const ledger = Ledger.open(join(target, "ledger"));
  const accounts = Accounts.open(join(target, "accounts"), { ledger });
  try {
    return await look(ledger, accounts);
  } finally {
    await accounts.close();
    await ledger.close();
  }
}

const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");

describe("a backup", () => {
  test("made while records are appended is the ledger as it was at one moment, and restored it is the same", async () => {
    let appended = 0;
    let stop = false;
    const appending = (async () => {
      for (let n = 2; !stop; n++) appended = (await world.ledger.append(recordNumber(n))).sequence;
    })();
    const manifest = await backup();
    stop = true;
    await appending;
    expect(manifest.checkpoint.size).toBeGreaterThan(1);
    expect(manifest.checkpoint.size).toBeLessThanOrEqual(appended);
    await restore();
    await inRestored(async (ledger, accounts) => {
      expect({ size: ledger.size(), root: base64(ledger.checkpoint().root) }).toEqual(manifest.checkpoint);
      expect(ledger.read(2)!.bytes).toEqual(world.ledger.read(2)!.bytes);
      expect(await accounts.signIn({ name: "Mara", password: PASSWORD })).toMatchObject({ role: "admin" });
      // it takes records again, and people can be changed
      expect((await ledger.append(recordNumber(999_999))).sequence).toBe(manifest.checkpoint.size + 1);
    });
  });

  test("holds a change of people in both copies or in neither", async () => {
    let tries = 0;
    const manifest = await backup(async () => {
      // between the two copies, the first time
      if (tries++ === 0) await world.accounts.createToken({ name: "late", role: "viewer", namespaces: null }, AUTOMATION);
    });
    expect(tries).toBe(2);
    await restore();
    await inRestored((ledger, accounts) => {
      expect(accounts.listTokens(AUTOMATION).map(({ name }) => name)).toEqual(["late"]);
      expect(ledger.entry(manifest.checkpoint.size)?.type).toBe("access.token-made");
    });
  });

  test("is refused, and leaves nothing, when people are changed in each attempt", async () => {
    const change = () => world.accounts.createToken({ name: "t", role: "viewer", namespaces: null }, AUTOMATION).then(() => undefined);
    await expect(backup(change)).rejects.toThrow("changed during each attempt");
    expect(readdirSync(into)).toEqual([]);
  });

  test("takes over a change that was on its way when it was copied, as a crash does", async () => {
    await world.accounts.close();
    const { ledger } = world;
    world.openAccounts({
      findById: (id) => ledger.findById(id), failed: () => ledger.failed(), notWritable: () => ledger.notWritable(),
      async append(record) {
        const receipt = await ledger.append(record);
        // the record is there, the change is still put aside
        await backup();
        return receipt;
      },
    });
    await world.accounts.createToken({ name: "half", role: "viewer", namespaces: null }, AUTOMATION);
    await restore();
    await inRestored((_ledger, accounts) => expect(accounts.listTokens(AUTOMATION).map(({ name }) => name)).toEqual(["half"]));
  });

  test("can be read by its owner only, and is put into no directory that is in use", async () => {
    await backup();
    expect(readdirSync(into).sort()).toEqual(["accounts", "ledger", "manifest.json"]);
    expect(readdirSync(join(into, "ledger"))).toEqual(["data.mdb"]);
    for (const [path, mode] of [["", 0o700], ["accounts", 0o700], ["accounts/data.mdb", 0o600], ["ledger/data.mdb", 0o600], ["manifest.json", 0o600]] as const) expect([path, statSync(join(into, path)).mode & 0o777]).toEqual([path, mode]);
    await expect(backup()).rejects.toThrow(/is not empty/);
    await expect(makeBackup({ dataDir: target, into: join(target, "x"), version: "1", check })).rejects.toThrow(/There is no ledger in/);
  });
});

describe("a restore", () => {
  test("goes over nothing that is there unless told to, and then keeps ledger and accounts", async () => {
    await backup();
    await restore();
    await inRestored((ledger) => ledger.append(recordNumber(77)));
    for (const path of ["projection", "neo4j/data", "neo4j/lib-1"]) mkdirSync(join(target, path), { recursive: true });
    await expect(restore()).rejects.toThrow(/is not empty/);
    await inRestored((ledger) => expect(ledger.size()).toBe(3));

    const { keptIn, manifest } = await restore(true);
    await inRestored((ledger) => expect(ledger.size()).toBe(manifest.checkpoint.size));
    const kept = Ledger.open(join(keptIn!, "ledger"), { readOnly: true });
    expect(kept.size()).toBe(3);
    await kept.close();
    expect(existsSync(join(keptIn!, "accounts", "data.mdb"))).toBe(true);
    // the graph belongs to the ledger that was there; Neo4j's jars to no one
    expect([existsSync(join(target, "projection")), readdirSync(join(target, "neo4j"))]).toEqual([false, ["lib-1"]]);
  });

  test.each([
    ["a byte of the ledger", "ledger/data.mdb", /ledger\/data\.mdb is not the file/],
    ["a byte of the accounts", "accounts/data.mdb", /accounts\/data\.mdb is not the file/],
    ["the manifest", "manifest.json", /cannot be read/],
  ])("of a backup in which %s is damaged is refused, and changes nothing", async (_what, file, words) => {
    await backup();
    const bytes = readFileSync(join(into, file));
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    if (file === "manifest.json") bytes[0] = 0;
    writeFileSync(join(into, file), bytes);
    await expect(restore()).rejects.toThrow(words);
    expect(readdirSync(target)).toEqual([]);
  });

  test("of a checkpoint that is not the ledger's is refused, and so is a directory without a backup", async () => {
    await backup();
    const file = join(into, "manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { size: number } };
    manifest.checkpoint.size++;
    writeFileSync(file, JSON.stringify(manifest));
    await expect(restore()).rejects.toThrow(/another size or root/);
    rmSync(file);
    await expect(restore()).rejects.toThrow(/holds no backup/);
    expect(readdirSync(target)).toEqual([]);
  });
});
