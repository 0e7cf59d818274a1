import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
import { run } from "@/graph/testing/events";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";
import { startApp, type App } from "@/graph/testing/start-app";

/** A Neo4j 5.26 that Headwater did not start: it has an address, a name and a password, like any server. */
let server: EmbeddedNeo4j;
let serverDir: string;
let app: App;

beforeAll(async () => {
  serverDir = mkdtempSync(join(tmpdir(), "headwater-external-"));
  server = await EmbeddedNeo4j.prepare({ dataDir: serverDir, heapMb: 512, pagecacheMb: 128, libDir: sharedLibDir(), onProgress: () => undefined });
  await server.start();
  app = await startApp({ env: neo4jSettings() });
});
afterAll(async () => {
  await app?.remove();
  await server?.stop();
  rmSync(serverDir, { recursive: true, force: true });
});

function neo4jSettings(): Record<string, string> {
  return { NEO4J_URI: server.uri, NEO4J_USERNAME: server.username, NEO4J_PASSWORD: server.password, NEO4J_DATABASE: "neo4j" };
}

const headers = () => ({ authorization: `Bearer ${app.token}`, "content-type": "application/json" });

test("with NEO4J_URI events go into that server, and none of our own is started", async () => {
  const answer = await fetch(`${app.url}/api/v1/lineage`, { method: "POST", headers: headers(), body: JSON.stringify(run("a", "r1", "COMPLETE", "2026-03-01T00:00:00Z", ["raw"], ["out"])) });
  expect(answer.status).toBe(201);
  const { sequence } = (await answer.json()) as { sequence: number };
  const graph = await fetch(`${app.url}/api/v1/graph?ref=dataset:lake:out&direction=upstream&after=${sequence}`, { headers: headers() });
  const { nodes } = (await graph.json()) as { nodes: { ref: string }[] };
  expect(nodes.map((it) => it.ref)).toContain("dataset:lake:raw");
  expect(existsSync(join(app.dataDir, "neo4j"))).toBe(false);
});

test("another Headwater with a ledger of its own does not write into that graph", async () => {
  const other = await startApp({ env: neo4jSettings(), ingestOnly: true });
  try {
    const answer = await fetch(`${other.url}/api/v1/lineage`, {
      method: "POST",
      headers: { authorization: `Bearer ${other.token}`, "content-type": "application/json" },
      body: JSON.stringify(run("b", "r2", "COMPLETE", "2026-03-02T00:00:00Z", ["x"], ["theirs"])),
    });
    expect(answer.status).toBe(201);
    await expect.poll(async () => (await fetch(`${other.url}/readyz`)).status, { timeout: 30_000 }).toBe(503);
    await expect.poll(() => other.output(), { timeout: 30_000 }).toMatch(/npm run rebuild/);
    const search = await fetch(`${app.url}/api/v1/search?q=theirs`, { headers: headers() });
    expect(((await search.json()) as { total: number }).total).toBe(0);
  } finally {
    await other.remove();
  }
});
