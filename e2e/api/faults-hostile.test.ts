import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type App } from "@/graph/testing/start-app";
import { Client, newNamespace, type EventsAnswer, type Problem, type Watermark } from "./testing/client";
import { facet, World } from "./testing/world";

let app: App;
let client: Client;
beforeAll(async () => {
  app = await startApp();
  client = new Client(app);
});
afterAll(() => app?.remove());

const MB = 2 ** 20;
const AT = "2026-01-01T00:00:00Z";
const size = async (): Promise<number> => (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;
const event = (): string => JSON.stringify(new World(newNamespace("hostile")).runEvent({ runId: "r", at: AT, inputs: ["a"], outputs: ["b"] }));
const withMember = (member: string): string => event().replace("{", `{${member},`);
/** A text of 1 GB that does not end. */
const BOMB = gzipSync(Buffer.concat([Buffer.from('{"x":"'), Buffer.alloc(1024 * MB, 0x78)]), { level: 9 });
const memoryBytes = (): number => 1024 * Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${app.pid}/status`, "utf8"))?.[1]);

describe("what cannot be taken is refused clearly, with nothing half-written", () => {
  const refused: [name: string, body: () => string | Uint8Array, status: number, code: string, headers?: Record<string, string>][] = [
    ["nothing at all", () => "", 400, "unreadable"],
    ["half an event", () => event().slice(0, -20), 400, "unreadable"],
    ["bytes that are not UTF-8", () => Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xc3, 0x28]), Buffer.from(`",${event().slice(1)}`)]), 400, "unreadable"],
    ["single quotes", () => event().replaceAll('"', "'"), 400, "unreadable"],
    ["two events one after another", () => `${event()}${event()}`, 400, "unreadable"],
    ["NaN", () => withMember('"x":NaN'), 400, "unreadable"],
    ["a number too large", () => withMember('"x":1e999'), 422, "invalid"],
    ["a key twice", () => withMember('"job":{}'), 422, "invalid"],
    ["__proto__", () => withMember('"x":{"__proto__":{"admin":true}}'), 422, "invalid"],
    ["__proto__ at the top", () => withMember('"__proto__":{"admin":true}'), 422, "invalid"],
    ["__proto__ as a facet", () => event().replace('"facets":{}', '"facets":{"__proto__":{"a":1}}'), 422, "invalid"],
    ["a lone surrogate in a name", () => event().replace('"name":"a"', '"name":"\\ud800"'), 422, "invalid"],
    ["arrays 100,000 deep", () => withMember(`"x":${"[".repeat(100_000)}${"]".repeat(100_000)}`), 422, "invalid"],
    ["objects 50,000 deep", () => withMember(`"x":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`), 422, "invalid"],
    ["17 MB", () => withMember(`"x":"${"x".repeat(17 * MB)}"`), 413, "too_large"],
    ["a gzip bomb of 1 GB", () => BOMB, 413, "too_large", { "content-encoding": "gzip" }],
    ["gzip that is none", () => event(), 400, "unreadable", { "content-encoding": "gzip" }],
    ["gzip that breaks off", () => gzipSync(event()).subarray(0, 60), 400, "unreadable", { "content-encoding": "gzip" }],
  ];
  test.each(refused)("%s", async (_name, body, status, code, headers) => {
    const before = await size();
    const answer = await client.lineage<Problem>(body(), headers);
    expect([answer.status, answer.body.code, answer.headers.get("content-type")]).toEqual([status, code, "application/problem+json"]);
    const asEvent = await client.events<Problem>(body(), { "content-type": "application/cloudevents+json", ...headers });
    expect(asEvent.status).toBeGreaterThanOrEqual(400);
    expect(asEvent.status).toBeLessThan(500);
    expect(await size()).toBe(before);
    expect((await client.get("/readyz")).status).toBe(200);
  });

  test.runIf(existsSync("/proc/self/status"))("a gzip bomb costs no memory", async () => {
    const before = memoryBytes();
    await Promise.all(Array.from({ length: 8 }, () => client.lineage(BOMB, { "content-encoding": "gzip" })));
    expect(memoryBytes() - before).toBeLessThan(300 * MB);
  });

  test("bad credentials are told before a large body is read", async () => {
    const answer = await new Client(app, "x".repeat(40)).lineage<Problem>(withMember(`"x":"${"x".repeat(15 * MB)}"`));
    expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
  });
});

