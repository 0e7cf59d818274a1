import { describe, expect, test } from "vitest";
import { GROUPINGS } from "@/lib/explorer-view";
import { GROUP_BY } from "@/lib/lineage/grouping";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { GROUP_ROWS, turnTo } from "./group-node";
import { groupedPicture } from "./grouped-picture";
import type { AnswerEdge, AnswerNode, GraphAnswer, Picture } from "./picture";

const node = (ref: string, kind: NodeKind, more: Partial<AnswerNode> = {}): AnswerNode => {
  const [, namespace, name] = ref.split(":");
  return { ref, kind, namespace: namespace!, name: name!, state: "active", distance: 1, ...more };
};
const data = (name: string, more?: Partial<AnswerNode>) => node(`dataset:shop:${name}`, "dataset", more);
const source = (name: string) => node(`dataset:aws:${name}`, "source");
const job = (name: string) => node(`job:etl:${name}@1`, "jobversion");
const edge = (from: string, to: string, confidence: AnswerEdge["confidence"] = "observed"): AnswerEdge => ({ from, to, confidence, stale: false });
const answer = (nodes: AnswerNode[], edges: AnswerEdge[]): GraphAnswer => {
  const hiddenByAccess = nodes.filter(({ ref }) => ref === null).length;
  return {
    nodes, edges, counts: { total: nodes.length, shown: nodes.length - hiddenByAccess, hiddenByLimit: 0, hiddenByAccess }, complete: true, asOf: null,
    watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
  };
};
const START = "dataset:shop:start";
const sizes = (picture: Picture) => Object.fromEntries(picture.nodes.map(({ id, group, hidden }) => [id, group?.size ?? hidden]));
const links = (picture: Picture) => Object.fromEntries(picture.edges.map(({ id, links: it }) => [id, it?.count]));

/** Two sources and a dataset through one job into the start; the start through another into two datasets. */
const around = answer(
  [data("start", { distance: 0 }), source("a"), source("b"), data("c", { state: "missing" }), job("in"), job("out"), data("d"), data("e")],
  [
    edge("dataset:aws:a", "job:etl:in@1"), edge("dataset:aws:b", "job:etl:in@1", "inferred"), edge("dataset:shop:c", "job:etl:in@1"), edge("job:etl:in@1", START),
    edge(START, "job:etl:out@1"), edge("job:etl:out@1", "dataset:shop:d"), edge("job:etl:out@1", "dataset:shop:e"),
  ],
);

