import { describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type Problem } from "./testing/client";
import { World } from "./testing/world";

type Brief = { sequence: number; id: string; kind: string; type: string; subject: string; actor: string; sizeBytes: number; place: string; retractedBy: number | null };
type Records = { results: Brief[]; shown: number; total: number | null; searchedDownTo: number | null; next?: number };
type Full = Brief & {
  about: { items: { ref: string; kind: string | null }[]; total: number };
  retractions: { sequence: number; reason: string; holds: boolean }[];
  retracts: number[];
  conflicts: { actor: string }[];
  older: number | null;
  newer: number | null;
  payload: unknown;
  masked: boolean;
  leafHash: string;
};

const app = inject("app");
const client = new Client(app);

const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString();
const full = (sequence: number, by = client): Promise<Full> => by.read<Full>(`/records/${sequence}`, { after: client.last });
async function viewerOf(role: string, ...namespaces: string[]): Promise<Client> {
  const made = await client.post<{ token: string }>("/api/v1/tokens", { name: role, role, namespaces: namespaces.length === 0 ? null : namespaces });
  return new Client(app, made.body.token);
}

describe("the ledger's records", () => {
  test("come newest first, page by page, by kind, type, id and what they are about", async () => {
    const it = new World(newNamespace("records"));
    const sent = await client.send(it.source("cpu", true), it.runEvent({ runId: "1", at: day(1), inputs: ["cpu"], outputs: ["out"] }), it.runEvent({ runId: "2", at: day(2), inputs: ["cpu"], outputs: ["out"] }));
    const sequences = sent.map(({ sequence }) => sequence);
    const page = await client.read<Records>("/records", { limit: 2 });
    expect(page).toMatchObject({ shown: 2, total: client.last, next: client.last - 1 });
    expect(page.results.map(({ sequence }) => sequence)).toEqual([client.last, client.last - 1]);
    expect((await client.read<Records>("/records", { before: page.next, limit: 1 })).results[0]!.sequence).toBe(client.last - 2);

    const about = await client.read<Records>("/records", { about: it.dataset("cpu") });
    expect(about.results.map(({ sequence }) => sequence)).toEqual([...sequences].reverse());
    expect(about).toMatchObject({ total: null, searchedDownTo: 1 });
    expect((await client.read<Records>("/records", { about: it.dataset("cpu"), type: "dev.headwater.source.declared.v1" })).results).toMatchObject([{ sequence: sequences[0], kind: "cloudevent", place: "graph" }]);
    expect((await client.read<Records>("/records", { about: it.dataset("cpu"), kind: "openlineage", from: sequences[2]! })).results.map(({ sequence }) => sequence)).toEqual([sequences[2]]);
    expect((await client.read<Records>("/records", { id: sent[1]!.id })).results).toMatchObject([{ sequence: sequences[1], subject: expect.stringContaining(it.run("1")) as string }]);
    expect((await client.get<Problem>("/api/v1/records?about=nothing")).body).toMatchObject({ status: 422, pointer: "/about" });
  });

  test("say what they are about, what stands before and after, and hand out their bytes as they came", async () => {
    const it = new World(newNamespace("records"));
    const text = `\n ${JSON.stringify(it.source("mem", true), null, 3)}\n`;
    const receipt = (await client.events(text)).body.receipts[0]!;
    const again = await client.events(JSON.stringify(it.source("mem", false)));
    client.last = again.body.sequence;
    const record = await full(receipt.sequence);
    expect(record).toMatchObject({ place: "graph", leafHash: receipt.leafHash, older: null, masked: false, payload: JSON.parse(text) as object, sizeBytes: Buffer.byteLength(text) });
    expect(record.about.items).toContainEqual(expect.objectContaining({ ref: it.dataset("mem"), kind: "source" }));
    expect(record.newer).toBe(again.body.sequence);
    const bytes = await fetch(`${app.url}/api/v1/records/${receipt.sequence}/payload`, { headers: { authorization: `Bearer ${app.token}` } });
    expect(await bytes.text()).toBe(text);
    expect(Object.fromEntries(["content-type", "content-disposition", "x-content-type-options"].map((name) => [name, bytes.headers.get(name)]))).toEqual({
      "content-type": "application/cloudevents+json", "content-disposition": `attachment; filename="record-${receipt.sequence}.json"`, "x-content-type-options": "nosniff",
    });
    for (const nothing of ["0", "999999999", "x"]) expect((await client.get(`/api/v1/records/${nothing}`)).status).toBe(404);
  });

  test("say who took them back, and who gave them back; a retraction says what it takes", async () => {
    const it = new World(newNamespace("records"));
    const [mistake] = await client.send(it.source("disk", true));
    const retract = async (sequence: number): Promise<number> => {
      const answer = await client.post<{ sequence: number }>("/api/v1/retractions", { records: [sequence], reason: "a test" });
      client.last = answer.body.sequence;
      return answer.body.sequence;
    };
    const taken = await retract(mistake!.sequence);
    expect(await full(mistake!.sequence)).toMatchObject({ place: "retracted", retractedBy: taken, retractions: [{ sequence: taken, reason: "a test", holds: true }] });
    expect(await full(taken)).toMatchObject({ kind: "retraction", retracts: [mistake!.sequence], place: "graph" });
    expect((await client.read<Records>("/records", { about: it.dataset("disk") })).results).toMatchObject([{ place: "retracted" }]);
    const given = await retract(taken);
    expect(await full(mistake!.sequence)).toMatchObject({ place: "graph", retractedBy: null, retractions: [{ sequence: taken, holds: false }] });
    expect(await full(taken)).toMatchObject({ place: "retracted", retractedBy: given });
  });

  test("keep what came under their id with other content", async () => {
    const it = new World(newNamespace("records"));
    const key = { "idempotency-key": it.namespace };
    const first = await client.lineage(it.runEvent({ runId: "1", at: day(1) }), key);
    expect((await client.lineage(it.runEvent({ runId: "2", at: day(1) }), key)).status).toBe(409);
    expect((await full(first.body.sequence)).conflicts).toMatchObject([{ actor: "automation" }]);
  });

  test("are for a bound viewer those of its namespaces, with what they name elsewhere taken out", async () => {
    const [own, other] = [new World(newNamespace("own")), new World(newNamespace("other"))];
    const [seen, unseen] = await client.send(
      own.runEvent({ runId: "1", at: day(1), inputs: [{ namespace: other.namespace, name: "secret" }], outputs: ["mine"] }),
      other.source("secret", true),
    );
    const bound = await viewerOf("viewer", own.namespace);
    const list = await bound.read<Records>("/records", { after: client.last });
    expect(list.results.map(({ sequence }) => sequence)).toEqual([seen!.sequence]);
    expect(list.total).toBeNull();
    expect((await bound.read<Records>("/records", { about: other.dataset("secret") })).results).toEqual([]);
    expect((await bound.read<Records>("/records", { id: unseen!.id })).results).toEqual([]);
    for (const path of ["", "/payload"]) expect((await bound.get(`/api/v1/records/${unseen!.sequence}${path}`)).status).toBe(404);

    const record = await full(seen!.sequence, bound);
    expect(record.masked).toBe(true);
    expect(JSON.stringify(record)).not.toContain(other.namespace);
    expect((await bound.get<Problem>(`/api/v1/records/${seen!.sequence}/payload`)).status).toBe(403);
    const both = await viewerOf("viewer", own.namespace, other.namespace);
    expect((await full(seen!.sequence, both)).masked).toBe(false);
    expect((await both.get(`/api/v1/records/${seen!.sequence}/payload`)).status).toBe(200);
  });
});

