import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { openDriver } from "@/graph/driver";
import { readQuery } from "@/graph/read-query";
import { provideReadServices } from "@/graph/testing/write-seed";

const address = inject("neo4j");
const driver = openDriver(address);
beforeAll(() => provideReadServices(driver, address.database));
afterAll(() => driver.close());

const echo = readQuery({ name: "echo", params: z.object({ n: z.int() }), row: z.object({ n: z.int(), text: z.string() }), cypher: "UNWIND range(1, $n) AS n RETURN n, valueType($n) AS text" });

describe("a read", () => {
  test("sends whole numbers as integers and returns checked rows", async () => {
    expect(await echo({ n: 2 })).toEqual([{ n: 1, text: "INTEGER NOT NULL" }, { n: 2, text: "INTEGER NOT NULL" }]);
    await expect(echo({ n: 1.5 })).rejects.toThrow(z.ZodError);
  });

  test("names the query when a row is not what it promises", async () => {
    const wrong = readQuery({ name: "wrong-row", params: z.object({}), row: z.object({ n: z.string() }), cypher: "RETURN 1 AS n" });
    await expect(wrong({})).rejects.toMatchObject({ code: "bad_data", message: expect.stringContaining("wrong-row") });
  });

  test("cannot write", async () => {
    const write = readQuery({ name: "write", params: z.object({}), row: z.object({}), cypher: "CREATE (n:Mistake)" });
    await expect(write({})).rejects.toMatchObject({ code: "internal" });
  });

  test("says that the graph cannot be reached, never that nothing is there", async () => {
    const away = openDriver({ uri: "bolt://127.0.0.1:9", username: "neo4j", password: "x" });
    provideReadServices(away, address.database);
    await expect(echo({ n: 1 })).rejects.toMatchObject({ code: "unavailable" });
    const locked = openDriver({ ...address, password: "wrong" });
    provideReadServices(locked, address.database);
    await expect(echo({ n: 1 })).rejects.toMatchObject({ code: "unavailable" });
    provideReadServices(driver, address.database);
    await Promise.all([away.close(), locked.close()]);
  });
});
