import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createClient, type Outcome } from "./client";
import { readOptions } from "./options";
import { createProgress } from "./progress";
import { sendAll } from "./send";
import type { Outgoing } from "./world";

let server: Server | null = null;
afterEach(() => { server?.close(); server = null; });

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** A server that answers from `answer`, and the addresses and bodies it saw. */
async function serve(answer: (path: string, body: string, n: number) => Answer) {
  const seen: { path: string; body: string; authorization?: string }[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => {
      seen.push({ path: request.url!, body, authorization: request.headers.authorization });
      const { status, body: answered, headers } = answer(request.url!, body, seen.length);
      response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(answered === undefined ? "" : JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const accept = (body: string): Answer => {
  const receipts = body.split("\n").map((_, i) => ({ id: "x", sequence: i + 1, leafHash: "00", duplicate: i === 0 }));
  return { status: 202, body: { accepted: receipts.length, refused: [], receipts, sequence: receipts.length } };
};

const events = (n: number): Outgoing[] => Array.from({ length: n }, (_, i) => ({ to: i === 5 ? "lineage" : "events", body: { i } }));

describe("sending", () => {
  test("every event arrives once, in chunks, with the token", async () => {
    const { url, seen } = await serve((path, body) => (path.endsWith("/lineage") ? { status: 201, body: { id: "x", sequence: 9999, leafHash: "00", duplicate: true, warnings: [] } } : accept(body)));
    const outcomes: Outcome[] = [];
    await sendAll(events(1001), createClient({ url, token: "secret" }), (outcome) => outcomes.push(outcome));
    const numbers = seen.flatMap((request) => request.body.split("\n").map((line) => (JSON.parse(line) as { i: number }).i)).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 1001 }, (_, i) => i));
    expect(seen.every((request) => request.authorization === "Bearer secret")).toBe(true);
    expect(outcomes.reduce((sum, outcome) => sum + outcome.sent, 0)).toBe(1001);
    expect(outcomes.reduce((sum, outcome) => sum + outcome.duplicates, 0)).toBe(4);
    expect(Math.max(...outcomes.map((outcome) => outcome.sequence))).toBe(9999);
  });

  test("503 is asked again until the server takes it", async () => {
    const { url, seen } = await serve((_, body, n) => (n < 3 ? { status: 503, body: { detail: "full" } } : accept(body)));
    const waits: string[] = [];
    await createClient({ url, token: "t", onWait: (reason) => waits.push(reason) }).sendEvents(["{}"]);
    expect(seen).toHaveLength(3);
    expect(waits).toEqual(["full", "full"]);
  });

  test("what is refused is told, whether some or all", async () => {
    const refused = [{ index: 0, code: "conflict", pointer: null, message: "another content" }];
    const { url } = await serve((_, __, n) => (n === 1
      ? { status: 202, body: { accepted: 1, refused, receipts: [null, { sequence: 4, duplicate: false }], sequence: 4 } }
      : { status: 422, body: { code: "invalid", refused } }));
    const client = createClient({ url, token: "t" });
    expect(await client.sendEvents(["{}", "{}"])).toMatchObject({ sent: 2, duplicates: 0, sequence: 4, refused: [{ code: "conflict" }] });
    expect(await client.sendEvents(["{}"])).toMatchObject({ sent: 1, sequence: 0, refused: [{ message: "another content" }] });
  });

  test("a wrong token, a server that is not there and an unknown source each have their own answer", async () => {
    const { url } = await serve((path) => (path.includes("/nodes/") ? { status: 404, body: { code: "not_found" } } : { status: 401, body: { code: "unauthenticated" } }));
    const client = createClient({ url, token: "t" });
    await expect(client.sendEvents(["{}"])).rejects.toThrow("does not know this token");
    expect(await client.getNode("dataset:aws:x", 3)).toBeNull();
    await expect(createClient({ url: "http://127.0.0.1:9", token: "t" }).checkpoint()).rejects.toThrow("npm start");
  });
});

test("the command line is checked, and a producer's token goes before the administrator's", () => {
  expect(readOptions(["--factor", "3", "--quick"], { HEADWATER_TOKEN: "p", HEADWATER_ADMIN_TOKEN: "a" })).toMatchObject({ factor: 3, quick: true, token: "p", url: "http://127.0.0.1:3000" });
  expect(readOptions([], { HEADWATER_ADMIN_TOKEN: "a", HEADWATER_TOKEN: "" })).toMatchObject({ token: "a" });
  expect(() => readOptions(["--factor", "0"], {})).toThrow("--factor");
  expect(() => readOptions(["--anchor", "2026-11-23T07:30:00Z"], {})).toThrow("full hour");
  expect(() => readOptions([], { HEADWATER_URL: "ftp://x" })).toThrow("HEADWATER_URL");
});

test("progress draws over itself on a terminal and keeps quiet in a log", () => {
  const shown = (isTTY: boolean) => {
    let text = "";
    let now = 10_000;
    const progress = createProgress({ isTTY, write: (part) => (text += part) }, () => now);
    for (let i = 0; i < 20; i++) {
      progress.update(`at ${i}`);
      now += 1000;
    }
    progress.line("done");
    return text;
  };
  expect(shown(false).split("\n")).toEqual(["at 0", "at 5", "at 10", "at 15", "done", ""]);
  expect(shown(true)).toContain("\r\u001b[Kat 19\r\u001b[Kdone\n");
});
