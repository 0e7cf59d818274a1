import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import type { NamedPrediction } from "@/lib/lineage/incident";
import { canonicalRef } from "@/lib/lineage/node-ref";
import { seenBy, seenShape } from "./seen";

const resolve = readQuery({
  name: "predictions-of-incident",
  params: z.object({ ...seenShape, named: z.array(z.object({ id: z.string(), ref: z.string() })) }),
  row: z.object({ id: z.string(), refs: z.array(z.string()) }),
  cypher: `
    UNWIND $named AS named
    RETURN named.id AS id, COLLECT {
      MATCH (n:Node {key: named.ref}) WHERE n:Prediction AND ($namespaces IS NULL OR n.namespace IN $namespaces) RETURN n.ref AS ref
      UNION
      MATCH (n:Instance) WHERE n.kind = 'prediction' AND n.id = named.id AND ($namespaces IS NULL OR n.namespace IN $namespaces) RETURN n.ref AS ref
    } AS refs`,
});

/** What the named ids or references stand for, in their order. */
export async function seenPredictions(viewer: Viewer, given: readonly string[]): Promise<NamedPrediction[]> {
  if (given.length === 0) return [];
  const rows = await resolve({ ...seenBy(viewer), named: given.map((id) => ({ id, ref: canonicalRef(id) ?? "" })) });
  return rows.map(({ id, refs }) => ({ given: refs.length === 0 && viewer.namespaces !== null ? null : id, refs: [...refs].sort() }));
}

/** An incident's facts without the ids of predictions that the viewer may not see. */
export async function maskIncidentFacts(viewer: Viewer, facts: unknown): Promise<unknown> {
  const { predictions } = z.object({ predictions: z.array(z.string().nullable()).optional().catch(undefined) }).catch({ predictions: undefined }).parse(facts);
  if (viewer.namespaces === null || predictions === undefined) return facts;
  const seen = await seenPredictions(viewer, predictions.filter((it) => it !== null));
  return { ...(facts as object), predictions: seen.flatMap(({ given }) => given ?? []) };
}
