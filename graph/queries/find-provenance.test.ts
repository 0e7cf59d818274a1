import { describe, expect, test } from "vitest";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { hourText } from "@/graph/seed/small-world";
import { findProvenance, type Thing } from "./find-provenance";

seedGraph();

const refs = (things: readonly Thing[]) => things.map((it) => it.ref ?? it.id);

describe("how a prediction came to be", () => {
  test("is told from its feature sets back to the sources, its training apart", async () => {
    const answer = await findProvenance(everyone, { id: "prediction:ops:p-1" });
    expect(answer.prediction).toMatchObject({ ref: "prediction:ops:p-1", at: hourText(7), facts: { output: { score: 0.9 } }, trace: "0af7651916cd43dd8448eb211c80319c" });
    expect(answer.model).toMatchObject({ ref: "model:ops:latency@1" });
    expect(answer.deployment).toMatchObject({ ref: "deployment:ops:prod/latency" });
    expect(answer.featureSets).toMatchObject([{ ref: "featureset:ops:fs-1", features: ["feature:ops:hourly/cpu@2"] }]);
    expect(refs(answer.batches)).toEqual(["batch:shop:clean@clean-1", "batch:shop:orders@w2"]);
    expect(refs(answer.runs)).toEqual(["run:ml:fr-1", "run:etl:clean-1"]);
    expect(answer.training).toMatchObject({ run: { ref: "run:ml:tr-1" }, snapshot: { id: "snap-1", digest: "sha256:00" } });
    expect(refs(answer.training.batches).sort()).toEqual(["batch:shop:clean@clean-3", "batch:shop:orders@lost", "batch:shop:orders@w2", "batch:shop:orders@w3"]);
    expect(refs(answer.training.runs).sort()).toEqual(["run:etl:clean-2", "run:etl:clean-3", "run:ml:tr-1"]);
    expect(answer.gaps).toEqual([
      { expected: "batch:shop:orders@lost", reason: "It is named, but nobody has recorded it." },
      { expected: "dataset:secret:ledger", reason: "A run read it without naming a version, and no version was recorded before the run began." },
    ]);
    // clean is computed, orders is declared trusted since hour 0
    expect(answer.trusted).toBe("yes");
    expect(answer.trust).toEqual([{ source: "dataset:shop:orders", trusted: true, channel: "k", at: hourText(0) }]);
    expect(answer.graph.nodes).toHaveLength(13);
    expect(answer.graph.edges.length).toBeGreaterThanOrEqual(13);
  });

  test("is found by id and by trace id", async () => {
    expect((await findProvenance(everyone, { id: "p-1" })).prediction.ref).toBe("prediction:ops:p-1");
    expect((await findProvenance(everyone, { id: "0AF7651916CD43DD8448EB211C80319C" })).prediction.ref).toBe("prediction:ops:p-1");
  });

  test("is ambiguous for an id in several namespaces, unless the reader sees one of them only", async () => {
    await expect(findProvenance(everyone, { id: "p-2" })).rejects.toMatchObject({ code: "ambiguous", candidates: ["prediction:ops:p-2", "prediction:shop:p-2"] });
    expect((await findProvenance(bound("shop"), { id: "p-2" })).prediction.ref).toBe("prediction:shop:p-2");
  });

  test("has gaps where something is missing", async () => {
    const lost = await findProvenance(everyone, { id: "prediction:ops:p-2" });
    expect(lost.gaps.map(({ expected }) => expected)).toContain("featureset:ops:fs-lost");
    expect([lost.trusted, lost.batches]).toEqual(["unknown", []]);
    const bare = await findProvenance(everyone, { id: "prediction:shop:p-2" });
    expect(bare.gaps.map(({ expected }) => expected)).toEqual(["featureset", "training"]);
    expect(bare.training).toEqual({ run: null, snapshot: null, batches: [], runs: [] });
    expect(bare.deployment).toBeNull();
  });

  test("hides from a reader what lies elsewhere, with one placeholder for one thing", async () => {
    const answer = await findProvenance(bound("ops"), { id: "p-1" });
    expect(answer.batches.every((it) => it.ref === null)).toBe(true);
    expect(JSON.stringify(answer)).not.toMatch(/shop|secret|etl|run:ml/);
    const hidden = answer.graph.nodes.filter((it) => it.ref === null).map((it) => (it.ref === null ? it.id : ""));
    expect(answer.trust).toEqual([{ source: null, id: expect.stringMatching(/^hidden-/) }]);
    for (const it of answer.batches) expect(hidden).toContain(it.ref === null ? it.id : "");
    await expect(findProvenance(bound("shop"), { id: "prediction:ops:p-1" })).rejects.toMatchObject({ code: "not_found" });
    await expect(findProvenance(everyone, { id: "nobody" })).rejects.toMatchObject({ code: "not_found" });
    await expect(findProvenance(everyone, { id: "model:ops:latency@1" })).rejects.toMatchObject({ code: "not_found" });
  });
});
