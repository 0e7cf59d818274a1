import { randomBytes } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { Client, newNamespace, type Brief } from "./testing/client";
import { World } from "./testing/world";

const app = inject("app");
let client: Client;

const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, n, hour)).toISOString();
const begin = (): World => {
  client = new Client(app);
  return new World(newNamespace("provenance"));
};
const refs = (things: Brief[]): string[] => things.map(({ ref }) => ref).sort();

/** raw batches -> a cleaned table by OpenLineage -> features -> model -> prediction, with a training on older batches. */
async function story(it: World, trust: { cpu: boolean; net: boolean }): Promise<string> {
  const trace = randomBytes(16).toString("hex");
  await client.send(it.source("cpu", trust.cpu), it.source("net", trust.net));
  await client.send(it.batchRecorded("cpu", day(1)), it.batchRecorded("cpu", day(2)), it.batchRecorded("net", day(2)));
  await client.send(it.features("train-set", day(1, 1), "g", [{ name: "f", version: "1" }], [it.inBatch("cpu", day(1))]));
  await client.send(it.runEvent({ job: "clean", runId: "clean-1", type: "START", at: day(2, 1), inputs: ["net"] }), it.runEvent({ job: "clean", runId: "clean-1", at: day(2, 2), outputs: ["clean"] }));
  await client.send(it.features("live-set", day(2, 3), "g", [{ name: "f", version: "1" }], [it.inBatch("cpu", day(2)), it.inDataset("clean")]));
  await client.send(it.modelRegistered("m", "1", day(1, 2), [it.inSet("train-set")], [{ name: "f", version: "1" }]), it.deploymentChanged("m", "1", "deploy", day(1, 3)));
  await client.send(it.predictionMade("p-1", ["m", "1"], ["live-set"], day(2, 4), { deployment: { namespace: it.namespace, environment: "prod", name: "m" } }, { traceparent: `00-${trace}-00f067aa0ba902b7-01` }));
  return trace;
}

describe("GET /predictions/{id}/provenance", () => {
  test("tells a prediction's own batches and runs from those of the training, each with its reference", async () => {
    const it = begin();
    const trace = await story(it, { cpu: true, net: true });
    const answer = await client.provenance(it.prediction("p-1"));
    expect(answer.prediction).toMatchObject({ ref: it.prediction("p-1"), kind: "prediction" });
    expect(answer.model).toMatchObject({ ref: it.model("m", "1") });
    expect(answer.deployment).toMatchObject({ ref: it.deployment("prod", "m") });
    expect(refs(answer.featureSets)).toEqual([it.featureSet("live-set")]);
    // the cleaned table is read without a version: the latest before the run, and what that was made from
    expect(refs(answer.batches)).toEqual([it.batch("clean", "clean-1"), it.batch("cpu", day(2)), it.batch("net", day(2))].sort());
    expect(refs(answer.runs)).toEqual([it.run("clean-1"), it.run("compute-live-set")].sort());
    expect(answer.training.run?.ref).toBe(it.run("train-m-1"));
    expect(answer.training.snapshot).toMatchObject({ id: "snapshot-1" });
    expect(refs(answer.training.batches)).toEqual([it.batch("cpu", day(1))]);
    expect(refs(answer.training.runs)).toEqual([it.run("compute-train-set"), it.run("train-m-1")]);
    expect(answer).toMatchObject({ gaps: [], trusted: "yes" });
    expect(answer.graph.nodes.map(({ ref }) => ref)).toEqual(expect.arrayContaining([it.prediction("p-1"), it.featureSet("live-set"), it.batch("net", day(2)), it.model("m", "1")]));
    for (const id of [it.prediction("p-1"), trace, trace.toUpperCase()]) expect((await client.provenance(id)).prediction.ref).toBe(it.prediction("p-1"));
  });

  test("finds a prediction by its id alone", async () => {
    const it = begin();
    const id = `only-${it.namespace}`;
    await client.send(it.predictionMade(id, ["m", "1"], [], day(1)));
    expect((await client.provenance(id)).prediction.ref).toBe(it.prediction(id));
  });

  test("names what is missing and why", async () => {
    const it = begin();
    await client.send(it.predictionMade("p-1", ["m", "1"], ["gone"], day(2)));
    const alone = await client.provenance(it.prediction("p-1"));
    expect(alone.gaps.map(({ expected }) => expected)).toEqual(expect.arrayContaining([it.model("m", "1"), it.featureSet("gone"), "training"]));
    for (const { reason } of alone.gaps) expect(reason.length).toBeGreaterThan(10);
    expect(alone).toMatchObject({ trusted: "unknown", batches: [], training: { run: null, snapshot: null } });

    await client.send(it.features("gone", day(1), "g", [{ name: "f", version: "1" }], [it.inBatch("cpu", day(1))]), it.modelRegistered("m", "1", day(1, 1), [it.inSet("gone")], [{ name: "f", version: "1" }]));
    expect((await client.provenance(it.prediction("p-1"))).gaps.map(({ expected }) => expected)).toEqual([it.batch("cpu", day(1)), it.dataset("cpu")].filter((ref) => ref.startsWith("batch:")));
    await client.send(it.batchRecorded("cpu", day(1)));
    expect((await client.provenance(it.prediction("p-1"))).gaps).toEqual([]);
    await client.send(it.predictionMade("p-2", ["m", "1"], [], day(2)));
    expect((await client.provenance(it.prediction("p-2"))).gaps.map(({ expected }) => expected)).toEqual(["featureset"]);
  });
});

