import { describe, expect, test } from "vitest";
import { CARD, COLUMN_PITCH, layered, ROW_PITCH, type LayoutEdge, type Position } from "./layered";
import { countCrossings } from "./order-columns";

const edge = (text: string): LayoutEdge => {
  const [from, to] = text.split(">") as [string, string];
  return { from, to };
};
const graph = (...edges: string[]) => {
  const parsed = edges.map(edge);
  return { ids: [...new Set(parsed.flatMap(({ from, to }) => [from, to]))].sort(), edges: parsed };
};
const lay = (start: string, edges: string[], placed?: Map<string, Position>) => {
  const { ids, edges: parsed } = graph(...edges);
  return layered(ids, parsed, start, placed);
};
const columnsOf = (positions: Map<string, Position>) => Object.fromEntries([...positions].map(([id, { column }]) => [id, column]));
const crossingsOf = (positions: Map<string, Position>, edges: LayoutEdge[]) => {
  const layers = new Map<number, string[]>();
  for (const [id, { column }] of [...positions].sort((a, b) => a[1].y - b[1].y)) layers.set(column, [...(layers.get(column) ?? []), id]);
  return countCrossings(layers, edges, new Map([...positions].map(([id, { column }]) => [id, column])));
};
const overlaps = (positions: Map<string, Position>) => {
  const all = [...positions.values()];
  return all.some((a, i) => all.some((b, j) => i < j && Math.abs(a.x - b.x) < CARD.width && Math.abs(a.y - b.y) < CARD.height));
};

/** A fixed pseudo-random graph of `n` nodes in five layers with hubs, 1.5 edges a node. */
function large(n: number) {
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const sizes = [0.05, 0.1, 0.25, 0.1, 0.5].map((share) => Math.max(1, Math.round(n * share)));
  const layers = sizes.map((size, layer) => Array.from({ length: size }, (_, i) => `${layer}-${String(i).padStart(5, "0")}`));
  const edges: LayoutEdge[] = [];
  for (let layer = 1; layer < layers.length; layer++) {
    for (const to of layers[layer]!) {
      const above = layers[layer - 1]!;
      const count = random() < 0.5 ? 1 : 2;
      for (let k = 0; k < count; k++) edges.push({ from: above[Math.floor(random() ** 3 * above.length)]!, to });
    }
  }
  return { ids: layers.flat(), edges, start: layers[2]![0]! };
}

describe("columns", () => {
  test("a chain runs from left to right with its start in column 0", () => {
    expect(columnsOf(lay("c", ["a>b", "b>c", "c>d", "d>e"]))).toEqual({ a: -2, b: -1, c: 0, d: 1, e: 2 });
  });
  test("a diamond with a short cut still runs from left to right", () => {
    expect(columnsOf(lay("d", ["a>b", "a>c", "b>d", "c>d", "a>d"]))).toEqual({ a: -2, b: -1, c: -1, d: 0 });
  });
  test("a cycle ends, and puts each node on its nearer side", () => {
    expect(columnsOf(lay("a", ["a>b", "b>c", "c>d", "d>a"]))).toEqual({ a: 0, b: 1, c: -2, d: -1 });
  });
  test("an edge to itself and an edge to nowhere are left out", () => {
    expect(columnsOf(layered(["a", "b"], [edge("a>a"), edge("a>b"), edge("b>z")], "a"))).toEqual({ a: 0, b: 1 });
  });
  test("an orphan and a sibling get a place", () => {
    expect(columnsOf(layered(["a", "b", "c", "o"], [edge("a>b"), edge("a>c")], "b"))).toEqual({ b: 0, a: -1, c: 0, o: 0 });
  });
  test("nothing at all is laid out", () => expect(layered([], [], "a").size).toBe(0));
  test("a way of 5,000 steps does not overflow the stack", () => {
    const edges = Array.from({ length: 5000 }, (_, i) => edge(`${i}>${i + 1}`));
    const ids = Array.from({ length: 5001 }, (_, i) => String(i));
    expect(layered(ids, edges, "0").get("5000")?.column).toBe(5000);
  });
});

describe("rows", () => {
  test("two columns joined in reverse order are uncrossed", () => {
    const edges = ["a1>b9", "a2>b8", "a3>b7", "a4>b6", "a5>b5"].flatMap((pair) => [pair, `${pair.split(">")[1]}>root`]);
    const positions = lay("root", edges);
    expect(crossingsOf(positions, edges.map(edge))).toBe(0);
  });
  test("are one pitch apart in a column, and the start is on the middle line", () => {
    const positions = lay("r", ["a>r", "b>r", "c>r", "d>r"]);
    expect([..."abcd"].map((id) => positions.get(id)!.y)).toEqual([-1.5, -0.5, 0.5, 1.5].map((row) => row * ROW_PITCH));
    expect(positions.get("r")).toEqual({ column: 0, x: 0, y: 0 });
    expect(positions.get("a")!.x).toBe(-COLUMN_PITCH);
  });
  test("of 60 nodes cross less than half as often as in the given order", () => {
    const { ids, edges, start } = large(60);
    const positions = layered(ids, edges, start);
    const columns = new Map([...positions].map(([id, { column }]) => [id, column]));
    const given = new Map<number, string[]>();
    for (const id of ids) given.set(columns.get(id)!, [...(given.get(columns.get(id)!) ?? []), id]);
    expect(crossingsOf(positions, edges)).toBeLessThan(countCrossings(given, edges, columns) / 2);
    expect(overlaps(positions)).toBe(false);
  });
});

describe("adding", () => {
  const before = ["a>r", "b>r", "c>r", "r>x", "r>y"];
  const placed = lay("r", before);
  const after = lay("r", [...before, "a>p", "a>q", "n>b", "m>b", "x>z", "y>z", "z>w"], placed);

  test("moves nothing that is there", () => {
    for (const [id, position] of placed) expect(after.get(id)).toEqual(position);
  });
  test("overlaps nothing", () => expect(overlaps(after)).toBe(false));
  test("puts the new next to what they join", () => {
    expect(columnsOf(after)).toMatchObject({ m: -2, n: -2, p: 0, q: 0, z: 2, w: 3 });
    expect(Math.abs(after.get("z")!.y - after.get("x")!.y)).toBeLessThanOrEqual(ROW_PITCH);
  });
  test("fifty new neighbours take fifty rows", () => {
    const many = lay("r", [...before, ...Array.from({ length: 50 }, (_, i) => `a>k${i}`)], placed);
    expect(many.size).toBe(placed.size + 50);
    expect(overlaps(many)).toBe(false);
  });
});

test("the same input gives the same picture, whatever came before", () => {
  const { ids, edges, start } = large(300);
  expect(layered(ids, edges, start)).toEqual(layered(ids, [...edges], start));
});

test("each of a thousand nodes gets a place", () => {
  const { ids, edges, start } = large(1000);
  expect(layered(ids, edges, start).size).toBe(ids.length);
});
