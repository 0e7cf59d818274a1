import { expect, test } from "vitest";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findMostFeeding } from "./find-most-feeding";

seedGraph();
const refs = async (namespaces: readonly string[] | null, limit = 8) => (await findMostFeeding({ namespaces: namespaces && [...namespaces], limit })).map(({ ref, feeds }) => `${ref} ${feeds}`);

test("declared sources are suggested by what they feed directly, in the viewer's namespaces only", async () => {
  expect(await refs(everyone.namespaces)).toEqual(["dataset:shop:orders 1"]);
  expect(await refs(bound("shop").namespaces)).toEqual(["dataset:shop:orders 1"]);
  expect(await refs(bound("ops").namespaces)).toEqual([]);
});