describe("trusted", () => {
  const trustedOf = async (it: World) => (await client.provenance(it.prediction("p-1"))).trusted;

  test("is no when any source upstream of the feature sets was declared untrusted, yes when all were trusted", async () => {
    for (const [cpu, net, expected] of [[true, true, "yes"], [true, false, "no"], [false, true, "no"]] as const) {
      const it = begin();
      await story(it, { cpu, net });
      expect(await trustedOf(it)).toBe(expected);
      const since = { channel: null, at: "2026-01-01T00:00:00Z" };
      expect((await client.provenance(it.prediction("p-1"))).trust).toEqual([{ source: it.dataset("cpu"), trusted: cpu, ...since }, { source: it.dataset("net"), trusted: net, ...since }]);
    }
  });

  test("is unknown when a source was not declared, no when another is untrusted", async () => {
    const it = begin();
    await client.send(it.source("cpu", true), it.batchRecorded("cpu", day(1)), it.batchRecorded("odd", day(1)));
    await client.send(it.features("fs", day(1, 1), "g", [{ name: "f", version: "1" }], [it.inBatch("cpu", day(1)), it.inBatch("odd", day(1))]), it.predictionMade("p-1", ["m", "1"], ["fs"], day(2)));
    expect(await trustedOf(it)).toBe("unknown");
    expect((await client.provenance(it.prediction("p-1"))).trust).toContainEqual({ source: it.dataset("odd"), trusted: null, channel: null, at: null });
    await client.send(it.event("source.declared.v1", { ...it.name("odd"), telemetry: "metrics", schema: [], trusted: false, at: day(1) }));
    expect(await trustedOf(it)).toBe("no");
  });

  test("is about what was declared then, and not about the training's sources", async () => {
    const it = begin();
    await story(it, { cpu: true, net: true });
    await client.send(it.event("source.declared.v1", { ...it.name("cpu"), telemetry: "metrics", schema: [], trusted: false, at: day(5) }));
    expect(await trustedOf(it)).toBe("yes");
    await client.send(it.source("labels", false), it.batchRecorded("labels", day(1)), it.modelRegistered("m2", "1", day(1, 2), [it.inBatch("labels", day(1))], []));
    await client.send(it.predictionMade("p-2", ["m2", "1"], ["live-set"], day(2, 5)));
    expect((await client.provenance(it.prediction("p-2"))).trusted).toBe("yes");
    await client.send(it.predictionMade("p-3", ["m", "1"], ["live-set"], day(6)));
    expect((await client.provenance(it.prediction("p-3"))).trusted).toBe("no");
  });
});
