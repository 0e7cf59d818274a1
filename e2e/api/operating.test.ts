import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openDriver } from "@/graph/driver";
import { graphDigest } from "@/graph/queries/graph-digest";
import { projectRoot } from "@/graph/runtime/project-root";
import { runEvent, sendEvent } from "@/graph/testing/send-event";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";
import { startApp, type App } from "@/graph/testing/start-app";

/** So many that making the graph takes a while, and more than one batch. */
const EVENTS = 840;
const BATCH = 120;

let app: App;
let sent = 0;
beforeAll(async () => {
  app = await startApp();
  for (let from = 0; from < EVENTS; from += BATCH) {
    const events = Array.from({ length: BATCH }, (_, i) => JSON.parse(runEvent("rebuilt", from + i)) as object);
    const answer = await api("POST", "/lineage/batch", events);
    expect(answer.status).toBe(204);
    sent = Number(answer.headers.get("headwater-sequence"));
  }
}, 300_000);
afterAll(() => app?.remove());
beforeEach(() => whole());

const api = (method: string, path: string, body?: unknown, to = app): Promise<Response> =>
  fetch(`${to.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${to.token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

type Projector = { state: string; offset: number | null; lagRecords: number };
const projector = async (of = app): Promise<Projector> => ((await (await api("GET", "/status", undefined, of)).json()) as { projector: Projector }).projector;
const whole = (of = app) => vi.waitUntil(async () => { const { state, lagRecords } = await projector(of); return state === "up" && lagRecords === 0; }, { timeout: 120_000, interval: 200 });

/** Of all that is in Neo4j, asked at its own address. */
async function digest(of = app, withRecordTimes = true): Promise<string> {
  const read = (file: string) => readFileSync(join(of.dataDir, "neo4j", file), "utf8").trim();
  const driver = openDriver({ uri: `bolt://127.0.0.1:${read("port")}`, username: "neo4j", password: read("password") });
  try {
    return await graphDigest(driver, "neo4j", { withRecordTimes });
  } finally {
    await driver.close();
  }
}

const PATH = "/graph?ref=dataset:rebuilt:in-1&direction=both&depth=10";
type Lineage = { nodes: unknown[]; edges: unknown[] };
async function lineage(): Promise<Lineage | string> {
  const answer = await api("GET", PATH);
  const body = (await answer.json()) as Lineage & { code: string; detail: string };
  if (answer.status === 503) return body.detail;
  expect(answer.status).toBe(200);
  return { nodes: body.nodes, edges: body.edges };
}

/** Asks until the graph answers; what it said meanwhile. */
async function refusals(): Promise<{ said: string[]; first: Lineage }> {
  const said: string[] = [];
  for (const until = Date.now() + 120_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await lineage();
    if (typeof answer !== "string") return { said, first: answer };
    said.push(answer);
  }
  throw new Error("the graph did not come back");
}

function npmRun(args: string[], variables: Record<string, string> = {}): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn("npm", ["run", "--silent", ...args], {
    cwd: projectRoot(),
    env: { ...process.env, NEO4J_URI: "", HEADWATER_URL: "", HEADWATER_TOKEN: "", HEADWATER_ADMIN_TOKEN: "", HEADWATER_DATA: app.dataDir, HEADWATER_NEO4J_LIB: sharedLibDir(), ...variables },
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) child[name].on("data", (chunk: Buffer) => (said[name] += chunk.toString()));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...said })));
}

