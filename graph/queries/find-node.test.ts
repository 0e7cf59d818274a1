import { describe, expect, test } from "vitest";
import { hourText } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findNode } from "./find-node";

seedGraph(undefined, {
  "dataset:shop:orders": [7, 3, 1],
  "run:etl:clean-1#job:etl:clean": [4, 2],
  "job:etl:clean": [5],
  "dataset:shop:hub": Array.from({ length: 1200 }, (_, i) => 1200 - i),
});

describe("a node", () => {
  test("that is a source has its declarations, batches, owner and records", async () => {
    const node = await findNode(everyone, { ref: "source:shop:orders" });
    expect(node).toMatchObject({ ref: "dataset:shop:orders", kind: "source", state: "active", owner: "party:-:team-a", facts: { twin: { namespace: "secret" } } });
    expect(node.declarations.map(({ at, trusted }) => [at, trusted])).toEqual([[hourText(0), true], [hourText(-24), false]]);
    // the batch that nobody recorded has no time and no place in the order
    expect(node.versions).toMatchObject({ total: 3, shown: 3 });
    expect(node.versions.items.map(({ ref }) => ref)).toEqual(["batch:shop:orders@w3", "batch:shop:orders@w2", "batch:shop:orders@w1"]);
    expect(node.records).toMatchObject({ total: 3, shown: 3, items: [{ sequence: 7, id: "event-7", type: "RunEvent" }, { sequence: 3 }, { sequence: 1 }] });
    expect(node.watermark).toEqual({ sequence: 9, recordedAt: "1970-01-01T00:00:01Z", lagMs: 0, deadLetters: 0 });
  });

  test("is described as of an instant", async () => {
    const node = await findNode(everyone, { ref: "dataset:shop:orders", asOf: hourText(-1) });
    expect(node.declarations.map(({ trusted }) => trusted)).toEqual([false]);
    expect(node.versions.total).toBe(0);
  });

  test("has the other versions of its name", async () => {
    const versions = async (ref: string) => (await findNode(everyone, { ref })).versions.items.map((it) => it.ref);
    expect(await versions("model:ops:latency@1")).toEqual(["model:ops:latency@2"]);
    expect(await versions("feature:ops:hourly/cpu@1")).toEqual(["feature:ops:hourly/cpu@2"]);
    expect(await versions("dataset:ops:hourly")).toEqual(["feature:ops:hourly/cpu@2", "feature:ops:hourly/cpu@1"]);
    expect(await versions("job:etl:clean")).toEqual(["job:etl:clean@v1", "job:etl:clean@v0"]);
    expect(await versions("job:etl:clean@v1")).toEqual(["job:etl:clean@v0"]);
    expect(await versions("batch:shop:clean@clean-1")).toEqual(["batch:shop:clean@clean-3", "batch:shop:clean@clean-2"]);
    expect(await versions("prediction:ops:p-1")).toEqual([]);
  });

  test("that is a deployment says which model it ran when", async () => {
    expect((await findNode(everyone, { ref: "deployment:ops:prod/latency" })).states).toEqual([{ state: "active", from: hourText(0), to: null, model: "model:ops:latency@1" }]);
  });

  test("that is a run has its times and the records of its key; a job version those of its job", async () => {
    const run = await findNode(everyone, { ref: "run:etl:clean-1" });
    expect(run).toMatchObject({ kind: "run", state: "complete", startedAt: "2026-01-01T02:30:00Z", endedAt: "2026-01-01T02:36:00Z", job: "job:etl:clean" });
    expect(run.records.items.map(({ sequence }) => sequence)).toEqual([4, 2]);
    expect((await findNode(everyone, { ref: "job:etl:clean@v1" })).records.items.map(({ sequence }) => sequence)).toEqual([5]);
  });

  test("with very many records shows the newest and does not claim a total", async () => {
    expect((await findNode(everyone, { ref: "dataset:shop:hub" })).records).toMatchObject({ total: null, shown: 50 });
  });

  test("shows a reader of its namespace nothing of others", async () => {
    const node = await findNode(bound("shop"), { ref: "dataset:shop:orders" });
    expect(node).toMatchObject({ facts: { twin: null }, owner: "party:-:team-a" });
    expect(await findNode(bound("shop"), { ref: "party:-:team-a" })).toMatchObject({ kind: "party" });
    await expect(findNode(bound("ops"), { ref: "party:-:team-a" })).rejects.toMatchObject({ code: "not_found" });
    await expect(findNode(bound("ops"), { ref: "dataset:shop:orders" })).rejects.toMatchObject({ code: "not_found" });
    await expect(findNode(everyone, { ref: "dataset:shop:nothing" })).rejects.toMatchObject({ code: "not_found" });
  });
});