describe("a lineage in groups", () => {
  test("keeps the start alone, groups each side apart, and tells job versions by the edges", () => {
    const picture = groupedPicture(START, around, "namespace-kind");
    expect(sizes(picture)).toEqual({ [START]: 0, "up~source:aws": 2, "up~dataset:shop": 1, "down~dataset:shop": 2 });
    expect(links(picture)).toEqual({ [`up~source:aws>${START}`]: 2, [`up~dataset:shop>${START}`]: 1, [`${START}>down~dataset:shop`]: 2 });
    expect(picture.counts).toMatchObject({ shown: 1, total: 8, inGroups: 5, onEdges: 2 });
  });
  test("says the strongest and the weakest evidence of an edge, and the states that depart from normal", () => {
    const picture = groupedPicture(START, around, "kind");
    expect(picture.edges.find(({ from }) => from === "up~source:")).toMatchObject({ confidence: "observed", links: { count: 2, weakest: "inferred" } });
    expect(picture.nodes.find(({ id }) => id === "up~dataset:")?.group?.states).toEqual([{ state: "missing", count: 1 }]);
  });
  test("puts upstream to the left and downstream to the right", () => {
    const columns = Object.fromEntries(groupedPicture(START, around, "namespace-kind").nodes.map(({ id, column }) => [id, column]));
    expect(columns).toMatchObject({ [START]: 0, "up~source:aws": -1, "down~dataset:shop": 1 });
  });
  test("counts what may not be seen on each side, and names nothing of it", () => {
    const hidden = answer([data("start", { distance: 0 }), { ref: null, id: "h1", distance: 1 }, { ref: null, id: "h2", distance: 1 }, { ref: null, id: "h3", distance: 1 }], [edge("h1", START), edge("h2", START), edge(START, "h3")]);
    expect(sizes(groupedPicture(START, hidden, "owner"))).toEqual({ [START]: 0, "hidden:up": 2, "hidden:down": 1 });
    expect(groupedPicture(START, hidden, "owner").counts).toMatchObject({ shown: 1, total: 1, hiddenByAccess: 3 });
  });
  test("puts features under their group, versions and deployments under their model", () => {
    const nodes = [
      data("start", { distance: 0 }), node("feature:ops:cpu/mean@1", "feature"), node("feature:ops:cpu/peak@1", "feature"), node("feature:ops:net/in@1", "feature"),
      node("model:ops:latency@1", "model"), node("model:ops:latency@2", "model"), node("deployment:ops:prod/latency", "deployment"),
    ];
    const graph = answer(nodes, [edge("model:ops:latency@2", "deployment:ops:prod/latency")]);
    expect(groupedPicture(START, graph, "featuregroup").nodes.map(({ name, group }) => [name, group?.size])).toContainEqual(["cpu", 2]);
    const byModel = groupedPicture(START, graph, "model");
    expect(byModel.nodes.filter(({ name }) => name === "latency").map(({ kind, group }) => [kind, group?.size])).toEqual([["model", 2], ["deployment", 1]]);
  });
  test("puts the smallest groups into one on each side, counted", () => {
    const many = answer([data("start", { distance: 0 }), ...["a", "b", "c"].map((ns) => node(`dataset:${ns}:x`, "dataset")), node("dataset:a:y", "dataset")], [...["a", "b", "c"].map((ns) => edge(`dataset:${ns}:x`, START)), edge("dataset:a:y", START)]);
    const rest = groupedPicture(START, many, "namespace", [], undefined, 1).nodes.find(({ id }) => id === "up~rest");
    expect(rest?.group).toMatchObject({ size: 2, groups: 2, canOpen: false });
  });
});

describe("an opened group", () => {
  const many = answer([data("start", { distance: 0 }), ...Array.from({ length: 20 }, (_, i) => data(`n${String(i).padStart(2, "0")}`))], Array.from({ length: 20 }, (_, i) => edge(`dataset:shop:n${String(i).padStart(2, "0")}`, START)));
  const ID = "up~dataset:shop";
  const open = (...ids: string[]) => groupedPicture(START, many, "namespace-kind", ids);
  const rowsOf = (picture: Picture) => picture.nodes.find(({ id }) => id === ID)?.group?.open;
  test("shows its first members by name, and the next when it is named again", () => {
    expect(rowsOf(open(ID))?.rows.map(({ name }) => name)).toEqual(Array.from({ length: GROUP_ROWS }, (_, i) => `n0${i}`));
    expect(rowsOf(open(ID, ID, ID))).toMatchObject({ from: 16, rows: [{ name: "n16" }, { name: "n17" }, { name: "n18" }, { name: "n19" }] });
  });
  test("moves no card, and what its rows show is no longer in groups", () => {
    const places = (picture: Picture) => picture.nodes.map(({ id, x, y }) => [id, x, y]);
    expect(places(open(ID))).toEqual(places(open()));
    expect([open().counts, open(ID).counts]).toMatchObject([{ shown: 1, inGroups: 20 }, { shown: 9, inGroups: 12 }]);
  });
  test("that nobody knows is forgiven", () => {
    expect(open("nonsense", "up~model:x", "")).toEqual(open());
  });
  test("is turned and closed by its id", () => {
    expect(turnTo(["a", "b", "a"], "a", 3)).toEqual(["b", "a", "a", "a"]);
    expect(turnTo(["a", "b"], "a", 0)).toEqual(["b"]);
  });
});