test("a rebuild while serving takes events, answers no question with half a graph, and gives the same graph", async () => {
  const before = { digest: await digest(), lineage: await lineage() };
  expect((await api("POST", "/rebuild", {})).status).toBe(202);
  expect((await api("POST", "/rebuild", {})).status).toBe(409);
  expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${app.url}/readyz?for=ingest`)).status).toBe(200);
  // the same event again: it is taken, and the graph should be as before
  expect(await sendEvent(app, runEvent("rebuilt", 1))).toMatchObject({ status: 200, receipt: { duplicate: true } });
  expect(await projector()).toMatchObject({ state: "starting", offset: expect.any(Number) });
  const { said, first } = await refusals();
  expect(said.length).toBeGreaterThan(2);
  for (const it of said) expect(it).toMatch(/^The graph is being made: \d{1,3} of 840 records are in it\. Ingestion goes on and nothing is lost\.$/);
  expect(first).toEqual(before.lineage);
  await whole();
  expect(await digest()).toBe(before.digest);
});

test("events that come in while the graph is made are in it afterwards", async () => {
  expect((await api("POST", "/rebuild", {})).status).toBe(202);
  const { status, receipt } = await sendEvent(app, runEvent("rebuilt", EVENTS));
  expect(status).toBe(201);
  sent = receipt!.sequence;
  await whole();
  expect((await api("GET", `/nodes/${encodeURIComponent(`dataset:rebuilt:out-${EVENTS}`)}?after=${sent}`)).status).toBe(200);
});

test("killed in the middle of a rebuild, the next start goes on with it and answers nothing before it is done", async () => {
  const before = { digest: await digest(), lineage: await lineage() };
  expect((await api("POST", "/rebuild", {})).status).toBe(202);
  await vi.waitUntil(async () => ((await projector()).offset ?? 0) > 0, { timeout: 60_000, interval: 20 });
  const { offset } = await projector();
  await app.kill();
  expect(offset).toBeLessThan(sent);
  app = await startApp({ dataDir: app.dataDir, token: app.token, ingestOnly: true });
  const { said, first } = await refusals();
  expect(said.length).toBeGreaterThan(0);
  expect(first).toEqual(before.lineage);
  await whole();
  expect(await digest()).toBe(before.digest);
}, 300_000);

test("npm run rebuild asks the Headwater that runs, and needs a token for it; on a stopped one it does it itself", async () => {
  const before = await digest();
  const refused = await npmRun(["rebuild"]);
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("set HEADWATER_ADMIN_TOKEN to what it was started with")]);
  const wrong = await npmRun(["rebuild"], { HEADWATER_TOKEN: "wrong" });
  expect(wrong.status).toBe(1);
  const asked = await npmRun(["rebuild"], { HEADWATER_ADMIN_TOKEN: app.token });
  expect([asked.status, asked.stdout]).toEqual([0, expect.stringContaining(`Rebuilt the graph from ${sent} records`)]);
  expect(await digest()).toBe(before);

  expect(await app.stop()).toBe(0);
  const done = await npmRun(["rebuild"]);
  expect(done.stdout).toContain(`Rebuilt the graph from ${sent} records`);
  expect(done.stdout).toContain("0 could not be projected");
  app = await startApp({ dataDir: app.dataDir, token: app.token });
  expect(await digest()).toBe(before);
}, 300_000);

test("a backup made while events come in is restored elsewhere with the same records, people and graph", async () => {
  const person = { name: "Mara Keller", password: "a long enough password" };
  const link = readFileSync(join(app.dataDir, "setup-link"), "utf8").trim();
  expect((await api("POST", "/setup", { token: link.split("token=")[1], ...person })).status).toBe(201);
  const place = mkdtempSync(join(tmpdir(), "headwater-backup-"));
  const backup = join(place, "backup");
  let isCopying = true;
  const copying = npmRun(["backup", "--", backup]).finally(() => (isCopying = false));
  const events: string[] = [];
  for (let n = EVENTS + 1; isCopying; n++) {
    const event = runEvent("rebuilt", n);
    expect((await sendEvent(app, event)).status).toBe(201);
    events.push(event);
  }
  const made = await copying;
  expect([made.status, made.stderr]).toEqual([0, ""]);
  const { checkpoint } = JSON.parse(readFileSync(join(backup, "manifest.json"), "utf8")) as { checkpoint: { size: number; root: string } };
  expect(made.stdout).toContain(checkpoint.root);
  expect(checkpoint.size).toBeGreaterThan(sent);

  expect((await npmRun(["restore", "--", backup])).stderr).toContain("in use by another Headwater");
  const restored = await npmRun(["restore", "--", backup], { HEADWATER_DATA: join(place, "restored") });
  expect([restored.status, restored.stdout]).toEqual([0, expect.stringContaining(`Restored ${checkpoint.size} records`)]);
  const other = await startApp({ dataDir: join(place, "restored") });
  try {
    expect(await (await api("GET", "/log/checkpoint", undefined, other)).json()).toMatchObject(checkpoint);
    expect((await fetch(`${other.url}/api/v1/session`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(person) })).status).toBe(200);
    // what came after the copy's moment is sent again; what was in it is known
    const known: (boolean | undefined)[] = [];
    for (const event of events) known.push((await sendEvent(other, event)).receipt?.duplicate);
    expect(known).toEqual([...known].sort().reverse());
    expect(known[0]).toBe(true);
    await Promise.all([whole(other), whole()]);
    expect(await digest(other, false)).toBe(await digest(app, false));
  } finally {
    await other.remove();
    rmSync(place, { recursive: true, force: true });
  }
}, 300_000);