describe("the status", () => {
  test("says how the parts are to everyone, and settings only to who may audit everything", async () => {
    const { size } = (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body;
    const told = await client.read<{ ledger: { state: string; size: number; freeBytes: number }; projector: { state: string }; neo4j: { version: string; embedded: boolean }; graph: { definitions: number }; settings: object[] }>("/status");
    expect(told).toMatchObject({ ledger: { state: "up", size }, projector: { state: "up", lagRecords: 0, deadLetters: 0 }, neo4j: { state: "up", embedded: true, version: expect.stringMatching(/^5\.26/) as string } });
    expect(told.graph.definitions).toBeGreaterThan(0);
    expect(told.settings).toContainEqual({ name: "HEADWATER_ADMIN_TOKEN", value: "set" });
    expect(JSON.stringify(told)).not.toContain(app.token);

    const bound = await (await viewerOf("auditor", "nowhere")).read<Record<string, unknown>>("/status");
    expect(bound).toMatchObject({ ledger: { state: "up", size: null, freeBytes: null }, graph: null, settings: null });
    expect(JSON.stringify(bound)).not.toContain(app.dataDir);
    expect(await (await viewerOf("viewer")).read("/status")).toMatchObject({ ledger: { state: "up", freeBytes: null, size: expect.any(Number) as number }, settings: null });
  });
});

describe("what a token sent lately", () => {
  type Activity = {
    taken: number; refused: number; lastTaken: { sequence: number; warnings: string[] }[]; lastRefused: { status: number; code: string; pointer: string | null; path: string }[];
    understood: { type: string; place: string; about: { ref: string }[]; edges: { from: string; to: string; by: string | null; confidence: string }[] } | null;
  };
  test("is told with what was understood of it, and with what was refused and why", async () => {
    const it = new World(newNamespace("activity"));
    const made = await client.post<{ id: string; token: string }>("/api/v1/tokens", { name: "pipeline", role: "producer", namespaces: [it.namespace] });
    const pipeline = new Client(app, made.body.token);
    const path = `/tokens/${made.body.id}/activity`;
    expect(await client.read<Activity>(path)).toMatchObject({ taken: 0, refused: 0, understood: null });

    await pipeline.lineage({ ...it.runEvent({ runId: "1", at: day(1) }), run: { runId: "" } });
    await pipeline.lineage(new World(newNamespace("foreign")).runEvent({ runId: "1", at: day(1) }));
    const [receipt] = await pipeline.send(it.runEvent({ job: "daily", runId: "1", at: day(1), inputs: ["orders", "prices"], outputs: ["revenue"] }));
    client.last = receipt!.sequence;
    const told = await client.read<Activity>(path);
    expect(told).toMatchObject({
      taken: 1,
      refused: 2,
      lastTaken: [{ sequence: receipt!.sequence, warnings: ["run.runId should be a UUID."] }],
      lastRefused: [{ status: 403, code: "forbidden", pointer: null }, { status: 422, code: "invalid", pointer: "/run/runId", path: "/api/v1/lineage" }],
      understood: { type: "RunEvent", place: "graph" },
    });
    expect(told.understood!.about.map(({ ref }) => ref)).toEqual(expect.arrayContaining([it.job("daily"), it.run("1"), it.dataset("orders"), it.dataset("prices"), it.dataset("revenue")]));
    expect(told.understood!.edges.map(({ from, to, by }) => [from, to, by]).sort()).toEqual([
      [it.dataset("orders"), it.dataset("revenue"), it.job("daily")],
      [it.dataset("prices"), it.dataset("revenue"), it.job("daily")],
    ]);
    expect((await pipeline.get(`/api/v1${path}`)).status).toBe(403);
    expect((await client.get("/api/v1/tokens/000000000000/activity")).status).toBe(404);
    expect((await (await viewerOf("auditor", "elsewhere")).get(`/api/v1${path}`)).status).toBe(404);
  });
});