describe("hostile words in names", () => {
  const words: [name: string, word: string][] = [
    ["Cypher in quotes", "' OR 1=1 }) DETACH DELETE n //"],
    ["Cypher in double quotes", '"}) MATCH (m) DETACH DELETE m //'],
    ["backticks", "`Node`) DETACH DELETE (`"],
    ["a parameter", "$ref {x} ${y} {{z}}"],
    ["unicode escapes", "\\u0027 \\u005cu0060 \\'"],
    ["NUL and control characters", "a\u0000b\u0001\u001f\u007f"],
    ["right to left", "\u202eexe.txt\u202c \u0645\u0631\u062d\u0628\u0627"],
    ["4-byte unicode", "🏔️𝔘𝔫𝔦𝔠𝔬𝔡𝔢👩‍👩‍👧"],
    ["combining characters", "Z\u0351\u036b\u0343a\u0300\u0301 ﷽"],
    ["separators of references", "a:b/c@d%2Fe#f?g&h=i+j k"],
    ["a path", "../../../etc/passwd"],
    ["markup", "<script>alert(1)</script><img src=x onerror=alert(1)>"],
    ["properties of every object", "constructor"],
    ["__proto__", "__proto__"],
    ["spaces only", "   "],
    ["line ends", "a\r\nSet-Cookie: x=1\r\n\r\nb"],
    ["2,000 letters", "n".repeat(2000)],
  ];

  /** One event for each place where a name can stand, and the reference that it makes; `null` where it is only a fact. */
  const places = (it: World, word: string): [place: string, event: object, ref: string | null][] => {
    const own = new World(word);
    const column = { columnLineage: facet({ fields: { [`c${word}`]: { inputFields: [{ ...it.name("in"), field: word }] } } }) };
    return [
      ["dataset", it.runEvent({ job: "j1", runId: "r1", at: AT, inputs: ["in"], outputs: [word] }), it.dataset(word)],
      ["namespace of a dataset", it.runEvent({ job: "j2", runId: "r2", at: AT, outputs: [{ name: it.namespace, namespace: word }] }), own.dataset(it.namespace)],
      ["job", it.runEvent({ job: word, runId: "r3", at: AT, inputs: ["in"] }), it.job(word)],
      ["run id", it.runEvent({ job: "j4", runId: word, at: AT, inputs: ["in"] }), it.run(word)],
      ["column", it.runEvent({ job: "j5", runId: "r5", at: AT, inputs: ["in"], outputs: [{ name: "columns", facets: column }] }), it.column("in", word)],
      ["version facet", it.runEvent({ job: "j6", runId: "r6", at: AT, outputs: [{ name: "versioned", facets: { version: facet({ datasetVersion: word }) } }] }), it.batch("versioned", word)],
      ["value of a facet", it.runEvent({ job: "j7", runId: "r7", at: AT, outputs: [{ name: "described", facets: { documentation: facet({ description: word }) } }] }), it.dataset("described")],
      ["owner", it.source("owned", true, { owner: { name: word } }), it.dataset("owned")],
      ["schema field", it.source("fields", true, { schema: [{ name: word, type: word, unit: word }] }), it.column("fields", word)],
      ["feature", it.features("fs", AT, word, [{ name: word, version: word, required: [it.name(word)] }], [it.inDataset(word)]), it.feature(word, word, word)],
      ["feature set", it.features(word, AT, "g", [{ name: "f", version: "1" }], []), it.featureSet(word)],
      ["model", it.modelRegistered(word, word, AT, [], [], { hyperparameters: { [`k${word}`]: word }, metrics: { [`m${word}`]: 1 } }), it.model(word, word)],
      ["deployment", it.event("deployment.changed.v1", { ...it.name(word), environment: word, model: { ...it.name(word), version: word }, action: "deploy", at: AT, by: word }), it.deployment(word, word)],
      ["prediction", it.predictionMade(word, [word, word], [word], AT, { output: { [`o${word}`]: word } }), it.prediction(word)],
      ["event id and source", { ...it.source("by-id", true), id: word, source: word }, it.dataset("by-id")],
      ["event type", { ...it.source("unknown", true), type: word }, null],
    ];
  };

  test.each(words)("%s: accepted and given back verbatim in every place", async (_name, word) => {
    const it = new World(newNamespace("words"));
    await client.send(it.runEvent({ job: "bystander", runId: "b", at: AT, inputs: ["in"], outputs: ["bystander"] }));
    const sent = places(it, word);
    await client.send(...sent.map(([, one]) => one));
    for (const [place, , ref] of sent) {
      if (ref === null) continue;
      expect((await client.node(ref)).ref, place).toBe(ref);
      expect((await client.graph(ref)).nodes[0]?.ref, place).toBe(ref);
    }
    expect(await client.node(it.dataset(word))).toMatchObject({ name: word, namespace: it.namespace });
    expect((await client.node(it.dataset("described"))).facts).toMatchObject({ facets: { documentation: { description: word } } });
    const shown = await client.search({ q: word.trim() === "" ? it.dataset(word) : word.slice(0, 1900), limit: 1000 });
    if (word.trim() !== "") expect(shown.results.map(({ ref }) => ref)).toContain(it.dataset(word));
    expect(await client.upstream(it.dataset("bystander"))).toEqual([it.dataset("in")]);
    expect((await client.read<{ total: number }>("/dead-letters")).total).toBe(0);
  });

  test("hostile query parameters are answered, never with a 5xx", async () => {
    for (const [, word] of words) {
      const text = encodeURIComponent(word);
      for (const path of [`search?q=${text}`, `search?kind=${text}`, `search?q=a&cursor=${text}`, `graph?ref=${text}`, `graph?ref=dataset:a:${text}&plane=${text}`, `impact?ref=${text}`, `nodes/${text}`, `predictions/${text}/provenance`, `gates/${text}`, `search?q=a&after=${text}`, `search?q=a&asOf=${text}`]) {
        const { status } = await client.get(`/api/v1/${path}`);
        expect(status, path.slice(0, 200)).toBeLessThan(500);
      }
    }
  });
});

