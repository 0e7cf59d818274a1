import { expect, test } from "vitest";
import type { AffectedEdge, AffectedNode } from "./impact";
import { wholeNumbers } from "@/lib/testing/seeded-random";
import { knownInputs } from "./impact-inputs";

/** Data `d0`… and job versions `j0`…: each edge joins one to the other, or data to data, once. */
function randomEdges(next: (below: number) => number): AffectedEdge[] {
  const edges = new Map<string, AffectedEdge>();
  for (let i = 0; i < 6 + next(14); i++) {
    const [data, other, job] = [`d${next(8)}`, `d${next(8)}`, `j${next(5)}`];
    const [from, to] = [[data, job], [job, data], [data, other]][next(3)]! as [string, string];
    if (from !== to) edges.set(`${from} ${to}`, { from, to, inferred: false, maybe: next(8) === 0 });
  }
  return [...edges.values()];
}

test("what the affected part tells of a node's inputs is what all edges tell, on 2,000 random graphs", () => {
  let told = 0;
  let untold = 0;
  for (let seed = 1; seed <= 2_000; seed++) {
    const next = wholeNumbers(seed);
    const all = randomEdges(next);
    const gone = new Set([`d${next(8)}`, ...(next(3) === 0 ? [`j${next(5)}`] : [])]);
    const region = new Set(gone);
    for (const it of region) for (const edge of all) if (edge.from === it) region.add(edge.to);
    const node = (ref: string): AffectedNode => ({ rides: ref.startsWith("j"), root: false, fedFromOutside: false, required: [], fallback: [] });
    const nodes = new Map([...region].filter((ref) => !gone.has(ref)).map((ref) => [ref, node(ref)]));
    const edges = all.filter(({ from, to }) => region.has(from) && nodes.has(to));
    const into = (ref: string) => all.filter(({ to, maybe }) => to === ref && !maybe).map(({ from }) => from);
    const counts = knownInputs({ gone, nodes, edges }, new Map([...region].map((ref) => [ref, into(ref).length])));
    for (const ref of nodes.keys()) {
      const inputs = new Set(into(ref).flatMap((from) => (from.startsWith("j") && !gone.has(from) ? into(from) : [from])));
      if (counts.has(ref)) expect(counts.get(ref), `seed ${seed}, ${ref}`).toBe(inputs.size);
      else expect(into(ref).some((from) => !region.has(from) || into(from).some((it) => !region.has(it))), `seed ${seed}, ${ref}`).toBe(true);
      if (counts.has(ref)) told++;
      else untold++;
    }
  }
  expect([told > 500, untold > 500]).toEqual([true, true]);
});
