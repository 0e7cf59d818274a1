import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Driver } from "neo4j-driver";
import { openDriver } from "@/graph/driver";
import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
import { parseEnv } from "@/graph/env";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";
import { buildApp, startApp, type App } from "@/graph/testing/start-app";
import { HttpClient } from "./http-client";

/** The product as it is shipped, over a Neo4j that a benchmark may ask too: as large as the product's own would be. */
export type BenchApp = { app: App; client: HttpClient; server: EmbeddedNeo4j; driver: Driver; close(): Promise<void> };

const PASSWORD = "a long enough password";
const BATCH = 400;
const STALLED_MS = 5 * 60_000;

export async function startBenchApp(): Promise<BenchApp> {
  buildApp();
  const directory = mkdtempSync(join(tmpdir(), "headwater-bench-neo4j-"));
  const { heapMb, pagecacheMb } = parseEnv({}).embedded;
  const server = await EmbeddedNeo4j.prepare({ dataDir: directory, heapMb, pagecacheMb, libDir: sharedLibDir(), onProgress: () => undefined });
  await server.start();
  const driver = openDriver(server);
  const app = await startApp({ env: { NEO4J_URI: server.uri, NEO4J_USERNAME: server.username, NEO4J_PASSWORD: server.password } });
  const client = clientOf(app);
  return {
    app, client, server, driver,
    close: async () => {
      client.close();
      await driver.close();
      await app.remove();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A client that may read everything. */
export function clientOf({ url, token }: App): HttpClient {
  return new HttpClient(url, { authorization: `Bearer ${token}` });
}

/** Sends OpenLineage events in batches, and waits until they are in the graph. @returns how many. */
export async function sendLineage(client: HttpClient, events: Iterable<string> | AsyncIterable<string>): Promise<number> {
  return sendInBatches(client, events, async (batch) => void (await client.post("/api/v1/lineage/batch", "application/json", `[${batch.join(",")}]`, [204])));
}

/** The same for structured CloudEvents. */
export async function sendCloudEvents(client: HttpClient, events: Iterable<string>): Promise<number> {
  return sendInBatches(client, events, async (batch) => {
    const { body } = await client.post("/api/v1/events", "application/x-ndjson", batch.join("\n"), [202]);
    const { refused } = JSON.parse(body.toString("utf8")) as { refused: unknown[] };
    if (refused.length > 0) throw new Error(`The product refused ${refused.length} events, the first one: ${JSON.stringify(refused[0])}`);
  });
}

async function sendInBatches(client: HttpClient, events: Iterable<string> | AsyncIterable<string>, send: (batch: readonly string[]) => Promise<void>): Promise<number> {
  let batch: string[] = [];
  let sent = 0;
  for await (const event of events) {
    batch.push(event);
    if (batch.length < BATCH) continue;
    await send(batch);
    sent += batch.length;
    batch = [];
  }
  if (batch.length > 0) await send(batch);
  await untilProjected(client);
  return sent + batch.length;
}

/** Resolves once everything in the ledger is in the graph. @throws Error when the projection stands still for five minutes. */
export async function untilProjected(client: HttpClient): Promise<void> {
  let last = -1;
  for (let moved = Date.now(); ; await sleep(100)) {
    const { size, projected } = await client.json<{ size: number; projected: number }>("/api/v1/log/checkpoint");
    if (projected >= size) return;
    if (projected !== last) moved = Date.now();
    if (Date.now() - moved > STALLED_MS) throw new Error(`The projection stands still at ${projected} of ${size}.`);
    last = projected;
  }
}

/** Runs the sample against the product. Not `execFileSync`: while that waits, nobody hears the server close its connections. */
export async function runSample({ url, token }: App, quick: boolean): Promise<void> {
  await promisify(execFile)(process.execPath, ["node_modules/tsx/dist/cli.mjs", "sample/main.ts", ...(quick ? ["--quick"] : [])], { env: { ...process.env, HEADWATER_URL: url, HEADWATER_TOKEN: token }, maxBuffer: 64 << 20 });
}

/** Makes the first administrator; answers with its session's cookie. */
export async function signIn({ url, dataDir }: App): Promise<string> {
  const token = /#token=(.+)/.exec(readFileSync(join(dataDir, "setup-link"), "utf8"))?.[1]?.trim();
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST", headers: { "content-type": "application/json", origin: url }, body: JSON.stringify({ token, name: "Mara Keller", password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`No administrator was made: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

/** The reference of the newest thing of a kind. */
export async function newestOf(client: HttpClient, kind: string): Promise<string> {
  const { results } = await client.json<{ results: { ref: string }[] }>(`/api/v1/search?kind=${kind}&limit=1`);
  if (results[0] === undefined) throw new Error(`There is nothing of the kind ${kind}.`);
  return results[0].ref;
}
