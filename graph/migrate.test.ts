import { afterAll, beforeEach, expect, inject, test } from "vitest";
import { openDriver } from "@/graph/driver";
import { migrate, readMigrations, type Migration } from "@/graph/migrate";
import { StartFault } from "@/graph/runtime/start-fault";

const { database, ...connection } = inject("neo4j");
const driver = openDriver(connection);
afterAll(() => driver.close());

const migrations: Migration[] = [
  { version: 1, name: "one", statements: ["CREATE CONSTRAINT tried_key IF NOT EXISTS FOR (n:Tried) REQUIRE n.key IS UNIQUE"] },
  { version: 2, name: "two", statements: ["MERGE (:Tried {key: 1})", "MATCH (n:Tried) SET n.times = coalesce(n.times, 0) + 1"] },
];
const applied = async (): Promise<unknown[]> => {
  const { records } = await driver.executeQuery("MATCH (m:SchemaMigration) RETURN m.version AS version, m.name AS name ORDER BY version", {}, { database });
  return records.map((record) => record.toObject());
};

beforeEach(async () => {
  await driver.executeQuery("MATCH (n) DETACH DELETE n", {}, { database });
});

test("a migration is applied once, however often the start runs", async () => {
  expect(await migrate(driver, database, migrations)).toEqual([1, 2]);
  expect(await migrate(driver, database, migrations)).toEqual([]);
  expect(await applied()).toEqual([{ version: 1, name: "one" }, { version: 2, name: "two" }]);
  const { records } = await driver.executeQuery("MATCH (n:Tried) RETURN n.times AS times", {}, { database });
  expect(records.map((record) => record.get("times"))).toEqual([1]);
});

test("only what is new is applied to a graph of an older version", async () => {
  await migrate(driver, database, migrations.slice(0, 1));
  expect(await migrate(driver, database, migrations)).toEqual([2]);
});

test("a graph newer than the code is refused", async () => {
  await migrate(driver, database, migrations);
  const attempt = migrate(driver, database, migrations.slice(0, 1));
  await expect(attempt).rejects.toThrow(StartFault);
  await expect(attempt).rejects.toThrow("schema version 2");
});

test("the real schema can be applied over itself", async () => {
  const real = readMigrations();
  expect(await migrate(driver, database, real)).toEqual(real.map((migration) => migration.version));
  await driver.executeQuery("MATCH (m:SchemaMigration) DELETE m", {}, { database });
  expect(await migrate(driver, database, real)).toEqual(real.map((migration) => migration.version));
  expect(await migrate(driver, database, real)).toEqual([]);
});