describe("whatever the graph", () => {
  /** Park and Miller's generator. */
  const random = (seed: number) => () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const KINDS: NodeKind[] = ["source", "dataset", "jobversion", "feature", "model", "deployment"];
  const PREFIX: Partial<Record<NodeKind, string>> = { source: "dataset", dataset: "dataset", jobversion: "job" };
  function anyGraph(seed: number): GraphAnswer {
    const next = random(seed + 1);
    const upTo = (n: number) => Math.floor(next() * n);
    const nodes: AnswerNode[] = [data("start", { distance: 0 })];
    for (let i = 0; i < 5 + upTo(60); i++) {
      const kind = KINDS[upTo(KINDS.length)]!;
      if (next() < 0.1) nodes.push({ ref: null, id: `h${i}`, distance: 1 });
      else nodes.push(node(`${PREFIX[kind] ?? kind}:ns${upTo(4)}:g${upTo(3)}/n${i}@1`, kind, { owner: next() < 0.3 ? `party:-:p${upTo(3)}` : null, conflict: next() < 0.1, distance: 1 + upTo(4) }));
    }
    const ids = nodes.map((it) => it.ref ?? it.id!);
    const pairs = new Set(Array.from({ length: upTo(150) }, () => `${ids[upTo(ids.length)]}>${ids[upTo(ids.length)]}`));
    return answer(nodes, [...pairs].map((pair) => edge(pair.split(">")[0]!, pair.split(">")[1]!, (["observed", "declared", "inferred"] as const)[upTo(3)])));
  }
  const CASES = Array.from({ length: 60 }, (_, seed) => [seed, GROUP_BY[seed % GROUP_BY.length]!, 1 + (seed % 12)] as const);

  test.each(CASES)("everything is in one card or on an edge, and the sizes add up (%i, %s, %i groups)", (seed, by, most) => {
    const graph = anyGraph(seed);
    const picture = groupedPicture(START, graph, by, [], undefined, most);
    const inCards = picture.nodes.reduce((sum, { group, hidden, ref }) => sum + (group?.size ?? hidden) + (ref === null ? 0 : 1), 0);
    expect(inCards + picture.counts.onEdges!).toBe(graph.nodes.length);
    expect(new Set(picture.nodes.map(({ id }) => id)).size).toBe(picture.nodes.length);
    const { shown, inGroups, onEdges, hiddenByLimit, total } = picture.counts;
    expect(shown + inGroups! + onEdges! + hiddenByLimit).toBe(total);
    for (const { group } of picture.nodes) if (group) expect(group.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(group.size);
  });

  test.each(CASES)("the edges stand for all links between members of different cards, and for no others (%i, %s, %i groups)", (seed, by) => {
    const graph = anyGraph(seed);
    const whole = groupedPicture(START, graph, by, [], undefined, 1000);
    // the cards again, by opening each to its end
    const cardOf = new Map<string, string>([[START, START]]);
    for (const { id, group } of whole.nodes) {
      for (let page = 1; group && (page - 1) * GROUP_ROWS < (group.size ?? 0); page++) {
        const opened = groupedPicture(START, graph, by, Array.from({ length: page }, () => id), undefined, 1000).nodes.find((it) => it.id === id);
        for (const { ref } of opened?.group?.open?.rows ?? []) cardOf.set(ref, id);
      }
    }
    const isHidden = (id: string) => id.startsWith("h");
    const isRiding = (id: string) => !isHidden(id) && !cardOf.has(id);
    const apart = (from: string, to: string) => (cardOf.get(from) ?? "hidden") !== (cardOf.get(to) ?? "hidden");
    let expected = 0;
    for (const { from, to } of graph.edges) {
      if (isRiding(from) || isHidden(from) || isHidden(to)) continue;
      if (!isRiding(to)) expected += apart(from, to) ? 1 : 0;
      else for (const on of graph.edges) if (on.from === to && !isRiding(on.to) && !isHidden(on.to) && apart(from, on.to)) expected++;
    }
    const between = whole.edges.filter(({ from, to }) => !from.startsWith("hidden:") && !to.startsWith("hidden:"));
    const drawn = between.reduce((sum, { links: it }) => sum + it!.count!, 0);
    expect(drawn).toBe(whole.faint ? Math.min(drawn, expected) : expected);
  });

  test("a grouping of the address is one of the groupings", () => {
    expect(GROUP_BY).toEqual(["namespace-kind", ...GROUPINGS]);
  });
});
