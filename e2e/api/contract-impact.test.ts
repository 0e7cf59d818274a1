import { describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type ImpactBody } from "./testing/client";
import { World } from "./testing/world";

const app = inject("app");
let client: Client;

const DAY_MS = 86_400_000;
const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, n, hour)).toISOString();
const begin = (): World => {
  client = new Client(app);
  return new World(newNamespace("impact"));
};
/** Class by the last part of the reference, job versions left out. */
const classes = ({ nodes }: ImpactBody): Record<string, string> =>
  Object.fromEntries(nodes.filter(({ kind }) => kind !== "jobversion").map((node) => [decodeURIComponent(node.ref.split(":")[2] ?? ""), node.class]));

describe("classes", () => {
  test("a feature is lost with what it requires, degraded with what is optional, and lives on a declared fallback", async () => {
    const it = begin();
    await client.send(it.source("cpu", true), it.source("net", true), it.source("spare", true));
    const names = (...list: string[]) => list.map((name) => it.name(name));
    await client.send(it.features("fs", day(1), "g", [
      { name: "needs", version: "1", required: names("cpu"), optional: names("net") },
      { name: "falls", version: "1", required: names("cpu"), fallback: names("spare") },
      { name: "names-none", version: "1" },
    ], [it.inDataset("cpu"), it.inDataset("net")]));
    for (const feature of ["needs", "falls", "names-none"]) {
      await client.send(it.modelRegistered(`m-${feature}`, "1", day(2), [it.inSet("fs")], [{ name: feature, version: "1" }]), it.deploymentChanged(`m-${feature}`, "1", "deploy", day(2)));
    }
    const models = (cls: string, feature: string) => ({ [`g/${feature}@1`]: cls, [`m-${feature}@1`]: cls, [`prod/m-${feature}`]: cls });
    expect(classes(await client.impact(it.dataset("cpu")))).toEqual({ ...models("lost", "needs"), ...models("degraded", "falls"), ...models("degraded", "names-none") });
    expect(classes(await client.impact(it.dataset("net")))).toEqual({ ...models("degraded", "needs"), ...models("degraded", "names-none") });
    const all = await client.impact([it.dataset("cpu"), it.dataset("net")]);
    expect(classes(all)).toEqual({ ...models("lost", "needs"), ...models("degraded", "falls"), ...models("lost", "names-none") });
    expect(classes(await client.impact([it.dataset("cpu"), it.dataset("spare")]))).toMatchObject(models("lost", "falls"));
    expect(all.nodes.map(({ ref }) => ref)).not.toContain(it.dataset("cpu"));
  });

  test("of OpenLineage's inputs: lost when no root reaches it any more, degraded while one does", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "j", runId: "1", at: day(1), inputs: ["a", "b"], outputs: ["mid"] }), it.runEvent({ job: "k", runId: "2", at: day(1), inputs: ["mid"], outputs: ["end"] }));
    expect(classes(await client.impact(it.dataset("a")))).toEqual({ mid: "degraded", end: "degraded" });
    expect(classes(await client.impact([it.dataset("a"), it.dataset("b")]))).toEqual({ mid: "lost", end: "lost" });
    expect(classes(await client.impact(it.dataset("mid")))).toEqual({ end: "lost" });
    // a declared source is a root itself, whatever feeds it
    await client.send(it.source("mid", true));
    expect(classes(await client.impact([it.dataset("a"), it.dataset("b")])).end).not.toBe("lost");
  });

  test("a cycle does not keep itself alive", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "in", runId: "0", at: day(1), inputs: ["root"], outputs: ["x"] }), it.runEvent({ job: "xy", runId: "1", at: day(1), inputs: ["x"], outputs: ["y"] }), it.runEvent({ job: "yx", runId: "2", at: day(1), inputs: ["y"], outputs: ["x"] }));
    expect(classes(await client.impact(it.dataset("root")))).toEqual({ x: "lost", y: "lost" });
  });

  test("a job version without inputs is a root", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "make", runId: "0", at: day(1), outputs: ["x"] }), it.runEvent({ job: "other", runId: "1", at: day(1), inputs: ["a"], outputs: ["x"] }));
    expect(classes(await client.impact(it.dataset("a")))).toEqual({ x: "degraded" });
  });

  test("what is reached only over inferred edges is doubtful, before anything else", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "cross", runId: "1", at: day(1), inputs: ["a", "b"], outputs: ["x", "y"] }), it.runEvent({ job: "next", runId: "2", at: day(1), inputs: ["x"], outputs: ["z"] }));
    expect(classes(await client.impact(it.dataset("a")))).toEqual({ x: "doubtful", y: "doubtful", z: "doubtful" });
    expect(classes(await client.impact([it.dataset("a"), it.dataset("b")]))).toEqual({ x: "doubtful", y: "doubtful", z: "doubtful" });
    await client.send(it.runEvent({ job: "direct", runId: "3", at: day(1), inputs: ["a"], outputs: ["z"] }));
    expect(classes(await client.impact(it.dataset("a")))).toMatchObject({ x: "doubtful", z: "degraded" });
  });

  test("of a declared dependency: required, optional, fallback or neither", async () => {
    const it = begin();
    await client.send(it.source("db", true), it.source("cache", true), it.source("replica", true));
    await client.send(it.dependency("db", "api", "required"), it.dependency("cache", "api", "optional"), it.dependency("db", "batch", "required"), it.dependency("replica", "batch", "fallback"), it.dependency("cache", "plain"), it.dependency("db", "plain"));
    expect(classes(await client.impact(it.dataset("db")))).toEqual({ api: "lost", batch: "degraded", plain: "degraded" });
    expect(classes(await client.impact(it.dataset("cache")))).toEqual({ api: "degraded", plain: "degraded" });
    expect(classes(await client.impact([it.dataset("db"), it.dataset("replica")]))).toEqual({ api: "lost", batch: "lost", plain: "degraded" });
  });
});

