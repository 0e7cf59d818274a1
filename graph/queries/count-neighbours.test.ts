import { expect, test } from "vitest";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { hourText } from "@/graph/seed/small-world";
import { countNeighbours } from "./count-neighbours";

seedGraph();

test("neighbours are counted on the sides that are asked for, at the instant", async () => {
  const count = (ref: string, direction: "upstream" | "downstream" | "both", asOf: string | null = null) => countNeighbours(everyone, { ref, direction, asOf });
  expect(await count("dataset:shop:hub", "downstream")).toBe(30);
  expect(await count("dataset:shop:hub", "upstream")).toBe(0);
  expect(await count("dataset:shop:clean", "both")).toBe(3);
  expect(await count("dataset:shop:clean", "upstream", hourText(9))).toBe(2);
});

test("of what may not be seen nothing is counted", async () => {
  await expect(countNeighbours(bound("shop"), { ref: "dataset:secret:ledger", direction: "both", asOf: null })).rejects.toMatchObject({ code: "not_found" });
});
