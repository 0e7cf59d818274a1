import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { PredictionMade } from "@/lib/events/headwater-events";
import { bulkPredictions } from "./bulk-predictions";
import { pipeline } from "./events";
import { ProjectionWorld } from "./projection-world";

let world: ProjectionWorld;
beforeAll(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
  await world.send(...pipeline());
});
afterAll(() => world.close());

const made = (n: number): PredictionMade => ({
  namespace: "ops", id: `bulk-${n}`, model: { namespace: "ops", name: "anomaly", version: "2" }, deployment: { namespace: "ops", environment: "prod", name: "anomaly" },
  features: [{ namespace: "ops", id: `fs-${n}` }], at: `2026-01-0${4 + n}T0${n}:00:00.00000${n}Z`, output: { score: n / 10, isAnomaly: n > 1 }, digest: `sha256:${String(n).repeat(64)}`,
});

/** The driver reads a whole number that is kept as a float like an integer. */
const types = () => world.query("MATCH (n) WHERE n:Prediction OR n:Daily UNWIND keys(n) AS name RETURN n.key AS key, name, valueType(n[name]) AS type ORDER BY key, name");

test("predictions that are written in bulk leave the graph as the projector does: nodes, labels, properties and their types, relationships and daily counts", async () => {
  const contents = [made(1), made(2)];
  const sequences = await world.send(...contents.map((content) => ({ type: "prediction.made", ...content })));
  const projected = await world.lines({ withRecordTimes: true });
  const projectedTypes = await types();
  expect(projected.filter((line) => line.includes("bulk-1")).length).toBeGreaterThan(2);

  // back to what the projector found, as far as these two went
  await world.query("MATCH (p:Prediction) WHERE p.id STARTS WITH 'bulk-' MATCH (d:Daily) WHERE d.day = p.at / 86400000000 SET d.count = d.count - 1");
  await world.query("MATCH (d:Daily) WHERE d.count = 0 DELETE d");
  await world.query("MATCH (p:Prediction) WHERE p.id STARTS WITH 'bulk-' DETACH DELETE p");
  expect(await world.lines({ withRecordTimes: true })).not.toEqual(projected);

  const recordedAt = sequences.map((sequence) => world.ledger.read(sequence)!.recordedAt);
  expect(await bulkPredictions(world.driver, world.neo4j.database, contents.map((content, i) => ({ content, recordedAt: recordedAt[i]! })))).toBe(2);
  expect(await world.lines({ withRecordTimes: true })).toEqual(projected);
  expect(await types()).toEqual(projectedTypes);
});

test("predictions of a feature set that is not in the graph are refused", async () => {
  const unknown = { ...made(3), features: [{ namespace: "ops", id: "fs-never" }] };
  await expect(bulkPredictions(world.driver, world.neo4j.database, [{ content: unknown, recordedAt: 1 }])).rejects.toThrow("1 of 1 predictions have no model version or feature set");
});
