import { existsSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { Client, newNamespace, type Answer, type Problem, type Receipt } from "./testing/client";
import { World } from "./testing/world";

const app = inject("app");
let client: Client;
let it: World;
beforeAll(async () => {
  client = new Client(app);
  it = new World(newNamespace("errors"));
  await client.send(it.source("cpu", true), it.predictionMade(PREDICTION, ["m", "1"], [], AT));
});

const AT = "2026-01-01T00:00:00Z";
const PREDICTION = newNamespace("prediction");
const graph = (query: string): Promise<Answer<Problem>> => client.get(`/api/v1/graph?${query}`);

/** What every refusal is, by RFC 9457 and api.md. */
function expectProblem(answer: Answer<Problem>, status: number, code: string, pointer?: string): void {
  expect({ status: answer.status, type: answer.headers.get("content-type"), body: answer.body }).toMatchObject({
    status,
    type: "application/problem+json",
    body: { type: expect.any(String), title: expect.any(String), status, code, detail: expect.any(String), ...(pointer === undefined ? {} : { pointer }) },
  });
  if (status === 503) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
}

describe("a refusal is a problem with a stable code", () => {
  test("400 unreadable: not JSON, or of no shape that we know", async () => {
    for (const body of ["", "{", "nonsense", '{"hello":"world"}', "[]", "null", '"text"']) expectProblem(await client.lineage(body), 400, "unreadable");
    expectProblem(await client.events("{"), 400, "unreadable");
    expectProblem(await client.post("/api/v1/retractions", "{"), 400, "unreadable");
    expectProblem(await client.post("/api/v1/incidents", "nonsense"), 400, "unreadable");
  });

  test("422 invalid: readable but wrong, with the pointer to the field", async () => {
    const run = it.runEvent({ runId: "r", at: AT }) as { job: object; run: object };
    expectProblem(await client.lineage({ ...run, eventTime: "yesterday" }), 422, "invalid", "/eventTime");
    expectProblem(await client.lineage({ ...run, run: { runId: "" } }), 422, "invalid", "/run/runId");
    expectProblem(await client.lineage({ ...run, job: { namespace: "a" } }), 422, "invalid", "/job/name");
    expectProblem(await client.lineage({ ...run, inputs: [{ namespace: "a", name: "b" }, { namespace: "a" }] }), 422, "invalid", "/inputs/1/name");
    expectProblem(await client.events({ ...it.source("cpu", true), specversion: "2.0" }), 422, "invalid", "/specversion");
    expectProblem(await client.events(it.event("source.declared.v1", { ...it.name("cpu"), telemetry: "metrics", trusted: true })), 422, "invalid", "/data/schema");
    expectProblem(await client.events(it.batchRecorded("cpu", "2026-01-01T00:00:00Z", { digest: "md5:00" })), 422, "invalid", "/data/digest");
    expectProblem(await client.events(it.batchRecorded("cpu", "2026-01-01T00:00:00Z", { window: { start: "2026-01-02T00:00:00Z", end: AT } })), 422, "invalid", "/data/window/end");
    expectProblem(await client.post("/api/v1/retractions", { records: [1] }), 422, "invalid", "/reason");
    expectProblem(await client.post("/api/v1/incidents", { title: "t", target: "no reference", window: { from: AT, to: AT } }), 422, "invalid", "/target");
  });

  test("422 invalid: a query parameter that is wrong; a parameter that nobody knows is ignored", async () => {
    const ref = encodeURIComponent(it.dataset("cpu"));
    for (const [query, name] of [["depth=0", "depth"], ["depth=1001", "depth"], ["depth=x", "depth"], ["limit=0", "limit"], ["limit=100001", "limit"], ["direction=left", "direction"], ["plane=astral", "plane"], ["asOf=now", "asOf"], [`from=${AT}&to=${AT}`, "to"]])
      expectProblem(await graph(`ref=${ref}&${query}`), 422, "invalid", `/${name}`);
    expectProblem(await graph("direction=upstream"), 422, "invalid", "/ref");
    expectProblem(await graph("ref=nonsense"), 422, "invalid", "/ref");
    expectProblem(await client.get("/api/v1/impact"), 422, "invalid", "/ref");
    expectProblem(await client.get("/api/v1/search?q=a&kind=unicorn"), 422, "invalid", "/kind");
    expectProblem(await client.get("/api/v1/search?q=a&cursor=never-given"), 422, "invalid", "/cursor");
    expect((await graph(`ref=${ref}&colour=blue&depth=1000&limit=100000&after=${client.last}`)).status).toBe(200);
  });

  test("401 without credentials and with wrong ones, for reads and writes", async () => {
    for (const token of [null, "wrong-token-of-thirty-two-letters", `${app.token}x`]) {
      const nobody = new Client(app, token);
      for (const answer of [await nobody.get("/api/v1/search?q=a"), await nobody.get(`/api/v1/gates/${encodeURIComponent(it.dataset("cpu"))}`), await nobody.get<Problem>("/api/v1/log/checkpoint"), await nobody.lineage<Problem>(it.runEvent({ runId: "r", at: AT })), await nobody.events<Problem>(it.source("x", true)), await nobody.post("/api/v1/retractions", { records: [1], reason: "r" })]) {
        expectProblem(answer, 401, "unauthenticated");
        expect(answer.headers.get("www-authenticate")).toContain("Bearer");
      }
    }
  });

  test("403 for what a role may not do", async () => {
    const { body } = await client.post<{ token: string }>("/api/v1/tokens", { name: "reader", role: "viewer" });
    const viewer = new Client(app, body.token);
    expect((await viewer.get("/api/v1/search?q=a")).status).toBe(200);
    expectProblem(await viewer.lineage<Problem>(it.runEvent({ runId: "r", at: AT })), 403, "forbidden");
    expectProblem(await viewer.events<Problem>(it.source("x", true)), 403, "forbidden");
    expectProblem(await viewer.post("/api/v1/retractions", { records: [1], reason: "r" }), 403, "forbidden");
    expectProblem(await viewer.post("/api/v1/tokens", { name: "t", role: "admin" }), 403, "forbidden");
  });

  test("404 for unknown references, predictions, records and addresses", async () => {
    const unknown = it.dataset("nowhere");
    for (const path of [`graph?ref=${encodeURIComponent(unknown)}`, `impact?ref=${encodeURIComponent(unknown)}`, `impact?ref=${encodeURIComponent(it.dataset("cpu"))}&ref=${encodeURIComponent(unknown)}`, `nodes/${encodeURIComponent(unknown)}`, "nodes/nonsense", `nodes/${encodeURIComponent(unknown)}/runs`, "nodes/nonsense/members", "predictions/nobody/provenance", "nothing", "graphs", "lineage/more"])
      expectProblem(await client.get(`/api/v1/${path}`), 404, "not_found");
    expectProblem(await client.post("/api/v1/retractions", { records: [1_000_000_000], reason: "r" }), 404, "not_found", "/records/0");
    expectProblem(await client.post("/api/v1/retractions", { records: ["sha256:unknown"], reason: "r" }), 404, "not_found", "/records/0");
  });

  test("405 with Allow for another method", async () => {
    for (const [method, path, allow] of [["GET", "/api/v1/lineage", "POST"], ["PUT", "/api/v1/events", "POST"], ["POST", "/api/v1/graph", "GET"], ["DELETE", "/api/v1/search", "GET"], ["POST", "/healthz", "GET"]] as const) {
      const answer = await client.request<Problem>(method, path, method === "GET" || method === "DELETE" ? undefined : "{}");
      expectProblem(answer, 405, "method_not_allowed");
      expect(answer.headers.get("allow")).toContain(allow);
    }
  });

  test("413 for more than 16 MB, and 15 MB is taken", async () => {
    const event = (bytes: number, runId: string) => JSON.stringify(it.runEvent({ runId, at: AT, runFacets: { notes: { text: "x".repeat(bytes) } } }));
    expectProblem(await client.lineage<Problem>(event(17 * 2 ** 20, "large")), 413, "too_large");
    expect((await client.lineage<Receipt>(event(15 * 2 ** 20, "large"))).status).toBe(201);
  });

  test("415 for types, charsets and encodings that are not read", async () => {
    const run = it.runEvent({ runId: "r", at: AT });
    expectProblem(await client.lineage<Problem>("<run/>", { "content-type": "text/xml" }), 415, "unsupported_media_type");
    expectProblem(await client.lineage<Problem>(run, { "content-type": "application/json; charset=utf-16" }), 415, "unsupported_media_type");
    expectProblem(await client.lineage<Problem>(run, { "content-encoding": "br" }), 415, "unsupported_media_type");
    expectProblem(await client.events<Problem>(it.source("x", true), { "content-type": "application/json" }), 415, "unsupported_media_type");
    expectProblem(await client.events<Problem>("a,b", { "content-type": "text/csv" }), 415, "unsupported_media_type");
  });

  test("409 with the candidates for an id that several namespaces have", async () => {
    const other = new World(newNamespace("errors"));
    await client.send(other.predictionMade(PREDICTION, ["m", "1"], [], AT));
    const answer = await client.get(`/api/v1/predictions/${PREDICTION}/provenance?after=${client.last}`);
    expectProblem(answer, 409, "ambiguous");
    expect(answer.body.candidates?.sort()).toEqual([it.prediction(PREDICTION), other.prediction(PREDICTION)].sort());
    expect((await client.provenance(it.prediction(PREDICTION))).prediction.ref).toBe(it.prediction(PREDICTION));
  });
});

describe("after=", () => {
  const sized = async () => (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;

  test("waits until the record is in the graph, on every read", async () => {
    for (let n = 0; n < 5; n++) {
      const name = `fresh-${n}`;
      const { body } = await client.lineage(it.runEvent({ runId: name, at: AT, inputs: ["cpu"], outputs: [name] }));
      const paths = [`nodes/${encodeURIComponent(it.dataset(name))}?`, `graph?ref=${encodeURIComponent(it.dataset(name))}&`, `impact?ref=${encodeURIComponent(it.dataset(name))}&`, `search?q=${name}&`];
      for (const answer of await Promise.all(paths.map((path) => client.get<{ watermark: { sequence: number } }>(`/api/v1/${path}after=${body.sequence}`)))) {
        expect(answer.status).toBe(200);
        expect(answer.body.watermark.sequence).toBeGreaterThanOrEqual(body.sequence);
      }
    }
  });

  test("is 422 beyond the ledger and for what is no sequence", async () => {
    const size = await sized();
    for (const after of [size + 1, 10 ** 12, "x", "-1", "1.5", ""]) expectProblem(await client.get(`/api/v1/search?q=a&after=${after}`), 422, "invalid", "/after");
    for (const path of [`nodes/${encodeURIComponent(it.dataset("cpu"))}?`, `graph?ref=${encodeURIComponent(it.dataset("cpu"))}&`, `impact?ref=${encodeURIComponent(it.dataset("cpu"))}&`, `predictions/${PREDICTION}/provenance?`, "log/checkpoint?"])
      expectProblem(await client.get(`/api/v1/${path}after=${size + 1000}`), 422, "invalid", "/after");
    expect((await client.get(`/api/v1/search?q=a&after=${size}`)).status).toBe(200);
  });

  test("every answer about the graph says what the graph knew", async () => {
    const size = await sized();
    const ref = encodeURIComponent(it.dataset("cpu"));
    for (const path of ["search?q=cpu", `nodes/${ref}`, `graph?ref=${ref}`, `impact?ref=${ref}`, `predictions/${encodeURIComponent(it.prediction(PREDICTION))}/provenance`]) {
      const { body } = await client.get<{ watermark: object }>(`/api/v1/${path}${path.includes("?") ? "&" : "?"}after=${size}`);
      expect(body.watermark).toEqual({ sequence: size, recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), lagMs: 0, deadLetters: expect.any(Number) });
    }
  });
});

test("a reference of any name goes through paths and queries, encoded once more", async () => {
  const names = ["a/b/c", "s3://bucket/key?x=1&y=2#z", "user@host:5432", "it's \"quoted\" (so!)*", "grüße/日本語/🙂", "100%", "%2F%40", "a+b c", "..", ".", "a\\b", "tab\tnew\nline", "e\u0301 and é", "constructor", "`back`"];
  await client.send(it.runEvent({ runId: "names", at: AT, outputs: names }));
  for (const name of names) {
    const ref = it.dataset(name);
    expect(await client.node(ref)).toMatchObject({ ref, name, namespace: it.namespace });
    expect((await client.graph(ref)).nodes.map((node) => node.ref)).toContain(ref);
    expect((await client.impact(ref)).nodes).toEqual([]);
    const gate = await client.get<{ decision: string }>(`/api/v1/gates/${encodeURIComponent(ref)}`);
    expect([gate.status, gate.body.decision]).toEqual([409, "halt"]);
  }
  const hit = await client.search({ q: "100%" });
  expect(hit.results.map(({ ref }) => ref)).toContain(it.dataset("100%"));
});

test("a session cookie of the set-up link reads, and writes nothing without its own Origin", async () => {
  const file = join(app.dataDir, "setup-link");
  // the link is made last of all at a start
  await vi.waitUntil(() => existsSync(file), { timeout: 60_000 });
  const [, token = ""] = /setup#token=(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
  const nobody = new Client(app, null);
  const made = await nobody.post("/api/v1/setup", { token, name: "Ada", password: "a long enough pass phrase" });
  expect(made.status).toBeLessThan(300);
  const [cookie = ""] = (made.headers.get("set-cookie") ?? "").split(";");
  expect((await nobody.request("GET", "/api/v1/search?q=cpu", undefined, { cookie })).status).toBe(200);
  expectProblem(await nobody.post("/api/v1/incidents", { title: "t", target: it.dataset("cpu"), window: { from: AT, to: AT } }, { cookie }), 403, "forbidden");
  expectProblem(await nobody.post("/api/v1/lineage", it.runEvent({ runId: "r", at: AT }), { cookie, origin: app.url }), 403, "forbidden");
});

test("a reference whose case, dots or slashes a client would tidy up still reaches the handler", async () => {
  const raw = (path: string) => new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(app.url);
    httpRequest({ hostname, port, path, headers: { authorization: `Bearer ${app.token}` } }, (answer) => { answer.resume(); resolve(answer.statusCode ?? 0); }).on("error", reject).end();
  });
  expect(await raw(`/api/v1/nodes/${encodeURIComponent(it.dataset("cpu")).replaceAll("%3A", "%3a")}`)).toBe(200);
  expect(await raw("/api/v1//nodes/x")).toBeGreaterThanOrEqual(300);
  expect(await raw("/api/v1/nodes/%")).toBeLessThan(500);
  expect(await raw("/api/v1/nodes/%ff%fe")).toBeLessThan(500);
});
