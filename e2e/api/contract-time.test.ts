import { beforeAll, describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type Brief, type Counts, type GraphEdge, type Problem } from "./testing/client";
import { World } from "./testing/world";

type Difference = { kind: "added" | "removed" | "changed"; fields: { field: string; was: string | null; is: string | null }[] };
type Comparison = {
  nodes: (Brief & { distance: number; change?: Difference })[]; edges: (GraphEdge & { change?: Difference })[]; counts: Counts; changes: Record<string, { nodes: number; edges: number }>;
  there: { with: boolean; asOf: boolean }; with: string; asOf: string | null; complete: boolean;
};
type Change = { at: string; what: string; ref?: string; from?: string; to?: string; was?: unknown; is?: unknown; trusted?: boolean; again?: boolean; message?: string };
type Changes = { plane: string; direction: string; from: string; to: string; changes: Change[]; counts: { total: number | null; shown: number; hiddenByLimit: number | null; hiddenByAccess: number }; nodes: { total: number; lookedAt: number }; complete: boolean };

const day = (n: number): string => `2026-03-${String(n).padStart(2, "0")}T00:00:00Z`;

let client: Client;
let it: World;
/** clean reads old until day 5, and fresh from then on; a model of it is deployed on day 7, a second version on day 9; a prediction is made on day 10. */
beforeAll(async () => {
  client = new Client(inject("app"));
  it = new World(newNamespace("time"));
  const features = [{ group: "g", name: "f", version: "1" }];
  await client.send(
    it.event("source.declared.v1", { ...it.name("old"), telemetry: "metrics", schema: [{ name: "value", type: "double" }], trusted: true, owner: { name: "data" }, at: day(1) }),
    it.runEvent({ job: "clean", runId: "clean-1", at: day(2), inputs: ["old"], outputs: ["clean"] }),
    it.runEvent({ job: "clean", runId: "clean-2", at: day(5), inputs: ["fresh"], outputs: ["clean"] }),
    it.event("source.declared.v1", { ...it.name("old"), telemetry: "metrics", schema: [{ name: "value", type: "double" }], trusted: false, owner: { name: "sre" }, at: day(6) }),
    it.features("set", day(6), "g", [{ name: "f", version: "1" }], [it.inDataset("clean")]),
    it.modelRegistered("m", "1", day(7), [it.inSet("set")], features),
    it.modelRegistered("m", "2", day(8), [it.inSet("set")], features),
    it.deploymentChanged("d", "1", "deploy", day(7), { model: { ...it.name("m"), version: "1" } }),
    it.deploymentChanged("d", "2", "deploy", day(9), { model: { ...it.name("m"), version: "2" } }),
    it.deploymentChanged("gone", "1", "deploy", day(7), { model: { ...it.name("m"), version: "1" } }),
    it.deploymentChanged("gone", "1", "undeploy", day(8), { model: { ...it.name("m"), version: "1" } }),
    it.event("failure.recorded.v1", { about: it.dataset("clean"), failure: "quality", message: "half of it", at: "2026-03-09T12:00:00Z" }),
    it.predictionMade("p", ["m", "2"], ["set"], day(10), { deployment: { ...it.name("d"), environment: "prod" } }),
  );
});

const compare = (ref: string, params: Record<string, string | number>) => client.read<Comparison>("/graph/compare", { ref, ...params });
const changes = (ref: string, params: Record<string, string | number> = {}) => client.read<Changes>("/changes", { ref, ...params });
const brief = ({ nodes }: Comparison) => Object.fromEntries(nodes.flatMap(({ name, kind, change }) => (change && kind !== "jobversion" ? [[name, change.kind]] : [])));

