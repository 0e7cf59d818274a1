import { beforeAll, describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type Problem } from "./testing/client";
import { facet, World } from "./testing/world";

type Edge = {
  edge: { confidence: string; firstSeen: string | null; lastSeen: string | null; stale: boolean };
  plane: string; reason: string | null;
  carriedBy: { items: { ref: string }[]; hidden: number };
  columns: { items: { from: string; to: string }[]; total: number | null };
  runs: { did: string; count: number | null; ofJob: number | null } | null;
  results: { ref: string; at: string; outcome: string; records: { sequence: number; type: string }[] }[];
  shown: number; next?: string;
  stated: { items: { sequence: number; type: string }[]; more: boolean };
  asOf: string | null; watermark: { sequence: number };
};

const app = inject("app");
let client: Client;
let it: World;
let jobs: World;
let version: string;

beforeAll(async () => {
  client = new Client(app);
  it = new World(newNamespace("edge"));
  jobs = new World(newNamespace("jobs"));
  const columnLineage = facet({ fields: { total: { inputFields: [{ ...it.name("raw"), field: "price" }] } } });
  const port = (name: string, facets: object = {}) => ({ ...it.name(name), facets });
  for (const day of [1, 2, 3]) {
    const at = `2026-01-0${day}T00:00:00Z`;
    await client.send(jobs.runEvent({ job: "sum", runId: `r${day}`, type: "START", at }), jobs.runEvent({ job: "sum", runId: `r${day}`, at, inputs: [port("raw")], outputs: [port("sums", { columnLineage })] }));
  }
  await client.send(it.dependency("raw", "site", "optional"));
  const { nodes } = await client.graph(it.dataset("raw"));
  version = nodes.find(({ kind }) => kind === "jobversion")!.ref;
});

const ask = (from: string, to: string, params: Record<string, string | number> = {}, asker = client) => asker.read<Edge>("/graph/edge", { from, to, ...params });
const path = (from: string, to: string, more = "") => `/api/v1/graph/edge?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}${more}`;

describe("GET /graph/edge", () => {
  test("leads from an edge to its runs and their records, whose payloads say it", async () => {
    const answer = await ask(it.dataset("raw"), version);
    expect(answer).toMatchObject({
      plane: "definition", reason: "column-lineage", edge: { confidence: "observed", firstSeen: "2026-01-01T00:00:00Z", lastSeen: "2026-01-03T00:00:00Z" },
      runs: { did: "read", count: 3, ofJob: 3 }, columns: { items: [{ from: it.column("raw", "price"), to: it.column("sums", "total") }], total: 1 }, shown: 3, asOf: null,
    });
    expect(answer.results.map(({ ref, outcome }) => [ref, outcome])).toEqual([3, 2, 1].map((n) => [jobs.run(`r${n}`), "complete"]));
    const { payload } = await client.read<{ payload: { run: { runId: string } } }>(`/records/${answer.results[0]!.records[0]!.sequence}`);
    expect(payload.run.runId).toBe("r3");
  });

  test("goes page by page, and back in time", async () => {
    const first = await ask(it.dataset("raw"), version, { limit: 2 });
    const rest = await ask(it.dataset("raw"), version, { limit: 2, cursor: first.next! });
    expect([...first.results, ...rest.results].map(({ ref }) => ref)).toEqual([3, 2, 1].map((n) => jobs.run(`r${n}`)));
    expect(rest.next).toBeUndefined();
    const then = await ask(it.dataset("raw"), version, { asOf: "2026-01-02T12:00:00Z" });
    expect([then.shown, then.runs?.count, then.asOf]).toEqual([2, 2, "2026-01-02T12:00:00Z"]);
  });

  test("has the declaration of an edge that no run made, and the one run of an edge between instances", async () => {
    const declared = await ask(it.dataset("raw"), it.dataset("site"));
    expect(declared).toMatchObject({ reason: "dependency", runs: null, results: [], stated: { items: [{ type: "dev.headwater.dependency.declared.v1" }], more: false } });
    const written = await ask(jobs.run("r2"), it.batch("sums", "r2"));
    expect(written).toMatchObject({ plane: "instance", reason: "written", results: [{ ref: jobs.run("r2") }] });
  });

  test.each([
    ["a cursor of no answer", "&cursor=nonsense", 422, "/cursor"],
    ["a cursor of another shape", `&cursor=${Buffer.from('{"a":1}').toString("base64url")}`, 422, "/cursor"],
    ["a cursor that is far too long", `&cursor=${"a".repeat(11_000)}`, 422, "/cursor"],
    ["a page of too many", "&limit=1001", 422, "/limit"],
    ["no instant", "&asOf=yesterday", 422, "/asOf"],
    ["another plane", "&plane=astral", 422, "/plane"],
  ])("refuses %s", async (_, more, status, pointer) => {
    const answer = await client.get<Problem>(path(it.dataset("raw"), version, more));
    expect([answer.status, answer.body.code, answer.body.pointer]).toEqual([status, "invalid", pointer]);
  });

  test("needs both ends", async () => {
    const answer = await client.get<Problem>(`/api/v1/graph/edge?from=${encodeURIComponent(it.dataset("raw"))}`);
    expect([answer.status, answer.body.pointer]).toEqual([422, "/to"]);
  });

  test("answers 404 alike for what is unknown and what may not be seen, and in words for two that no edge joins", async () => {
    const token = (await client.post<{ token: string }>("/api/v1/tokens", { name: "edge", role: "viewer", namespaces: [it.namespace] })).body.token;
    const bound = new Client(app, token);
    const unseen = await bound.get<Problem>(path(it.dataset("raw"), version));
    const unknown = await bound.get<Problem>(path(it.dataset("raw"), it.dataset("nowhere")));
    expect([unseen.status, unseen.body]).toEqual([404, unknown.body]);
    const none = await client.get<Problem>(path(it.dataset("sums"), it.dataset("raw")));
    expect([none.status, none.body.detail]).toEqual([404, expect.stringContaining("No edge leads from")]);
    // of an edge between two columns that may be seen, the job that may not is counted
    const answer = await bound.get<Edge>(path(it.column("raw", "price"), it.column("sums", "total")));
    expect(answer.body).toMatchObject({ carriedBy: { items: [], hidden: 1 }, runs: null, results: [], stated: { items: [] } });
    expect(answer.text).not.toContain(jobs.namespace);
  });
});
