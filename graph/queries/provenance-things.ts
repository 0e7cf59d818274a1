import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { STILL, type Micros } from "@/lib/time";
import { nodeFields, nodeRow } from "./node-fields";
import { failureRow } from "./path-failures";

const FAILURES_OF_BATCH = 20;

const thingRow = nodeRow.extend({
  facts: z.string().nullable(), recordedAt: z.number().nullable(), trace: z.string().nullable(), startedAt: z.number().nullable(), endedAt: z.number().nullable(),
  model: z.string().nullable(), deployment: z.string().nullable(), run: z.string().nullable(), trainingRun: z.string().nullable(),
  features: z.array(z.string()), requires: z.array(z.string()).nullable(),
});
export type ThingRow = z.output<typeof thingRow>;

const readThings = readQuery({
  name: "provenance-things",
  params: z.object({ refs: z.array(z.string()) }),
  row: thingRow,
  cypher: `
    UNWIND $refs AS wanted
    MATCH (n:Node {ref: wanted}) WHERE NOT n:Step AND NOT n:Declaration
    RETURN ${nodeFields("n")}, n.facts AS facts, n.recordedAt AS recordedAt, n.trace AS trace, n.startedAt AS startedAt, n.endedAt AS endedAt,
      CASE WHEN n:Prediction THEN n.model END AS model, CASE WHEN n:Prediction THEN n.deployment END AS deployment,
      CASE WHEN n:Prediction THEN n.run END AS run, n.trainingRun AS trainingRun, n.requires AS requires,
      coalesce(n.features, []) AS features
    ORDER BY key DESC`,
});

/** Everything that provenance says of the things behind a prediction, by reference. */
export async function thingsByRef(refs: readonly string[]): Promise<Map<string, ThingRow>> {
  return new Map((refs.length === 0 ? [] : await readThings({ refs: [...new Set(refs)] })).map((row) => [row.ref, row]));
}

const batchRow = z.object({
  ref: z.string(), dataset: z.string().nullable(), version: z.string().nullable(), state: z.string().nullable(), recordedAt: z.number().nullable(), facts: z.string().nullable(),
  failures: z.array(failureRow),
});
export type BatchRow = z.output<typeof batchRow>;

const readBatches = readQuery({
  name: "batches-of-path",
  params: z.object({ refs: z.array(z.string()) }),
  row: batchRow,
  cypher: `
    UNWIND $refs AS wanted
    MATCH (n:Node {key: wanted})
    RETURN n.ref AS ref, n.dataset AS dataset, n.version AS version, n.state AS state, n.recordedAt AS recordedAt, n.facts AS facts,
      COLLECT {
        MATCH (n)<-[:ABOUT]-(f:Failure)
        RETURN {about: n.ref, failure: f.failure, message: f.message, at: f.at} ORDER BY f.at DESC, f.key LIMIT ${FAILURES_OF_BATCH}
      } AS failures`,
});

/** Batches, of which there may be hundreds behind one prediction, with no more than is read of them, and their newest failures; by reference. */
export async function batchesByRef(refs: readonly string[]): Promise<Map<string, BatchRow>> {
  return new Map((refs.length === 0 ? [] : await readBatches({ refs: [...refs] })).map((row) => [row.ref, row]));
}

const findByRef = readQuery({
  name: "prediction-by-ref",
  params: z.object({ ref: z.string() }),
  row: z.object({ ref: z.string(), namespace: z.string() }),
  cypher: "MATCH (n:Node {key: $ref}) WHERE n:Prediction RETURN n.ref AS ref, n.namespace AS namespace",
});
const findById = readQuery({
  name: "predictions-by-id",
  params: z.object({ id: z.string() }),
  row: z.object({ ref: z.string(), namespace: z.string() }),
  cypher: "MATCH (n:Instance) WHERE n.kind = 'prediction' AND n.id = $id RETURN n.ref AS ref, n.namespace AS namespace ORDER BY ref",
});
const findByTrace = readQuery({
  name: "predictions-by-trace",
  params: z.object({ trace: z.string() }),
  row: z.object({ ref: z.string(), namespace: z.string() }),
  cypher: "MATCH (n:Instance) WHERE n.trace = $trace AND n:Prediction RETURN n.ref AS ref, n.namespace AS namespace ORDER BY ref LIMIT 1000",
});

/** Predictions that a text may mean: by reference, else by id, else by trace id. */
export async function predictionsNamed(text: string, ref: string | null, sees: (namespace: string) => boolean): Promise<string[]> {
  const ways = [
    ...(ref === null ? [] : [() => findByRef({ ref })]),
    () => findById({ id: text }),
    () => findByTrace({ trace: text.toLowerCase() }),
  ];
  for (const way of ways) {
    const seen = (await way()).filter(({ namespace }) => sees(namespace));
    if (seen.length > 0) return seen.map((it) => it.ref);
  }
  return [];
}

const readSetsOf = readQuery({
  name: "feature-sets-of-prediction",
  params: z.object({ ref: z.string() }),
  row: z.object({ key: z.string() }),
  cypher: "MATCH (:Node {key: $ref})<-[:YIELDED]-(set:FeatureSet) RETURN set.key AS key ORDER BY key",
});

export async function featureSetsOf(prediction: string): Promise<string[]> {
  return (await readSetsOf({ ref: prediction })).map(({ key }) => key);
}

const declarationRow = z.object({ trusted: z.boolean(), at: z.number().nullable(), facts: z.string().nullable() });
const trustOf = readQuery({
  name: "trust-of-datasets",
  params: z.object({ datasets: z.array(z.string()), at: z.int() }),
  row: z.object({ dataset: z.string(), declared: z.array(declarationRow) }),
  cypher: `
    UNWIND $datasets AS dataset
    RETURN dataset, COLLECT {
      MATCH (:Node {key: dataset})-[:DECLARED_AS]->(d:Declaration) WHERE d.at <= $at
      RETURN {trusted: d.trusted, at: d.at, facts: d.facts} ORDER BY d.at DESC, d.key DESC LIMIT 1
    } AS declared`,
});

/** What a source was declared to be, by which channel it comes, and since when. */
export type DeclaredTrust = { trusted: boolean; channel: string | null; at: Micros | null };
const channelOf = z.object({ channel: z.string().nullable().catch(null) }).catch({ channel: null });

/** What each dataset was declared to be at an instant; those that were not declared by then are not in the map. */
export async function declaredTrust(datasets: readonly string[], at: Micros | null): Promise<Map<string, DeclaredTrust>> {
  const rows = datasets.length === 0 ? [] : await trustOf({ datasets: [...new Set(datasets)], at: at ?? STILL });
  return new Map(
    rows.flatMap(({ dataset, declared: [latest] }) => {
      if (latest === undefined) return [];
      const { channel } = channelOf.parse(latest.facts === null ? {} : JSON.parse(latest.facts));
      return [[dataset, { trusted: latest.trusted, channel, at: latest.at }] as const];
    }),
  );
}
