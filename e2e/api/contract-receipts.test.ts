import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type EventsAnswer, type Problem, type Receipt } from "./testing/client";
import { facet, World } from "./testing/world";

const app = inject("app");
const client = new Client(app);

const AT = "2026-01-01T00:00:00Z";
const size = async (): Promise<number> => (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;
/** JCS of what has ASCII keys and whole numbers only. */
const jcs = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(jcs).join(",")}]`
  : value !== null && typeof value === "object" ? `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => `${JSON.stringify(key)}:${jcs(it)}`).join(",")}}`
  : JSON.stringify(value);
const digest = (value: unknown): string => createHash("sha256").update(jcs(value)).digest("hex");
const world = (name: string): World => new World(newNamespace(name));

describe("POST /lineage", () => {
  test("answers 201 with a receipt whose id is the digest of the event", async () => {
    const event = world("receipt").runEvent({ runId: "01890c7e-0000-7000-8000-000000000001", at: AT, inputs: ["a"], outputs: ["b"] });
    const before = await size();
    const { status, body } = await client.lineage(event);
    expect(status).toBe(201);
    expect(body).toEqual({ id: `sha256:${digest(event)}`, sequence: before + 1, leafHash: expect.stringMatching(/^[0-9a-f]{64}$/), duplicate: false, warnings: [] });
  });

  test("answers the same event with the same receipt, however it is written", async () => {
    const event = world("again").runEvent({ runId: "01890c7e-0000-7000-8000-000000000002", at: AT, outputs: ["b"] });
    const { body: first } = await client.lineage(event);
    const before = await size();
    const turned = JSON.stringify(Object.fromEntries(Object.entries(event).reverse()), null, 2).replace('"COMPLETE"', '"\\u0043OMPLETE"');
    const again = await client.lineage(turned, { "content-encoding": undefined });
    expect(again.status).toBeGreaterThanOrEqual(200);
    expect(again.status).toBeLessThan(300);
    expect(again.body).toEqual({ ...first, duplicate: true });
    expect(await size()).toBe(before);
  });

  test("takes gzip, an absent Content-Type's charset and X-API-Key", async () => {
    const event = JSON.stringify(world("gzip").runEvent({ runId: "r", at: AT }));
    const packed = await client.lineage(gzipSync(event), { "content-encoding": "gzip", authorization: undefined, "x-api-key": app.token });
    expect(packed.status).toBe(201);
    expect((await client.lineage(event, { "content-type": "application/json; charset=UTF-8" })).body).toMatchObject({ id: packed.body.id, duplicate: true });
  });

  test("keeps what is odd with a warning and never refuses it", async () => {
    const event = { ...world("odd").runEvent({ runId: "run_id", at: "2026-01-01T00:00:00" }), producer: "feast", schemaURL: undefined, eventType: "SURPRISE" };
    const { status, body } = await client.lineage(event);
    expect(status).toBe(201);
    expect(body.warnings.join("\n")).toMatch(/zone[^]*producer[^]*schemaURL[^]*runId[^]*SURPRISE/);
  });

  test("warns of an event more than 5 minutes ahead, not of one a minute ahead", async () => {
    const ahead = (ms: number) => world("ahead").runEvent({ runId: "01890c7e-0000-7000-8000-000000000003", at: new Date(Date.now() + ms).toISOString() });
    expect((await client.lineage(ahead(60_000))).body.warnings).toEqual([]);
    expect((await client.lineage(ahead(600_000))).body.warnings).toEqual([expect.stringContaining("5 minutes")]);
  });

  test("keeps a facet that nobody knows, with a warning", async () => {
    const it = world("facets");
    const { body } = await client.lineage(it.runEvent({ runId: "01890c7e-0000-7000-8000-000000000004", at: AT, outputs: [{ name: "b", facets: { weather_forecast: facet({ sunny: true }) } }] }));
    expect(body.warnings).toEqual([expect.stringContaining("weather_forecast")]);
    const { facts } = await client.node(it.dataset("b"), { after: body.sequence });
    expect(facts).toMatchObject({ facets: { weather_forecast: { sunny: true } } });
  });
});

describe("Idempotency-Key", () => {
  test("is the event's id: the same content is a duplicate, other content 409, and the first stays", async () => {
    const it = world("key");
    const key = { "idempotency-key": `k-${it.namespace}` };
    const first = await client.lineage(it.runEvent({ runId: "r1", at: AT, outputs: ["kept"] }), key);
    expect(first.status).toBe(201);
    expect((await client.lineage(it.runEvent({ runId: "r1", at: AT, outputs: ["kept"] }), key)).body).toMatchObject({ id: first.body.id, sequence: first.body.sequence, duplicate: true });
    const before = await size();
    const other = await client.lineage<Problem>(it.runEvent({ runId: "r1", at: AT, outputs: ["other"] }), key);
    expect([other.status, other.headers.get("content-type"), other.body.code]).toEqual([409, "application/problem+json", "conflict"]);
    expect(await size()).toBe(before);
    expect((await client.get(`/api/v1/nodes/${encodeURIComponent(it.dataset("other"))}?after=${before}`)).status).toBe(404);
    expect((await client.node(it.dataset("kept"), { after: before })).state).toBe("active");
  });

  test("counts for one token only", async () => {
    const made = await client.post<{ token: string }>("/api/v1/tokens", { name: "second producer", role: "producer" });
    expect(made.status).toBe(201);
    const it = world("key");
    const key = { "idempotency-key": "shared-key" };
    const own = await client.lineage(it.runEvent({ runId: "r1", at: AT }), key);
    const other = await new Client(app, made.body.token).lineage(it.runEvent({ runId: "r2", at: AT }), key);
    expect([own.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(own.body.id);
  });
});

describe("POST /lineage/batch", () => {
  const post = (body: unknown, headers = {}) => client.post<{ summary: Record<string, number>; failed_events: { index: number; reason: string }[] }>("/api/v1/lineage/batch", body, headers);

  test("answers 204 with the last sequence, and takes an event that came alone before for the same", async () => {
    const it = world("batch");
    const [one, two] = [it.runEvent({ runId: "r1", at: AT }), it.runEvent({ runId: "r2", at: AT })];
    const { body: alone } = await client.lineage(one);
    const all = await post([one, two]);
    expect([all.status, all.text, all.headers.get("headwater-sequence")]).toEqual([204, "", String(alone.sequence + 1)]);
    const again = await post([one, two], { "idempotency-key": "is not for batches" });
    expect([again.status, again.headers.get("headwater-sequence")]).toEqual([204, String(alone.sequence + 1)]);
    expect(await size()).toBe(alone.sequence + 1);
    expect((await post([])).status).toBe(204);
  });

  test("keeps what is right of a batch and says what failed and why", async () => {
    const it = world("batch");
    const before = await size();
    const answer = await post([it.runEvent({ runId: "r1", at: AT }), { hello: "world" }, { ...it.runEvent({ runId: "r2", at: AT }), eventTime: "soon" }]);
    expect(answer.status).toBe(200);
    expect(answer.body.summary).toMatchObject({ received: 3, successful: 1, failed: 2 });
    expect(answer.body.failed_events.map(({ index }) => index)).toEqual([1, 2]);
    expect(answer.headers.get("headwater-sequence")).toBe(String(before + 1));
    expect(await size()).toBe(before + 1);
  });

  test("refuses what is no array with nothing written", async () => {
    const before = await size();
    const answers = await Promise.all([post(world("batch").runEvent({ runId: "r", at: AT })), post(`[${JSON.stringify(world("batch").runEvent({ runId: "r", at: AT }))},`)]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(await size()).toBe(before);
  });
});

describe("POST /events", () => {
  const declared = (it: World, id: string, name = "cpu", more: object = {}): Record<string, unknown> => ({ ...it.source(name, true), id, ...more });

  test("takes a structured event and answers 202", async () => {
    const it = world("structured");
    const { status, body } = await client.events(declared(it, "e1"));
    expect(status).toBe(202);
    expect(body).toEqual({ accepted: 1, refused: [], receipts: [{ id: expect.any(String), sequence: body.sequence, leafHash: expect.stringMatching(/^[0-9a-f]{64}$/), duplicate: false, warnings: [] }], sequence: await size() });
  });

  test("takes the same event in binary mode for a duplicate of the structured one", async () => {
    const it = world("binary");
    const event = declared(it, "e ä1", "cpu");
    const headers = { "content-type": "application/json", "ce-specversion": "1.0", "ce-id": "e%20%C3%A41", "ce-source": String(event.source), "ce-type": String(event.type), "ce-time": String(event.time) };
    const binary = await client.events(JSON.stringify(event.data), headers);
    expect([binary.status, binary.body.receipts[0]?.duplicate]).toEqual([202, false]);
    const structured = await client.events(event);
    expect(structured.body.receipts[0]).toMatchObject({ id: binary.body.receipts[0]?.id, duplicate: true });
    expect((await client.node(it.dataset("cpu"), { after: binary.body.sequence })).kind).toBe("source");
  });

  test("identifies an event by source, id and type: other content under them is 409", async () => {
    const it = world("identity");
    const event = declared(it, "e1");
    const [first] = (await client.events(event)).body.receipts;
    expect((await client.events({ ...event, source: "/elsewhere" })).body.receipts[0]?.duplicate).toBe(false);
    const other = await client.events<Problem>({ ...event, data: { ...(event.data as object), trusted: false } });
    expect([other.status, other.body.code]).toEqual([409, "conflict"]);
    expect((await client.events(event)).body.receipts[0]).toMatchObject({ id: first?.id, duplicate: true });
  });

  test("keeps what is right of a batch, names the rest by index, code and pointer, and answers 422 when all are wrong", async () => {
    const it = world("cebatch");
    const wrong = { ...declared(it, "e2"), data: { namespace: it.namespace, name: "x", telemetry: "smoke", schema: [], trusted: true } };
    const mixed = await client.events([declared(it, "e1"), wrong, 7, { ...declared(it, "e3", "cpu"), specversion: "0.3" }]);
    expect([mixed.status, mixed.body.accepted]).toEqual([202, 1]);
    expect(mixed.body.refused).toMatchObject([{ index: 1, code: "invalid", pointer: "/data/telemetry" }, { index: 2, code: "unreadable" }, { index: 3, code: "invalid", pointer: "/specversion" }]);
    const before = await size();
    const none = await client.events<Problem & EventsAnswer>([wrong, 7]);
    expect([none.status, none.headers.get("content-type"), none.body.code, none.body.refused.length]).toEqual([422, "application/problem+json", "invalid", 2]);
    expect(await size()).toBe(before);
  });

  test("takes a stream of lines, whatever their chunks, and says which were refused", async () => {
    const it = world("ndjson");
    const lines = [1, 2, 3].map((n) => JSON.stringify(declared(it, `e${n}`, `cpu-${n}`)));
    const text = `${lines[0]}\r\n\n${lines[1]}\n{"half":\n${lines[2]}`;
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < text.length; at += 97) controller.enqueue(Buffer.from(text.slice(at, at + 97)));
        controller.close();
      },
    });
    const { status, body } = await client.events(stream, { "content-type": "application/x-ndjson" });
    expect([status, body.accepted, body.receipts.length]).toEqual([202, 3, 3]);
    expect(body.refused).toMatchObject([{ code: "unreadable" }]);
    expect(body.sequence).toBe(await size());
    expect((await client.search({ q: "cpu-", kind: "source", after: body.sequence })).results.filter(({ namespace }) => namespace === it.namespace)).toHaveLength(3);
  });

  test("keeps a type that nobody knows, with a warning", async () => {
    const it = world("unknown");
    const { status, body } = await client.events({ ...declared(it, "e1"), type: "com.example.weather.v1" });
    expect([status, body.receipts[0]?.warnings]).toEqual([202, [expect.stringContaining("com.example.weather.v1")]]);
    expect((await client.get(`/api/v1/nodes/${encodeURIComponent(it.dataset("cpu"))}?after=${body.sequence}`)).status).toBe(404);
  });

  test("keeps the trace of traceparent, from the event or from the request", async () => {
    const it = world("trace");
    const [one, two] = ["4bf92f3577b34da6a3ce929d0e0e4736", "0af7651916cd43dd8448eb211c80319c"];
    await client.send(it.predictionMade("p-1", ["m", "1"], [], AT, {}, { traceparent: `00-${one}-00f067aa0ba902b7-01` }));
    const { body } = await client.lineage<Receipt>(it.runEvent({ runId: "traced", at: AT }), { traceparent: `00-${two}-00f067aa0ba902b7-01` });
    client.last = body.sequence;
    expect((await client.search({ q: one })).results.map(({ ref }) => ref)).toEqual([it.prediction("p-1")]);
    expect((await client.search({ q: two })).results.map(({ ref }) => ref)).toEqual([it.run("traced")]);
  });
});
