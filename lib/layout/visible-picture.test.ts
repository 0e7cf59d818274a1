import { describe, expect, test } from "vitest";
import { NO_FILTER } from "@/lib/picture-filter";
import { composePicture } from "./compose-picture";
import type { AnswerEdge, AnswerNode, Confidence, GraphAnswer } from "./picture";
import { facetsOf, visiblePicture } from "./visible-picture";

const refOf = (name: string) => `dataset:a:${name}`;
const node = (name: string, more: Partial<AnswerNode> = {}): AnswerNode => ({ ref: refOf(name), kind: "dataset", namespace: "a", name, state: "active", distance: 1, more: { upstream: 0, downstream: 0 }, ...more });
const edge = (from: string, to: string, confidence: Confidence = "observed"): AnswerEdge => ({ from: refOf(from), to: refOf(to), confidence, stale: false });

function pictureOf(edges: readonly AnswerEdge[], nodes: readonly AnswerNode[], start = "s") {
  const answer: GraphAnswer = {
    nodes: [...nodes], edges: [...edges], counts: { total: nodes.length, shown: nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 },
    complete: true, asOf: null, watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
  };
  return composePicture(refOf(start), answer);
}
const names = (picture: { nodes: readonly { name: string }[] }) => picture.nodes.map(({ name }) => name).sort();
const untouched = { folded: [], hidden: [], filter: NO_FILTER };

// a -> b -> s -> c -> d, and a -> c
const chain = pictureOf([edge("a", "b"), edge("b", "s"), edge("s", "c"), edge("c", "d"), edge("a", "c")], ["s", "a", "b", "c", "d"].map((name) => node(name)));

test("an untouched picture is whole", () => expect(visiblePicture(chain, untouched)).toEqual(chain));

describe("folding a side up", () => {
  test("takes away what hangs on it alone, and counts it behind the tab", () => {
    const shown = visiblePicture(chain, { ...untouched, folded: [{ ref: refOf("c"), side: "downstream" }] });
    expect(names(shown)).toEqual(["a", "b", "c", "s"]);
    expect(shown.nodes.find(({ name }) => name === "c")!.behind).toEqual({ upstream: 0, downstream: 1 });
    expect(shown.counts).toMatchObject({ shown: 4, behindCounts: 1, total: 5 });
  });
  test("keeps what is joined to the start another way", () => {
    expect(names(visiblePicture(chain, { ...untouched, folded: [{ ref: refOf("s"), side: "upstream" }] }))).toEqual(["a", "b", "c", "d", "s"]);
  });
  test("moves nothing", () => {
    for (const it of visiblePicture(chain, { ...untouched, folded: [{ ref: refOf("c"), side: "downstream" }] }).nodes) expect(it).toMatchObject({ x: chain.nodes.find(({ id }) => id === it.id)!.x, y: chain.nodes.find(({ id }) => id === it.id)!.y });
  });
  test("ends where there is a cycle", () => {
    const cycle = pictureOf([edge("s", "a"), edge("a", "b"), edge("b", "s")], ["s", "a", "b"].map((name) => node(name)));
    expect(names(visiblePicture(cycle, { ...untouched, folded: [{ ref: refOf("s"), side: "downstream" }, { ref: refOf("s"), side: "upstream" }] }))).toEqual(["s"]);
  });
});

describe("taking a node out", () => {
  test("joins its neighbours through it, as surely as the weaker edge", () => {
    const chained = pictureOf([edge("a", "b"), edge("b", "s", "inferred")], ["s", "a", "b"].map((name) => node(name)));
    const shown = visiblePicture(chained, { ...untouched, hidden: [refOf("b")] });
    expect(shown.edges).toMatchObject([{ from: refOf("a"), to: refOf("s"), confidence: "inferred", through: 1 }]);
    expect(shown.counts).toMatchObject({ shown: 2, total: 3, hiddenByHand: 1, leftOutByFilter: 0 });
  });
  test("never takes out the start", () => expect(names(visiblePicture(chain, { ...untouched, hidden: [refOf("s")] }))).toContain("s"));
  test("leaves an edge that was there as it was", () => {
    const both = pictureOf([edge("a", "b", "inferred"), edge("b", "s"), edge("a", "s")], ["s", "a", "b"].map((name) => node(name)));
    expect(visiblePicture(both, { ...untouched, hidden: [refOf("b")] }).edges).toMatchObject([{ from: refOf("a"), to: refOf("s"), confidence: "observed" }]);
  });
});

describe("a filter", () => {
  const jobs = pictureOf([edge("a", "j"), edge("j", "k"), edge("k", "s"), edge("x", "s", "declared")], [node("s"), node("a", { owner: "party:-:t" }), node("j", { kind: "jobversion" }), node("k", { kind: "jobversion", state: "missing" }), node("x")]);
  test("leaves out other kinds, and joins over several of them", () => {
    const shown = visiblePicture(jobs, { ...untouched, filter: { ...NO_FILTER, kinds: ["dataset"] } });
    expect(names(shown)).toEqual(["a", "s", "x"]);
    expect(shown.edges.find(({ from }) => from === refOf("a"))).toMatchObject({ to: refOf("s"), through: 2 });
    expect(shown.counts).toMatchObject({ leftOutByFilter: 2, shown: 3 });
  });
  test("asks for all its lists together", () => {
    expect(names(visiblePicture(jobs, { ...untouched, filter: { ...NO_FILTER, kinds: ["dataset"], owners: ["party:-:t"] } }))).toEqual(["a", "s"]);
    expect(names(visiblePicture(jobs, { ...untouched, filter: { ...NO_FILTER, states: ["missing"] } }))).toEqual(["k", "s"]);
    expect(names(visiblePicture(jobs, { ...untouched, filter: { ...NO_FILTER, tags: ["gold"] } }))).toEqual(["s"]);
  });
  test("of confidence leaves out edges, and says how many", () => {
    const shown = visiblePicture(jobs, { ...untouched, filter: { ...NO_FILTER, confidences: ["declared"] } });
    expect(shown.edges).toMatchObject([{ from: refOf("x") }]);
    expect(shown.counts).toMatchObject({ edgesLeftOut: 3, shown: 5 });
  });
  test("can ask for what the picture has", () => {
    expect(facetsOf(jobs)).toMatchObject({
      kinds: [{ value: "dataset", count: 3 }, { value: "jobversion", count: 2 }], owners: [{ value: "party:-:t", count: 1 }],
      states: [{ value: "active", count: 4 }, { value: "missing", count: 1 }], confidences: [{ value: "observed", count: 3 }, { value: "declared", count: 1 }],
    });
  });
});
