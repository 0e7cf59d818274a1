import { afterEach, expect, test } from "vitest";
import { startApp, type App } from "@/graph/testing/start-app";
import { Client, newNamespace, type Problem, type Receipt } from "./testing/client";
import { World } from "./testing/world";

let app: App | null = null;
afterEach(async () => {
  await app?.remove();
  app = null;
});

const DAY_MS = 86_400_000;
const YESTERDAY = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 3_600_000).toISOString();

/** A source, a feature and a model. */
const ground = (it: World): object[] => [
  it.source("cpu", true),
  it.features("fs", "2026-01-01T00:00:00Z", "g", [{ name: "f", version: "1" }], [it.inDataset("cpu")]),
  it.modelRegistered("m", "1", "2026-01-02T00:00:00Z", [it.inSet("fs")], [{ name: "f", version: "1" }]),
];
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
