import { expect, test } from "vitest";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findEdgesAmong } from "./find-edges-among";
import { findGraph } from "./find-graph";

seedGraph();

const named = (edges: { from: string; to: string }[]) => edges.map(({ from, to }) => `${from} > ${to}`).sort();

test("the edges among an answer's nodes are the answer's edges", async () => {
  const answer = await findGraph(everyone, { ref: "dataset:shop:clean", depth: 3 });
  const refs = answer.nodes.flatMap(({ ref }) => ref ?? []);
  expect(named(await findEdgesAmong(everyone, { refs, plane: "definition" }))).toEqual(named(answer.edges));
});

test("two answers that are drawn together are joined", async () => {
  expect(named(await findEdgesAmong(everyone, { refs: ["dataset:shop:orders", "job:etl:clean@v1", "dataset:shop:clean", "job:etl:daily@v1"], plane: "definition" }))).toEqual([
    "dataset:shop:clean > job:etl:daily@v1", "dataset:shop:orders > job:etl:clean@v1", "job:etl:clean@v1 > dataset:shop:clean",
  ]);
});

test("what is unknown, or may not be seen, has no edge", async () => {
  const refs = ["dataset:secret:ledger", "job:etl:daily@v1", "dataset:nowhere:nothing"];
  expect(await findEdgesAmong(everyone, { refs, plane: "definition" })).toHaveLength(1);
  expect(await findEdgesAmong(bound("etl", "shop"), { refs, plane: "definition" })).toEqual([]);
  expect(await findEdgesAmong(everyone, { refs: [], plane: "instance" })).toEqual([]);
});
