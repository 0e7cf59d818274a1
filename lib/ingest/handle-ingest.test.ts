import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalDigest } from "@/lib/canonical-json";
import { cloudEvent, runEvent } from "./testing/events";
import { serve, TOKEN, type Served } from "./testing/serve";

let served: Served;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "headwater-ingest-"));
  served = await serve(directory);
});
afterEach(async () => {
  await served.close();
  rmSync(directory, { recursive: true, force: true });
});

type Answer = { status: number; headers: Headers; body: Record<string, unknown> };
async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const raw = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const response = await fetch(`${served.url}${path}`, { method: "POST", body: raw as BodyInit, headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
const STRUCTURED = { "content-type": "application/cloudevents+json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };
const NDJSON = { "content-type": "application/x-ndjson" };
const stored = (sequence: number) => served.ledger.read(sequence);

describe("one OpenLineage event", () => {
  test("is kept as it came and answered with its receipt; the same again is a duplicate", async () => {
    const text = ` ${JSON.stringify(runEvent(1), null, 1)}\n`;
    const first = await post("/lineage", text);
    const id = `sha256:${canonicalDigest(runEvent(1))}`;
    expect(first).toMatchObject({ status: 201, body: { id, sequence: 1, duplicate: false, warnings: [], leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string } });
    expect(stored(1)).toMatchObject({ id, kind: "openlineage", type: "RunEvent", subject: "job:shop:daily", actor: "token:t1", mediaType: "application/json" });
    expect(stored(1)?.bytes.toString()).toBe(text);
    expect(await post("/lineage", JSON.stringify(runEvent(1)))).toMatchObject({ status: 200, body: { id, sequence: 1, duplicate: true } });
    expect(served.counted).toMatchObject({ accepted: 1, duplicate: 1, nudge: 2 });
  });

  test.each([[{ "content-type": "application/json; charset=UTF-8" }], [{ "content-type": 'Application/JSON;charset="utf-8"' }], [{ "content-encoding": "identity" }]])("is taken with %j", async (headers) =>
    expect((await post("/lineage", runEvent(1), headers)).status).toBe(201));

  test("is taken without a content type, with X-API-Key and compressed", async () => {
    const body = gzipSync(JSON.stringify(runEvent(1)));
    const response = await fetch(`${served.url}/lineage`, { method: "POST", body, headers: { "x-api-key": TOKEN, "content-encoding": "gzip", "content-type": "" } });
    expect(response.status).toBe(201);
    expect(stored(1)?.bytes.toString()).toBe(JSON.stringify(runEvent(1)));
  });

  test("with an Idempotency-Key has that as its id, for each token apart; other content is a conflict", async () => {
    const key = { "idempotency-key": "k 1" };
    expect(await post("/lineage", runEvent(1), key)).toMatchObject({ status: 201, body: { id: "key:token:t1:k 1" } });
    expect(await post("/lineage", runEvent(1), key)).toMatchObject({ status: 200, body: { duplicate: true } });
    expect(await post("/lineage", runEvent(2), key)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await post("/lineage", runEvent(2), { ...key, authorization: "Bearer other" })).toMatchObject({ status: 201 });
    expect(served.ledger.conflictsOf("key:token:t1:k 1")).toMatchObject([{ contentDigest: canonicalDigest(runEvent(2)) }]);
  });

  test("keeps the trace, and is warned of what is odd", async () => {
    const trace = "0af7651916cd43dd8448eb211c80319c";
    await post("/lineage", runEvent(1), { traceparent: `00-${trace}-b7ad6b7169203331-01` });
    expect(stored(1)?.trace).toBe(trace);
    const text = JSON.stringify(runEvent(2, { eventTime: "2200-01-01T00:00:00Z", run: { runId: "run_id" } })).replace("{", '{"snapshot":9007199254740993,');
    const odd = await post("/lineage", text, { traceparent: "00-zz" });
    expect(odd.status).toBe(201);
    expect(odd.body.warnings).toEqual([expect.stringContaining("traceparent"), expect.stringContaining("5 minutes"), expect.stringContaining("UUID"), expect.stringContaining("/snapshot")]);
  });

  test("a name that is too long for the graph is kept with a warning", async () => {
    const event = { eventType: "COMPLETE", eventTime: "2026-01-01T00:00:00Z", producer: "https://example.org/p", schemaURL: "https://example.org/s", run: { runId: "0198c7aa-0000-7000-8000-000000000000" }, job: { namespace: "n", name: "x".repeat(9_000) } };
    const kept = await post("/lineage", JSON.stringify(event));
    expect(kept).toMatchObject({ status: 201, body: { warnings: [expect.stringContaining("too long for the graph")] } });
  });

  test("that cannot be interpreted is kept all the same", async () => {
    expect((await post("/lineage", runEvent(1, { unreadable: true }))).status).toBe(201);
    expect(stored(1)?.subject).toBe("-");
  });

  test("that differs from another only in a whole number beyond 2^53 is another event", async () => {
    const text = JSON.stringify(runEvent(1));
    const ids = [];
    for (const digit of [2, 3]) ids.push((await post("/lineage", text.replace("{", `{"snapshot":900719925474099${digit},`))).body);
    expect(ids).toMatchObject([{ duplicate: false }, { duplicate: false }]);
  });
});

describe("who may send", () => {
  test.each([
    [{ authorization: "Bearer wrong" }, 401, "unauthenticated"],
    [{ authorization: "Bearer reader" }, 403, "forbidden"],
    [{ authorization: "Bearer shop" }, 403, "forbidden"],
  ])("%j is answered %i", async (headers, status, code) => {
    expect(await post("/lineage", runEvent(1, { job: { namespace: "other", name: "j" } }), headers)).toMatchObject({ status, body: { code } });
    expect(served.ledger.size()).toBe(0);
  });

  test("a token of one namespace may write there", async () => expect((await post("/lineage", runEvent(1), { authorization: "Bearer shop" })).status).toBe(201));

  test("other methods and addresses are refused", async () => {
    const get = await fetch(`${served.url}/lineage`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await post("/lineages", {})).status).toBe(404);
  });
});

describe("a batch of OpenLineage events", () => {
  test("is 204 with the last sequence when all are kept, each with its own bytes", async () => {
    const texts = [` ${JSON.stringify(runEvent(1), null, 1)} `, JSON.stringify({ ...runEvent(2), text: '],[{"' }), JSON.stringify(runEvent(1))];
    const answer = await post("/lineage/batch", `[${texts.join(",\n")}]`);
    expect([answer.status, answer.headers.get("headwater-sequence")]).toEqual([204, "2"]);
    expect(stored(1)?.bytes.toString()).toBe(texts[0]?.trim());
    expect(stored(2)?.bytes.toString()).toBe(texts[1]);
  });

  test("keeps what is right and names what is wrong", async () => {
    const answer = await post("/lineage/batch", [runEvent(1), { nothing: 1 }, runEvent(2, { eventTime: "noon" }), runEvent(3)]);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: "partial_success",
        summary: { received: 4, successful: 2, failed: 2 },
        failed_events: [
          { index: 1, retriable: false, reason: expect.any(String) as string },
          { index: 2, retriable: false, pointer: "/eventTime" },
        ],
      },
    });
    expect(served.ledger.size()).toBe(2);
  });

  test.each(["{}", "[1", "[1,]", "[{}] x", '[{"a":1}{"b":2}]', "[,]", '[{"a":1]}', ""])("that is no array (%s) is refused whole", async (text) => {
    expect((await post("/lineage/batch", text.replace("[{", `[${JSON.stringify(runEvent(1))},{`))).status).toBe(400);
    expect(served.ledger.size()).toBe(0);
  });

  test("of nothing is 204", async () => expect((await post("/lineage/batch", "[ ]")).status).toBe(204));
});

