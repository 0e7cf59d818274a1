import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Driver } from "neo4j-driver";
import { openDriver } from "@/graph/driver";
import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
import { migrate } from "@/graph/migrate";
import { rebuildGraph } from "@/graph/projector/rebuild";
import { graphLines } from "@/graph/queries/graph-digest";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";
import { readGraph, type GraphContent } from "./check-graph-holds";

const DATABASE = "neo4j";

/**
 * The one Neo4j of a whole run: a server of its own for the app where the fault is not about Neo4j, and afterwards the place where the
 * graph is made again from the ledger alone.
 */
export class GraphServer {
  private constructor(private readonly neo4j: EmbeddedNeo4j, private readonly directory: string, readonly driver: Driver) {}

  static async start(): Promise<GraphServer> {
    const directory = mkdtempSync(join(tmpdir(), "headwater-chaos-neo4j-"));
    const neo4j = await EmbeddedNeo4j.prepare({ dataDir: directory, heapMb: 768, pagecacheMb: 256, libDir: sharedLibDir(), onProgress: (line) => process.stderr.write(`${line}\n`) });
    await neo4j.start();
    return new GraphServer(neo4j, directory, openDriver({ uri: neo4j.uri, username: neo4j.username, password: neo4j.password }));
  }

  /** For an app that is to use this server. */
  settings(): Record<string, string> {
    return { NEO4J_URI: this.neo4j.uri, NEO4J_USERNAME: this.neo4j.username, NEO4J_PASSWORD: this.neo4j.password, NEO4J_DATABASE: DATABASE };
  }

  async run(cypher: string): Promise<Record<string, unknown>[]> {
    // in a transaction of the server's own where the statement asks for several
    const session = this.driver.session({ database: DATABASE });
    try {
      return (await session.run(cypher)).records.map((it) => it.toObject() as Record<string, unknown>);
    } finally {
      await session.close();
    }
  }

  /** As a database that no Headwater has seen, but for the schema. */
  async empty(): Promise<void> {
    await this.run("MATCH (n) WHERE NOT n:SchemaMigration CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");
  }

  async dropSchema(): Promise<void> {
    await this.run("MATCH (m:SchemaMigration) DELETE m");
    for (const { name } of await this.run("SHOW CONSTRAINTS YIELD name")) await this.run(`DROP CONSTRAINT \`${String(name)}\``);
    for (const { name } of await this.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")) await this.run(`DROP INDEX \`${String(name)}\``);
  }

  content(): Promise<GraphContent> {
    return readGraph(this.driver, DATABASE);
  }

  /** The whole graph but for when things were recorded. */
  async lines(): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of graphLines(this.driver, DATABASE, { withRecordTimes: false })) lines.push(line);
    return lines;
  }

  /** What the graph is when it is made from a ledger and nothing else. */
  async rebuild(ledgerDirectory: string): Promise<GraphContent> {
    const stateDirectory = mkdtempSync(join(tmpdir(), "headwater-chaos-state-"));
    try {
      await migrate(this.driver, DATABASE);
      await rebuildGraph({ ledgerDirectory, stateDirectory, driver: this.driver, database: DATABASE }, () => undefined);
      return await this.content();
    } finally {
      rmSync(stateDirectory, { recursive: true, force: true });
    }
  }

  async stop(): Promise<void> {
    await this.driver.close();
    await this.neo4j.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** What the embedded Neo4j of an app holds. */
export async function readEmbedded(dataDir: string): Promise<GraphContent> {
  const read = (name: string): string => readFileSync(join(dataDir, "neo4j", name), "utf8").trim();
  const driver = openDriver({ uri: `bolt://127.0.0.1:${read("port")}`, username: "neo4j", password: read("password") });
  try {
    return await readGraph(driver, DATABASE);
  } finally {
    await driver.close();
  }
}

let running: Promise<GraphServer> | null = null;

/** The one server of this process, started when it is first wanted. */
export function graphServer(): Promise<GraphServer> {
  return (running ??= GraphServer.start());
}

export async function stopGraphServer(): Promise<void> {
  const it = running;
  running = null;
  await (await it?.catch(() => null))?.stop();
}
