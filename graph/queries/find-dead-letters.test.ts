import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { Driver } from "neo4j-driver";
import { openDriver } from "@/graph/driver";
import { provideReadServices } from "@/graph/testing/write-seed";
import { countDeadLetters, findDeadAmong, findDeadLetters } from "./find-dead-letters";

const { database, ...server } = inject("neo4j");
let driver: Driver;

beforeAll(async () => {
  driver = openDriver(server);
  provideReadServices(driver, database);
  await driver.executeQuery("MATCH (n) DETACH DELETE n", {}, { database });
  await driver.executeQuery(
    "UNWIND [30, 10, 20] AS sequence CREATE (:DeadLetter {sequence: sequence, code: 'bad_data', message: 'broken', attempts: 1, firstAt: 1700000000000000, lastAt: 1700000000000001})",
    {},
    { database },
  );
});
afterAll(async () => {
  await driver.executeQuery("MATCH (n) DETACH DELETE n", {}, { database });
  await driver.close();
});

it("lists dead letters by sequence, page by page", async () => {
  expect((await findDeadLetters({})).map(({ sequence }) => sequence)).toEqual([10, 20, 30]);
  expect(await findDeadLetters({ limit: 1, beyond: 10 })).toEqual([
    { sequence: 20, code: "bad_data", message: "broken", attempts: 1, firstAt: 1700000000000000, lastAt: 1700000000000001 },
  ]);
  expect(await findDeadLetters({ beyond: 30 })).toEqual([]);
  expect(await countDeadLetters({})).toEqual([{ total: 3 }]);
});

it("says which of some records are dead letters", async () => {
  expect((await findDeadAmong({ sequences: [9, 10, 30, 31] })).map(({ sequence }) => sequence)).toEqual([10, 30]);
  expect(await findDeadAmong({ sequences: [] })).toEqual([]);
});