describe("the answer", () => {
  test("holds job versions, distances, the node before, who owns it and what runs, nearest first", async () => {
    const it = begin();
    await client.send(it.source("cpu", true), it.features("fs", day(1), "g", [{ name: "f", version: "1" }], [it.inDataset("cpu")]));
    await client.send(it.modelRegistered("m", "1", day(2), [it.inSet("fs")], [{ name: "f", version: "1" }], { owner: { name: "team-ml" } }), it.deploymentChanged("m", "1", "deploy", day(2)));
    const { nodes, counts, complete, watermark } = await client.impact(it.dataset("cpu"));
    expect(nodes.map(({ kind, distance }) => [kind, distance])).toEqual(expect.arrayContaining([["jobversion", 1], ["feature", 1], ["jobversion", 2], ["model", 2], ["deployment", 3]]));
    expect(nodes.map(({ distance }) => distance)).toEqual([1, 1, 2, 2, 3]);
    const at = Object.fromEntries(nodes.map((node) => [node.kind, node]));
    expect(at.model).toMatchObject({ ref: it.model("m", "1"), class: "lost", reason: expect.any(String), owner: "party:-:team-ml", deployed: true, predictionsPerDay: 0 });
    expect(at.deployment).toMatchObject({ deployed: true, via: it.model("m", "1"), predictionsPerDay: 0 });
    expect(at.feature).toMatchObject({ deployed: false, predictionsPerDay: null, owner: null });
    expect({ counts, complete }).toEqual({ counts: { total: 5, shown: 5, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true });
    expect(watermark.sequence).toBeGreaterThanOrEqual(client.last);
  });

  test("counts predictions of the 7 whole UTC days before, and never lists them", async () => {
    const it = begin();
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    await client.send(it.source("cpu", true), it.features("fs", day(1), "g", [{ name: "f", version: "1" }], [it.inDataset("cpu")]), it.modelRegistered("m", "1", day(2), [it.inSet("fs")], [{ name: "f", version: "1" }]));
    await client.send(it.deploymentChanged("m", "1", "deploy", day(2)));
    const deployment = { deployment: { namespace: it.namespace, environment: "prod", name: "m" } };
    const times = [today, today - 1, today - 1, today - 3 * DAY_MS, today - 7 * DAY_MS, today - 7 * DAY_MS - 1, today - 9 * DAY_MS];
    const predictions = times.map((ms, n) => it.predictionMade(`p-${n}`, ["m", "1"], ["fs"], new Date(ms).toISOString(), n === 1 ? deployment : {}));
    await client.send(...predictions, predictions[1]!);
    const { nodes } = await client.impact(it.dataset("cpu"));
    expect(nodes.find(({ kind }) => kind === "model")?.predictionsPerDay).toBeCloseTo(4 / 7);
    expect(nodes.find(({ kind }) => kind === "deployment")?.predictionsPerDay).toBeCloseTo(1 / 7);
    expect(nodes.map(({ kind }) => kind)).not.toContain("prediction");
  });

  test("has the same graphDigest whatever the limit and the order of the set, and another one for another graph", async () => {
    const it = begin();
    await client.send(it.runEvent({ job: "j", runId: "1", at: day(1), inputs: ["a", "b"], outputs: ["mid"] }), it.runEvent({ job: "k", runId: "2", at: day(1), inputs: ["mid"], outputs: ["end"] }));
    const whole = await client.impact([it.dataset("a"), it.dataset("b")]);
    const cut = await client.impact([it.dataset("b"), it.dataset("a")], { limit: 1 });
    expect(whole.graphDigest).toMatch(/^[0-9a-f]{64}$|^sha256:[0-9a-f]{64}$/);
    expect(cut.graphDigest).toBe(whole.graphDigest);
    expect(cut).toMatchObject({ counts: { total: 4, shown: 1, hiddenByLimit: 3 }, complete: false, classes: whole.classes });
    await client.send(it.runEvent({ job: "k", runId: "3", at: day(2), inputs: ["mid"], outputs: ["end"] }));
    expect((await client.impact([it.dataset("a"), it.dataset("b")])).graphDigest).toBe(whole.graphDigest);
    await client.send(it.runEvent({ job: "l", runId: "4", at: day(2), inputs: ["end"], outputs: ["more"] }));
    expect((await client.impact([it.dataset("a"), it.dataset("b")])).graphDigest).not.toBe(whole.graphDigest);
  });

  test("is about the instant asked for", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["a"], outputs: ["old"] }), it.runEvent({ job: "later", runId: "2", at: day(3), inputs: ["a"], outputs: ["new"] }));
    expect(classes(await client.impact(it.dataset("a"), { asOf: day(2) }))).toEqual({ old: "lost" });
    expect(classes(await client.impact(it.dataset("a")))).toEqual({ old: "lost", new: "lost" });
  });

  test("starts at a job as at all its versions", async () => {
    const it = begin();
    await client.send(it.runEvent({ runId: "1", at: day(1), inputs: ["a"], outputs: ["x"] }));
    expect(classes(await client.impact(it.job("etl")))).toEqual({ x: "lost" });
  });
});