describe("CloudEvents", () => {
  test("in structured mode are kept as they came", async () => {
    const text = JSON.stringify(cloudEvent(1), null, 2);
    expect(await post("/events", text, STRUCTURED)).toMatchObject({ status: 202, body: { accepted: 1, refused: [], sequence: 1, receipts: [{ sequence: 1, duplicate: false, warnings: [] }] } });
    expect(stored(1)).toMatchObject({ kind: "cloudevent", type: "dev.headwater.dependency.declared.v1", mediaType: "application/cloudevents+json" });
    expect(stored(1)?.bytes.toString()).toBe(text);
    expect(await post("/events", cloudEvent(1, { time: "2026-01-02T00:00:00Z" }), STRUCTURED)).toMatchObject({ status: 409 });
  });

  test("in binary mode become structured ones with the body letter by letter, the same event as in structured mode", async () => {
    const body = '{"to" : {"namespace":"shop","name":"b"}, "from":{"namespace":"shop","name":"a1"}}';
    const headers = { "ce-specversion": "1.0", "ce-id": "event-1", "ce-source": "/t%C3%A9sts", "ce-type": "dev.headwater.dependency.declared.v1", "ce-time": "2026-01-01T00:00:00Z", "content-type": "application/json; charset=utf-8" };
    expect(await post("/events", body, headers)).toMatchObject({ status: 202, body: { accepted: 1 } });
    const text = stored(1)?.bytes.toString() ?? "";
    expect(text).toContain(`"data":${body}}`);
    expect(JSON.parse(text)).toMatchObject({ specversion: "1.0", id: "event-1", source: "/tésts", datacontenttype: "application/json; charset=utf-8" });
    expect(await post("/events", cloudEvent(1, { source: "/tésts" }), STRUCTURED)).toMatchObject({ status: 202, body: { receipts: [{ duplicate: true }] } });
  });

  test("KServe's logger: request and response share an id and are two events, kept with a warning", async () => {
    const headers = { "ce-specversion": "1.0", "ce-id": "0b2a", "ce-source": "http://iris.default", "ce-inferenceservicename": "iris", traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
    const sent = { request: '{"instances":[[1]]}', response: '{"predictions":[0]}' };
    for (const [kind, body] of Object.entries(sent)) {
      const answer = await post("/events", body, { ...headers, "ce-type": `org.kubeflow.serving.inference.${kind}` });
      expect(answer).toMatchObject({ status: 202, body: { receipts: [{ duplicate: false, warnings: [expect.stringContaining("does not know the type")] }] } });
    }
    expect(stored(2)).toMatchObject({ trace: "0af7651916cd43dd8448eb211c80319c", type: "org.kubeflow.serving.inference.response" });
  });

  test("with other data than JSON are kept whole", async () => {
    const ce = { "ce-specversion": "1.0", "ce-source": "/s", "ce-type": "t" };
    await post("/events", Buffer.from([0xff, 0, 1]), { ...ce, "ce-id": "1", "content-type": "application/avro" });
    await post("/events", "plain ü", { ...ce, "ce-id": "2", "content-type": "text/plain; charset=utf-8" });
    expect(JSON.parse(stored(1)?.bytes.toString() ?? "")).toMatchObject({ data_base64: "/wAB", datacontenttype: "application/avro" });
    expect(JSON.parse(stored(2)?.bytes.toString() ?? "")).toMatchObject({ data: "plain ü" });
  });

  test("of Headwater's types are checked, with a pointer to what is wrong", async () => {
    const wrong = cloudEvent(1, { data: { from: { namespace: "shop", name: "" }, to: { namespace: "shop", name: "b" } } });
    expect(await post("/events", wrong, STRUCTURED)).toMatchObject({ status: 422, body: { code: "invalid", pointer: "/data/from/name" } });
    expect(await post("/events", cloudEvent(1, { data: undefined }), STRUCTURED)).toMatchObject({ status: 422, body: { pointer: "/data" } });
    expect(await post("/events", cloudEvent(1, { id: undefined }), STRUCTURED)).toMatchObject({ status: 422, body: { pointer: "/id" } });
    const base64 = cloudEvent(1, { data: undefined, data_base64: Buffer.from(JSON.stringify(cloudEvent(1).data)).toString("base64") });
    expect(await post("/events", base64, STRUCTURED)).toMatchObject({ status: 202 });
  });

  test("in a batch do not depend on each other; 422 only when all are wrong", async () => {
    const mixed = await post("/events", [cloudEvent(1), cloudEvent(2, { data: 3 }), cloudEvent(1, { data: cloudEvent(9).data }), cloudEvent(3)], BATCH);
    expect(mixed).toMatchObject({
      status: 202,
      body: {
        accepted: 2,
        sequence: 2,
        refused: [
          { index: 1, code: "invalid", pointer: "/data" },
          { index: 2, code: "conflict", pointer: null },
        ],
        receipts: [{ sequence: 1 }, { sequence: 2 }],
      },
    });
    expect(await post("/events", [cloudEvent(2, { data: 3 })], BATCH)).toMatchObject({ status: 422, body: { code: "invalid", pointer: "/0/data", accepted: 0, refused: [{ index: 0 }] } });
    expect(await post("/events", [], BATCH)).toMatchObject({ status: 202, body: { accepted: 0 } });
  });

  test("come as lines: blank ones are passed over, broken ones named, the last needs no line feed", async () => {
    const lines = [JSON.stringify(cloudEvent(1)), "", "{broken", `${JSON.stringify(cloudEvent(2))}\r`, '{"a":1,"a":2}', JSON.stringify(cloudEvent(3))];
    expect(await post("/events", lines.join("\n"), NDJSON)).toMatchObject({
      status: 202,
      body: { accepted: 3, refused: [{ index: 1, code: "unreadable" }, { index: 3, code: "invalid", pointer: "/a" }], sequence: 3 },
    });
    expect(stored(2)?.bytes.toString()).toBe(JSON.stringify(cloudEvent(2)));
  });

  test.each(["text/plain", "application/json", "application/cloudevents+avro", "application/cloudevents+json; charset=latin1"])("as %s are 415", async (type) =>
    expect((await post("/events", cloudEvent(1), { "content-type": type })).status).toBe(415));
});

describe("what a token sent lately", () => {
  test("is kept for who connects it: what was taken, and what was refused with its place", async () => {
    await post("/lineage", runEvent(1));
    await post("/lineage", { ...runEvent(2), eventTime: "yesterday" });
    await post("/events", [cloudEvent(1), { ...cloudEvent(2), source: "" }], BATCH);
    await post("/lineage", runEvent(3), { authorization: "Bearer reader" });
    await post("/lineage", runEvent(4), { authorization: "Bearer nobody" });
    const activity = served.activity.of("token:t1");
    expect([activity.taken, activity.refused]).toEqual([2, 2]);
    expect(activity.lastTaken.map(({ sequence }) => sequence)).toEqual([2, 1]);
    expect(activity.lastRefused).toMatchObject([
      { path: "/api/v1/events", status: 422, pointer: "/source", index: 1 },
      { path: "/api/v1/lineage", status: 422, code: "invalid", pointer: "/eventTime", index: null },
    ]);
    expect(served.activity.of("user:u1")).toMatchObject({ taken: 0, refused: 1, lastRefused: [{ status: 403, code: "forbidden" }] });
  });
});
