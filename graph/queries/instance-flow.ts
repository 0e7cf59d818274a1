import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Flow } from "@/lib/lineage/distances";
import type { Micros } from "@/lib/time";
import { confidenceSchema, type Confidence } from "./definition-edges";
import type { Side } from "./definition-flow";
import { lastOf, type Moment } from "./moment";
import { countUnread } from "./unread-predictions";

const sideSchema = z.enum(["upstream", "downstream"]);
/** More than this is not walked: the answer then says that it is not complete. */
export const MAX_INSTANCES = 200_000;

/** An instance as a walk knows it. A step is shown as its run (`ref`), and rides between what it read and what it wrote. */
export type Instance = { key: string; ref: string; rides: boolean; dataset: string | null; /** A batch's: its writer's run time; a prediction's: when it was made. */ time: Micros | null; /** Nothing is yielded on that side of it, as a walk that way has seen. */ ends?: Side };
/** In the direction of data flow. `at` is when the later end happened. */
export type InstanceEdge = { from: Instance; to: Instance; confidence: Confidence; at: Micros | null };

const instance = z.object({ key: z.string(), ref: z.string(), rides: z.boolean(), dataset: z.string().nullable(), time: z.number().nullable() });
export const timeOf = (it: string) => `CASE WHEN ${it}:Prediction THEN ${it}.at ELSE ${it}.time END`;
const instanceMap = (it: string) => `{key: ${it}.key, ref: ${it}.ref, rides: ${it}:Step, dataset: ${it}.dataset, time: ${timeOf(it)}}`;
const edgeRow = z.object({ from: instance, to: instance, confidence: confidenceSchema.nullable(), at: z.number().nullable(), ends: z.boolean() });

const yieldedNext = readQuery({
  name: "yielded-next",
  params: z.object({ keys: z.array(z.string()), side: sideSchema, onlySteps: z.boolean(), last: z.int(), limit: z.int() }),
  row: edgeRow,
  cypher: ({ side, onlySteps }) => `
    UNWIND $keys AS key
    MATCH (n:Node {key: key})${side === "downstream" ? "-[e:YIELDED]->" : "<-[e:YIELDED]-"}(m:${onlySteps ? "Step" : "Node"})
    WHERE coalesce(m.at <= $last, true)
    WITH ${side === "downstream" ? "n AS f, m AS t" : "m AS f, n AS t"}, e LIMIT $limit
    RETURN ${instanceMap("f")} AS from, ${instanceMap("t")} AS to, e.confidence AS confidence, coalesce(e.at, t.at) AS at,
      NOT EXISTS { ${side === "downstream" ? "(t)-[:YIELDED]->()" : "(f)<-[:YIELDED]-()"} } AS ends`,
});

const newestOfModel = readQuery({
  name: "newest-predictions-of-model",
  params: z.object({ key: z.string(), last: z.int(), limit: z.int() }),
  row: edgeRow,
  // the index of (model, at) gives the order, so that nothing is read beyond the limit
  cypher: `
    MATCH (p:Prediction) WHERE p.model = $key AND p.at <= $last
    WITH p ORDER BY p.model DESC, p.at DESC, p.key LIMIT $limit
    MATCH (p)<-[e:YIELDED]-(n:Node) WHERE n.key = $key
    RETURN ${instanceMap("n")} AS from, ${instanceMap("p")} AS to, e.confidence AS confidence, coalesce(e.at, p.at) AS at, true AS ends`,
});

const resolve = readQuery({
  name: "resolve-reads",
  params: z.object({ keys: z.array(z.string()), datasets: z.array(z.string()).nullable() }),
  row: z.object({ step: instance, at: z.number().nullable(), read: z.string(), batch: instance.nullable() }),
  cypher: `
    UNWIND $keys AS key
    MATCH (s:Node {key: key})-[r:READ]->(:Node)
    WHERE $datasets IS NULL OR r.dataset IN $datasets
    WITH s, r, COLLECT {
      MATCH (b:Batch {dataset: r.dataset})
      WHERE b.time < r.before AND NOT EXISTS { MATCH (b)<-[:YIELDED]-(writer:Step) WHERE writer.run = s.run }
      RETURN ${instanceMap("b")} ORDER BY b.dataset DESC, b.time DESC, b.ref DESC LIMIT 1
    } AS found
    RETURN ${instanceMap("s")} AS step, s.at AS at, r.dataset AS read, found[0] AS batch`,
});

