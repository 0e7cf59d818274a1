import { connect } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cloudEvent, runEvent } from "./testing/events";
import { serve, TOKEN, type Served } from "./testing/serve";

let served: Served;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "headwater-hostile-"));
  served = await serve(directory);
});
afterAll(async () => {
  await served.close();
  rmSync(directory, { recursive: true, force: true });
});

const MB = 2 ** 20;
const text = JSON.stringify(runEvent(1));
const withMember = (member: string) => text.replace("{", `{${member},`);

async function post(path: string, body: Buffer | string, headers: Record<string, string> = {}): Promise<{ status: number; code: unknown; pointer: unknown; body: Record<string, unknown> }> {
  const response = await fetch(`${served.url}${path}`, { method: "POST", body: body as BodyInit, headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...headers } });
  const answer = await response.text();
  const parsed = (answer === "" ? {} : JSON.parse(answer)) as Record<string, unknown>;
  return { status: response.status, code: parsed.code, pointer: parsed.pointer, body: parsed };
}

describe("malformed input is a clear error and never a record", () => {
  test.each<[name: string, body: Buffer | string, status: number, pointer: string | undefined]>([
    ["nothing", "", 400, undefined],
    ["half an object", text.slice(0, -1), 400, undefined],
    ["JSON of another shape", '{"hello":"world"}', 400, undefined],
    ["an array", `[${text}]`, 400, undefined],
    ["a string", '"text"', 400, undefined],
    ["null", "null", 400, undefined],
    ["a byte order mark", `\uFEFF${text}`, 400, undefined],
    ["UTF-16", Buffer.from(text, "utf16le"), 400, undefined],
    ["bytes that are not UTF-8", Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from(`",${text.slice(1)}`)]), 400, undefined],
    ["an overlong encoding", Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from(`",${text.slice(1)}`)]), 400, undefined],
    ["a NUL", `${text}\u0000`, 400, undefined],
    ["a raw control character in a string", withMember('"a":"\u0001"'), 400, undefined],
    ["NaN", withMember('"a":NaN'), 400, undefined],
    ["a number too large", withMember('"a":{"b":[1e400]}'), 422, "/a/b/0"],
    ["a duplicate key", withMember('"job":1'), 422, "/job"],
    ["a duplicate key in disguise", withMember('"a":{"k":1,"\\u006b":2}'), 422, "/a/k"],
    ["__proto__", withMember('"a":{"__proto__":{"polluted":true}}'), 422, "/a/__proto__"],
    ["a lone surrogate", withMember('"a":"\\ud800"'), 422, "/a"],
    ["a lone surrogate in a key", withMember('"\\udc00":1'), 422, undefined],
    ["nesting of 100,000", withMember(`"a":${"[".repeat(100_000)}${"]".repeat(100_000)}`), 422, undefined],
    ["a run id that is a number", JSON.stringify(runEvent(1, { run: { runId: 7 } })), 422, "/run/runId"],
    ["inputs that are text", JSON.stringify(runEvent(1, { inputs: "all" })), 422, "/inputs"],
    ["an eventTime that is none", JSON.stringify(runEvent(1, { eventTime: "2026-02-30T00:00:00Z" })), 422, "/eventTime"],
  ])("%s", async (_name, body, status, pointer) => {
    const answer = await post("/lineage", body);
    expect(answer.status).toBe(status);
    expect(answer.code).toBe(status === 400 ? "unreadable" : "invalid");
    if (pointer !== undefined) expect(answer.pointer).toBe(pointer);
    expect(served.ledger.size()).toBe(0);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("17 MB is 413, with and without a Content-Length, also in one element of an array or one line", async () => {
    const large = withMember(`"a":"${"x".repeat(17 * MB)}"`);
    expect(await post("/lineage", large)).toMatchObject({ status: 413, code: "too_large" });
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < large.length; at += MB) controller.enqueue(Buffer.from(large.slice(at, at + MB)));
        controller.close();
      },
    });
    const chunked = await fetch(`${served.url}/lineage`, { method: "POST", body: stream, duplex: "half", headers: { authorization: `Bearer ${TOKEN}` } } as RequestInit);
    expect(chunked.status).toBe(413);
    const event = JSON.stringify(cloudEvent(1)).replace("{", `{"a":"${"x".repeat(17 * MB)}",`);
    expect(await post("/events", event, { "content-type": "application/cloudevents+json" })).toMatchObject({ status: 413 });
    expect((await post("/events", `[${event}]`, { "content-type": "application/cloudevents-batch+json" })).body).toMatchObject({ refused: [{ index: 0, code: "too_large" }] });
    expect((await post("/events", `${event}\n`, { "content-type": "application/x-ndjson" })).body).toMatchObject({ refused: [{ index: 0, code: "too_large" }] });
    expect(served.ledger.size()).toBe(0);
  });

  test("a gzip bomb is 413 and is not unpacked: the memory stays as it was", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MB, 0x20));
    const before = process.memoryUsage().rss;
    expect(await post("/lineage", bomb, { "content-encoding": "gzip" })).toMatchObject({ status: 413, code: "too_large" });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MB);
    expect(await post("/events", bomb, { "content-encoding": "gzip", "content-type": "application/x-ndjson" })).toMatchObject({ status: 422 });
  });

  test("broken and cut gzip is 400, another encoding 415", async () => {
    expect((await post("/lineage", text, { "content-encoding": "gzip" })).status).toBe(400);
    expect((await post("/lineage", gzipSync(text).subarray(0, 40), { "content-encoding": "gzip" })).status).toBe(400);
    expect((await post("/lineage", text, { "content-encoding": "zstd" })).status).toBe(415);
    expect((await post("/lineage", text, { "content-type": "text/plain" })).status).toBe(415);
    expect((await post("/lineage", text, { "content-type": "application/json; charset=utf-16" })).status).toBe(415);
    expect(served.ledger.size()).toBe(0);
  });

  test("an error says nothing of what was sent", async () => {
    const answer = await post("/lineage", '{"password":"hunter2",}');
    expect(JSON.stringify(answer.body)).not.toContain("hunter2");
  });
});

