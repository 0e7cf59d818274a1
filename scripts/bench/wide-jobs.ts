import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDriver } from "@/graph/driver";
import { run } from "@/graph/testing/events";
import { startApp } from "@/graph/testing/start-app";
import { options } from "./options";
import { writeSection, type Figure } from "./section";

/**
 * Jobs that read and write very many datasets, run after run: one that never changes, which must not write an edge of the definitions, and
 * one that reads a window of 1,000 inputs that moves by one with each run, so that every run is a job version of its own.
 */
const WIDTH = 1_000;
const RUNS = Number(options.runs);

const app = await startApp({ env: { HEADWATER_NEO4J_HEAP_MB: "700" } });
const neo4jFile = (name: string) => readFileSync(join(app.dataDir, "neo4j", name), "utf8").trim();
const driver = openDriver({ uri: `bolt://127.0.0.1:${neo4jFile("port")}`, username: "neo4j", password: neo4jFile("password") });
const figures: Figure[] = [];
try {
  const names = (prefix: string, from: number) => Array.from({ length: WIDTH }, (_, i) => `${prefix}_${from + i}`);
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();

  const unchanged = (n: number) => JSON.stringify(run("wide", `wide-${n}`, "COMPLETE", at(n), names("in", 0), names("out", 0)));
  await send(unchanged(0));
  const before = await edges();
  const steady = await timed(() => send(...Array.from({ length: RUNS }, (_, i) => unchanged(i + 1))));
  const written = (await edges()) - before;
  figures.push({ what: `${RUNS} unchanged runs of a job with ${WIDTH} inputs and ${WIDTH} outputs`, ours: `${written} edges of the definitions, ${perRun(steady)}`, reference: null, ratio: null, wanted: "no edge", met: written === 0 });

  const start = await edges();
  const sliding = await timed(() => send(...Array.from({ length: RUNS }, (_, i) => JSON.stringify(run("sliding", `sliding-${i}`, "COMPLETE", at(i), names("window", i), ["joined"])))));
  figures.push({ what: `${RUNS} runs of a job whose ${WIDTH} inputs move by one each time`, ours: `${Math.round(((await edges()) - start) / RUNS)} edges of the definitions a run, ${perRun(sliding)}`, reference: null, ratio: null, wanted: null, met: null });
} finally {
  await driver.close();
  await app.remove();
}
writeSection({ id: "projection-wide-jobs", title: "Jobs with a thousand inputs", against: "nothing: what a run costs, from its event to the graph", figures });

/** Sends events and waits until they are in the graph. */
async function send(...bodies: string[]): Promise<void> {
  const headers = { authorization: `Bearer ${app.token}`, "content-type": "application/json" };
  for (const body of bodies) {
    const answer = await fetch(`${app.url}/api/v1/lineage`, { method: "POST", headers, body });
    if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  }
  for (;;) {
    const { size, projected } = (await (await fetch(`${app.url}/api/v1/log/checkpoint`, { headers })).json()) as { size: number; projected: number };
    if (projected === size) return;
    await sleep(50);
  }
}

async function edges(): Promise<number> {
  const { records } = await driver.executeQuery("MATCH ()-[e:FEEDS|FED|MAYBE|MAYBE_FED]->() RETURN count(e) AS total");
  return records[0]!.get("total") as number;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function perRun(ms: number): string {
  return `${Math.round(ms / RUNS)} ms a run`;
}
