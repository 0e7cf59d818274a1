import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openDriver } from "@/graph/driver";
import { askReadOnly, NotAReadError } from "./ask-read-only";
import { cellText, jsonValue } from "./cell-text";
import { planText, tableText } from "./table-text";

const { database, ...server } = inject("neo4j");
const driver = openDriver(server);

beforeAll(async () => {
  await driver.executeQuery("MATCH (n) DETACH DELETE n", {}, { database });
  await driver.executeQuery("CREATE (:Dataset {name: 'orders'})-[:FEEDS {key: 'k'}]->(:Dataset {name: 'revenue', at: datetime('2026-01-01T00:00:00Z')})", {}, { database });
});
afterAll(async () => {
  await driver.executeQuery("MATCH (n) DETACH DELETE n", {}, { database });
  await driver.close();
});

/** All rows of a statement. */
async function ask(statement: string): Promise<{ columns: string[]; rows: unknown[][] }> {
  const reading = await askReadOnly(driver, database, statement);
  try {
    return { columns: reading.columns, rows: (await reading.next(1000)).rows };
  } finally {
    await reading.close();
  }
}

describe("the prompt", () => {
  test("reads rows some at a time, and says whether there are more", async () => {
    const reading = await askReadOnly(driver, database, "UNWIND range(1, 5) AS n RETURN n, n * n AS square");
    expect(reading.columns).toEqual(["n", "square"]);
    expect(await reading.next(2)).toEqual({ rows: [[1, 1], [2, 4]], hasMore: true });
    expect(await reading.next(3)).toEqual({ rows: [[3, 9], [4, 16], [5, 25]], hasMore: false });
    expect(await reading.next(3)).toEqual({ rows: [], hasMore: false });
    await reading.close();
  });

  test.each([
    "CREATE (:Mistake)", "MATCH (n) SET n.name = 'x'", "MATCH (n) DETACH DELETE n", "MERGE (:Mistake)", "CALL { CREATE (:Mistake) } RETURN 1", "FOREACH (x IN [1] | CREATE (:Mistake))", "PROFILE CREATE (:Mistake)",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1 ROWS", "CREATE INDEX mistake FOR (n:Mistake) ON (n.name)", "CREATE USER mistake SET PASSWORD 'a long enough password'", "ALTER USER neo4j SET PASSWORD 'a long enough password'",
    "CALL db.createLabel('Mistake')", "CALL dbms.killConnection('bolt-1')", "CALL dbms.killConnections(['bolt-1'])", "CALL db.clearQueryCaches()", "CALL db.resampleOutdatedIndexes()", "CALL db.stats.clear('QUERIES')", "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "CALL { CALL db.clearQueryCaches() YIELD value RETURN value } RETURN value", "/* c */ CALL `db.clearQueryCaches`()", "PROFILE CALL db.clearQueryCaches()",
  ])("does not run %s", async (statement) => {
    await expect(ask(statement)).rejects.toThrow();
    expect((await ask("MATCH (n) RETURN labels(n)[0] AS label, n.name AS name ORDER BY name")).rows).toEqual([["Dataset", "orders"], ["Dataset", "revenue"]]);
    expect((await ask("SHOW INDEXES YIELD name WHERE name = 'mistake'")).rows).toEqual([]);
  });

  test("says of a write that it is one, and of a wrong statement where it is wrong", async () => {
    await expect(ask("CREATE (:Mistake)")).rejects.toThrow(NotAReadError);
    await expect(ask("CALL db.clearQueryCaches()")).rejects.toThrow("db.clearQueryCaches is not among");
    await expect(ask("MATCH (n)\nRETRUN n")).rejects.toThrow(/\(line 2, column 1\)/);
  });

  test("reads what Neo4j says of itself", async () => {
    for (const statement of ["CALL db.labels()", "CALL dbms.components()", "SHOW INDEXES", "SHOW PROCEDURES", "EXPLAIN MATCH (n) RETURN n"]) await expect(ask(statement)).resolves.toMatchObject({ columns: expect.any(Array) });
  });

  test("shows the plan of a profiled statement", async () => {
    const reading = await askReadOnly(driver, database, "PROFILE MATCH (d:Dataset) RETURN d.name");
    expect((await reading.next(10)).rows).toHaveLength(2);
    const lines = planText((await reading.plan())!);
    await reading.close();
    expect(lines[0]).toMatch(/^step +expected rows +rows +hits +details$/);
    expect(lines.find((line) => line.includes("NodeByLabelScan"))).toMatch(/\b2\b.*Dataset/);
  });
});

describe("a value", () => {
  test("is written as Cypher writes it", async () => {
    const { rows } = await ask("MATCH p = (a:Dataset {name: 'orders'})-[r]->(b) RETURN a, r, p, b.at AS at, [1, 'x', null] AS list, {k: true} AS map, null AS nothing");
    expect(rows[0]!.map(cellText)).toEqual([
      '(:Dataset {name: "orders"})', '[:FEEDS {key: "k"}]', '(:Dataset {name: "orders"})-[:FEEDS {key: "k"}]->(:Dataset {at: 2026-01-01T00:00:00Z, name: "revenue"})',
      "2026-01-01T00:00:00Z", '[1, "x", null]', "{k: true}", "null",
    ]);
    expect(jsonValue(rows[0]![0])).toEqual({ labels: ["Dataset"], properties: { name: "orders" } });
    expect(JSON.parse(JSON.stringify(jsonValue(rows[0]![2])))).toEqual([
      { labels: ["Dataset"], properties: { name: "orders" } }, { type: "FEEDS", properties: { key: "k" } }, { labels: ["Dataset"], properties: { name: "revenue", at: "2026-01-01T00:00:00Z" } },
    ]);
  });

  test("cannot drive the terminal, nor turn the text around it", () => {
    expect(cellText("a\u001b[2Jb\nc\u202ed")).toBe("a\\u001b[2Jb\\u000ac\\u202ed");
  });

  test("stands under its column, numbers to the right, long text cut", () => {
    expect(tableText(["name", "n"], [["orders", 7], ["a", 1200], ["x".repeat(100), null]])).toEqual([
      `name${" ".repeat(76)}     n`, `${"─".repeat(80)}  ────`, `orders${" ".repeat(74)}     7`, `a${" ".repeat(79)}  1200`, `${"x".repeat(79)}…  null`,
    ]);
  });
});
