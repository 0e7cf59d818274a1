import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { jobEvent, pipeline, run, streaming } from "@/graph/testing/events";
import { ProjectionWorld, type TestEvent } from "@/graph/testing/projection-world";

let world: ProjectionWorld;
beforeEach(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
});
afterEach(() => world.close());

const T = (day: number, hour = 0) => `2026-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;
const lifecycle = (change: string, previous?: string) => ({
  lifecycleStateChange: { lifecycleStateChange: change, ...(previous ? { previousIdentifier: { namespace: "lake", name: previous } } : {}) },
});
const version = (it: string) => ({ version: { datasetVersion: it } });
const columns = (from: string, field: string) => ({ columnLineage: { fields: { total: { inputFields: [{ namespace: "lake", name: from, field }] } } } });

/** Every kind of event, with the turns that make order matter: late ones, failures, drops, ties, versions that come with the second event. */
function everything(): TestEvent[] {
  return [
    ...pipeline(),
    run("a", "r1", "START", T(1), ["x", "y"], ["out"]), run("a", "r1", "COMPLETE", T(1, 1), ["x", { name: "y", facets: version("7") }], [{ name: "out", facets: { ...version("v1"), ...columns("x", "price") } }]),
    run("a", "r2", "COMPLETE", T(2), ["x"], [{ name: "out", facets: columns("x", "price") }]), run("a", "r3", "COMPLETE", T(3), ["x", "z"], ["out"]),
    run("a", "r4", "COMPLETE", T(3), ["y"], ["out"]), run("a", "r5", "COMPLETE", T(4), ["x"], ["out"]), run("a", "r5", "FAIL", T(4, 1)),
    run("sql", "d1", "COMPLETE", T(3, 12), [], [{ name: "out", facets: lifecycle("DROP") }]), run("a", "r6", "COMPLETE", T(5), ["x", "y", "z"], ["out", "log"]),
    run("sql", "d2", "COMPLETE", T(6), [], [{ name: "log2", facets: lifecycle("RENAME", "log") }]), run("sql", "d3", "COMPLETE", T(7), [], [{ name: "log2", facets: lifecycle("DROP") }]),
    run("s", "s1", "RUNNING", T(1), ["topic"], ["sink"]), run("s", "s1", "RUNNING", T(2), ["topic2"], ["sink"]), run("s", "s1", "ABORT", T(3)), jobEvent("s", T(1), ["topic"], ["sink"], streaming),
    jobEvent("a", T(1), ["x"], ["out", "log"]), jobEvent("a", T(2), ["w"], ["out"]),
    run("read", "q1", "FAIL", T(2), ["out"]), run("read", "q2", "OTHER", T(2), ["out"]), run("read", "q3", null, T(2), ["out"]), run("noout", "n1", "COMPLETE", T(2), ["out", "x"]),
    { eventTime: T(2), dataset: { namespace: "ops", name: "hourly", facets: { schema: { fields: [{ name: "cpu_mean", type: "double" }, { name: "deep", type: "struct", fields: [{ name: "x" }] }] } } } },
    { eventTime: T(3), dataset: { namespace: "lake", name: "view", facets: columns("out", "total") } },
    { eventTime: T(4), dataset: { namespace: "lake", name: "view", facets: { lineage: { inputs: [{ namespace: "lake", name: "x", type: "DATASET" }] } } } },
    ...[1, 2].map((rows) => ({ eventId: `conflict-${rows}`, type: "batch.recorded", source: { namespace: "aws", name: "cpu" }, version: "w", window: { start: T(1), end: T(2) }, rows, digest: `sha256:${"d".repeat(64)}` })),
  ];
}

/** Deterministic numbers in [0, 1), so that a failing order can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

test("50 random orders, with repeats and in batches of any size, give the same graph", async () => {
  const events = everything();
  await world.send(...events);
  const expected = await world.lines();
  for (let seed = 1; seed <= 50; seed++) {
    await world.close();
    world = await ProjectionWorld.open(inject("neo4j"));
    const next = random(seed);
    const order = shuffled([...events, ...shuffled(events, next).slice(0, 10)], next);
    while (order.length > 0) await world.send(...order.splice(0, 1 + Math.floor(next() * 12)));
    expect(await world.lines(), `order ${seed}`).toEqual(expected);
  }
}, 600_000);

test("a rebuild from the ledger equals the live graph, digest for digest, record times included", async () => {
  for (const event of everything()) await world.send(event);
  const live = await world.lines({ withRecordTimes: true });
  await world.emptyGraph();
  world.state.clear();
  await world.startProjector();
  await world.send();
  expect(await world.lines({ withRecordTimes: true })).toEqual(live);
});

test("what is retracted is gone as if never sent; a retraction that is retracted gives it back", async () => {
  const events = everything();
  const next = random(7);
  for (let round = 0; round < 6; round++) {
    await world.close();
    world = await ProjectionWorld.open(inject("neo4j"));
    const taken = new Set(shuffled(events, next).slice(0, 12));
    await world.send(...events.filter((it) => !taken.has(it)));
    const without = await world.lines();
    await world.close();
    world = await ProjectionWorld.open(inject("neo4j"));
    const sequences = await world.send(...events);
    const whole = await world.lines();
    const [retraction] = await world.send({ retract: sequences.filter((_, i) => taken.has(events[i]!)) });
    expect(await world.lines(), `round ${round}`).toEqual(without);
    await world.send({ retract: [retraction!], reason: "by mistake" });
    expect(await world.lines(), `round ${round}`).toEqual(whole);
  }
}, 300_000);

test("a crash after Neo4j's commit and before the state's own loses and repeats nothing", async () => {
  const events = everything();
  await world.send(...events.slice(0, 20));
  const before = world.state.meta();
  const put = world.state.setMeta.bind(world.state);
  world.state.setMeta = () => {
    throw new Error("killed here");
  };
  await expect(world.send(...events.slice(20, 40))).rejects.toThrow("killed here");
  world.state.setMeta = put;
  expect(world.state.meta()).toEqual(before);
  await world.startProjector();
  await world.send(...events.slice(40));
  expect(await world.lines()).toEqual(await linesOf(events));
});

test("a state that is lost, or older than the graph by more than a batch, is made again from the ledger without writing twice", async () => {
  const events = everything();
  for (const event of events.slice(0, 30)) await world.send(event);
  world.state.clear();
  await world.startProjector();
  for (const event of events.slice(30)) await world.send(event);
  expect(await world.lines()).toEqual(await linesOf(events));
});

async function linesOf(events: TestEvent[]): Promise<string[]> {
  await world.close();
  world = await ProjectionWorld.open(inject("neo4j"));
  await world.send(...events);
  return world.lines();
}
