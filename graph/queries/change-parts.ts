import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { confidenceSchema } from "./definition-edges";

const period = { from: z.int(), last: z.int() };
const limited = { ...period, limit: z.int() };

/** The intervals of all edges among some definitions that turned in a period, those that hold longest first: what a limit cuts off had ended before. */
export const readTurnedEdges = readQuery({
  name: "edges-turned-in-period",
  params: z.object({ keys: z.array(z.string()), ...limited }),
  row: z.object({ from: z.string(), to: z.string(), validFrom: z.number(), validTo: z.number(), confidence: confidenceSchema, rel: z.string().nullable() }),
  // in-degrees are small where out-degrees are not (a hub), so edges are asked for from their far end
  cypher: `
    UNWIND $keys AS key
    MATCH (m:Node {key: key})<-[e:FEEDS|FED]-(n:Node)
    WHERE n.key IN $keys AND coalesce(e.rel, '') <> 'serves' AND e.validFrom <= $last AND e.validTo > $from
    WITH n.key AS from, m.key AS to, collect(e) AS held
    WHERE any(e IN held WHERE e.validFrom > $from OR e.validTo <= $last)
    UNWIND held AS e
    RETURN from, to, e.validFrom AS validFrom, e.validTo AS validTo, e.confidence AS confidence, e.rel AS rel
    ORDER BY validTo DESC, validFrom DESC, from, to LIMIT $limit`,
});

/** Which model versions the deployments among some definitions ran in a period, in the same order. */
export const readServedModels = readQuery({
  name: "models-served-in-period",
  params: z.object({ keys: z.array(z.string()), ...limited }),
  row: z.object({ ref: z.string(), model: z.string(), validFrom: z.number(), validTo: z.number() }),
  cypher: `
    UNWIND $keys AS key
    MATCH (d:Node {key: key})<-[e:FEEDS|FED {rel: 'serves'}]-(model:Node) WHERE e.validFrom <= $last AND e.validTo > $from
    RETURN key AS ref, model.ref AS model, e.validFrom AS validFrom, e.validTo AS validTo ORDER BY validTo DESC, validFrom DESC, ref, model LIMIT $limit`,
});

/** Of some nodes those that were first seen, happened or were dropped in a period. A run's reference stands for the last of the runs that share it. */
export const readAppeared = readQuery({
  name: "nodes-appeared-in-period",
  params: z.object({ refs: z.array(z.string()), ...period }),
  row: z.object({ ref: z.string(), kind: z.string(), at: z.number().nullable(), droppedAt: z.number().nullable() }),
  cypher: `
    UNWIND $refs AS ref
    MATCH (n:Node {ref: ref}) WHERE NOT n:Step AND NOT n:Declaration AND (($from < n.at AND n.at <= $last) OR ($from < n.droppedAt AND n.droppedAt <= $last))
    RETURN ref, head(collect(n.kind)) AS kind, max(n.at) AS at, max(n.droppedAt) AS droppedAt ORDER BY ref`,
});

/** Declarations of sources in a period, each with what the one before said. */
export const readDeclared = readQuery({
  name: "declared-in-period",
  params: z.object({ keys: z.array(z.string()), ...limited }),
  row: z.object({ ref: z.string(), at: z.number(), trusted: z.boolean().nullable(), before: z.array(z.object({ trusted: z.boolean().nullable() })) }),
  cypher: `
    UNWIND $keys AS key
    MATCH (n:Node {key: key})-[:DECLARED_AS]->(d:Declaration) WHERE $from < d.at AND d.at <= $last
    RETURN key AS ref, d.at AS at, d.trusted AS trusted,
      COLLECT { MATCH (n)-[:DECLARED_AS]->(b:Declaration) WHERE b.at < d.at RETURN {trusted: b.trusted} ORDER BY b.at DESC, b.key DESC LIMIT 1 } AS before
    ORDER BY at DESC, ref LIMIT $limit`,
});

/** The definitions that instances are of, or were made by: a batch's dataset, a feature set's group and features, a prediction's model and deployment, a step's job version. */
export const definitionsOfInstances = readQuery({
  name: "definitions-of-instances",
  params: z.object({ refs: z.array(z.string()), limit: z.int() }),
  row: z.object({ key: z.string() }),
  cypher: `
    UNWIND $refs AS ref
    MATCH (n:Node {ref: ref})
    UNWIND CASE
      WHEN n:Batch THEN [n.dataset]
      WHEN n:FeatureSet THEN coalesce(n.features, []) + [n.group]
      WHEN n:Prediction THEN [n.model, n.deployment]
      WHEN n:Step THEN [n.version]
      WHEN n:ModelVersion THEN [n.key]
      ELSE [] END AS key
    WITH DISTINCT key WHERE key IS NOT NULL
    RETURN key ORDER BY key LIMIT $limit`,
});
