import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { canonicalRef, INSTANCE_KINDS, NODE_KINDS, parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { instantText } from "./moment";
import { predictionCandidates } from "./provenance-parts";
import { thingsByRef } from "./provenance-things";
import { SEEN, seenBy, seenShape } from "./seen";

const SHOWN = 5;
/** Ids are compared by so many first characters; fewer say nothing. */
const PREFIXES = [24, 12, 8, 4] as const;

export type Hint = { ref: string; kind: NodeKind };
export type Candidate = { ref: string; at: string | null; model: string | null };
/** What helps whoever asked for a prediction by an id that is not one prediction's. Only what the viewer may see. */
export type PredictionHints = {
  /** The text is the id, reference or trace id of these, which are no predictions. */
  others: Hint[];
  /** Predictions whose ids begin alike, the most alike first. */
  nearest: string[];
};

const readOthers = readQuery({
  name: "things-named",
  params: z.object({ ...seenShape, text: z.string(), lower: z.string(), ref: z.string() }),
  row: z.object({ ref: z.string(), kind: z.enum(NODE_KINDS) }),
  cypher: `
    CALL () {
      MATCH (n:Node {ref: $ref}) RETURN n
      UNION
      MATCH (n:Instance) WHERE n.kind IN ${JSON.stringify([...INSTANCE_KINDS])} AND n.id = $text RETURN n
      UNION
      MATCH (n:Instance) WHERE n.trace = $lower RETURN n
      UNION
      MATCH (n:Definition) WHERE n.search = $lower RETURN n
    }
    WITH n WHERE NOT n:Prediction AND NOT n:Step AND NOT n:Declaration AND ${SEEN}
    RETURN DISTINCT n.ref AS ref, n.kind AS kind ORDER BY kind, ref LIMIT ${SHOWN}`,
});

const readNearest = readQuery({
  name: "predictions-beginning",
  params: z.object({ ...seenShape, prefix: z.string() }),
  row: z.object({ ref: z.string() }),
  cypher: `MATCH (n:Instance) WHERE n.kind = 'prediction' AND n.id STARTS WITH $prefix AND ${SEEN} RETURN n.ref AS ref LIMIT ${SHOWN}`,
});

/** For a text under which the viewer sees no prediction. */
export async function findPredictionHints(viewer: Viewer, id: string): Promise<PredictionHints> {
  const seen = seenBy(viewer);
  const others = await readOthers({ ...seen, text: id, lower: id.toLowerCase(), ref: canonicalRef(id) ?? "" });
  if (others.length > 0) return { others, nearest: [] };
  const parsed = parseNodeRef(id);
  const name = parsed?.kind === "prediction" ? parsed.name.join("/") : id;
  for (const length of PREFIXES) {
    if (name.length < length) continue;
    const nearest = await readNearest({ ...seen, prefix: name.slice(0, length) });
    if (nearest.length > 0) return { others: [], nearest: nearest.map(({ ref }) => ref) };
  }
  return { others: [], nearest: [] };
}

/** The predictions that an ambiguous text may mean, with what tells them apart; the first 100 of `total`. */
export async function findPredictionCandidates(viewer: Viewer, id: string): Promise<{ candidates: Candidate[]; total: number }> {
  const refs = await predictionCandidates(viewer, id);
  const things = await thingsByRef(refs.slice(0, 100));
  const candidates = refs.slice(0, 100).map((ref) => ({ ref, at: instantText(things.get(ref)?.at), model: maskModel(viewer, things.get(ref)?.model ?? null) }));
  return { candidates, total: refs.length };
}

function maskModel(viewer: Viewer, model: string | null): string | null {
  const namespace = model === null ? undefined : parseNodeRef(model)?.namespace;
  return namespace !== undefined && (viewer.namespaces === null || viewer.namespaces.includes(namespace)) ? model : null;
}
