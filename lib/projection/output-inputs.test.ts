import { describe, expect, test } from "vitest";
import { inputsOfJobItself, inputsOfOutputs, type Output } from "./output-inputs";

const named = (name: string) => ({ namespace: "n", name });
const inputsOf = (inputs: string[], outputs: Output[], jobLineage: unknown = null, stated: "observed" | "declared" = "observed") =>
  Object.fromEntries(inputsOfOutputs(inputs.map(named), outputs, jobLineage, stated).map((it) => [it.output.name, Object.fromEntries([...it.inputs].map(([ref, confidence]) => [ref.replace("dataset:n:", ""), confidence]))]));
const columns = (...fields: [input: string, field: string][]) => ({ fields: { out: { inputFields: fields.map(([name, field]) => ({ ...named(name), field })) } } });

describe("the inputs of an output", () => {
  test("are all, observed, where there is one output or one input", () => {
    expect(inputsOf(["a", "b"], [named("x")])).toEqual({ x: { a: "observed", b: "observed" } });
    expect(inputsOf(["a"], [named("x"), named("y")])).toEqual({ x: { a: "observed" }, y: { a: "observed" } });
  });

  test("are all, inferred, where several meet several, declared or not", () => {
    expect(inputsOf(["a", "b"], [named("x"), named("y")]).x).toEqual({ a: "inferred", b: "inferred" });
    expect(inputsOf(["a", "b"], [named("x"), named("y")], null, "declared").y).toEqual({ a: "inferred", b: "inferred" });
  });

  test("are what columnLineage names; what no output's facet names stays, inferred", () => {
    const outputs = [{ ...named("x"), columnLineage: columns(["a", "f"]) }, { ...named("y"), columnLineage: columns(["b", "f"]) }];
    expect(inputsOf(["a", "b", "c"], outputs)).toEqual({ x: { a: "observed", c: "inferred" }, y: { b: "observed", c: "inferred" } });
  });

  test("count what columnLineage says of the whole dataset, for each of its columns", () => {
    const [it] = inputsOfOutputs([], [{ ...named("x"), columnLineage: { ...columns(["a", "f"]), dataset: [{ ...named("b"), field: "key" }] } }], null, "observed");
    expect([...it!.inputs.keys()].sort()).toEqual(["dataset:n:a", "dataset:n:b"]);
    expect(it!.columns).toEqual([["column:n:a/f", "column:n:x/out"], ["column:n:b/key", "column:n:x/out"]]);
  });

  test("are exactly what an explicit lineage facet states, on the dataset or on the job, even when it states none", () => {
    expect(inputsOf(["a", "b"], [{ ...named("x"), lineage: { inputs: [{ ...named("b"), type: "DATASET" }] } }])).toEqual({ x: { b: "observed" } });
    expect(inputsOf(["a"], [named("x")], { entries: [{ ...named("x"), type: "DATASET", inputs: [] }] })).toEqual({ x: {} });
  });

  test("do not follow from a facet that states nothing", () => {
    expect(inputsOf(["a"], [{ ...named("x"), columnLineage: { fields: {} }, lineage: { _producer: "p" } }])).toEqual({ x: { a: "observed" } });
  });

  test("are not disturbed by facets of a wrong shape", () => {
    for (const wrong of [7, "x", [], { fields: 3 }, { entries: "no" }, { inputs: [null, 1, { name: "a" }] }, { fields: { f: null } }])
      expect(() => inputsOf(["a"], [{ ...named("x"), columnLineage: wrong, lineage: wrong }], wrong)).not.toThrow();
  });
});

test("what a job reads for itself ends in no dataset", () => {
  expect(inputsOfJobItself({ entries: [{ type: "JOB", inputs: [{ ...named("a"), type: "DATASET" }] }] })).toEqual([named("a")]);
  expect(inputsOfJobItself({ entries: [{ ...named("x"), type: "DATASET", inputs: [] }] })).toBeNull();
});
