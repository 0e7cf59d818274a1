import { describe, expect, test } from "vitest";
import { classifyImpact, type Affected } from "./impact";
import { ImpactReasons } from "./impact-reason";

type Node = { rides?: boolean; root?: boolean; fedFromOutside?: boolean; required?: string[]; fallback?: string[] };

/** `a>b` feeds, `a?b` inferred, `a~b` maybe. `inputs` of the node asked about. */
function reasonOf(ref: string, inputs: number, edges: string, gone: string[], nodes: Record<string, Node> = {}, name: (ref: string) => string = (it) => it): string {
  const parsed = edges.split(" ").map((text) => {
    const [, from = "", sign = "", to = ""] = /^(.+)([>?~])(.+)$/.exec(text)!;
    return { from, to, inferred: sign === "?", maybe: sign === "~" };
  });
  const refs = new Set(parsed.map(({ to }) => to).filter((to) => !gone.includes(to)));
  const affected: Affected = {
    gone: new Set(gone),
    nodes: new Map([...refs].map((it) => [it, { rides: it.startsWith("j"), root: false, fedFromOutside: false, required: [], fallback: [], ...nodes[it] }])),
    edges: parsed,
  };
  const impacted = classifyImpact(affected);
  return new ImpactReasons(affected, impacted, name).of(impacted.find((it) => it.ref === ref)!, inputs);
}

describe("the reason names", () => {
  test("the only input, through the job that read it", () => expect(reasonOf("b", 1, "a>j j>b", ["a"])).toBe("Only input: a"));
  test("how many inputs are left", () => {
    expect(reasonOf("b", 3, "a>j j>b", ["a"], { j: { fedFromOutside: true } })).toBe("2 of 3 inputs left");
    expect(reasonOf("c", 2, "a>c b>c", ["a", "b"])).toBe("0 of 2 inputs left");
  });
  test("what is required and lost, first of several", () => {
    expect(reasonOf("f", 2, "a>j j>f", ["a"], { j: { fedFromOutside: true }, f: { required: ["a"] } })).toBe("Requires a");
    expect(reasonOf("f", 3, "a>f b>f", ["a", "b"], { f: { required: ["b", "a"] } })).toBe("Requires a and 1 more");
  });
  test("the fallback that lives", () =>
    expect(reasonOf("f", 2, "a>j j>f", ["a"], { j: { fedFromOutside: true }, f: { required: ["a"], fallback: ["z"] } })).toBe("Falls back to z for a"));
  test("an input that is degraded itself", () => {
    expect(reasonOf("c", 2, "a>b b>c", ["a"], { b: { fedFromOutside: true } })).toBe("Input b is degraded");
    expect(reasonOf("d", 2, "a>b a>c b>d c>d", ["a"], { b: { fedFromOutside: true }, c: { fedFromOutside: true } })).toBe("2 of 2 inputs degraded");
  });
  test("the model that a deployment runs", () => {
    expect(reasonOf("deployment:o:p/d", 1, "m>deployment:o:p/d", ["m"])).toBe("Runs m");
    expect(reasonOf("deployment:o:p/d", 1, "a>m m>deployment:o:p/d", ["a"], { m: { fedFromOutside: true } })).toBe("Runs m, which is degraded");
  });
  test("the doubt: inferred, not read any more, or only over what is doubtful", () => {
    expect(reasonOf("b", 1, "a?j j>b", ["a"])).toBe("Inferred from a");
    expect(reasonOf("b", 1, "a~b", ["a"])).toBe("Its last run did not read a");
    expect(reasonOf("c", 1, "a?b b>c", ["a"])).toBe("Only over b, which is doubtful");
  });
  test("a requirement that would be lost and is doubtful itself", () =>
    expect(reasonOf("m", 2, "a?f a>g f>m g>m", ["a"], { g: { fedFromOutside: true }, m: { required: ["f"] } })).toBe("Requires f"));
  test("nothing that may not be seen", () => expect(reasonOf("b", 1, "secret>b", ["secret"], {}, () => "something you may not see")).toBe("Only input: something you may not see"));
});
