import { describe, expect, test } from "vitest";
import { classifyImpact, impactDigest, type Affected, type AffectedNode } from "./impact";

type World = {
  /** `a>b` feeds, `a?b` inferred, `a~b` maybe. Names that begin with j are job versions. */
  edges: string;
  declared?: string[];
  required?: Record<string, string[]>;
  fallback?: Record<string, string[]>;
};

type Edge = { from: string; to: string; inferred: boolean; maybe: boolean };

function edgesOf(world: World): Edge[] {
  return world.edges.split(/\s+/).filter(Boolean).map((text) => {
    const [, from, sign, to] = /^(\w+)([>?~])(\w+)$/.exec(text)!;
    return { from: from!, to: to!, inferred: sign === "?", maybe: sign === "~" };
  });
}

function affectedBy(world: World, gone: string[]): Affected {
  const edges = edgesOf(world);
  const region = new Set(gone);
  for (const it of region) for (const edge of edges) if (edge.from === it) region.add(edge.to);
  const nodes = new Map<string, AffectedNode>();
  for (const ref of region) {
    if (gone.includes(ref)) continue;
    const into = edges.filter((edge) => edge.to === ref && !edge.maybe);
    nodes.set(ref, {
      rides: ref.startsWith("j"),
      root: (world.declared ?? []).includes(ref) || into.length === 0,
      fedFromOutside: into.some((edge) => !region.has(edge.from)),
      required: world.required?.[ref] ?? [],
      fallback: world.fallback?.[ref] ?? [],
    });
  }
  return { gone: new Set(gone), nodes, edges: edges.filter((edge) => region.has(edge.from) && nodes.has(edge.to)) };
}

function classes(world: World, ...gone: string[]): string {
  return classifyImpact(affectedBy(world, gone)).map((it) => `${it.ref}:${it.class}`).sort().join(" ");
}

describe("the loss of a source", () => {
  test("takes a chain with it", () => expect(classes({ edges: "a>j1 j1>b b>j2 j2>c" }, "a")).toBe("b:lost c:lost j1:lost j2:lost"));
  test("degrades what another source still feeds", () => expect(classes({ edges: "a>j1 z>j1 j1>b" }, "a")).toBe("b:degraded j1:degraded"));
  test("loses a feature that requires it", () =>
    expect(classes({ edges: "a>j1 z>j1 j1>f f>j2 y>j2 j2>m m>d", required: { f: ["a"], m: ["f"] } }, "a")).toBe("d:lost f:lost j1:degraded j2:degraded m:lost"));
  test("degrades a feature whose declared fallback lives", () =>
    expect(classes({ edges: "a>j1 z>j1 j1>f", required: { f: ["a"] }, fallback: { f: ["z"] } }, "a")).toBe("f:degraded j1:degraded"));
  test("loses a feature whose fallback is lost with it", () =>
    expect(classes({ edges: "a>b z>j1 b>j1 a>j1 j1>f", required: { f: ["a"] }, fallback: { f: ["b"] } }, "a")).toBe("b:lost f:lost j1:degraded"));
  test("loses a cycle that only fed itself", () => expect(classes({ edges: "a>b b>c c>b" }, "a")).toBe("b:lost c:lost"));
  test("degrades a cycle with a root of its own", () => expect(classes({ edges: "a>b b>c c>b", declared: ["c"] }, "a")).toBe("b:degraded c:degraded"));
  test("degrades a declared source that it fed", () => expect(classes({ edges: "a>b b>c", declared: ["b"] }, "a")).toBe("b:degraded c:degraded"));
  test("leaves a diamond lost, and half a diamond degraded", () => {
    const edges = "a>b a>c b>d c>d";
    expect(classes({ edges }, "a")).toBe("b:lost c:lost d:lost");
    expect(classes({ edges }, "b")).toBe("d:degraded");
    expect(classes({ edges }, "b", "c")).toBe("d:lost");
  });
  test("is doubtful over inferred edges only, whatever else it would be", () => {
    expect(classes({ edges: "a?j1 j1>b b>c" }, "a")).toBe("b:doubtful c:doubtful j1:doubtful");
    expect(classes({ edges: "a?j1 j1>b a>c c>b" }, "a")).toBe("b:lost c:lost j1:doubtful");
  });
  test("is doubtful over an input that the last run did not read, which keeps nothing alive", () => {
    expect(classes({ edges: "a~b z>b b>c" }, "a")).toBe("b:doubtful c:doubtful");
    expect(classes({ edges: "a>b z~b b>c" }, "a")).toBe("b:lost c:lost");
  });
  test("touches neither itself nor an orphan", () => expect(classes({ edges: "a>b b>a o>p" }, "a")).toBe("b:lost"));
});

