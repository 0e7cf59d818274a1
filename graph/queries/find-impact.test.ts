import { describe, expect, test, vi } from "vitest";
import { hour, hourText } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findImpact, type ImpactAnswer } from "./find-impact";

seedGraph();

const classes = (answer: ImpactAnswer) => answer.nodes.map((it) => (it.ref === null ? `${it.id} ${it.distance}` : `${it.ref} ${it.distance} ${it.class}`));
const of = (answer: ImpactAnswer, ref: string) => answer.nodes.find((it) => it.ref === ref);

describe("the loss of a source", () => {
  test("is told for everything downstream, nearest first, with its class", async () => {
    const answer = await findImpact(everyone, { ref: ["dataset:shop:orders"] });
    expect(classes(answer)).toEqual([
      "job:etl:clean@v1 1 lost", "dataset:shop:clean 1 lost",
      "job:etl:daily@v1 2 doubtful", "dataset:shop:daily 2 doubtful",
      "job:ml:features@v1 2 lost",
      // the first version of the feature has a declared fallback, but nothing that lives feeds it
      "feature:ops:hourly/cpu@1 2 lost", "feature:ops:hourly/cpu@2 2 lost",
      "dataset:shop:report 3 doubtful",
      "job:ml:train@v1 3 lost", "model:ops:latency@1 3 lost", "deployment:ops:prod/latency 4 lost",
    ]);
    expect(answer.classes).toEqual({ lost: 8, degraded: 0, doubtful: 3 });
    expect(answer.counts).toEqual({ total: 11, shown: 11, hiddenByLimit: 0, hiddenByAccess: 0 });
    expect(of(answer, "dataset:shop:clean")).toMatchObject({ via: "job:etl:clean@v1", reason: "Only input: orders", owner: null, deployed: false, deployments: [], predictionsPerDay: null });
  });

  test("degrades what a living source feeds as well", async () => {
    const answer = await findImpact(everyone, { ref: ["dataset:secret:ledger"] });
    expect(classes(answer)).toEqual(["job:etl:daily@v1 1 degraded", "dataset:shop:daily 1 degraded", "dataset:shop:report 2 degraded"]);
    const both = await findImpact(everyone, { ref: ["dataset:secret:ledger", "dataset:shop:clean"] });
    expect(of(both, "dataset:shop:report")).toMatchObject({ class: "lost", reason: "Requires daily" });
  });

  test("is told with what is behind it, by name", async () => {
    const of = async (...refs: string[]) => Object.fromEntries((await findImpact(everyone, { ref: refs })).nodes.map((it) => (it.ref === null ? [it.id, ""] : [it.ref, it.reason])));
    expect(await of("dataset:shop:orders")).toMatchObject({
      "job:etl:clean@v1": "Only input: orders", "dataset:shop:daily": "Inferred from clean", "dataset:shop:report": "Only over daily, which is doubtful",
      "feature:ops:hourly/cpu@2": "Requires clean", "model:ops:latency@1": "Requires cpu@2", "deployment:ops:prod/latency": "Runs latency@1",
    });
    expect(await of("dataset:secret:ledger")).toMatchObject({ "dataset:shop:daily": "1 of 2 inputs left", "dataset:shop:report": "Input daily is degraded" });
    expect(await of("dataset:shop:legacy")).toMatchObject({ "dataset:shop:clean": "Its last run did not read legacy" });
    expect(await of("job:etl:clean")).toMatchObject({ "dataset:shop:clean": "Only input: clean@v1" });
    const masked = await findImpact(bound("ml"), { ref: ["job:ml:features@v1"] });
    expect(masked.nodes).toContainEqual(expect.objectContaining({ ref: "job:ml:train@v1", reason: "Only input: something you may not see" }));
  });

  test("is doubtful where the last run did not read it, and was real when it did", async () => {
    const now = await findImpact(everyone, { ref: ["dataset:shop:legacy"] });
    expect(of(now, "dataset:shop:clean")).toMatchObject({ class: "doubtful", distance: 1, via: "dataset:shop:legacy" });
    expect(now.edges).toContainEqual({ from: "dataset:shop:legacy", to: "dataset:shop:clean", kind: "maybe", confidence: "observed" });
    const then = await findImpact(everyone, { ref: ["dataset:shop:legacy"], asOf: hourText(9) });
    expect(of(then, "dataset:shop:clean")).toMatchObject({ class: "degraded", via: "job:etl:clean@v0" });
  });

  test("takes a cycle that only feeds itself, and nothing from an orphan", async () => {
    expect(classes(await findImpact(everyone, { ref: ["dataset:cyc:in"] }))).toEqual(["dataset:cyc:a 1 lost", "job:cyc:x@v1 2 lost", "dataset:cyc:b 2 lost"]);
    expect(classes(await findImpact(everyone, { ref: ["dataset:cyc:a"] }))).toEqual(["job:cyc:x@v1 1 lost", "dataset:cyc:b 1 lost"]);
    expect((await findImpact(everyone, { ref: ["dataset:shop:Orphan"] })).counts.total).toBe(0);
  });

  test("of a job is the loss of all its versions", async () => {
    expect(classes(await findImpact(everyone, { ref: ["job:etl:clean"] }))[0]).toBe("dataset:shop:clean 1 lost");
  });
});

