import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "@/graph/runtime/project-root";
import { runEvent, sendEvent } from "@/graph/testing/send-event";
import { startApp, type App } from "@/graph/testing/start-app";

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.remove());

/** A start that is expected to end by itself: its status and all it said. */
function startAndEnd(env: Record<string, string>): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, [join(projectRoot(), "dist", "server.js")], { env: { PATH: process.env.PATH, NODE_ENV: "production", ...env } });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, said })));
}

async function until(condition: () => Promise<boolean>, seconds: number, what: string): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await condition()); await sleep(200)) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
  }
}
const statusOf = async (path: string): Promise<number> => (await fetch(`${app.url}${path}`)).status;

test("the first start prints one link, for setting up, and keeps what is secret to its owner", () => {
  const links = app.output().match(/https?:\/\/\S+/g) ?? [];
  expect(links).toHaveLength(1);
  expect(links[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#token=\S{40,}$/);
  expect(statSync(app.dataDir).mode & 0o077).toBe(0);
  expect(statSync(join(app.dataDir, "neo4j", "password")).mode & 0o777).toBe(0o600);
  expect(app.output()).not.toContain(app.token);
  expect(app.output()).not.toContain(readFileSync(join(app.dataDir, "neo4j", "password"), "utf8").trim());
});

test("a second start on the same data directory is refused and says which process has it, and the first goes on", async () => {
  const { status, said } = await startAndEnd({ HEADWATER_DATA: app.dataDir, PORT: "0" });
  expect(status).toBe(1);
  expect(said).toContain(`in use by another Headwater (process ${app.pid})`);
  expect(await statusOf("/readyz")).toBe(200);
  const { status: recorded } = await sendEvent(app, runEvent("first", 1));
  expect(recorded).toBe(201);
});

test.skipIf(process.platform !== "linux")("the projector and Neo4j give way to what takes events in", () => {
  // the nineteenth field of /proc/…/stat; the second, a name in brackets, may have spaces
  const niceOf = (stat: string) => Number(readFileSync(stat, "utf8").replace(/^.*\) /s, "").split(" ")[16]);
  const threadsOf = (pid: number) => readdirSync(`/proc/${pid}/task`).map((thread) => niceOf(`/proc/${pid}/task/${thread}/stat`));
  const childrenOf = (pid: number) => readdirSync(`/proc/${pid}/task`).flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter((it) => it !== "").map(Number));
  const projector = childrenOf(app.pid).find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("projector-worker"))!;
  const usual = niceOf("/proc/self/stat");
  expect(niceOf(`/proc/${app.pid}/stat`)).toBe(usual);
  expect(Math.min(...threadsOf(projector))).toBe(usual + 15);
  expect(Math.min(...threadsOf(app.neo4jPid()!))).toBe(usual + 15);
  // where sessions are weighed first: Neo4j leads one of its own, and the projector is in that of the app
  const groupOf = (pid: number) => (existsSync("/proc/self/autogroup") ? readFileSync(`/proc/${pid}/autogroup`, "utf8").trim().split(" nice ") : ["", "15"]);
  expect(groupOf(app.neo4jPid()!)[1]).toBe("15");
  expect(groupOf(app.neo4jPid()!)[0]).not.toBe(groupOf(app.pid)[0]);
});

test("a wrong environment ends the start with every fault at once, and without the values", async () => {
  const { status, said } = await startAndEnd({ PORT: "many", HEADWATER_ADMIN_TOKEN: "short-canary", NEO4J_URI: "ftp://x" });
  expect(status).toBe(1);
  for (const name of ["PORT", "HEADWATER_ADMIN_TOKEN", "NEO4J_URI", "NEO4J_PASSWORD"]) expect(said).toMatch(new RegExp(`- ${name} `));
  expect(said).not.toContain("short-canary");
});

test("a port that is taken ends the start with a way out", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  const { port } = holder.address() as AddressInfo;
  const { status, said } = await startAndEnd({ PORT: String(port), HEADWATER_DATA: join(app.dataDir, "other") });
  holder.close();
  expect(status).toBe(1);
  expect(said).toContain(`Port ${port}`);
  expect(said).toContain(`PORT=${port + 1} npm start`);
});

test("writes stay ready while Neo4j is down, reads are not, and both are again after it is back", async () => {
  const first = app.neo4jPid() ?? 0;
  process.kill(first, "SIGKILL");
  await until(async () => (await statusOf("/readyz")) === 503, 5, "reads are down");
  expect(await statusOf("/readyz?for=ingest")).toBe(200);
  expect(await statusOf("/healthz")).toBe(200);
  await until(async () => (await statusOf("/readyz")) === 200, 150, "reads are up");
  expect(app.neo4jPid()).not.toBe(first);
});

test("metrics speak of the ledger, the projection and Neo4j", async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  for (const name of ["headwater_ledger_size", "headwater_projection_offset", "headwater_projection_lag_seconds", "headwater_dead_letters", "headwater_neo4j_up", "headwater_neo4j_restarts"]) {
    expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
  }
});

test("an unknown address of the interface is 404 and a wrong method 405, both as problems", async () => {
  const headers = { authorization: `Bearer ${app.token}` };
  const unknown = await fetch(`${app.url}/api/v1/nothing`, { headers });
  expect([unknown.status, unknown.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  const wrong = await fetch(`${app.url}/api/v1/lineage`, { headers });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
});

test("a reference in a path reaches the handler as it was sent", async () => {
  const answer = await fetch(`${app.url}/api/v1/gates/${encodeURIComponent("dataset:s3%3A%2F%2Fb:a%2Fb")}`, { headers: { authorization: `Bearer ${app.token}` } });
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ decision: "halt" });
});

test("pages allow only scripts with this answer's nonce", async () => {
  const [one, two] = await Promise.all([fetch(`${app.url}/setup`), fetch(`${app.url}/setup`)]);
  const nonce = /script-src 'nonce-([^']+)'/.exec(one.headers.get("content-security-policy") ?? "")?.[1] ?? "none";
  const html = await one.text();
  expect(html).toContain(`nonce="${nonce}"`);
  expect([...html.matchAll(/<script(?![^>]*nonce=)/g)]).toEqual([]);
  expect(two.headers.get("content-security-policy")).not.toContain(nonce);
});

test("a clean stop takes less than ten seconds, ends Neo4j, and the next start takes over", async () => {
  const neo4j = app.neo4jPid() ?? 0;
  const began = Date.now();
  expect(await app.stop()).toBe(0);
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(() => process.kill(neo4j, 0)).toThrow();
  app = await startApp({ dataDir: app.dataDir, token: app.token });
  expect(app.output()).toContain("Headwater is running");
});

test("after a SIGKILL the next start takes the lock over and Neo4j's store opens again", async () => {
  await app.kill();
  app = await startApp({ dataDir: app.dataDir, token: app.token });
  expect(await statusOf("/readyz")).toBe(200);
});
