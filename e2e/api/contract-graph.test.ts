import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { Client, dataOf, edgesOf, newNamespace } from "./testing/client";
import { World } from "./testing/world";

const app = inject("app");
let client: Client;
let it: World;
/** A diamond with a shortcut and a tail: a -> b, c -> d; a -> d; d -> e -> f; x -> c. */
beforeAll(async () => {
  client = new Client(app);
  it = new World(newNamespace("graph"));
  const edges: [string, string[], string[]][] = [["ab", ["a"], ["b"]], ["ac", ["a", "x"], ["c"]], ["d", ["a", "b", "c"], ["d"]], ["de", ["d"], ["e"]], ["ef", ["e"], ["f"]], ["sink", ["f"], []], ["spring", [], ["a"]]];
  for (const [job, inputs, outputs] of edges) await client.send(it.runEvent({ job, runId: `run-${job}`, at: "2026-01-01T00:00:00Z", inputs, outputs }));
});

const names = (refs: string[]): string => refs.map((ref) => decodeURIComponent(ref.split(":")[2] ?? "")).join("");
const data = async (name: string, params: object): Promise<string> => names(dataOf(await client.graph(it.dataset(name), params as Record<string, string>)));

describe("GET /graph", () => {
  test("has the start at distance 0, in nodes, and each node with what api.md says", async () => {
    const graph = await client.graph(it.dataset("d"));
    expect(graph.nodes[0]).toMatchObject({ ref: it.dataset("d"), kind: "dataset", name: "d", state: "active", distance: 0, more: { upstream: 0, downstream: 0 } });
    for (const node of graph.nodes) expect(node).toMatchObject({ ref: expect.any(String), kind: expect.any(String), name: expect.any(String), state: expect.any(String), distance: expect.any(Number), more: { upstream: expect.any(Number), downstream: expect.any(Number) } });
    for (const edge of graph.edges) expect(edge).toMatchObject({ from: expect.any(String), to: expect.any(String), kind: expect.any(String), confidence: expect.stringMatching(/^(observed|declared|inferred)$/), stale: expect.any(Boolean), firstSeen: expect.stringContaining("2026-01-01"), lastSeen: expect.stringContaining("2026-01-01") });
    expect(graph).toMatchObject({ counts: { total: graph.nodes.length, shown: graph.nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null });
  });

  test("counts depth in steps from data to data, 1 without being told, and goes up, down or both ways", async () => {
    expect(await data("d", { direction: "upstream" })).toBe("abcd");
    expect(await data("d", { direction: "downstream" })).toBe("de");
    expect(await data("d", {})).toBe("abcde");
    expect(await data("d", { direction: "upstream", depth: 2 })).toBe("abcdx");
    expect(await data("d", { direction: "downstream", depth: 2 })).toBe("def");
    expect(await data("d", { direction: "downstream", depth: 1000 })).toBe("def");
    expect(await data("x", { direction: "upstream", depth: 1000 })).toBe("x");
  });

  test("gives both as the union of the two directions: no cousins", async () => {
    expect(await data("b", { direction: "both", depth: 1000 })).toBe("abdef");
  });

  test("lets a job version ride along with the farther of its data, at that one's distance", async () => {
    const { nodes } = await client.graph(it.dataset("d"), { direction: "both", depth: 1 });
    const jobs = nodes.filter(({ kind }) => kind === "jobversion").map(({ name, distance }) => [name, distance]).sort();
    // ab and ac join data that are both at distance 1; ef would need f, sink rides on f, and spring is all that is above a
    expect(jobs).toEqual([["ab", 1], ["ac", 1], ["d", 1], ["de", 1], ["spring", 1]].filter(([name]) => jobs.some(([job]) => job === name)));
    expect(jobs.map(([name]) => name)).toEqual(expect.arrayContaining(["ab", "d", "de"]));
    expect(jobs.map(([name]) => name)).not.toContain("ef");
    const down = (await client.graph(it.dataset("e"), { direction: "downstream", depth: 1 })).nodes.filter(({ kind }) => kind === "jobversion");
    expect(down.map(({ name, distance }) => [name, distance])).toContainEqual(["ef", 1]);
  });

  test("holds a job version that has no data on its far side", async () => {
    const sink = (await client.graph(it.dataset("f"), { direction: "downstream", depth: 1 })).nodes.find(({ name }) => name === "sink");
    const spring = (await client.graph(it.dataset("a"), { direction: "upstream", depth: 1 })).nodes.find(({ name }) => name === "spring");
    expect([sink?.kind, spring?.kind]).toEqual(["jobversion", "jobversion"]);
  });

  test("draws all present edges between the nodes of the answer, in the direction of the flow", async () => {
    const graph = await client.graph(it.dataset("d"), { direction: "upstream", depth: 1 });
    const into = edgesOf(graph).filter((edge) => edge.startsWith(it.dataset("a")));
    // a -> b, a -> c and a -> d: the first two lie between nodes that are all in the answer
    expect(into).toHaveLength(3);
    const known = new Set(graph.nodes.map(({ ref }) => ref));
    for (const { from, to } of graph.edges) expect([known.has(from), known.has(to)]).toEqual([true, true]);
  });

  test("puts the nearest first and says what the limit hides", async () => {
    const all = await client.graph(it.dataset("f"), { direction: "upstream", depth: 1000 });
    const distances = all.nodes.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    const few = await client.graph(it.dataset("f"), { direction: "upstream", depth: 1000, limit: 4 });
    // a job version between two data is cut with the farther one
    expect(few.nodes.map(({ ref }) => ref)).toEqual(all.nodes.slice(0, 3).map(({ ref }) => ref));
    expect(few).toMatchObject({ counts: { total: all.counts.total, shown: 3, hiddenByLimit: all.counts.total - 3, hiddenByAccess: 0 }, complete: false });
    expect(few.edges.every(({ from, to }) => few.nodes.some(({ ref }) => ref === from) && few.nodes.some(({ ref }) => ref === to))).toBe(true);
  });

  test("says how many present neighbours of a node are not in the answer", async () => {
    const { nodes, edges } = await client.graph(it.dataset("e"), { direction: "upstream", depth: 1 });
    const whole = await client.graph(it.dataset("e"), { direction: "both", depth: 1000 });
    const inAnswer = new Set(nodes.map(({ ref }) => ref));
    for (const { ref, more } of nodes) {
      const shown = edges.filter(({ to }) => to === ref).length;
      expect(shown, ref).toBe(whole.edges.filter(({ from, to }) => to === ref && inAnswer.has(from)).length);
      expect(more, ref).toEqual({
        upstream: whole.edges.filter(({ from, to }) => to === ref && !inAnswer.has(from)).length,
        downstream: whole.edges.filter(({ from, to }) => from === ref && !inAnswer.has(to)).length,
      });
    }
  });

  test("takes the instance plane for batches and runs, the definition plane else, and either when asked", async () => {
    expect((await client.graph(it.batch("d", "run-d"), { direction: "upstream" })).nodes.map(({ kind }) => kind)).toContain("run");
    expect((await client.graph(it.run("run-d"))).nodes.map(({ kind }) => kind)).toContain("batch");
    expect((await client.graph(it.dataset("d"))).nodes.map(({ kind }) => kind)).not.toContain("batch");
    const definitions = await client.graph(it.dataset("f"), { depth: 1000, plane: "definition" });
    for (const { kind } of definitions.nodes) expect(["batch", "run", "featureset", "prediction"]).not.toContain(kind);
    expect((await client.graph(it.batch("d", "run-d"), { plane: "instance" })).nodes[0]?.ref).toBe(it.batch("d", "run-d"));
  });

  test("asks what was true at an instant, or all that was observed in a period, and not both", async () => {
    expect(await data("d", { direction: "upstream", asOf: "2025-12-31T00:00:00Z" })).toBe("d");
    expect((await client.graph(it.dataset("d"), { asOf: "2026-01-01T00:00:00Z" })).asOf).toBe("2026-01-01T00:00:00Z");
    expect(await data("d", { direction: "upstream", from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" })).toBe("abcd");
    expect(await data("d", { direction: "upstream", to: "2026-01-01T00:00:00Z" })).toBe("d");
    const both = await client.get(`/api/v1/graph?ref=${encodeURIComponent(it.dataset("d"))}&asOf=2026-01-01T00:00:00Z&from=2026-01-01T00:00:00Z`);
    expect(both.status).toBe(422);
  });

  test("starts at a job as at all its versions", async () => {
    expect((await client.graph(it.job("d"), { direction: "upstream" })).nodes.map(({ ref }) => ref)).toEqual(expect.arrayContaining([it.dataset("a"), it.dataset("b"), it.dataset("c")]));
  });

  test("streams a large answer with the counts last, and leaves more out beyond 1,000 nodes", async () => {
    const outputs = Array.from({ length: 2500 }, (_, n) => `wide-${n}`);
    await client.send(it.runEvent({ job: "wide", runId: "wide", at: "2026-01-01T00:00:00Z", inputs: ["hub"], outputs }));
    await client.node(it.dataset("hub"));
    const path = `/api/v1/graph?ref=${encodeURIComponent(it.dataset("hub"))}&direction=downstream`;
    const whole = await client.get<{ nodes: { more?: object }[]; edges: unknown[]; counts: object }>(`${path}&limit=100000`);
    expect(whole.body).toMatchObject({ counts: { total: 2502, shown: 2502 } });
    expect(whole.body.nodes).toHaveLength(2502);
    expect(whole.body.edges).toHaveLength(2501);
    expect(whole.body.nodes.every(({ more }) => more === undefined)).toBe(true);
    expect(whole.text.indexOf('"counts"')).toBeGreaterThan(whole.text.lastIndexOf('"confidence"'));
    const usual = await client.get<{ nodes: unknown[]; counts: object; complete: boolean }>(path);
    expect(usual.body).toMatchObject({ counts: { total: 2502, shown: 1000, hiddenByLimit: 1502 }, complete: false });
  });

  test("keeps a thousand inputs times a thousand outputs at two thousand edges", async () => {
    const list = (name: string) => Array.from({ length: 1000 }, (_, n) => `${name}-${n}`);
    await client.send(it.runEvent({ job: "cross", runId: "cross", at: "2026-01-01T00:00:00Z", inputs: list("ci"), outputs: list("co") }));
    const { edges, counts } = await client.graph(it.dataset("co-7"), { direction: "both", depth: 1, limit: 100_000 });
    expect([edges.length, counts.total]).toEqual([1001, 1002]);
    const version = edges[0]!.to.startsWith("job:") ? edges[0]!.to : edges[0]!.from;
    expect((await client.graph(version, { direction: "both", depth: 1, limit: 100_000 })).edges).toHaveLength(2000);
  });
});

describe("GET /search", () => {
  const found = async (params: Record<string, string | number>) => (await client.search(params)).results.map(({ ref }) => ref);

  test("finds definitions by part of a name whatever its case, and instances by id, start of an id, or trace id", async () => {
    const namespace = it.namespace;
    const trace = randomBytes(16).toString("hex");
    const wind = `Wind.Speed_${namespace.slice(-8)}`;
    await client.send(it.source(wind, true), it.batchRecorded(wind, "2026-01-01T00:00:00Z"), it.predictionMade(`pred-${namespace}`, ["m", "1"], [], "2026-01-01T00:00:00Z", {}, { traceparent: `00-${trace}-00f067aa0ba902b7-01` }));
    expect(await found({ q: wind.slice(3).toLowerCase(), kind: "source" })).toEqual([it.dataset(wind)]);
    expect(await found({ q: wind.toUpperCase() })).toContain(it.dataset(wind));
    expect(await found({ q: `pred-${namespace}` })).toEqual([it.prediction(`pred-${namespace}`)]);
    expect(await found({ q: `pred-${namespace}`.slice(0, -3) })).toEqual([it.prediction(`pred-${namespace}`)]);
    expect(await found({ q: trace })).toEqual([it.prediction(`pred-${namespace}`)]);
    expect(await found({ q: "run-spring", limit: 1000 })).toContain(it.run("run-spring"));
    expect(await found({ q: "nothing is called so" })).toEqual([]);
    expect(await found({ q: it.dataset("a") })).toEqual([it.dataset("a")]);
    expect(await found({ q: wind, kind: "model" })).toEqual([]);
  });

  test("lists a kind newest first with an exact total, page by page, each once", async () => {
    for (let n = 0; n < 7; n++) await client.send(it.predictionMade(`list-${n}`, ["m", "1"], [], new Date(Date.UTC(2027, 0, 1) - 60_000 * n).toISOString()));
    const first = await client.search({ kind: "prediction", limit: 3 });
    expect(first).toMatchObject({ shown: 3, next: expect.any(String) });
    const all = [...first.results];
    for (let { next } = first; next !== undefined; ) {
      const page = await client.search({ kind: "prediction", limit: 3, cursor: next });
      expect(page.total).toBe(first.total);
      all.push(...page.results);
      next = page.next;
    }
    expect(all).toHaveLength(first.total);
    expect(new Set(all.map(({ ref }) => ref)).size).toBe(all.length);
    const times = all.map(({ at }) => Date.parse(at ?? ""));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(all.filter(({ namespace }) => namespace === it.namespace).slice(0, 7).map(({ ref }) => ref)).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => it.prediction(`list-${n}`)));
    expect(await client.search({ q: "" })).toMatchObject({ results: [], total: 0 });
  });

  test("knows every kind, and a word of hostile Lucene or Cypher is only a word", async () => {
    for (const kind of ["source", "dataset", "featuregroup", "batch", "column", "feature", "featureset", "model", "deployment", "job", "jobversion", "run", "prediction", "party"])
      expect((await client.search({ kind })).total, kind).toBeGreaterThanOrEqual(0);
    for (const q of ['"', "a OR b:*", "') RETURN 1 //", "`", "\\", "*", "~", "\u0000", "🙂"]) expect((await client.search({ q })).results.length).toBeGreaterThanOrEqual(0);
  });
});
