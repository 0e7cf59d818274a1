import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { everyKindOfEvent } from "@/graph/testing/events";
import { ProjectionWorld, type TestEvent } from "@/graph/testing/projection-world";
import { random, shuffled } from "@/lib/testing/seeded-random";

let world: ProjectionWorld;
beforeEach(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
});
afterEach(() => world.close());

test("50 random orders, with repeats and in batches of any size, give the same graph", async () => {
  const events = everyKindOfEvent();
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
  for (const event of everyKindOfEvent()) await world.send(event);
  const live = await world.lines({ withRecordTimes: true });
  await world.emptyGraph();
  world.state.clear();
  await world.startProjector();
  await world.send();
  expect(await world.lines({ withRecordTimes: true })).toEqual(live);
});

test("what is retracted is gone as if never sent; a retraction that is retracted gives it back", async () => {
  const events = everyKindOfEvent();
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
  const events = everyKindOfEvent();
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
  const events = everyKindOfEvent();
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
