import { beforeAll, describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type Problem } from "./testing/client";
import { World } from "./testing/world";

type Overview = {
  by: string;
  groups: { id: string; by: string; label: string; namespace: string; kind: string | null; size: number | null; kinds: { kind: string; count: number }[]; states: Record<string, number>; groups?: number; ref?: string }[];
  edges: { from: string; to: string; count: number | null; confidence: { strongest: string; weakest: string } }[];
  counts: { total: number; inGroups: number; onEdges: number; groups: number; groupsInRest: number };
  complete: boolean;
  asOf: string | null;
  watermark: { sequence: number };
};

const app = inject("app");
const AT = "2026-01-01T00:00:00Z";
let all: Client;
let own: Client;
let it: World;

/** Two sources into one dataset, into another; a feature, a model version that predicted twice. Asked by who sees this namespace alone, because others fill the same graph. */
beforeAll(async () => {
  all = new Client(app);
  it = new World(newNamespace("overview"));
  await all.send(
    it.source("a", true, { owner: { name: "team-a" } }), it.source("b", true),
    it.runEvent({ job: "join", runId: "r1", at: AT, inputs: ["a", "b"], outputs: ["c"] }),
    it.runEvent({ job: "copy", runId: "r2", at: AT, inputs: ["c"], outputs: ["d"] }),
    it.features("fs", AT, "g", [{ name: "f", version: "1" }], [it.inDataset("d")]),
    it.modelRegistered("m", "1", AT, [it.inSet("fs")], [{ name: "f", version: "1" }]),
    it.predictionMade("p1", ["m", "1"], ["fs"], AT), it.predictionMade("p2", ["m", "1"], ["fs"], AT),
  );
  const made = await all.post<{ token: string }>("/api/v1/tokens", { name: `overview ${it.namespace}`, role: "viewer", namespaces: [it.namespace] });
  if (made.status !== 201) throw new Error(made.text);
  own = new Client(app, made.body.token);
  own.last = all.last;
});

const overview = (params: Record<string, string | number> = {}) => own.read<Overview>("/overview", params);

describe("GET /overview", () => {
  test("has the groups with their sizes, and the links between them", async () => {
    const answer = await overview();
    const id = (kind: string) => `${kind}:${it.namespace}`;
    expect(Object.fromEntries(answer.groups.map((group) => [group.id, group.size]))).toMatchObject({ [id("source")]: 2, [id("dataset")]: 2, [id("feature")]: 1, [id("model")]: 1, [id("prediction")]: 2 });
    const count = (from: string, to: string) => answer.edges.find((edge) => edge.from === id(from) && edge.to === id(to))?.count;
    expect([count("source", "dataset"), count("dataset", "feature"), count("feature", "model"), count("model", "prediction")]).toEqual([2, 1, 1, 2]);
    for (const group of answer.groups) expect(group).toMatchObject({ id: expect.any(String), by: expect.any(String), label: expect.any(String), kinds: expect.any(Array), states: expect.any(Object) });
    expect(answer).toMatchObject({ by: "namespace-kind", complete: true, asOf: null, watermark: { sequence: expect.any(Number) } });
  });

  test("counts honestly: the total is what is in groups and what is on the edges", async () => {
    for (const params of [{}, { group: "kind" }, { group: "namespace" }, { group: "owner" }, { group: "model" }, { group: "featuregroup" }, { limit: 1 }]) {
      const { groups, counts } = await overview(params as Record<string, string>);
      expect(groups.filter(({ by }) => by !== "predictions").reduce((sum, { size }) => sum + size!, 0)).toBe(counts.inGroups);
      expect(counts.total).toBe(counts.inGroups + counts.onEdges);
    }
  });

  test("puts what is smaller than the first into one group", async () => {
    const { groups, counts } = await overview({ limit: 1 });
    expect(groups.find(({ id }) => id === "rest")).toMatchObject({ by: "rest", groups: counts.groups - 1 });
    expect(counts.groupsInRest).toBe(counts.groups - 1);
  });

  test("names owners and feature groups by their reference", async () => {
    expect((await overview({ group: "owner" })).groups).toContainEqual(expect.objectContaining({ label: "team-a", ref: "party:-:team-a", size: 1 }));
    expect((await overview({ group: "featuregroup" })).groups).toContainEqual(expect.objectContaining({ label: "g", ref: it.dataset("g"), size: 1 }));
  });

  test("is as it was at an instant, and follows what comes", async () => {
    expect((await overview({ asOf: "2025-01-01T00:00:00Z" })).groups.filter(({ by }) => by !== "predictions")).toEqual([]);
    const before = (await overview()).counts.total;
    await all.send(it.source("later", true));
    own.last = all.last;
    expect((await overview()).counts.total).toBe(before + 1);
  });

  test("refuses what is no grouping, no limit and no instant", async () => {
    for (const [query, pointer] of [["group=colour", "/group"], ["limit=0", "/limit"], ["limit=x", "/limit"], ["asOf=yesterday", "/asOf"]]) {
      const refused = await own.get<Problem>(`/api/v1/overview?${query}`);
      expect([refused.status, refused.body.code, refused.body.pointer]).toEqual([422, "invalid", pointer]);
    }
  });

  test("is refused to nobody", async () => {
    expect((await new Client(app, null).get("/api/v1/overview")).status).toBe(401);
  });
});
