import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Driver } from "neo4j-driver";
import { projectRoot } from "@/graph/runtime/project-root";
import { StartFault } from "@/graph/runtime/start-fault";
import { nowMicros } from "@/lib/time";

export type Migration = { version: number; name: string; statements: string[] };

const FILE_NAME = /^(\d{3})-([a-z0-9-]+)\.cypher$/;

/**
 * The files of a directory named `NNN-name.cypher`, in the order of their numbers. Statements end with `;` at the end of a line;
 * lines that begin with `//` are comments.
 * @throws Error when a name has another form or a number is used twice: a mistake in the code, not in the graph.
 */
export function readMigrations(directory: string = join(projectRoot(), "graph", "schema")): Migration[] {
  const migrations = readdirSync(directory)
    .sort()
    .map((file) => {
      const match = FILE_NAME.exec(file);
      if (!match) throw new Error(`graph/schema/${file} is not named NNN-name.cypher.`);
      const text = readFileSync(join(directory, file), "utf8").replace(/^\s*\/\/.*$/gm, "");
      const statements = text.split(/;[ \t]*(?:\r?\n|$)/).map((statement) => statement.trim());
      return { version: Number(match[1]), name: match[2] ?? "", statements: statements.filter((statement) => statement !== "") };
    });
  const twice = migrations.find((migration, i) => migration.version === migrations[i - 1]?.version);
  if (twice) throw new Error(`graph/schema has two files numbered ${twice.version}.`);
  return migrations;
}

/**
 * Brings the graph's schema up to this code: applies, in order, what is not recorded as applied. Each statement is a transaction of
 * its own (Neo4j does not mix schema and data), so a file that broke off is run again from its start: files must bear that.
 * @returns the versions applied now.
 * @throws StartFault when the graph has a version that this code does not know: it belongs to a newer Headwater.
 */
export async function migrate(driver: Driver, database: string, migrations: readonly Migration[] = readMigrations()): Promise<number[]> {
  const session = driver.session({ database, defaultAccessMode: "WRITE" });
  try {
    const found = await session.run("MATCH (m:SchemaMigration) RETURN m.version AS version ORDER BY version");
    const applied = new Set(found.records.map((record) => Number(record.get("version"))));
    const newest = migrations.at(-1)?.version ?? 0;
    const unknown = [...applied].filter((version) => version > newest);
    if (unknown.length > 0) {
      throw new StartFault(
        `The graph has schema version ${Math.max(...unknown)}; this Headwater knows versions up to ${newest}. Start the newer Headwater that wrote it, or use another NEO4J_DATABASE or HEADWATER_DATA.`,
      );
    }
    const due = migrations.filter((migration) => !applied.has(migration.version));
    for (const migration of due) {
      for (const statement of migration.statements) await session.run(statement);
      await session.run("MERGE (m:SchemaMigration {version: $version}) ON CREATE SET m.name = $name, m.appliedAt = $appliedAt", {
        version: migration.version,
        name: migration.name,
        appliedAt: nowMicros(),
      });
    }
    if (due.length > 0) await session.run("CALL db.awaitIndexes(300)");
    return due.map((migration) => migration.version);
  } finally {
    await session.close();
  }
}
