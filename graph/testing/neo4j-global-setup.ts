import "server-only";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";

declare module "vitest" {
  interface ProvidedContext {
    neo4j: { uri: string; username: string; password: string; database: string };
  }
}

/**
 * One real Neo4j for a whole run of tests, in a data directory of its own. Set `TEST_NEO4J_URI` and `TEST_NEO4J_PASSWORD` to run the
 * same tests against a server that is there already; the tests empty its database.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const uri = process.env.TEST_NEO4J_URI;
  if (uri) {
    project.provide("neo4j", {
      uri,
      username: process.env.TEST_NEO4J_USERNAME ?? "neo4j",
      password: process.env.TEST_NEO4J_PASSWORD ?? "",
      database: process.env.TEST_NEO4J_DATABASE ?? "neo4j",
    });
    return async () => undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), "headwater-test-neo4j-"));
  const neo4j = await EmbeddedNeo4j.prepare({ dataDir, heapMb: 512, pagecacheMb: 128, libDir: sharedLibDir(), onProgress: (line) => process.stderr.write(`${line}\n`) });
  await neo4j.start();
  project.provide("neo4j", { uri: neo4j.uri, username: neo4j.username, password: neo4j.password, database: "neo4j" });
  return async () => {
    await neo4j.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
