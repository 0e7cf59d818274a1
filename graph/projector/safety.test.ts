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
  expect(await first.step()).toBe(1);
  expect(await world.upstream(ds("out3"))).toEqual([ds("z")]);
});

test("a graph is not written to by a copy of its ledger that went on in another way", async () => {
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  const copy = world.copyLedger();
  await world.send(run("b", "r2", "COMPLETE", T, ["y"], ["out2"]));
  const graph = await world.lines();
  await world.replaceLedger(copy);
  await world.append(run("c", "r3", "COMPLETE", T, ["z"], ["out3"]), run("c", "r4", "COMPLETE", T, ["z"], ["out4"]));
  await expect(world.startProjector()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("npm run rebuild") });
  expect(await world.lines()).toEqual(graph);
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
  expect(new Set(world.progress.slice(0, -1).map((it) => it.whole))).toEqual(new Set([false]));
  expect(world.progress.at(-1)?.whole).toBe(true);
});

test("a graph that is on its way is not read after a crash either, before it holds what it was to hold", async () => {
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  await world.append(run("b", "r2", "COMPLETE", T, ["y"], ["out2"]), run("c", "r3", "COMPLETE", T, ["z"], ["out3"]));
  await world.query("MATCH (p:Projector) SET p.goal = 3");
  world.progress.length = 0;
  await world.startProjector();
  expect(world.progress.filter((it) => it.whole)).toMatchObject([{ offset: 3 }]);
  expect(await world.upstream(ds("out3"))).toEqual([ds("z")]);
  // once it is whole it stays so, however far it is behind
  await world.append(run("d", "r4", "COMPLETE", T, ["w"], ["out4"]));
  world.progress.length = 0;
  await world.startProjector();
  expect(world.progress[0]).toMatchObject({ offset: 3, whole: true });
});

test("a rebuild gives the graph that was there, and is gone on with when it breaks off anywhere", async () => {
  const many = Array.from({ length: 30 }, (_, n) => run(`job-${n % 7}`, `r${n}`, "COMPLETE", T, [`x${n % 5}`, `y${n % 3}`], [`out${n % 11}`]));
  await world.send(...many);
  const before = await world.lines({ withRecordTimes: true });
  world.progress.length = 0;
  await world.projector.rebuild(() => undefined);
  expect(world.progress.filter((it) => it.whole)).toMatchObject([{ offset: 30 }]);
  expect(await world.lines({ withRecordTimes: true })).toEqual(before);

  // it was asked for and no more
  await expect(world.projector.rebuild(() => { throw new Error("killed"); })).rejects.toThrow("killed");
  world.progress.length = 0;
  await world.startProjector();
  expect(world.progress.filter((it) => it.whole)).toMatchObject([{ offset: 30 }]);
  expect(await world.lines({ withRecordTimes: true })).toEqual(before);

  // some of it was deleted
  await expect(world.projector.rebuild(() => { throw new Error("killed"); })).rejects.toThrow("killed");
  await world.query("MATCH (n:Dataset) DETACH DELETE n");
  await world.startProjector();
  expect(await world.lines({ withRecordTimes: true })).toEqual(before);
});

test("a projector that was replaced deletes nothing", async () => {
  await world.send(run("a", "r1", "COMPLETE", T, ["x"], ["out"]));
  const before = await world.lines();
  const first = world.projector;
  await world.startProjector();
  await expect(first.rebuild(() => undefined)).rejects.toThrow("another Headwater writes to this graph");
  expect(await world.lines()).toEqual(before);
});
