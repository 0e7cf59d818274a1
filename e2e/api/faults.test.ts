import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { startApp, type App } from "@/graph/testing/start-app";
import { Client, newNamespace, type EventsAnswer, type Problem, type Receipt } from "./testing/client";
import { World } from "./testing/world";

let app: App | null = null;
afterEach(async () => {
  await app?.remove();
  app = null;
});

const DAY_MS = 86_400_000;
const YESTERDAY = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 3_600_000).toISOString();

/** A source, a feature and a model whose predictions are counted: a prediction projected twice would be seen in the count. */
const ground = (it: World): object[] => [
  it.source("cpu", true),
  it.features("fs", "2026-01-01T00:00:00Z", "g", [{ name: "f", version: "1" }], [it.inDataset("cpu")]),
  it.modelRegistered("m", "1", "2026-01-02T00:00:00Z", [it.inSet("fs")], [{ name: "f", version: "1" }]),
];
const prediction = (it: World, n: number): object => ({ ...it.predictionMade(`p-${n}`, ["m", "1"], ["fs"], YESTERDAY), id: `prediction-${n}` });

type Sent = { event: object; receipt: Receipt };

/** Sends numbered predictions from several clients, alone and in batches, until told to stop. */
function keepSending(target: App, it: World, first: number): { sent: Sent[]; refused: number[]; stop(): Promise<number> } {
  const sent: Sent[] = [];
  const refused: number[] = [];
  const client = new Client(target);
  let next = first;
  let stopped = false;
  const one = async (inBatches: boolean): Promise<void> => {
    while (!stopped) {
      const events = Array.from({ length: inBatches ? 20 : 1 }, () => prediction(it, next++));
      const answer = await client.events<EventsAnswer>(inBatches ? events : events[0]).catch(() => null);
      if (answer === null) await sleep(20);
      else if (answer.status === 202) answer.body.receipts.forEach((receipt, i) => sent.push({ event: events[i]!, receipt }));
      else refused.push(answer.status);
      await sleep(5);
    }
  };
  const clients = Promise.all([one(false), one(false), one(false), one(true), one(true)]);
  return {
    sent,
    refused,
    stop: async () => {
      stopped = true;
      await clients;
      return next;
    },
  };
}

async function projected(client: Client): Promise<number> {
  for (const until = Date.now() + 150_000; Date.now() < until; await sleep(300)) {
    const { body } = await client.get<{ size: number; projected: number }>("/api/v1/log/checkpoint");
    if (body.projected === body.size) return body.size;
  }
  throw new Error("the projection did not catch up");
}

/** How many predictions the graph holds: as nodes, and as the daily count that the projector keeps. */
async function held(client: Client, it: World): Promise<{ nodes: number; counted: number }> {
  const { total } = await client.search({ kind: "prediction", limit: 1 });
  const model = (await client.impact(it.dataset("cpu"))).nodes.find(({ kind }) => kind === "model");
  return { nodes: total, counted: Math.round((model?.predictionsPerDay ?? 0) * 7) };
}

test("Neo4j is killed while events come in: no request is refused, and each event is in the graph once", async () => {
  app = await startApp();
  const client = new Client(app);
  const it = new World(newNamespace("chaos"));
  await client.send(...ground(it));
  const sending = keepSending(app, it, 0);
  for (const pauseMs of [700, 2_300]) {
    await sleep(pauseMs);
    process.kill(app.neo4jPid()!, "SIGKILL");
    await sleep(4_000);
  }
  await sending.stop();
  expect(sending.refused).toEqual([]);
  expect(sending.sent.length).toBeGreaterThan(100);
  expect(await projected(client)).toBe(sending.sent.length + 3);
  client.last = sending.sent.length + 3;
  expect(await held(client, it)).toEqual({ nodes: sending.sent.length, counted: sending.sent.length });
}, 400_000);

test("the app is killed while it acknowledges, again and again: all that it acknowledged is in the ledger and in the graph once", async () => {
  app = await startApp({ ingestOnly: true });
  const it = new World(newNamespace("killed"));
  await new Client(app).send(...ground(it));
  const acknowledged: Sent[] = [];
  let next = 0;
  for (let round = 0; round < 4; round++) {
    const sending = keepSending(app, it, next);
    // on a slow machine the first answers take longer than the pause
    while (sending.sent.length < 20) await sleep(20);
    await sleep(Math.random() * 1_800);
    await app.kill();
    next = await sending.stop();
    acknowledged.push(...sending.sent);
    app = await startApp({ dataDir: app.dataDir, token: app.token, ingestOnly: round < 3 });
  }
  expect(acknowledged.length).toBeGreaterThan(50);
  const client = new Client(app);
  const size = await projected(client);
  expect(size).toBeGreaterThanOrEqual(acknowledged.length + 3);
  expect(new Set(acknowledged.map(({ receipt }) => receipt.sequence)).size).toBe(acknowledged.length);
  for (let i = 0; i < acknowledged.length; i += 100) {
    const some = acknowledged.slice(i, i + 100);
    const { body } = await client.events(some.map(({ event }) => event));
    expect(body.receipts).toEqual(some.map(({ receipt }) => ({ ...receipt, duplicate: true, warnings: expect.any(Array) })));
  }
  expect(await projected(client)).toBe(size);
  client.last = size;
  // what was on disk but never acknowledged is there too, once
  expect(await held(client, it)).toEqual({ nodes: size - 3, counted: size - 3 });
  for (const { event } of [acknowledged[0]!, acknowledged.at(-1)!]) expect((await client.node(it.prediction((event as { data: { id: string } }).data.id))).state).toBe("active");
}, 500_000);

test("while Neo4j cannot be reached: reads are 503 problems and never empty, ingestion goes on", async () => {
  app = await startApp({ ingestOnly: true, env: { NEO4J_URI: "bolt://127.0.0.1:9", NEO4J_PASSWORD: "unused" } });
  const client = new Client(app);
  const it = new World(newNamespace("down"));
  const [receipt] = await client.send(...ground(it));
  expect(receipt).toMatchObject({ sequence: 1, duplicate: false });
  expect((await client.post("/api/v1/lineage/batch", [it.runEvent({ runId: "1", at: YESTERDAY })])).status).toBe(204);
  expect((await client.get("/healthz")).status).toBe(200);
  expect((await client.get("/readyz?for=ingest")).status).toBe(200);
  const ready = await client.get("/readyz");
  expect([ready.status, ready.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  const ref = encodeURIComponent(it.dataset("cpu"));
  for (const path of ["search?q=cpu", "search?kind=dataset", `nodes/${ref}`, `graph?ref=${ref}`, `impact?ref=${ref}`, "predictions/p-1/provenance", "dead-letters"]) {
    const answer = await client.get<Problem>(`/api/v1/${path}`);
    expect([path, answer.status, answer.headers.get("content-type"), answer.body.code]).toEqual([path, 503, "application/problem+json", expect.stringMatching(/unavailable|timed_out/)]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect((await client.get<{ size: number }>("/api/v1/log/checkpoint")).body).toMatchObject({ size: 4, projected: 0 });
  expect((await client.get(`/api/v1/gates/${ref}`)).status).toBe(409);
  // a read of what was just written says that it is not there yet, and when to ask again
  expect((await client.get<Problem>(`/api/v1/search?q=cpu&after=${receipt!.sequence}`)).status).toBe(503);
  const answer = await client.post<Receipt>("/api/v1/retractions", { records: [receipt!.sequence], reason: "also while it is down" });
  expect(answer.status).toBe(201);
}, 300_000);
