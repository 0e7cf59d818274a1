import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startApp, type App } from "@/graph/testing/start-app";
import { closedLoop, openLoop, type Load, type Target } from "./load";
import { options } from "./options";
import { writeSection, type Figure } from "./section";
import { repeatedRuns, telemetryBatches, supplyFrom } from "./event-supply";

/**
 * Taking events in over HTTP, each on disk before its answer, while the projector takes them into the graph; the clients are on the same
 * machine. Against a bare `node:http` server that puts the same bodies into LMDB: the two take turns, so that a machine that is slow for a
 * while is slow for both. Counted is a server that has taken events for half a minute, whose Neo4j has compiled what it does all day; how
 * one begins that was just started stands beside. `-- --workload FILE` takes OpenLineage events from a file, one in a line.
 */
const CLIENTS = 8;
const ROUNDS = 3;
const SINGLE = 4_000;
const WARM_ROUNDS = 5;
const STEADY_PER_SECOND = 500;
const STEADY_SECONDS = 20;
const BATCH = 500;
const BATCHES = 24;

const runs = options.workload === undefined ? repeatedRuns() : supplyFrom(options.workload);
const telemetry = telemetryBatches();

const app = await startApp();
const directory = mkdtempSync(join(tmpdir(), "headwater-bare-"));
const bare = await startBare(directory);
const figures: Figure[] = [];
try {
  const ours = (path: string, type: string): Target => ({ url: new URL(path, app.url), headers: { authorization: `Bearer ${app.token}`, "content-type": type } });
  const single = ours("/api/v1/lineage", "application/json");
  const batch = ours("/api/v1/lineage/batch", "application/json");
  const stream = ours("/api/v1/events", "application/x-ndjson");
  const theirs: Target = { url: new URL(`http://127.0.0.1:${bare.port}/`), headers: { "content-type": "application/json" } };

  process.stdout.write(`Runs: ${runs.what}. Telemetry: ${telemetry.what}.\n`);
  process.stdout.write(`One write of 4 kB and its fsync: ${fsyncMs(directory)} ms at the median\n`);
  const begun = await closedLoop(single, runs.take(SINGLE), CLIENTS);
  note({ what: `single events, ${CLIENTS} clients: the first ${SINGLE} after a start`, ours: `${Math.round(begun.perSecond)}/s, p99 ${begun.p99.toFixed(0)} ms`, reference: null, ratio: null, wanted: null, met: null });
  await closedLoop(theirs, runs.take(SINGLE), CLIENTS);
  for (let round = 0; round < WARM_ROUNDS; round++) {
    await projected(app);
    await closedLoop(single, runs.take(SINGLE), CLIENTS);
  }

  const many = { batch: () => Array.from({ length: BATCHES }, () => `[${runs.take(BATCH).join(",")}]`), stream: () => Array.from({ length: BATCHES / 4 }, () => telemetry.take(BATCH * 4).join("\n")) };
  await compare("single events, 8 clients", SINGLE, "1 000/s", 1_000, () => runs.take(SINGLE), (target, bodies) => closedLoop(target, bodies, CLIENTS), single, theirs);
  await compare(`batches of ${BATCH}, 2 clients`, BATCH * BATCHES, "5 000/s", 5_000, many.batch, (target, bodies) => closedLoop(target, bodies, 2), batch, theirs);
  await compare("NDJSON, 2 streams", BATCH * BATCHES, "5 000/s", 5_000, many.stream, (target, bodies) => closedLoop(target, bodies, 2), stream, theirs);

  await projected(app);
  const steady = await openLoop(single, runs.take(STEADY_PER_SECOND * STEADY_SECONDS), STEADY_PER_SECOND);
  const floor = await openLoop(theirs, runs.take(STEADY_PER_SECOND * 5), STEADY_PER_SECOND);
  note({ what: `p99 at ${STEADY_PER_SECOND} events/s`, ours: `${steady.p99.toFixed(0)} ms`, reference: `${floor.p99.toFixed(0)} ms`, ratio: steady.p99 / floor.p99, wanted: "50 ms", met: steady.p99 < 50 });
  const began = performance.now();
  await projected(app);
  note({ what: "the graph follows after that", ours: `${((performance.now() - began) / 1000).toFixed(1)} s`, reference: null, ratio: null, wanted: null, met: null });
} finally {
  bare.child.kill();
  await app.remove();
  rmSync(directory, { recursive: true, force: true });
}
writeSection({ id: "ingestion", title: "Taking events in", against: "a bare node:http server that puts the same bodies into LMDB, on disk before its answer", figures });

/** The middle one of some rounds, by what Headwater took; every round begins when the graph has caught up. */
async function compare(what: string, events: number, wanted: string, least: number, bodies: () => string[], load: (target: Target, bodies: string[]) => Promise<Load>, ours: Target, theirs: Target): Promise<void> {
  const rounds: { ours: number; theirs: number; p99: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await projected(app);
    const sent = bodies();
    const [own, reference] = [await load(ours, sent), await load(theirs, sent)];
    const perBody = events / sent.length;
    rounds.push({ ours: own.perSecond * perBody, theirs: reference.perSecond * perBody, p99: own.p99 });
    process.stdout.write(`  ${what}, round ${round + 1}: ${Math.round(own.perSecond * perBody)}/s (p50 ${own.p50.toFixed(1)} ms, p99 ${own.p99.toFixed(1)} ms); bare ${Math.round(reference.perSecond * perBody)}/s\n`);
  }
  const middle = rounds.sort((a, b) => a.ours - b.ours)[Math.floor(ROUNDS / 2)]!;
  note({ what, ours: `${Math.round(middle.ours)}/s, p99 ${middle.p99.toFixed(0)} ms`, reference: `${Math.round(middle.theirs)}/s`, ratio: middle.ours / middle.theirs, wanted, met: middle.ours >= least });
}

function note(figure: Figure): void {
  figures.push(figure);
}

async function projected({ url, token }: App): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/v1/log/checkpoint`, { headers: { authorization: `Bearer ${token}` } });
    const { size, projected: at } = (await answer.json()) as { size: number; projected: number };
    if (at === size) return;
    await sleep(100);
  }
}

function fsyncMs(path: string): string {
  const file = openSync(join(path, "fsync"), "w");
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return times.sort((a, b) => a - b)[100]!.toFixed(2);
}

function startBare(path: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-append.mjs"), path], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve) => child.stdout.once("data", (line: Buffer) => resolve({ child, port: Number(line.toString()) })));
}