describe("a record that cannot be projected", () => {
  test("is acknowledged, listed with the reason, refused again when replayed, and holds nothing else up", async () => {
    const it = new World(newNamespace("dead"));
    const [before] = await client.send(it.source("before", true));
    const { deadLetters } = (await client.node(it.dataset("before"))).watermark;
    const long = "n".repeat(20_000);
    const [dead] = await client.send(it.runEvent({ runId: "1", at: AT, inputs: ["in"], outputs: [long] }));
    await client.send(it.source("after", true));
    expect((await client.node(it.dataset("after"))).kind).toBe("source");
    expect((await client.get(`/api/v1/nodes/${encodeURIComponent(it.dataset("in"))}`)).status).toBe(404);

    const { results, total, watermark } = await client.read<{ results: { sequence: number; id: string; code: string; message: string; attempts: number }[]; total: number; watermark: Watermark }>("/dead-letters");
    expect(results.find(({ sequence }) => sequence === dead!.sequence)).toMatchObject({ id: dead!.id, message: expect.stringMatching(/\w{3}/), attempts: expect.any(Number) });
    expect([total, watermark.deadLetters]).toEqual([deadLetters + 1, deadLetters + 1]);

    const again = await client.post<Problem>(`/api/v1/dead-letters/${dead!.sequence}/replay`, {});
    expect([again.status, again.body.code]).toEqual([409, "conflict"]);
    for (const sequence of [before!.sequence, 999_999, "x"]) expect((await client.post(`/api/v1/dead-letters/${sequence}/replay`, {})).status).toBe(404);
  });

  test("sent in a batch, the others of the batch are in the graph", async () => {
    const it = new World(newNamespace("dead"));
    const { body } = await client.events<EventsAnswer>([it.source("one", true), it.source("m".repeat(20_000), true), it.source("two", true)]);
    expect(body.accepted).toBe(3);
    client.last = body.sequence;
    for (const name of ["one", "two"]) expect((await client.node(it.dataset(name))).kind).toBe("source");
  });
});