describe("GET /graph/compare", () => {
  test("says what was added, removed and changed between two instants", async () => {
    const answer = await compare(it.dataset("clean"), { direction: "upstream", with: day(3), asOf: day(5) });
    expect(brief(answer)).toEqual({ old: "removed", fresh: "added" });
    expect(answer.changes).toEqual({ added: { nodes: 2, edges: 2 }, removed: { nodes: 2, edges: 2 }, changed: { nodes: 0, edges: 0 } });
    expect(answer).toMatchObject({ with: day(3), asOf: day(5), there: { with: true, asOf: true }, complete: true, counts: { total: 5, shown: 5, hiddenByLimit: 0, hiddenByAccess: 0 } });
  });

  test("holds the graph at either instant", async () => {
    const question = { direction: "both", depth: 9 } as const;
    const answer = await compare(it.dataset("clean"), { ...question, with: day(3), asOf: day(9) });
    for (const [at, gone] of [[day(3), "added"], [day(9), "removed"]] as const) {
      const graph = await client.graph(it.dataset("clean"), { ...question, asOf: at });
      const nodes = answer.nodes.filter(({ change }) => change?.kind !== gone);
      expect(nodes.map(({ ref }) => ref).sort()).toEqual(graph.nodes.map(({ ref }) => ref).sort());
      expect(answer.edges.filter(({ change }) => change?.kind !== gone).map(({ from, to }) => [from, to])).toEqual(graph.edges.map(({ from, to }) => [from, to]));
    }
  });

  test("says what a deployment runs, and how a source was declared", async () => {
    const deployed = await compare(it.deployment("prod", "d"), { direction: "upstream", with: day(8), asOf: day(9) });
    expect(deployed.nodes[0]!.change).toEqual({ kind: "changed", fields: [{ field: "serves", was: it.model("m", "1"), is: it.model("m", "2") }] });
    const gone = await compare(it.deployment("prod", "gone"), { direction: "upstream", with: day(7), asOf: day(8) });
    expect(gone.nodes[0]).toMatchObject({ state: "undeployed", change: { fields: [{ field: "state", was: "active", is: "undeployed" }, { field: "serves", was: it.model("m", "1"), is: null }] } });
    const declared = await compare(it.dataset("old"), { with: day(3), asOf: day(6) });
    expect(declared.nodes[0]!.change?.fields).toEqual([{ field: "owner", was: "party:-:data", is: "party:-:sre" }, { field: "trusted", was: "yes", is: "no" }]);
  });

  test("of the same instant twice has no difference, and of what was not there yet all is added", async () => {
    expect((await compare(it.dataset("clean"), { depth: 9, with: day(5), asOf: day(5) })).changes).toEqual({ added: { nodes: 0, edges: 0 }, removed: { nodes: 0, edges: 0 }, changed: { nodes: 0, edges: 0 } });
    const early = await compare(it.model("m", "2"), { direction: "upstream", with: day(1) });
    expect(early).toMatchObject({ there: { with: false, asOf: true }, asOf: null });
    expect(early.nodes.every(({ change }) => change?.kind === "added")).toBe(true);
  });

  test("needs the other instant, and knows no unknown reference", async () => {
    const ask = (query: Record<string, string>) => client.get<Problem>(`/api/v1/graph/compare?${new URLSearchParams(query)}`);
    expect(await ask({ ref: it.dataset("clean") })).toMatchObject({ status: 422, body: { code: "invalid", pointer: "/with" } });
    expect(await ask({ ref: it.dataset("clean"), with: "yesterday" })).toMatchObject({ status: 422, body: { pointer: "/with" } });
    expect(await ask({ ref: it.dataset("clean"), with: day(1), limit: "1001" })).toMatchObject({ status: 422, body: { pointer: "/limit" } });
    expect(await ask({ ref: it.dataset("nothing"), with: day(1) })).toMatchObject({ status: 404, body: { code: "not_found" } });
  });
});

describe("GET /changes", () => {
  test("has what changed upstream of a prediction in the 24 hours before it", async () => {
    const answer = await changes(it.prediction("p"), { plane: "definition" });
    expect(answer).toMatchObject({ plane: "definition", direction: "upstream", from: day(9), to: day(10), counts: { total: 1, shown: 1, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true });
    expect(answer.changes).toEqual([{ at: "2026-03-09T12:00:00Z", what: "failure", ref: it.dataset("clean"), failure: "quality", message: "half of it" }]);
    const all = await changes(it.prediction("p"));
    expect(all.plane).toBe("instance");
    expect(all.changes).toContainEqual({ at: day(10), what: "happened", ref: it.prediction("p"), kind: "prediction" });
  });

  test("names in a longer period what left the upstream before", async () => {
    const { changes: found } = await changes(it.prediction("p"), { plane: "definition", from: day(1) });
    expect(found).toContainEqual({ at: day(9), what: "served", ref: it.deployment("prod", "d"), was: it.model("m", "1"), is: it.model("m", "2") });
    expect(found).toContainEqual({ at: day(6), what: "declared", ref: it.dataset("old"), trusted: false, was: true, again: true });
    expect(found.some(({ what, from, at }) => what === "ended" && from === it.dataset("old") && at === day(5))).toBe(true);
    expect(found.some(({ what, from, at }) => what === "began" && from === it.dataset("fresh") && at === day(5))).toBe(true);
    const times = found.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  test("cuts at the limit, newest first, and says so", async () => {
    const [all, two] = [await changes(it.dataset("clean"), { from: day(1), to: day(10) }), await changes(it.dataset("clean"), { from: day(1), to: day(10), limit: 2 })];
    expect(two.changes).toEqual(all.changes.slice(0, 2));
    expect(two).toMatchObject({ counts: { total: all.counts.total, shown: 2, hiddenByLimit: all.counts.total! - 2 }, complete: false });
  });

  test("refuses a period that ends before it begins, and knows no unknown reference", async () => {
    const ask = (query: Record<string, string>) => client.get<Problem>(`/api/v1/changes?${new URLSearchParams(query)}`);
    expect(await ask({ ref: it.dataset("clean"), from: day(3), to: day(2) })).toMatchObject({ status: 422, body: { code: "invalid", pointer: "/to" } });
    expect(await ask({ ref: it.dataset("clean"), from: "then" })).toMatchObject({ status: 422, body: { pointer: "/from" } });
    expect(await ask({ ref: it.dataset("nothing") })).toMatchObject({ status: 404, body: { code: "not_found" } });
  });
});
