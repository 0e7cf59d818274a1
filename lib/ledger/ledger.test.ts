import { expect, test, vi } from "vitest";
import { Ledger } from "./ledger";
import { inEmptyDirectory, recordNumber } from "./testing/records";

const withLedger = (run: (ledger: Ledger, directory: string) => Promise<void>) =>
  inEmptyDirectory(async (directory) => {
    const ledger = Ledger.open(directory);
    await run(ledger, directory);
    await ledger.close();
  });

test("a record comes back as it went in", () =>
  withLedger(async (ledger) => {
    const bytes = Buffer.from('{ "a" : 1 }\u0000\u{1F642}');
    const receipt = await ledger.append(recordNumber(1, { bytes, trace: "0af7651916cd43dd8448eb211c80319c", id: "ce:\u0000'\"<script>" }));
    expect(receipt).toMatchObject({ id: "ce:\u0000'\"<script>", sequence: 1, duplicate: false });
    expect(ledger.read(1)).toMatchObject({ sequence: 1, id: receipt.id, kind: "openlineage", subject: "run:test:r1", trace: "0af7651916cd43dd8448eb211c80319c", bytes });
    expect(ledger.read(2)).toBeNull();
    expect(ledger.findById(receipt.id)).toBe(1);
    expect(ledger.findById("other")).toBeNull();
  }));

test("the same event again gives the first receipt, in one batch and later", () =>
  withLedger(async (ledger) => {
    const [first, second] = await Promise.all([ledger.append(recordNumber(1)), ledger.append(recordNumber(1))]);
    expect(second).toEqual({ ...first, duplicate: true });
    expect(await ledger.append(recordNumber(1))).toEqual({ ...first, duplicate: true });
    expect(ledger.size()).toBe(1);
  }));

test("an id with other content is a conflict: recorded once, and no record", () =>
  withLedger(async (ledger) => {
    await ledger.append(recordNumber(1));
    const { contentDigest, bytes } = recordNumber(2);
    const { id } = recordNumber(1);
    for (let i = 0; i < 2; i++) await expect(ledger.append(recordNumber(1, { contentDigest, bytes }))).rejects.toMatchObject({ code: "conflict" });
    expect(ledger.conflictsOf(id)).toEqual([{ contentDigest, actor: "token:test", recordedAt: expect.any(Number) }]);
    expect(ledger.conflictsOf("other")).toEqual([]);
    expect(ledger.size()).toBe(1);
    expect((await ledger.append(recordNumber(3))).sequence).toBe(2);
  }));

test("concurrent appends keep their order, and recordedAt rises with every one", () =>
  withLedger(async (ledger) => {
    vi.spyOn(Date, "now").mockReturnValueOnce(2e12).mockReturnValue(1e12);
    const receipts = await Promise.all(Array.from({ length: 2500 }, (_, n) => ledger.append(recordNumber(n))));
    vi.restoreAllMocks();
    expect(receipts.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 2500 }, (_, n) => n + 1));
    const records = [...ledger.range(1, 10_000)];
    expect(records.map(({ subject }) => subject)).toEqual(Array.from({ length: 2500 }, (_, n) => `run:test:r${n}`));
    expect(records.every((record, i) => i === 0 || record.recordedAt > records[i - 1]!.recordedAt)).toBe(true);
  }));

test("what touches a reference is found, newest first", () =>
  withLedger(async (ledger) => {
    for (let n = 0; n < 10; n++) await ledger.append(recordNumber(n));
    expect(ledger.recordsAbout("job:test:j0")).toEqual([10, 7, 4, 1]);
    expect(ledger.recordsAbout("job:test:j0", { before: 10, limit: 2 })).toEqual([7, 4]);
    expect(ledger.recordsAbout("job:test:j0", { before: 1 })).toEqual([]);
    expect(ledger.recordsAbout("job:test:none")).toEqual([]);
  }));

test("a ledger opened again goes on where it ended; a reader sees each commit", () =>
  inEmptyDirectory(async (directory) => {
    const first = Ledger.open(directory);
    for (let n = 0; n < 5; n++) await first.append(recordNumber(n));
    const before = first.checkpoint();
    await first.close();
    const second = Ledger.open(directory);
    expect(second.checkpoint()).toEqual(before);
    const reader = Ledger.open(directory, { readOnly: true });
    expect((await second.append(recordNumber(9))).sequence).toBe(6);
    expect(reader.size()).toBe(6);
    expect(reader.checkpoint()).toEqual(second.checkpoint());
    expect(reader.read(6)?.subject).toBe("run:test:r9");
    await expect(reader.append(recordNumber(10))).rejects.toMatchObject({ code: "unavailable" });
    await reader.close();
    await second.close();
    await expect(second.append(recordNumber(11))).rejects.toMatchObject({ code: "unavailable" });
  }));

test("names too long for a log entry are refused, and the others of the batch are kept", () =>
  withLedger(async (ledger) => {
    const [long, fits] = await Promise.allSettled([ledger.append(recordNumber(1, { subject: "x".repeat(70_000) })), ledger.append(recordNumber(2))]);
    expect(long).toMatchObject({ status: "rejected", reason: { code: "invalid" } });
    expect(fits).toMatchObject({ status: "fulfilled", value: { sequence: 1 } });
  }));

test("a nearly full disk refuses before anything is lost, and takes records again when there is room", () =>
  inEmptyDirectory(async (directory) => {
    let readFreeBytes = () => 65 * 2 ** 20;
    const ledger = Ledger.open(directory, { readFreeBytes: () => readFreeBytes() });
    expect((await ledger.append(recordNumber(1))).sequence).toBe(1);
    await expect(ledger.append(recordNumber(2, { bytes: Buffer.alloc(2 * 2 ** 20) }))).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 10 });
    readFreeBytes = () => 63 * 2 ** 20;
    await vi.waitFor(() => expect(ledger.notWritable()).toMatchObject({ code: "unavailable" }));
    await expect(ledger.append(recordNumber(3))).rejects.toMatchObject({ code: "unavailable" });
    expect(ledger.failed()).toBeNull();
    readFreeBytes = () => 2 ** 30;
    expect((await ledger.append(recordNumber(2))).sequence).toBe(2);
    await ledger.close();
  }));
