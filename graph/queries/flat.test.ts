import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ProfiledPlan } from "neo4j-driver";
import { bulkPredictions } from "@/graph/testing/bulk-predictions";
import { StatementNotes } from "@/graph/testing/noting-driver";
import { ProjectionWorld } from "@/graph/testing/projection-world";
import { MODEL, PREDICTIONS_OF_SET, ScaleWorld, setId, SOURCE } from "@/graph/testing/scale-world";
import { bound, everyone } from "@/graph/testing/seeded-graph";
import { provideReadServices } from "@/graph/testing/write-seed";
import { formatRef } from "@/lib/lineage/node-ref";
import { formatInstant } from "@/lib/time";
import { writeCursor } from "./cursor";
import { findGraph } from "./find-graph";
import { findHereNow } from "./find-here-now";
import { findImpact } from "./find-impact";
import { findNode } from "./find-node";
import { findPredictions } from "./find-predictions";
import { findProvenance } from "./find-provenance";
import { readCounts } from "./find-status";
import { search } from "./search";

/** More than search looks at; and three times as many. */
const [FEW, MANY] = [2_500, 7_500];
const KNOWN = 321;
const CLOCK = Date.UTC(2026, 5, 30) * 1000;

const scale = new ScaleWorld(CLOCK);
const TRAINED_ON = formatRef("featureset", "scale", setId(0));
const [prediction, id] = [scale.predictionRef(KNOWN), scale.predictionId(KNOWN)];
const QUESTIONS: Record<string, () => Promise<unknown>> = {
  "the impact of a source": () => findImpact(everyone, { ref: [SOURCE] }),
  "the provenance of a prediction": () => findProvenance(everyone, { id: prediction }),
  "the node of the model version": () => findNode(everyone, { ref: MODEL }),
  "its predictions": () => findPredictions(everyone, { ref: MODEL }),
  "its predictions from deep within": () => findPredictions(everyone, { ref: MODEL, cursor: writeCursor([scale.predictedAt(KNOWN), ""]) }),
  "the instances around the model version": () => findGraph(everyone, { ref: MODEL, plane: "instance", direction: "both", limit: 150 }),
  "a search by an id": () => search(everyone, { q: id }),
  "a search by a beginning that all ids share": () => search(everyone, { q: id.slice(0, 2) }),
  "a list of all predictions": () => search(everyone, { kind: "prediction" }),
  "that list from deep within": () => search(everyone, { kind: "prediction", cursor: writeCursor([0, scale.predictedAt(KNOWN), ""]) }),
  "a list of them for who sees another namespace": () => search(bound("elsewhere"), { kind: "prediction" }),
  "what is here now, in some namespaces": () => findHereNow({ namespaces: ["scale", "elsewhere"], since: CLOCK - 86_400_000_000, now: CLOCK }),
  "what is here now, for who sees another namespace": () => findHereNow({ namespaces: ["elsewhere"], since: CLOCK - 86_400_000_000, now: CLOCK }),
  "the state of the parts": () => readCounts({}),
  "what is here now": () => findHereNow({ namespaces: null, since: CLOCK - 86_400_000_000, now: CLOCK }),
};
const hits: Record<string, number[]> = Object.fromEntries(Object.keys(QUESTIONS).map((what) => [what, []]));

const notes = new StatementNotes();
let world: ProjectionWorld;

/** As the tests' world takes it. */
function toTestEvent(text: string): Record<string, unknown> {
  const { type, data } = JSON.parse(text) as { type: string; data: object };
  return { type: type.replace(/^dev\.headwater\.|\.v1$/g, ""), ...data };
}

/** What Neo4j looks at for each question: unlike a time, the same on every machine. */
async function profile(): Promise<void> {
  const session = world.driver.session({ database: world.neo4j.database });
  // Neo4j samples its indexes when it comes to it, and plans by what it knows: here it is to know
  await session.run("CALL db.prepareForReplanning(120)");
  for (const [what, ask] of Object.entries(QUESTIONS)) {
    await ask();
    let sum = 0;
    for (const { cypher, params } of notes.take()) {
      const { summary } = await session.run(`PROFILE ${cypher}`, params);
      sum += hitsOf(summary.profile as ProfiledPlan);
    }
    hits[what]!.push(sum);
  }
  await session.close();
}

