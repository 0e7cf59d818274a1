import { describe, expect, test } from "vitest";
import { impactPicture, type ImpactToDraw } from "./impact-picture";

const WATERMARK = { sequence: 9, recordedAt: null, lagMs: 0, deadLetters: 0 };

/** Names that begin with j are job versions, with h unseen, with d deployments. `a>b` feeds, `a?b` inferred. */
function answer(gone: string[], edges: string, lost: string[] = []): ImpactToDraw {
  const pairs = edges.split(" ").map((text) => /^(\w+)([>?])(\w+)$/.exec(text)!);
  const via = new Map<string, string>();
  for (const [, from, , to] of pairs) if (!via.has(to!)) via.set(to!, from!);
  const names = [...via.keys()].filter((name) => !gone.includes(name));
  const nodes = names.map((name, index) =>
    name.startsWith("h")
      ? { ref: null, id: name, distance: index }
      : {
          ref: name, kind: name.startsWith("j") ? ("jobversion" as const) : name.startsWith("d") ? ("deployment" as const) : ("dataset" as const),
          name, distance: index, class: lost.includes(name) ? ("lost" as const) : ("degraded" as const), reason: "why", via: via.get(name)!,
        },
  );
  return {
    gone: gone.map((ref) => ({ ref, kind: "source" as const, name: ref, distance: 0 })),
    nodes,
    edges: pairs.map(([, from, sign, to]) => ({ from: from!, to: to!, kind: "feeds" as const, confidence: sign === "?" ? ("inferred" as const) : ("observed" as const) })),
    counts: { total: nodes.length, shown: nodes.length, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null, watermark: WATERMARK,
  };
}
const ids = ({ picture }: ReturnType<typeof impactPicture>) => picture.nodes.map(({ id }) => id).sort();
const edgesOf = ({ picture }: ReturnType<typeof impactPicture>) => picture.edges.map(({ id, confidence }) => `${id} ${confidence}`).sort();
const columns = ({ picture }: ReturnType<typeof impactPicture>) => Object.fromEntries(picture.nodes.map(({ id, column }) => [id, column]));

describe("the picture of an impact", () => {
  test("joins data over the job versions between them, as sure as the weaker edge", () => {
    const drawn = impactPicture(answer(["a"], "a?j1 j1>b b>j2 j2>c"));
    expect(ids(drawn)).toEqual(["a", "b", "c"]);
    expect(edgesOf(drawn)).toEqual(["a>b inferred", "b>c observed"]);
    expect(columns(drawn)).toEqual({ a: 0, b: 1, c: 2 });
    expect(drawn.drawn).toBe(2);
  });
  test("keeps a job version that ends a way, and one that stands for a tangle", () => {
    expect(ids(impactPicture(answer(["a"], "a>j1")))).toEqual(["a", "j1"]);
    const many = ["b", "c", "e", "f"];
    const tangle = [...many.map((name) => `a>${name}`), ...many.map((name) => `${name}>j1`), ...["p", "q", "r", "s"].map((name) => `j1>${name}`)].join(" ");
    expect(ids(impactPicture(answer(["a"], tangle)))).toContain("j1");
  });
  test("takes the most serious first with the way to it, up to its limit", () => {
    const drawn = impactPicture(answer(["a"], "a>b a>c a>e e>f f>d1", ["d1"]), 4);
    expect(ids(drawn)).toEqual(["a", "d1", "e", "f"]);
    expect(drawn.drawn).toBe(3);
  });
  test("gives each card its class and each edge that of what it leads to", () => {
    const { picture } = impactPicture(answer(["a"], "a>b b>c", ["c"]));
    expect(picture.nodes.map(({ id, fate }) => `${id} ${fate?.class}`)).toEqual(["a gone", "b degraded", "c lost"]);
    expect(picture.edges.map(({ id, fate }) => `${id} ${fate}`)).toEqual(["a>b degraded", "b>c lost"]);
  });
  test("begins all that is gone in one column, whether joined or not", () => {
    expect(columns(impactPicture(answer(["a", "z"], "a>b z>y y>x")))).toEqual({ a: 1, z: 1, b: 2, y: 2, x: 3 });
  });
  test("folds what may not be seen into one card, without a class, and counts each", () => {
    const drawn = impactPicture(answer(["a"], "a>h1 a>h2 a>b"));
    expect(drawn.picture.nodes.filter(({ ref }) => ref === null).map(({ hidden, fate }) => [hidden, fate])).toEqual([[2, undefined]]);
    expect(drawn.drawn).toBe(3);
  });
  test("tells the versions of a job that is gone by the job's card", () => {
    const drawn = impactPicture({ ...answer(["job"], "job>b"), edges: [{ from: "job@v1", to: "b", kind: "feeds", confidence: "observed" }] });
    expect(edgesOf(drawn)).toEqual(["job>b observed"]);
  });
});