test("predictions are counted over the seven whole days before", async () => {
  vi.useFakeTimers({ now: hour(245) / 1000, toFake: ["Date"] });
  try {
    const answer = await findImpact(everyone, { ref: ["dataset:shop:clean"] });
    // days -7 and -1 count, day -8 and the day that is not over do not
    expect(of(answer, "model:ops:latency@1")).toMatchObject({ predictionsPerDay: 20, deployed: true, deployments: ["deployment:ops:prod/latency"] });
    expect(of(answer, "deployment:ops:prod/latency")).toMatchObject({ deployed: true, predictionsPerDay: 0, deployments: ["deployment:ops:prod/latency"] });
    const earlier = await findImpact(everyone, { ref: ["dataset:shop:clean"], asOf: hourText(245 - 24) });
    expect(of(earlier, "model:ops:latency@1")).toMatchObject({ predictionsPerDay: 20 });
  } finally {
    vi.useRealTimers();
  }
});

test("what is not affected is counted among what the reader may see, at the instant looked at", async () => {
  const counts = async (viewer: typeof everyone, ref: string, asOf?: string) => (await findImpact(viewer, { ref: [ref], asOf })).definitions;
  const all = await counts(everyone, "dataset:shop:orders");
  expect(all.total - all.unaffected).toBe(12);
  // six datasets, of which orders is gone and clean, daily and report are affected
  expect(await counts(bound("shop"), "dataset:shop:orders")).toEqual({ total: 7, unaffected: 3 });
  const before = await counts(everyone, "dataset:shop:orders", hourText(1));
  expect(before.total).toBe(all.total - 2);
});

test("the digest and the counts are the same for every limit and reader", async () => {
  const whole = await findImpact(everyone, { ref: ["dataset:shop:orders"] });
  const cut = await findImpact(everyone, { ref: ["dataset:shop:orders"], limit: 2 });
  expect(cut.nodes).toHaveLength(2);
  expect(cut.counts).toEqual({ total: 11, shown: 2, hiddenByLimit: 9, hiddenByAccess: 0 });
  expect([cut.graphDigest, cut.classes]).toEqual([whole.graphDigest, whole.classes]);
  const masked = await findImpact(bound("shop"), { ref: ["dataset:shop:orders"] });
  expect(masked.graphDigest).toBe(whole.graphDigest);
  expect(masked.counts).toEqual({ total: 11, shown: 3, hiddenByLimit: 0, hiddenByAccess: 8 });
  expect(masked.nodes[0]).toEqual({ ref: null, id: "hidden-1", distance: 1 });
  expect(masked.nodes[1]).toMatchObject({ ref: "dataset:shop:clean", via: "hidden-1" });
  expect(JSON.stringify(masked)).not.toMatch(/secret|etl|ops|ml:/);
});

test("deployments that a reader may not see are placeholders, and an unknown member fails the whole set", async () => {
  const masked = await findImpact(bound("ops", "shop"), { ref: ["dataset:shop:clean"] });
  expect(of(masked, "model:ops:latency@1")).toMatchObject({ deployments: ["deployment:ops:prod/latency"] });
  await expect(findImpact(everyone, { ref: ["dataset:shop:clean", "dataset:shop:nothing"] })).rejects.toMatchObject({ code: "not_found" });
  await expect(findImpact(bound("shop"), { ref: ["dataset:secret:ledger"] })).rejects.toMatchObject({ code: "not_found" });
});
