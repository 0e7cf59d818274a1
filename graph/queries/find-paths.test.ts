import { describe, expect, test } from "vitest";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { hourText } from "@/graph/seed/small-world";
import { findPaths, type PathsParams } from "./find-paths";

seedGraph();

const ask = (params: PathsParams, viewer = everyone) => findPaths(viewer, params);
const ORDERS = "dataset:shop:orders";
const MODEL = "model:ops:latency@1";

describe("the ways between two definitions", () => {
  test("are told along the flow, with their nodes and edges", async () => {
    const answer = await ask({ from: ORDERS, to: "feature:ops:hourly/cpu@2" });
    expect(answer).toMatchObject({ direction: "downstream", total: 1, shown: 1, complete: true, asOf: null });
    expect(answer.paths).toEqual([[ORDERS, "job:etl:clean@v1", "dataset:shop:clean", "job:ml:features@v1", "feature:ops:hourly/cpu@2"]]);
    expect(answer.nodes.map((it) => it.ref)).toEqual(answer.paths[0]);
    expect(answer.edges).toHaveLength(4);
  });
  test("are the same from the other end", async () => {
    const [there, back] = [await ask({ from: ORDERS, to: MODEL }), await ask({ from: MODEL, to: ORDERS })];
    expect(back).toMatchObject({ direction: "upstream", paths: there.paths, total: there.total });
  });
  test("are none between what only shares its upstream", async () => {
    expect(await ask({ from: "dataset:shop:report", to: MODEL })).toMatchObject({ direction: null, paths: [], total: 0, complete: true, nodes: [{ ref: "dataset:shop:report" }, { ref: MODEL }] });
  });
  test("end in a cycle", async () => {
    expect((await ask({ from: "dataset:cyc:in", to: "dataset:cyc:b" })).paths).toEqual([["dataset:cyc:in", "dataset:cyc:a", "job:cyc:x@v1", "dataset:cyc:b"]]);
  });
  test("are those of the instant", async () => {
    const legacy = { from: "dataset:shop:legacy", to: "dataset:shop:clean" };
    expect((await ask(legacy)).total).toBe(0);
    expect((await ask({ ...legacy, asOf: hourText(9) })).paths).toEqual([["dataset:shop:legacy", "job:etl:clean@v0", "dataset:shop:clean"]]);
  });
});

test("the ways between two instances go through runs", async () => {
  const { paths, direction } = await ask({ from: "batch:shop:orders@w2", to: "prediction:ops:p-1" });
  expect([direction, paths]).toEqual(["downstream", [
    ["batch:shop:orders@w2", "run:etl:clean-1", "batch:shop:clean@clean-1", "run:ml:fr-1", "featureset:ops:fs-1", "prediction:ops:p-1"],
    ["batch:shop:orders@w2", "run:etl:clean-2", "batch:shop:orders@w3", "run:etl:clean-3", "batch:shop:clean@clean-3", "run:ml:tr-1", "model:ops:latency@1", "prediction:ops:p-1"],
  ]]);
});

describe("who sees a part", () => {
  test("is told of ways through what they may not see, without its name", async () => {
    const { paths, total, nodes } = await ask({ from: ORDERS, to: "dataset:shop:daily" }, bound("shop"));
    expect([paths, total]).toEqual([[[ORDERS, "hidden-1", "dataset:shop:clean", "hidden-2", "dataset:shop:daily"]], 1]);
    expect(nodes.filter(({ ref }) => ref === null)).toHaveLength(2);
    expect(JSON.stringify({ paths, nodes })).not.toContain("etl");
  });
  test("does not find an end that they may not see, nor one that is not there", async () => {
    for (const to of ["dataset:secret:ledger", "dataset:shop:nothing"]) await expect(ask({ from: ORDERS, to }, bound("shop"))).rejects.toMatchObject({ code: "not_found" });
  });
});
