import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalDigest } from "@/lib/canonical-json";
import { assertSound, checkLedger } from "./check-ledger";
import { Ledger } from "./ledger";
import { leafHash } from "./merkle";
import { aboutPrefix, idKey, openTables, sequenceKey } from "./tables";
import { inEmptyDirectory, recordNumber } from "./testing/records";

const options = { entry: fileURLToPath(new URL("./check-ledger-child.ts", import.meta.url)), execArgv: ["--import", "tsx"] };
const RECORDS = 300;
const MARK = "a mark in one payload";

async function inLedger(run: (directory: string, file: string) => Promise<void>): Promise<void> {
  await inEmptyDirectory(async (directory) => {
    const ledger = Ledger.open(directory, { checked: true });
    await Promise.all(Array.from({ length: RECORDS }, (_, n) => ledger.append(recordNumber(n, n === 100 ? { bytes: Buffer.from(MARK) } : n === 200 ? { bytes: Buffer.alloc(300_000, "p") } : {}))));
    await ledger.append(recordNumber(1, { contentDigest: canonicalDigest("other") })).catch(() => undefined);
    await ledger.close();
    await run(directory, join(directory, "data.mdb"));
  });
}

/** Flips one bit of the byte at `offset` into every copy of `pattern` (LMDB keeps old pages). */
function flip(file: string, pattern: Buffer, offset: number): void {
  const bytes = readFileSync(file);
  let found = 0;
  for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1), found++) bytes[at + offset]! ^= 4;
  expect(found).toBeGreaterThan(0);
  writeFileSync(file, bytes);
}

test("a ledger that was stopped cleanly is sound; so is a directory without one", () =>
  inLedger(async (directory) => {
    expect(await checkLedger(directory, options)).toEqual({ size: RECORDS, payloads: RECORDS, problems: [] });
    expect(await assertSound(join(directory, "none"), options)).toEqual({ size: 0, payloads: 0, problems: [] });
  }));

describe("a flipped bit is found and named", () => {
  test.each<[table: string, pattern: Buffer, offset: number, sequence: number | undefined]>([
    ["payload", Buffer.from(MARK), 3, 101],
    ["leaf or envelope", Buffer.from('"subject":"run:test:r150"'), 15, 151],
    ["id", idKey(recordNumber(150).id), 32 + 3, 151],
    ["about", aboutPrefix("dataset:test:d150"), 16 + 8 + 2, 151],
    ["conflict", Buffer.from(`"contentDigest":"${canonicalDigest("other")}"`), 20, undefined],
    ["meta", Buffer.from('{"v":1,"size":300,'), 14, undefined],
  ])("in the table %s", (table, pattern, offset, sequence) =>
    inLedger(async (directory, file) => {
      flip(file, pattern, offset);
      const { problems } = await checkLedger(directory, options);
      expect(problems[0]).toMatchObject({ table, ...(sequence === undefined ? {} : { sequence }) });
      await expect(assertSound(directory, options)).rejects.toThrow(sequence === undefined ? "damaged" : `record ${sequence}`);
    }));

  test("in a leaf", () =>
    inLedger(async (directory, file) => {
      const tables = openTables(directory, { readOnly: true });
      const hash = leafHash(tables.envelope.get(sequenceKey(42))!);
      await tables.root.close();
      flip(file, hash, 31);
      expect((await checkLedger(directory, options)).problems).toEqual([{ message: "envelope and leaf hash do not match", table: "leaf or envelope", sequence: 42 }]);
    }));
});

test("a file that was cut is named as cut, wherever the cut is, and the check outlives it", () =>
  inLedger(async (directory, file) => {
    const { size } = statSync(file);
    for (const share of [0.9, 0.5, 0.1]) {
      truncateSync(file, Math.floor(size * share));
      const { problems } = await checkLedger(directory, options);
      expect(problems[0]?.message).toMatch(/cut|cannot be opened/);
    }
    truncateSync(file, 100);
    expect((await checkLedger(directory, options)).problems.length).toBeGreaterThan(0);
  }));

test("a page that names the tables and is lost is a problem: the ledger is not taken for one that was never written to", () =>
  inLedger(async (directory, file) => {
    const bytes = readFileSync(file);
    let lost = 0;
    for (let page = 0; page < bytes.length; page += 4096) {
      const names = bytes.subarray(page, page + 4096);
      if (!["conflict", "envelope", "payload", "about"].every((name) => names.includes(name))) continue;
      // as in a file that was cut within this page
      names.fill(0, 2048);
      lost++;
    }
    expect(lost).toBeGreaterThan(0);
    writeFileSync(file, bytes);
    expect((await checkLedger(directory, options)).problems.length).toBeGreaterThan(0);
    await expect(assertSound(directory, options)).rejects.toThrow("damaged");
  }));

test("noise over the structure of the file is a problem, never a crash of who asks", () =>
  inLedger(async (directory, file) => {
    const handle = openSync(file, "r+");
    for (let page = 3; page < 40; page++) writeSync(handle, Buffer.alloc(64, page * 7), 0, 64, page * 4096);
    closeSync(handle);
    expect((await checkLedger(directory, options)).problems.length).toBeGreaterThan(0);
  }), 20_000);
