import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@/graph/testing/events";
import { buildApp, startApp } from "@/graph/testing/start-app";

/**
 * Single OpenLineage events over HTTP, each on disk before its answer, against a bare `node:http` server that puts the same bytes
 * into LMDB. The two take turns, so that a machine that is slow for a while is slow for both. Headwater projects at the same time.
 */
const CLIENTS = 8;
const EVENTS = 4_000;
const ROUNDS = 3;

type Target = { url: URL; headers: Record<string, string> };
type Result = { perSecond: number; p50Ms: number; p99Ms: number };

let serial = 0;

buildApp();
const app = await startApp();
const directory = mkdtempSync(join(tmpdir(), "headwater-bare-"));
const bare = await startBare(directory);
try {
  const ours: Target = { url: new URL("/api/v1/lineage", app.url), headers: { authorization: `Bearer ${app.token}`, "content-type": "application/json" } };
  const theirs: Target = { url: new URL(`http://127.0.0.1:${bare.port}/`), headers: { "content-type": "application/json" } };
  for (const target of [ours, theirs]) await load(target, 1_000);
  for (let round = 1; round <= ROUNDS; round++) {
    const [headwater, reference] = [await load(ours, EVENTS), await load(theirs, EVENTS)];
    process.stdout.write(`round ${round}: Headwater ${text(headwater)}; bare append ${text(reference)}; ratio ${(headwater.perSecond / reference.perSecond).toFixed(2)}\n`);
  }
} finally {
  bare.child.kill();
  await app.remove();
  rmSync(directory, { recursive: true, force: true });
}

async function load(target: Target, events: number): Promise<Result> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const times: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let i = 0; i < events / CLIENTS; i++) {
        const began = performance.now();
        await post(target, agent, nextEvent());
        times.push(performance.now() - began);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p50Ms: times[Math.floor(times.length * 0.5)]!, p99Ms: times[Math.floor(times.length * 0.99)]! };
}

/** About 2 kB: a completed run of one of 200 jobs, with a schema on each side. */
function nextEvent(): string {
  const job = serial++ % 200;
  const facets = { schema: { fields: Array.from({ length: 12 }, (_, i) => ({ name: `field_${i}`, type: "double", description: "a measured value" })) } };
  const at = new Date(Date.UTC(2026, 0, 1) + serial * 1000).toISOString();
  return JSON.stringify(run(`job_${job}`, `run-${process.pid}-${serial}`, "COMPLETE", at, [{ name: `in_${job}`, facets }], [{ name: `out_${job}`, facets }]));
}

function post({ url, headers }: Target, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on("end", () => (response.statusCode === 201 ? resolve() : reject(new Error(`answered ${response.statusCode}`))));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function startBare(path: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-append.mjs"), path], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve) => child.stdout.once("data", (line: Buffer) => resolve({ child, port: Number(line.toString()) })));
}

function text({ perSecond, p50Ms, p99Ms }: Result): string {
  return `${Math.round(perSecond)}/s (p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms)`;
}