/** A read that named no version, and the batch it must have meant: `null` when none was there before the run began. */
export type ResolvedRead = { step: Instance; at: Micros | null; dataset: string; batch: Instance | null };

/** What steps read without naming a version: of each dataset the latest batch before the run's first event that the run did not write itself. */
export async function resolveReads(steps: readonly string[], datasets: readonly string[] | null = null): Promise<ResolvedRead[]> {
  if (steps.length === 0) return [];
  const rows = await resolve({ keys: [...steps], datasets: datasets && [...datasets] });
  return rows.map(({ step, at, read, batch }) => ({ step, at, dataset: read, batch }));
}

const candidates = readQuery({
  name: "reader-candidates",
  params: z.object({ batches: z.array(z.object({ key: z.string(), dataset: z.string(), time: z.int() })), last: z.int() }),
  row: z.object({ batch: z.string(), step: z.string() }),
  cypher: `
    UNWIND $batches AS batch
    MATCH (b:Node {key: batch.key})
    WITH b, batch, COLLECT {
      MATCH (later:Batch {dataset: batch.dataset})
      WHERE later.time >= batch.time AND (later.time > batch.time OR later.ref > b.ref)
      RETURN later ORDER BY later.dataset, later.time, later.ref LIMIT 1
    }[0] AS successor
    CALL (b, batch, successor) {
      MATCH (s:Step)-[r:READ {dataset: batch.dataset}]->(:Node)
      WHERE r.before > batch.time AND r.before <= coalesce(successor.time, ${Number.MAX_SAFE_INTEGER})
      RETURN s
      UNION
      WITH batch, successor WHERE successor IS NOT NULL
      MATCH (successor)<-[:YIELDED]-(writer:Step)
      MATCH (s:Node {ref: writer.ref})-[:READ {dataset: batch.dataset}]->(:Node) WHERE s.run = writer.run
      RETURN s
    }
    WITH batch, s WHERE s.at <= $last
    RETURN batch.key AS batch, s.key AS step`,
});

/** Steps that read a batch without naming it: whose unversioned read of its dataset resolves to it. */
async function readersOf(batches: readonly Instance[], last: Micros): Promise<InstanceEdge[]> {
  const known = batches.flatMap(({ key, dataset, time }) => (dataset === null || time === null ? [] : [{ key, dataset, time }]));
  if (known.length === 0) return [];
  // the run that wrote the next batch did not read its own output, so it may still have read this one: each candidate is checked
  const rows = await candidates({ batches: known, last });
  const wanted = new Set(known.map(({ key }) => key));
  const reads = await resolveReads([...new Set(rows.map(({ step }) => step))], [...new Set(known.map(({ dataset }) => dataset))]);
  return reads.flatMap(({ step, at, batch }) => (batch && wanted.has(batch.key) ? [{ from: batch, to: step, confidence: "inferred" as const, at }] : []));
}

/** `unresolved`, upstream: datasets that were read when no version of them was there. */
export type EdgesNext = { edges: InstanceEdge[]; unresolved: string[] };

/** The edges next to some instances on one side, unversioned reads resolved. */
export async function instanceEdgesOf(nodes: readonly Instance[], side: Side, options: { last: Micros; onlySteps?: boolean; limit?: number }): Promise<EdgesNext> {
  if (nodes.length === 0) return { edges: [], unresolved: [] };
  const { last, onlySteps = false, limit = MAX_INSTANCES } = options;
  // a model version leads to predictions alone, and to very many
  const asked = nodes.filter(({ ref, ends }) => ends !== side && !(onlySteps && side === "downstream" && ref.startsWith("model:")));
  const yielded = asked.length === 0 ? [] : yieldedNext({ keys: asked.map(({ key }) => key), side, onlySteps, last, limit });
  const [named, readers, reads] = await Promise.all([
    yielded,
    side === "downstream" ? readersOf(nodes.filter(({ dataset }) => dataset !== null), last) : [],
    side === "upstream" ? resolveReads(nodes.filter(({ rides }) => rides).map(({ key }) => key)) : [],
  ]);
  const resolved = reads.flatMap(({ step, at, batch }) => (batch ? [{ from: batch, to: step, confidence: "inferred" as const, at }] : []));
  return {
    edges: [...named.map((row) => toEdge(row, side)), ...readers, ...resolved],
    unresolved: reads.filter(({ batch }) => batch === null).map(({ dataset }) => dataset),
  };
}

