import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Micros } from "@/lib/time";
import { CONFIDENCES, type Neighbours, type PlainEdge } from "./definition-edges";
import { instanceEdgesOf, timeOf, type Instance, type InstanceEdge } from "./instance-flow";

const instanceRow = z.object({
  key: z.string(), ref: z.string(), kind: z.string(), rides: z.boolean(), dataset: z.string().nullable(), time: z.number().nullable(), yielded: z.int(),
});

const byRefs = readQuery({
  name: "instances-by-ref",
  params: z.object({ refs: z.array(z.string()) }),
  row: instanceRow,
  cypher: `
    UNWIND $refs AS ref
    MATCH (n:Node {ref: ref}) WHERE NOT n:Declaration
    RETURN n.key AS key, n.ref AS ref, n.kind AS kind, n:Step AS rides, n.dataset AS dataset, ${timeOf("n")} AS time,
      CASE WHEN n:ModelVersion THEN COUNT { (n)-[:YIELDED]->() } ELSE 0 END AS yielded`,
});

/** A node of the instance plane, found by its reference. `yielded` is set for model versions: how many predictions they made. */
export type FoundInstance = Instance & { kind: string; yielded: number };

/** What stands behind references: a run's reference gives its steps, and the run itself (`kind` is `run`). */
export async function instancesByRef(refs: readonly string[]): Promise<FoundInstance[]> {
  return byRefs({ refs: [...refs] });
}

/** All edges among the instances, by reference: the best confidence wins. Everything in it happened once, so nothing is stale. */
export async function edgesAmong(instances: readonly Instance[], last: Micros): Promise<PlainEdge[]> {
  const keys = new Set(instances.map(({ key }) => key));
  const into = await instanceEdgesOf(instances, "upstream", { last });
  return mergeEdges(into.edges.filter(({ from }) => keys.has(from.key)));
}

function mergeEdges(edges: readonly InstanceEdge[]): PlainEdge[] {
  const merged = new Map<string, PlainEdge>();
  for (const { from, to, confidence, at } of edges) {
    const id = `${from.ref} ${to.ref}`;
    const known = merged.get(id);
    if (!known) {
      merged.set(id, { from: from.ref, to: to.ref, kind: "yielded", confidence, stale: false, firstSeen: at, lastSeen: at });
      continue;
    }
    if (CONFIDENCES.indexOf(confidence) < CONFIDENCES.indexOf(known.confidence)) known.confidence = confidence;
    if (at === null) continue;
    known.firstSeen = Math.min(known.firstSeen ?? at, at);
    known.lastSeen = Math.max(known.lastSeen ?? at, at);
  }
  return [...merged.values()];
}

/** How many distinct references are next to each reference, in the answer or not. A model version's predictions are counted, not read. */
export async function instanceNeighbours(instances: readonly FoundInstance[], last: Micros): Promise<Map<string, Neighbours>> {
  const walked = instances.filter(({ kind }) => kind !== "run");
  const [into, outOf] = await Promise.all([
    instanceEdgesOf(walked, "upstream", { last }),
    instanceEdgesOf(walked.filter(({ yielded }) => yielded === 0), "downstream", { last }),
  ]);
  const sets = new Map(instances.map(({ ref }) => [ref, { upstream: new Set<string>(), downstream: new Set<string>() }]));
  for (const { from, to } of into.edges) sets.get(to.ref)?.upstream.add(from.ref);
  for (const { from, to } of outOf.edges) sets.get(from.ref)?.downstream.add(to.ref);
  const counts = new Map([...sets].map(([ref, { upstream, downstream }]) => [ref, { upstream: upstream.size, downstream: downstream.size }]));
  for (const { ref, yielded } of instances) if (yielded > 0) counts.get(ref)!.downstream = yielded;
  return counts;
}