const refOf = (node: { ref: string | null }): string | null => node.ref;

const hitsOf = (plan: ProfiledPlan): number => plan.dbHits + plan.children.reduce((sum, it) => sum + hitsOf(it), 0);

beforeAll(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
  provideReadServices(notes.over(world.driver), world.neo4j.database);
  for (const event of [...scale.definitions(), ...scale.featureSets(1, MANY / PREDICTIONS_OF_SET)]) await world.append(toTestEvent(event));
  await world.send();
  await bulkPredictions(world.driver, world.neo4j.database, scale.predictions(0, FEW));
  await profile();
  await bulkPredictions(world.driver, world.neo4j.database, scale.predictions(FEW, MANY));
  await profile();
}, 400_000);
afterAll(() => world.close());

test.each(Object.keys(QUESTIONS))("%s costs no more with three times as many predictions", (what) => {
  const [few = 0, many = 0] = hits[what]!;
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThan(few * 1.3 + 500);
});

test("a search by a beginning that too many ids share says that they were not counted, and still finds the id itself", async () => {
  expect(await search(everyone, { q: id.slice(0, 2) })).toMatchObject({ total: null, shown: 50 });
  expect(await search(everyone, { q: id })).toMatchObject({ total: 1, results: [{ ref: prediction }] });
});

test("a list of instances is counted to the unit, whoever asks; Home says where it did not count to the end", async () => {
  expect((await search(bound("scale", "elsewhere"), { kind: "prediction" })).total).toBe(MANY);
  expect(await search(bound("elsewhere"), { kind: "prediction" })).toMatchObject({ total: 0, shown: 0 });
  const times = Array.from({ length: MANY }, (_, n) => scale.predictedAt(n)).sort((a, b) => a - b);
  const [early, count] = [formatInstant(times[1_234]!), times.filter((it) => it <= times[1_234]!).length];
  const all = await search(everyone, { kind: "prediction", asOf: early });
  expect(all.total).toBe(count);
  expect(await search(bound("scale"), { kind: "prediction", asOf: early })).toEqual(all);
  const predictionsIn = async (namespaces: string[]) => (await findHereNow({ namespaces, since: CLOCK, now: CLOCK })).find(({ kind }) => kind === "prediction")?.total;
  expect([await predictionsIn(["scale"]), await predictionsIn(["elsewhere"])]).toEqual([null, 0]);
});

test.each([
  ["around the model version", { ref: MODEL, plane: "instance", direction: "both" }],
  ["around it, at an instant", { ref: MODEL, plane: "instance", direction: "both", asOf: formatInstant(scale.predictedAt(3_000)) }],
  ["after what it was trained on, whose own predictions are found before it is", { ref: TRAINED_ON, direction: "downstream", depth: 10 }],
] as const)("the instances %s are counted to the unit, however few are read", async (_where, asked) => {
  const [few, all] = [await findGraph(everyone, { ...asked, limit: 150 }), await findGraph(everyone, { ...asked, limit: 100_000 })];
  expect(all).toMatchObject({ counts: { hiddenByLimit: 0 }, complete: true });
  expect(few.counts).toEqual({ ...all.counts, shown: few.nodes.length, hiddenByLimit: all.counts.total - few.nodes.length });
  expect(few.counts.hiddenByLimit).toBeGreaterThan(2_000);
  const some = await findGraph(everyone, { ...asked, limit: 400 });
  expect(some.nodes.slice(0, few.nodes.length).map(refOf)).toEqual(few.nodes.map(refOf));
  expect(all.nodes.slice(0, some.nodes.length).map(refOf)).toEqual(some.nodes.map(refOf));
});