describe("a client that goes away", () => {
  const head = (path: string, length: number, type = "application/json") =>
    `POST /api/v1${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;
  async function sendAndLeave(bytes: string): Promise<void> {
    const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.write(bytes, resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  test("in the middle of an event leaves nothing behind", async () => {
    await sendAndLeave(head("/lineage", text.length) + text.slice(0, 50));
    await sendAndLeave(head("/lineage", text.length + 10) + text);
    expect(served.ledger.size()).toBe(0);
  });

  test("in the middle of a line leaves the lines before it", async () => {
    const line = JSON.stringify(cloudEvent(500));
    // what is cut off here is a whole JSON text, but not the whole line
    await sendAndLeave(`${head("/events", 10_000, "application/x-ndjson")}${line}\n${JSON.stringify(cloudEvent(501))}`);
    await vi.waitFor(() => expect(served.ledger.size()).toBe(1));
    expect(served.ledger.read(1)?.bytes.toString()).toBe(line);
  });

  test("the server goes on answering, also to a body that comes in drops", async () => {
    const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
    const slow = JSON.stringify(runEvent(700));
    let answer = "";
    socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
    socket.write(head("/lineage", slow.length));
    for (let at = 0; at < slow.length; at += 100) {
      socket.write(slow.slice(at, at + 100));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await post("/lineage", JSON.stringify(runEvent(800 + at)))).status).toBe(201);
    }
    await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1\.1 201/));
    socket.destroy();
  });
});

describe("hostile strings are names like any other", () => {
  test.each([
    "'); MATCH (n) DETACH DELETE n //", "`}) RETURN 1 //", "\\u0027 OR 1=1", "${jndi:ldap://x/a}", "<script>alert(1)</script>", "../../etc/passwd", "%2e%2e%2f%00", "a\u0000b",
    "\u202Eevil\u202C", "e\u0301 ≠ é", "🙂👩‍👩‍👧‍👦", "constructor", "toString", "__proto__", "hasOwnProperty", "null", "true", "-1", "\r\nSet-Cookie: a=b", "x".repeat(10_000), "\t \n", "\uFFFF", '"', "\\",
  ])("%j", async (name) => {
    const event = runEvent(1, { job: { namespace: name, name }, run: { runId: name }, inputs: [{ namespace: name, name, facets: { f: { name } } }], outputs: [] });
    const sent = JSON.stringify(event);
    const { status, body } = await post("/lineage", sent);
    expect(status).toBe(201);
    const record = served.ledger.read(body.sequence as number);
    expect(record?.bytes.toString()).toBe(sent);
    const asEvent = JSON.stringify(cloudEvent(1, { id: name, source: name, data: { from: { namespace: name, name }, to: { namespace: name, name } } }));
    const second = await post("/events", asEvent, { "content-type": "application/cloudevents+json" });
    expect(second.status).toBe(202);
    expect(served.ledger.read(second.body.sequence as number)?.bytes.toString()).toBe(asEvent);
  });
});

test("a long stream of lines is taken in bounded memory, each event on disk", async () => {
  const before = served.ledger.size();
  const filler = "y".repeat(2000);
  let n = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (n === 6000) return controller.close();
      const part = Array.from({ length: 100 }, () => `${JSON.stringify(cloudEvent(10_000 + n++, { filler }))}\n`).join("");
      controller.enqueue(Buffer.from(part));
    },
  });
  const rss = process.memoryUsage().rss;
  const answer = await fetch(`${served.url}/events`, { method: "POST", body: stream, duplex: "half", headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/x-ndjson" } } as RequestInit);
  const body = (await answer.json()) as { accepted: number; receipts: unknown[]; sequence: number };
  expect([answer.status, body.accepted, body.receipts.length, body.sequence]).toEqual([202, 6000, 6000, before + 6000]);
  // the ledger's own mapped pages count as memory too
  expect(process.memoryUsage().rss - rss).toBeLessThan(200 * MB);
}, 60_000);
