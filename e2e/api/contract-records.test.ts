import { describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type Receipt } from "./testing/client";
import { World } from "./testing/world";

const app = inject("app");
let client: Client;

const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, n, hour)).toISOString();
const begin = (): World => {
  client = new Client(app);
  return new World(newNamespace("records"));
};
const retract = async (...records: (string | number)[]): Promise<Receipt> => {
  const answer = await client.post<Receipt>("/api/v1/retractions", { records, reason: "sent by mistake" });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  client.last = answer.body.sequence;
  return answer.body;
};
const statusOf = async (ref: string, query = ""): Promise<number> => (await client.get(`/api/v1/nodes/${encodeURIComponent(ref)}?after=${client.last}${query}`)).status;

describe("a retraction", () => {
  test("takes facts away at every asOf, as if never sent; the record stays; retracted itself, it gives them back", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["kept"], outputs: ["out"] }));
    const [mistake] = await client.send(it.runEvent({ runId: "2", at: day(2), inputs: ["wrong"], outputs: ["out"] }));
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("wrong")]);
    const before = (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;
    const retraction = await retract(mistake!.id);
    expect(retraction).toMatchObject({ sequence: before + 1, leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    for (const asOf of [undefined, day(2), day(3)]) expect(await client.upstream(it.dataset("out"), { asOf })).toEqual([it.dataset("kept")]);
    expect(await client.upstream(it.dataset("out"), { from: day(1), to: day(9) })).toEqual([it.dataset("kept")]);
    for (const ref of [it.dataset("wrong"), it.run("2"), it.batch("out", "2")]) expect(await statusOf(ref)).toBe(404);
    expect((await client.search({ q: "wrong", kind: "dataset" })).results.filter(({ namespace }) => namespace === it.namespace)).toEqual([]);

    const undone = await retract(retraction.sequence);
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("wrong")]);
    expect(await statusOf(it.run("2"))).toBe(200);
    await retract(undone.id);
    expect(await client.upstream(it.dataset("out"))).toEqual([it.dataset("kept")]);
  });

  test("leaves the record in the ledger: sent again it is a duplicate and stays retracted", async () => {
    const it = begin();
    const event = it.runEvent({ runId: "1", at: day(1), inputs: ["a"], outputs: ["b"] });
    const [receipt] = await client.send(event);
    await retract(receipt!.sequence);
    expect((await client.lineage(event)).body).toMatchObject({ id: receipt!.id, sequence: receipt!.sequence, duplicate: true });
    expect(await statusOf(it.dataset("b"))).toBe(404);
  });

  test("takes one of two records that say the same, and the fact stays until both are gone", async () => {
    const it = begin();
    const [one, two] = await client.send(it.source("cpu", true), it.source("cpu", true));
    await retract(one!.sequence);
    expect((await client.node(it.dataset("cpu"))).kind).toBe("source");
    await retract(two!.sequence);
    expect(await statusOf(it.dataset("cpu"))).toBe(404);
  });

  test("takes events of every kind away: models, deployments, predictions with their daily counts", async () => {
    const it = begin();
    const yesterday = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 3_600_000).toISOString();
    await client.send(it.source("cpu", true), it.features("fs", day(1), "g", [{ name: "f", version: "1" }], [it.inDataset("cpu")]));
    const model = await client.send(it.modelRegistered("m", "1", day(2), [it.inSet("fs")], [{ name: "f", version: "1" }]));
    const deployment = await client.send(it.deploymentChanged("m", "1", "deploy", day(2)));
    const predictions = await client.send(...[1, 2, 3].map((n) => it.predictionMade(`p-${n}`, ["m", "1"], ["fs"], yesterday)));
    const perDay = async () => (await client.impact(it.dataset("cpu"))).nodes.find(({ kind }) => kind === "model")?.predictionsPerDay;
    expect(await perDay()).toBeCloseTo(3 / 7);
    await retract(predictions[0]!.id, predictions[1]!.sequence, predictions[1]!.id);
    expect(await perDay()).toBeCloseTo(1 / 7);
    expect(await statusOf(it.prediction("p-1"))).toBe(404);
    await retract(deployment[0]!.sequence);
    expect(await statusOf(it.deployment("prod", "m"))).toBe(404);
    await retract(model[0]!.sequence);
    expect((await client.node(it.model("m", "1"))).state).toBe("missing");
    expect(await client.downstream(it.dataset("cpu"))).toEqual([it.feature("g", "f", "1")]);
  });

  test("with one unknown record takes nothing", async () => {
    const it = begin();
    const [receipt] = await client.send(it.source("cpu", true));
    const answer = await client.post("/api/v1/retractions", { records: [receipt!.id, "sha256:none"], reason: "r" });
    expect([answer.status, answer.body.pointer]).toEqual([404, "/records/1"]);
    expect(await statusOf(it.dataset("cpu"))).toBe(200);
  });
});