test("distance and via follow a shortest path, over maybe edges only where no other leads", () => {
  const found = classifyImpact(affectedBy({ edges: "a>j1 j1>b b>j2 j2>c a~c a~x" }, ["a"]));
  expect(found.map((it) => `${it.via}>${it.ref} ${it.distance}`)).toEqual(["a>j1 1", "j1>b 1", "a>x 1", "b>j2 2", "j2>c 2"]);
});

test("the digest knows neither order nor repeats", () => {
  const nodes = [{ ref: "b", class: "lost" as const }, { ref: "a", class: "degraded" as const }];
  const edges = [{ from: "a", to: "b" }, { from: "a", to: "a" }];
  const digest = impactDigest(nodes, edges);
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(impactDigest([...nodes].reverse(), [...edges].reverse().concat(edges))).toBe(digest);
  expect(impactDigest([{ ref: "b", class: "degraded" }, nodes[1]!], edges)).not.toBe(digest);
});

/** What the interface promises, word for word, on the whole graph: slow and plain. */
function byDefinition(world: World, gone: Set<string>): Map<string, string> {
  const edges = edgesOf(world);
  const all = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const pathTo = (start: Set<string>, target: string, takes: (edge: Edge) => boolean, through: (ref: string) => boolean): boolean => {
    const seen = new Set<string>();
    const visit = (ref: string): boolean => {
      if (seen.has(ref) || !through(ref)) return false;
      seen.add(ref);
      return start.has(ref) || edges.some((edge) => edge.to === ref && takes(edge) && visit(edge.from));
    };
    return visit(target);
  };
  const feeding = (edge: Edge) => !edge.maybe;
  const roots = new Set([...all].filter((ref) => (world.declared ?? []).includes(ref) || !edges.some((edge) => edge.to === ref && feeding(edge))));
  // what the loss cannot reach is as it was, even a cycle that no root ever fed
  for (const ref of all) if (!pathTo(gone, ref, () => true, () => true)) roots.add(ref);
  const lost = new Set(gone);
  for (let changed = true; changed; ) {
    changed = false;
    for (const ref of all) {
      if (lost.has(ref)) continue;
      const isFed = pathTo(roots, ref, feeding, (it) => !lost.has(it));
      const isBroken = (world.required?.[ref] ?? []).some((it) => lost.has(it)) && !(world.fallback?.[ref] ?? []).some((it) => !lost.has(it));
      if (isFed && !isBroken) continue;
      lost.add(ref);
      changed = true;
    }
  }
  const classes = new Map<string, string>();
  for (const ref of all) {
    if (gone.has(ref) || !pathTo(gone, ref, () => true, () => true)) continue;
    const isCertain = pathTo(gone, ref, (edge) => !edge.maybe && !edge.inferred, () => true);
    classes.set(ref, !isCertain ? "doubtful" : lost.has(ref) ? "lost" : "degraded");
  }
  return classes;
}

test("600 random small graphs are classed as the definition says", () => {
  let seed = 20261123;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let round = 0; round < 600; round++) {
    const names = Array.from({ length: 4 + random(7) }, (_, i) => (random(3) === 0 ? `j${i}` : `n${i}`));
    const pick = () => names[random(names.length)]!;
    const drawn = Array.from({ length: 4 + random(names.length * 3) }, () => `${pick()}${">>>>>??~"[random(8)]}${pick()}`);
    // no job version feeds another, and maybe edges join data
    const edges = new Set(drawn.filter((text) => !/j\d+[>?]j|j\d+~|~j/.test(text)));
    if (edges.size === 0) continue;
    const used = new Set(edgesOf({ edges: [...edges].join(" ") }).flatMap((it) => [it.from, it.to]));
    const inUse = () => [...used][random(used.size)]!;
    const world: World = { edges: [...edges].join(" "), declared: random(2) ? [inUse()] : [], required: {}, fallback: {} };
    for (let i = random(4); i > 0; i--) {
      const ref = inUse();
      // what is required or a fallback feeds it, as the projector writes it
      const feeders = edgesOf(world).filter((edge) => edge.to === ref && !edge.maybe).map((edge) => edge.from);
      if (feeders.length === 0) continue;
      world.required![ref] = [feeders[random(feeders.length)]!];
      if (random(2)) world.fallback![ref] = [inUse()];
    }
    const gone = new Set([inUse(), ...(random(2) ? [inUse()] : [])]);
    const found = new Map(classifyImpact(affectedBy(world, [...gone])).map((it) => [it.ref, it.class as string]));
    expect([...found].sort(), JSON.stringify({ world, gone: [...gone] })).toEqual([...byDefinition(world, gone)].sort());
  }
});
