import { describe, expect, test } from "vitest";
import { hourText } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { findGraph, type GraphParams } from "./find-graph";
import { findLineageToGroup } from "./find-lineage-to-group";

seedGraph();

const ASKED: GraphParams[] = [
  { ref: "dataset:shop:clean", depth: 1000 }, { ref: "dataset:shop:clean", depth: 1, direction: "upstream" }, { ref: "dataset:shop:hub", depth: 2 }, { ref: "dataset:cyc:a", depth: 10 },
  { ref: "dataset:shop:Orphan" }, { ref: "dataset:shop:clean", depth: 10, asOf: hourText(9) as never }, { ref: "dataset:shop:hub", depth: 1, limit: 7 }, { ref: "job:etl:clean", depth: 3 }, { ref: "dataset:shop:daily", depth: 1000 },
];

describe("a lineage that is to be grouped", () => {
  test.each([["everyone", everyone], ["who sees some", bound("shop", "etl")]] as const)("has the nodes, edges and counts of the graph, for %s", async (_, viewer) => {
    for (const params of ASKED) {
      const [graph, light] = await Promise.all([findGraph(viewer, params), findLineageToGroup(viewer, params)].map((it) => it.catch((error: { code: string }) => ({ code: error.code })))) as [Awaited<ReturnType<typeof findGraph>>, Awaited<ReturnType<typeof findLineageToGroup>>];
      const ends = (edges: typeof light.edges | undefined) => edges?.map(({ from, to, confidence }) => `${from} ${to} ${confidence}`).sort();
      expect(light.nodes?.map(({ ref, distance }) => ({ ref, distance }))).toEqual(graph.nodes?.map(({ ref, distance }) => ({ ref, distance })));
      expect(light.counts).toEqual(graph.counts);
      expect(light.complete).toBe(graph.complete);
      // placeholders are numbered apart where an edge was sorted before
      expect(ends(light.edges)?.filter((it) => !it.includes("hidden"))).toEqual(ends(graph.edges as never)?.filter((it) => !it.includes("hidden")));
      expect(light.edges?.length).toBe(graph.edges?.length);
    }
  });
  test("says no more than not found of what may not be seen", async () => {
    for (const ref of ["dataset:secret:ledger", "dataset:shop:nothing"]) await expect(findLineageToGroup(bound("shop"), { ref })).rejects.toMatchObject({ code: "not_found" });
  });
});