test("an incident is answered 201 with its id, and can be looked up", async () => {
  const it = begin();
  await client.send(it.source("cpu", true));
  const answer = await client.post<{ id: string; sequence: number }>("/api/v1/incidents", {
    title: "p99 latency doubled", target: it.dataset("cpu"), metric: "value", direction: "high", window: { from: day(1), to: day(2) }, reference: { from: day(0), to: day(1) }, predictions: ["p-1"],
  });
  expect([answer.status, answer.body.id]).toEqual([201, expect.any(String)]);
  client.last = answer.body.sequence;
  const found = await client.search({ kind: "incident" });
  expect(found.results.map(({ ref }) => ref).join()).toContain(answer.body.id);
  const told = { title: "p99 latency doubled", target: it.dataset("cpu"), targetKind: "source", metric: "value", direction: "high", predictionCount: 1, reporter: { id: "automation" }, sequence: answer.body.sequence };
  const list = await client.read<{ results: object[]; total: number }>("/incidents", { limit: 1 });
  expect(list).toMatchObject({ results: [{ id: answer.body.id, ...told }], shown: 1 });
  expect(await client.read(`/incidents/${answer.body.id}`)).toMatchObject({ ...told, window: { from: day(1), to: day(2) }, reference: { from: day(0), to: day(1) }, predictions: [{ given: "p-1" }] });
  expect((await client.get("/api/v1/incidents?cursor=nonsense")).body).toMatchObject({ code: "invalid", pointer: "/cursor" });
});

test("every gate is shut: 409 halt with a reason, for what is known, unknown, or no reference", async () => {
  const it = begin();
  await client.send(it.source("cpu", true));
  for (const ref of [it.dataset("cpu"), it.deployment("prod", "nobody"), "no reference at all"]) {
    const { status, body } = await client.get<{ decision: string; reason: string; record: unknown }>(`/api/v1/gates/${encodeURIComponent(ref)}`);
    expect(status).toBe(409);
    expect(body).toEqual({ decision: "halt", reason: expect.stringMatching(/\w/), record: null });
  }
});

describe("operations", () => {
  test("the checkpoint says how far the ledger goes, its root, and how far the graph has followed", async () => {
    const it = begin();
    const checkpoint = async () => (await client.get<{ size: number; root: string; projected: number }>(`/api/v1/log/checkpoint?after=${client.last}`)).body;
    await client.send(it.source("a", true));
    const before = await checkpoint();
    await client.send(it.source("b", true));
    const after = await checkpoint();
    expect(before).toEqual({ size: expect.any(Number), root: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/), projected: before.size });
    expect(after).toMatchObject({ size: before.size + 1, projected: before.size + 1 });
    expect(after.root).not.toBe(before.root);
  });

  test("the document of the interface parses and names every route", async () => {
    const { status, body } = await new Client(app, null).get<{ openapi: string; paths: Record<string, Record<string, object>> }>("/api/v1/openapi.json");
    expect([status, body.openapi]).toEqual([200, expect.stringMatching(/^3\./)]);
    const named = Object.entries(body.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
    for (const route of ["POST /lineage", "POST /lineage/batch", "POST /events", "POST /retractions", "POST /incidents", "GET /search", "GET /nodes/{ref}", "GET /graph", "GET /impact", "GET /predictions/{id}/provenance", "GET /gates/{ref}", "GET /log/checkpoint", "GET /openapi.json"])
      expect(named.map((it) => it.replace("/api/v1", "")), route).toContain(route);
    for (const route of ["GET /healthz", "GET /readyz", "GET /metrics"]) expect(named).toContain(route);
  });

  test("health, readiness and metrics answer without credentials", async () => {
    const nobody = new Client(app, null);
    expect((await nobody.get("/healthz")).status).toBe(200);
    expect((await nobody.get("/readyz")).status).toBe(200);
    expect((await nobody.get("/readyz?for=ingest")).status).toBe(200);
    const metrics = await nobody.get("/metrics");
    expect([metrics.status, metrics.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
    expect(metrics.text).toMatch(/^# TYPE \w+ \w+$/m);
  });
});
