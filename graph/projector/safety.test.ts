import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { ds, run } from "@/graph/testing/events";
import { ProjectionWorld, toRecord } from "@/graph/testing/projection-world";
import { canonicalDigest } from "@/lib/canonical-json";

let world: ProjectionWorld;
beforeEach(async () => {
  world = await ProjectionWorld.open(inject("neo4j"));
});
afterEach(async () => {
  await world.query("DROP CONSTRAINT in_the_way IF EXISTS");
  await world.close();
});

const T = "2026-03-01T00:00:00Z";
const letters = () => world.query<{ sequence: number; code: string; attempts: number }>("MATCH (d:DeadLetter) RETURN d.sequence AS sequence, d.code AS code, d.attempts AS attempts ORDER BY sequence");

test("a record that Neo4j refuses is set aside with the reason, the others of its batch are projected", async () => {
  const long = "x".repeat(20_000);
  const [, bad] = await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]), run("b", "r2", "COMPLETE", T, [long], ["lost"]), run("c", "r3", "COMPLETE", T, ["y"], ["out2"]));
  expect(await world.upstream(ds("out"))).toEqual([ds("x")]);
  expect(await world.upstream(ds("out2"))).toEqual([ds("y")]);
  expect(await letters()).toEqual([{ sequence: bad, code: expect.stringMatching(/^Neo\./), attempts: 1 }]);
  expect(world.deadLetters).toBe(1);
  expect(world.ledger.read(bad!)).not.toBeNull();
  expect(await world.query("MATCH (n:Node {key: $key}) RETURN n", { key: ds("lost") })).toEqual([]);
});

test("a dead letter that is replayed once the cause is gone is projected as if it had never failed", async () => {
  await world.query("CREATE CONSTRAINT in_the_way FOR (j:JobVersion) REQUIRE j.origin IS UNIQUE");
  const [, second] = await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]), run("b", "r2", "COMPLETE", T, ["y"], ["out2"]));
  expect((await letters()).map((it) => it.sequence)).toEqual([second]);
  await expect(world.projector.replay(second!)).rejects.toMatchObject({ code: "conflict" });
  expect((await letters())[0]!.attempts).toBe(2);
  await world.query("DROP CONSTRAINT in_the_way");
  await world.projector.replay(second!);
  expect(await letters()).toEqual([]);
  expect(await world.upstream(ds("out2"))).toEqual([ds("y")]);
  await expect(world.projector.replay(second!)).rejects.toMatchObject({ code: "not_found" });
});

test("a rebuild sets the same records aside", async () => {
  const bad = run("b", "r2", "COMPLETE", T, ["x".repeat(20_000)], ["lost"]);
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]), bad, run("a", "r4", "COMPLETE", T, ["x", "z"], ["out"]));
  const [before, dead] = [await world.lines(), (await letters()).map((it) => it.sequence)];
  await world.emptyGraph();
  world.state.clear();
  await world.startProjector();
  await world.send();
  expect(await world.lines()).toEqual(before);
  expect((await letters()).map((it) => it.sequence)).toEqual(dead);
});

test("a change of people or tokens leaves nothing in the graph, is no dead letter, and holds nothing up", async () => {
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  const before = await world.lines();
  const event = { scope: null, name: "pipeline" };
  await world.ledger.append({ id: "access:1", contentDigest: canonicalDigest(event), kind: "access", type: "access.token-made", subject: "token:1", about: ["token:1"], actor: "user:1", bytes: Buffer.from(JSON.stringify(event)), mediaType: "application/json" });
  await world.send();
  expect(world.progress.at(-1)).toMatchObject({ offset: 2, deadLetters: 0 });
  expect(await world.lines()).toEqual(before);
  await world.send(run("a", "r2", "COMPLETE", "2026-03-02T00:00:00Z", ["y"], ["out"]));
  expect(await world.upstream(ds("out"))).toEqual([ds("y")]);
});

test("a second projector on the same graph fences off the first", async () => {
  const first = world.projector;
  await world.startProjector();
  await world.append(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  await expect(first.step()).rejects.toThrow("another Headwater writes to this graph");
});

test("a graph that was made from another ledger is not written to", async () => {
  const first = world.projector;
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  const graph = await world.lines();
  const own = world.ledger;
  await world.replaceLedger();
  await world.append(run("b", "r2", "COMPLETE", T, ["y"], ["out2"]), run("b", "r3", "COMPLETE", T, ["y"], ["out2"]));
  await expect(world.startProjector()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("npm run rebuild") });
  expect(await world.lines()).toEqual(graph);
  await own.append(toRecord(run("c", "r4", "COMPLETE", T, ["z"], ["out3"])));
  expect(await first.step()).toBe(true);
  expect(await world.upstream(ds("out3"))).toEqual([ds("z")]);
});

test("a graph that an older interpretation made is made anew, also when the projector's state is gone", async () => {
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  const graph = await world.lines();
  await world.query("MATCH (p:Projector) SET p.interpretation = 0");
  await world.query("MATCH (n:Node) WHERE n:Dataset SET n.name = 'as it was read before'");
  world.state.clear();
  world.progress.length = 0;
  await world.startProjector();
  expect(await world.lines()).toEqual(graph);
  // until then it must not be read
  expect(world.progress.map((it) => it.whole)).toEqual([false, true]);
});
