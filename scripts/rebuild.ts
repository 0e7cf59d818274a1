import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Env } from "@/graph/env";
import { migrate } from "@/graph/migrate";
import { rebuildGraph } from "@/graph/projector/rebuild";
import { lockDataDir, runningOn } from "@/graph/runtime/data-lock";
import { Neo4jLink } from "@/graph/runtime/neo4j-link";
import { StartFault } from "@/graph/runtime/start-fault";
import { assertSound } from "@/lib/ledger/check-ledger";
import { ask, askerOf, type Running } from "./ask-running";
import { ledgerCheck, runCommand, say } from "./command";

const SHOWN_EVERY_MS = 2_000;
const ASKED_EVERY_MS = 500;

/** Says how far it is, now and then. */
function createTeller(): (done: number, of: number) => void {
  let shown = Date.now();
  return (done, of) => {
    if (Date.now() - shown < SHOWN_EVERY_MS) return;
    shown = Date.now();
    say(`Replaying: ${done} of ${of}`);
  };
}

const rebuiltLine = (records: number, began: number, deadLetters: number): string =>
  `Rebuilt the graph from ${records} records in ${((Date.now() - began) / 1000).toFixed(1)} s; ${deadLetters} could not be projected.`;

const statusBody = z.object({ projector: z.object({ state: z.string(), offset: z.int().nullable(), lagRecords: z.int(), deadLetters: z.int(), lastError: z.string().nullable() }) });

async function haveRebuilt(running: Running): Promise<void> {
  const began = Date.now();
  const { status, refusal } = await ask(running, "POST", "/api/v1/rebuild", {});
  if (refusal && status !== 409) throw new StartFault(refusal.detail);
  say(refusal ? "The graph is being made already." : `Headwater at ${running.url} makes the graph again. Events are taken meanwhile.`);
  for (const tell = createTeller(); ; await sleep(ASKED_EVERY_MS)) {
    const { body, refusal: unanswered } = await ask(running, "GET", "/api/v1/status").catch((error: unknown) => {
      throw new StartFault(`${error instanceof Error ? error.message : error} It goes on with the rebuild when it is started again.`, { cause: error });
    });
    if (unanswered) throw new StartFault(unanswered.detail);
    const { state, offset, lagRecords, deadLetters, lastError } = statusBody.parse(body).projector;
    if (state === "down") throw new StartFault(`The projector stopped for good. ${lastError ?? "The log says why."}`);
    if (state !== "starting") return say(rebuiltLine(offset ?? 0, began, deadLetters));
    tell(offset ?? 0, (offset ?? 0) + lagRecords);
  }
}

async function rebuildHere(env: Env): Promise<void> {
  const ledgerDirectory = join(env.dataDir, "ledger");
  if (!existsSync(join(ledgerDirectory, "data.mdb"))) throw new StartFault(`There is no ledger in ${env.dataDir}. Name the data directory with HEADWATER_DATA.`);
  const lock = lockDataDir(env.dataDir);
  try {
    const { size } = await assertSound(ledgerDirectory, ledgerCheck());
    say(`The ledger is sound: ${size} records. Starting Neo4j …`);
    const neo4j = await Neo4jLink.prepare(env, say);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void neo4j.close().finally(() => process.exit(1)));
    try {
      await neo4j.connect(say);
      await migrate(neo4j.driver, env.database);
      const began = Date.now();
      const tell = createTeller();
      const { records, deadLetters } = await rebuildGraph(
        { ledgerDirectory, stateDirectory: join(env.dataDir, "projection"), driver: neo4j.driver, database: env.database },
        (progress) => tell(progress.offset, progress.size),
      );
      say(rebuiltLine(records, began, deadLetters));
    } finally {
      await neo4j.close();
    }
  } finally {
    lock.release();
  }
}

/**
 * `npm run rebuild`: empties the graph and replays the ledger into it. A Headwater that runs (on the data directory, or at
 * `HEADWATER_URL`) does it itself and goes on taking events; else it is done here. The ledger is only read.
 */
runCommand(async (env) => {
  const running = process.env.HEADWATER_URL ? { url: process.env.HEADWATER_URL } : runningOn(env.dataDir);
  if (running === null) return rebuildHere(env);
  if (running.url === null) throw new StartFault(`Headwater is just starting on ${env.dataDir}. Try again in a moment.`);
  await haveRebuilt(askerOf(running.url, process.env, "To rebuild while it runs"));
});
