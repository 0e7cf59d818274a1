import "server-only";
import { services } from "@/graph/services";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { parseOpenLineage } from "@/lib/events/open-lineage";
import { datasetRef, jobRef, referenceOf } from "@/lib/interpret/subject-keys";
import type { Confidence } from "./definition-edges";
import { findGraph, type GraphAnswer } from "./find-graph";
import { findRecord, type RecordAnswer } from "./find-record";
import type { RecordPlace } from "./find-records";

/** Steps are looked for from so many of a record's outputs. */
const MOST_MAINS = 5;
const MOST_EDGES = 20;

/** One step of lineage: data to data, and the job between them where there is one. */
export type UnderstoodEdge = { from: string; fromKind: string; to: string; toKind: string; by: string | null; confidence: Confidence };

/** What Headwater made of a record. */
export type Understood = {
  sequence: number;
  type: string;
  recordedAt: string;
  place: RecordPlace;
  about: RecordAnswer["about"]["items"];
  /** Present edges that this record takes part in; `null` while the record is not in the graph. At most 20. */
  edges: UnderstoodEdge[] | null;
};

/** @throws AppError `not_found` for a record that is not there or may not be seen. */
export async function findUnderstood(viewer: Viewer, sequence: number): Promise<Understood> {
  const record = await findRecord(viewer, sequence);
  const { type, recordedAt, place, about } = record;
  return { sequence, type, recordedAt, place, about: about.items, edges: place === "graph" ? await edgesOf(viewer, record) : null };
}

async function edgesOf(viewer: Viewer, record: RecordAnswer): Promise<UnderstoodEdge[]> {
  const { mains, job } = startsOf(record);
  const edges: UnderstoodEdge[] = [];
  for (const ref of mains.slice(0, MOST_MAINS)) {
    const graph = await findGraph(viewer, { ref, direction: "upstream", depth: 1, limit: 50 }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    });
    if (graph) edges.push(...stepsOf(graph, job));
  }
  return edges.slice(0, MOST_EDGES);
}

/** The nodes whose inputs a record speaks of: the outputs of an OpenLineage event (and then only its own job counts), else what it is about. */
function startsOf({ kind, subject, sequence }: RecordAnswer): { mains: string[]; job: string | null } {
  const subjectRef = referenceOf(subject);
  if (kind !== "openlineage") return { mains: subjectRef === null ? [] : [subjectRef], job: null };
  const event = parseOpenLineage(JSON.parse(services().ledger.read(sequence)!.bytes.toString("utf8").replace(/^\uFEFF/, "")));
  return event.shape === "DatasetEvent" ? { mains: [datasetRef(event.dataset)], job: null } : { mains: event.outputs.map(datasetRef), job: jobRef(event.job) };
}

/** Data to data: what lies between (a job version, a run) is named by its job. */
function stepsOf({ nodes, edges }: GraphAnswer, job: string | null): UnderstoodEdge[] {
  const byRef = new Map(nodes.flatMap((node) => (node.ref === null ? [] : [[node.ref, node] as const])));
  const isBetween = (ref: string) => ["jobversion", "run", "step"].includes(byRef.get(ref)?.kind ?? "");
  return edges.flatMap((edge) => {
    const [from, to] = [byRef.get(edge.from), byRef.get(edge.to)];
    if (!from || !to || isBetween(edge.to)) return [];
    if (!isBetween(edge.from)) return job === null ? [{ from: edge.from, fromKind: from.kind, to: edge.to, toKind: to.kind, by: null, confidence: edge.confidence }] : [];
    const by = from.job ?? null;
    if (job !== null && by !== job) return [];
    return edges
      .filter((input) => input.to === edge.from && byRef.has(input.from))
      .map((input) => ({ from: input.from, fromKind: byRef.get(input.from)!.kind, to: edge.to, toKind: to.kind, by, confidence: input.confidence }));
  });
}
