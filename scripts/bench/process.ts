import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDriver } from "@/graph/driver";
import { parseEnv } from "@/graph/env";
import { bulkPredictions } from "@/graph/testing/bulk-predictions";
import { lastMidnight, MODEL, PREDICTIONS_OF_SET, ScaleWorld, SOURCE } from "@/graph/testing/scale-world";
import { buildApp, startApp, type App } from "@/graph/testing/start-app";
import { clientOf, runSample, sendCloudEvents, untilProjected } from "./bench-app";
import { options } from "./options";
import { writeSection, type Figure } from "./section";

/**
 * What a running product takes: memory of each process, time of a cold and a warm start, bytes on disk. `-- --quick` takes the quick sample,
 * `--predictions N` says how many predictions are written into the graph at the end (1,000,000; 0 for none).
 */
const PREDICTIONS = Number(options.predictions);
const WARM_WANTED_S = 20;
const PARTS = [["ledger", "the ledger"], ["neo4j", "Neo4j"], ["projection", "the projector's state"]] as const;

const figures: Figure[] = [];
const plain = (what: string, ours: string, reference: string | null = null) => void figures.push({ what, ours, reference, ratio: null, wanted: null, met: null });

buildApp();
const { heapMb, pagecacheMb } = parseEnv({}).embedded;
const env = { HEADWATER_NEO4J_HEAP_MB: String(heapMb), HEADWATER_NEO4J_PAGECACHE_MB: String(pagecacheMb) };
const dataDir = mkdtempSync(join(tmpdir(), "headwater-process-"));
let app = await started("cold start, no data, Neo4j's jars at hand", null);
try {
  noteMemory("after the start");
  await runSample(app, options.quick);
  await askAround();
  const records = await sizeOfLedger();
  noteMemory(`after the sample (${records} records)`);
  await app.stop();
  noteDisk(records);
  app = await started(`warm start, with the sample's ${records} records`, WARM_WANTED_S);
  noteMemory("after the warm start");
  if (PREDICTIONS > 0) {
    await addPredictions();
    await askAround();
    noteMemory(`after ${PREDICTIONS} predictions more`);
    await app.stop();
    plain(`on disk: Neo4j with ${PREDICTIONS} predictions more`, megabytes(bytesIn(join(dataDir, "neo4j"))));
    app = await started(`warm start, with ${PREDICTIONS} predictions more`, WARM_WANTED_S);
  }
  writeSection({
    id: "process", title: "Memory, starts, disk", figures,
    against: `nothing; resident memory as the operating system tells it, Neo4j with a heap of ${heapMb} MB and a page cache of ${pagecacheMb} MB at most, a start until /readyz is 200, and bytes per million records reckoned from the sample`,
  });
} finally {
  await app.remove();
  rmSync(dataDir, { recursive: true, force: true });
}

async function started(what: string, wantedSeconds: number | null): Promise<App> {
  const began = performance.now();
  const it = await startApp({ dataDir, env });
  const seconds = (performance.now() - began) / 1000;
  figures.push({ what, ours: `${seconds.toFixed(1)} s`, reference: null, ratio: null, wanted: wantedSeconds === null ? null : `${wantedSeconds} s`, met: wantedSeconds === null ? null : seconds <= wantedSeconds });
  return it;
}

function noteMemory(when: string): void {
  const neo4j = app.neo4jPid();
  const projector = childrenOf(app.pid).filter((pid) => pid !== neo4j);
  const sum = (pids: readonly number[]) => megabytes(pids.reduce((bytes, pid) => bytes + residentBytes(pid), 0));
  plain(`memory ${when}`, `server ${sum([app.pid])}, projector ${sum(projector)}, Neo4j ${sum(neo4j === null ? [] : [neo4j])}`);
}

function noteDisk(records: number): void {
  for (const [directory, what] of PARTS) {
    const bytes = bytesIn(join(dataDir, directory));
    plain(`on disk: ${what}`, megabytes(bytes), `${megabytes((bytes / records) * 1_000_000)} per million records`);
  }
}

/** A look at the main answers, so that what they need is in memory. */
async function askAround(): Promise<void> {
  const client = clientOf(app);
  for (const path of ["/", "/registry?kind=prediction", "/api/v1/search?q=cpu", "/api/v1/search?kind=prediction&limit=1000", "/ledger", "/status"]) await client.get(path);
  client.close();
}

async function sizeOfLedger(): Promise<number> {
  const client = clientOf(app);
  const { size } = await client.json<{ size: number }>("/api/v1/log/checkpoint");
  client.close();
  return size;
}

async function addPredictions(): Promise<void> {
  const world = new ScaleWorld(lastMidnight());
  const client = clientOf(app);
  const driver = openDriver({ uri: `bolt://127.0.0.1:${readFileSync(join(dataDir, "neo4j", "port"), "utf8").trim()}`, username: "neo4j", password: readFileSync(join(dataDir, "neo4j", "password"), "utf8").trim() });
  try {
    await sendCloudEvents(client, world.definitions());
    await sendCloudEvents(client, world.featureSets(0, PREDICTIONS / PREDICTIONS_OF_SET));
    await bulkPredictions(driver, "neo4j", world.predictions(0, PREDICTIONS));
    await untilProjected(client);
    for (const path of [`/api/v1/impact?ref=${encodeURIComponent(SOURCE)}`, `/api/v1/nodes/${encodeURIComponent(MODEL)}/predictions?limit=1000`]) await client.get(path);
  } finally {
    client.close();
    await driver.close();
  }
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([pid = 0, its]) => (its === parent ? [pid] : []));
}

function residentBytes(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim()) * 1024;
}

/** What files really take: LMDB's are larger than what is in them. */
function bytesIn(path: string): number {
  const { blocks } = lstatSync(path);
  return blocks * 512 + (lstatSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0) : 0);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