function toEdge({ from, to, confidence, at, ends }: z.output<typeof edgeRow>, side: Side): InstanceEdge {
  const [near, far] = side === "downstream" ? [from, to] : [to, from];
  const ended = ends ? { ...far, ends: side } : far;
  return { ...(side === "downstream" ? { from: near, to: ended } : { from: ended, to: near }), confidence: confidence ?? "observed", at };
}

/** `unread`: how many predictions are within reach and were not read. */
export type InstanceFlow = Flow & EdgesNext & { instances: ReadonlyMap<string, Instance>; unread: number; partial: boolean };

type FlowOptions = {
  /** Of each model version so many predictions at most are read, the newest; nothing follows from a prediction. */
  predictions?: number;
  /** Hears of each level as soon as it is known. */
  onFound?: (found: readonly Instance[]) => void;
};

const isModel = ({ ref }: Instance): boolean => ref.startsWith("model:");

/**
 * All that is up to `depth` steps up- or downstream in the instance plane, level by level. What happened after the moment is left out.
 * `partial`: there were too many to walk all (`MAX_INSTANCES`).
 */
export async function instanceFlow(starts: readonly Instance[], side: Side, depth: number, moment: Moment, { predictions, onFound = () => undefined }: FlowOptions = {}): Promise<InstanceFlow> {
  const last = lastOf(moment);
  const cut = new Set<string>();
  const instances = new Map(starts.map((it) => [it.key, it]));
  const next = new Map<string, string[]>();
  const edges: InstanceEdge[] = [];
  const unresolved = new Set<string>();
  let partial = false;
  const follow = async (from: readonly Instance[], onlySteps: boolean): Promise<Instance[]> => {
    const limit = MAX_INSTANCES - instances.size;
    const models = side === "downstream" && predictions !== undefined ? from.filter(isModel) : [];
    const others = models.length === 0 ? from : from.filter((it) => !isModel(it));
    const [beside, newest] = await Promise.all([instanceEdgesOf(others, side, { last, onlySteps, limit }), onlySteps ? [] : newestOf(models)]);
    if (beside.edges.length >= limit) partial = true;
    for (const dataset of beside.unresolved) unresolved.add(dataset);
    const found: Instance[] = [];
    for (const edge of [...beside.edges, ...newest]) {
      const [near, far] = side === "downstream" ? [edge.from, edge.to] : [edge.to, edge.from];
      edges.push(edge);
      const known = next.get(near.key);
      if (known) known.push(far.key);
      else next.set(near.key, [far.key]);
      if (instances.has(far.key)) continue;
      instances.set(far.key, far);
      found.push(far);
    }
    onFound(found);
    return found;
  };
  const newestOf = async (models: readonly Instance[]): Promise<InstanceEdge[]> => {
    const most = predictions ?? 0;
    const lists = await Promise.all(models.map(({ key }) => newestOfModel({ key, last, limit: most + 1 })));
    return lists.flatMap((rows, i) => {
      if (rows.length > most) cut.add(models[i]!.key);
      return rows.slice(0, most).map((row) => toEdge(row, side));
    });
  };
  let frontier = starts;
  for (let distance = 0; frontier.length > 0 && !partial; distance++) {
    // what lies beyond the steps of the last level is not walked to, but it has to be known: it may be in already
    const isLast = distance === depth;
    const found = await follow(frontier, isLast);
    const beyond = await follow(found.filter(({ rides }) => rides), false);
    frontier = isLast ? [] : [...found, ...beyond].filter(({ rides }) => !rides);
  }
  return { nodes: instances, next, edges, unresolved: [...unresolved], instances, unread: await countUnread([...cut], [...instances.keys()], last), partial };
}
