import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { resolveReads } from "./instance-flow";
import { lastOf, type Moment } from "./moment";

const MISSING_SHOWN = 50;

const readSteps = readQuery({
  name: "training-steps",
  params: z.object({ model: z.string(), last: z.int() }),
  row: z.object({ step: z.string(), ref: z.string(), featureSets: z.int(), batches: z.int(), others: z.int(), missing: z.array(z.string()) }),
  // snapshots name inputs by the hundred: they are counted, and only what is missing of them is named
  cypher: `
    MATCH (:Node {key: $model})<-[:YIELDED]-(s:Step) WHERE coalesce(s.at <= $last, true)
    CALL (s) {
      OPTIONAL MATCH (s)<-[:YIELDED]-(input:Node)
      RETURN sum(CASE WHEN input:FeatureSet THEN 1 ELSE 0 END) AS featureSets, sum(CASE WHEN input:Batch THEN 1 ELSE 0 END) AS batches, count(input) AS total,
        collect(CASE WHEN input.state = 'missing' THEN input.ref END)[..${MISSING_SHOWN}] AS missing
    }
    RETURN s.key AS step, s.ref AS ref, featureSets, batches, total - featureSets - batches AS others, missing ORDER BY step`,
});

const countBatches = readQuery({
  name: "batches-behind-model",
  params: z.object({ model: z.string() }),
  row: z.object({ total: z.int() }),
  cypher: "MATCH (:Node {key: $model})<-[:YIELDED]-{1,1000}(b:Batch) RETURN count(DISTINCT b) AS total",
});

/** What is read of a model version's training: its run, what that named as inputs, by kind, and which of them nobody recorded. */
export type TrainingRead = {
  /** The run that made it, when it is known. */
  firstRun: string | null;
  inputs: { featuresets: number; batches: number; others: number };
  missing: string[];
  /** Datasets that were read when no version of them was there. */
  unresolved: string[];
  /** Batches anywhere upstream of it; reads that named no version are not followed. */
  batchesBehind: number;
};

export async function findTraining(model: string | null, moment: Moment): Promise<TrainingRead> {
  if (model === null) return { firstRun: null, inputs: { featuresets: 0, batches: 0, others: 0 }, missing: [], unresolved: [], batchesBehind: 0 };
  const [steps, behind] = await Promise.all([readSteps({ model, last: lastOf(moment) }), countBatches({ model })]);
  const reads = await resolveReads(steps.map(({ step }) => step));
  const sum = (of: (step: (typeof steps)[number]) => number) => steps.reduce((all, step) => all + of(step), 0);
  return {
    firstRun: steps[0]?.ref ?? null,
    inputs: { featuresets: sum((it) => it.featureSets), batches: sum((it) => it.batches) + reads.filter(({ batch }) => batch !== null).length, others: sum((it) => it.others) },
    missing: steps.flatMap(({ missing }) => missing),
    unresolved: [...new Set(reads.filter(({ batch }) => batch === null).map(({ dataset }) => dataset))],
    batchesBehind: behind[0]?.total ?? 0,
  };
}
