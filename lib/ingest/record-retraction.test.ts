import { expect, test } from "vitest";
import type { Viewer } from "@/lib/access/viewer";
import { Ledger } from "@/lib/ledger/ledger";
import { inEmptyDirectory, recordNumber } from "@/lib/ledger/testing/records";
import { incidentSchema, recordIncident } from "./record-incident";
import { recordRetraction, retractionSchema } from "./record-retraction";

const steward: Viewer = { id: "user:s", name: "s", role: "steward", namespaces: null };
const subjectsOf = () => ({ subject: "-", about: [] });

async function withThreeRecords(run: (services: { ledger: Ledger; subjectsOf: typeof subjectsOf; nudge(): void }) => Promise<void>): Promise<void> {
  await inEmptyDirectory(async (directory) => {
    const ledger = Ledger.open(directory);
    for (let n = 0; n < 3; n++) await ledger.append(recordNumber(n));
    await run({ ledger, subjectsOf, nudge: () => undefined });
    await ledger.close();
  });
}

test("a retraction names records by id or sequence and holds their sequences; it can be retracted, and sent again", () =>
  withThreeRecords(async (services) => {
    const first = await recordRetraction(services, steward, { records: [3, recordNumber(0).id, 1], reason: "wrong clock" });
    expect(first).toMatchObject({ sequence: 4, records: [1, 3], duplicate: false });
    expect(services.ledger.read(4)).toMatchObject({ kind: "retraction", actor: "user:s", id: first.id });
    expect(JSON.parse(services.ledger.read(4)?.bytes.toString() ?? "")).toEqual({ records: [1, 3], reason: "wrong clock" });
    expect((await recordRetraction(services, steward, { records: [first.id], reason: "it was right" })).records).toEqual([4]);
    expect((await recordRetraction(services, steward, { records: [1, 3], reason: "wrong clock" })).sequence).toBe(6);
  }));

test("a record that is not there, or not to be seen, is named and nothing is recorded", () =>
  withThreeRecords(async (services) => {
    await expect(recordRetraction(services, steward, { records: [1, 99], reason: "r" })).rejects.toMatchObject({ code: "not_found", pointer: "/records/1" });
    await expect(recordRetraction(services, steward, { records: ["none"], reason: "r" })).rejects.toMatchObject({ code: "not_found", pointer: "/records/0" });
    await expect(recordRetraction(services, { ...steward, namespaces: ["other"] }, { records: [1], reason: "r" })).rejects.toMatchObject({ code: "not_found" });
    expect(services.ledger.size()).toBe(3);
  }));

test("a change of people or tokens cannot be taken back, and a steward does not even learn that it is there", () =>
  withThreeRecords(async (services) => {
    await services.ledger.append({ ...recordNumber(3), kind: "access", type: "access.token-made", bytes: Buffer.from('{"scope":null}') });
    const retraction = { records: [4], reason: "r" };
    await expect(recordRetraction(services, steward, retraction)).rejects.toMatchObject({ code: "not_found" });
    await expect(recordRetraction(services, { ...steward, role: "automation" }, retraction)).rejects.toMatchObject({ code: "invalid", pointer: "/records/0" });
    expect(services.ledger.size()).toBe(4);
  }));

test.each([{}, { records: [], reason: "r" }, { records: [1] }, { records: [1], reason: "" }, { records: [1.5], reason: "r" }, { records: [0], reason: "r" }])("%j is no retraction", (body) =>
  expect(retractionSchema.safeParse(body).success).toBe(false));

const report = { title: "latency", target: "prediction:ops:1", window: { from: "2026-01-01T00:00:00Z", to: "2026-01-01T01:00:00Z" } };

test("an incident is kept with an id of its own", () =>
  withThreeRecords(async (services) => {
    const { id, sequence } = await recordIncident(services, steward, incidentSchema.parse({ ...report, direction: "high", note: "kept" }));
    expect(services.ledger.read(sequence)).toMatchObject({ kind: "incident", id: `incident:${id}` });
    expect(JSON.parse(services.ledger.read(sequence)?.bytes.toString() ?? "")).toEqual({ ...report, direction: "high", note: "kept", id });
    await expect(recordIncident(services, { ...steward, namespaces: ["other"] }, report)).rejects.toMatchObject({ code: "not_found", pointer: "/target" });
  }));

test.each([{ ...report, target: "nothing" }, { ...report, window: { from: report.window.to, to: report.window.from } }, { ...report, direction: "up" }, { ...report, title: "" }])("%j is no incident", (body) =>
  expect(incidentSchema.safeParse(body).success).toBe(false));
