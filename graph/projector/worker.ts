import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { openDriver } from "@/graph/driver";
import { AppError } from "@/lib/errors";
import { Ledger } from "@/lib/ledger/ledger";
import { FencedError, GraphWriter } from "./graph-writer";
import { PACE, Projector, originUpTo, type Progress } from "./projector";
import { ProjectorState } from "./state";
import type { FromWorker, ToWorker, WorkerOptions, WorkerRequest } from "./worker-messages";

const POLL_MS = 250;
/** While so many records come in at a time, the next ones are gathered for a while: each commit costs Neo4j more than the records in it. */
const MANY_RECORDS = 10;
const GATHER_MS = 150;

const send = (message: FromWorker) => void process.send?.(message);

let stopping = false;
let wake: () => void = () => undefined;
const requests: WorkerRequest[] = [];

process.on("message", (message: ToWorker) => {
  if (message.type === "begin") void run(message);
  if (message.type === "stop") stopping = true;
  if (message.type === "replay" || message.type === "rebuild") requests.push(message);
  wake();
});

// the process that started this one ends it, in order; when that one is gone there is nobody to work for, and at once
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

async function main(options: WorkerOptions): Promise<void> {
  const ledger = Ledger.open(options.ledgerDirectory, { readOnly: true });
  const state = new ProjectorState(options.stateDirectory);
  const driver = openDriver(options.neo4j);
  const onRetry = (error: Error) => send({ type: "state", state: "retrying", error: error.message });
  const onProgress = (progress: Progress) => send({ type: "progress", ...progress });
  const writer = new GraphWriter(driver, options.neo4j.database, (offset) => originUpTo(ledger, offset), onRetry, () => stopping);
  const projector = new Projector(ledger, state, writer, onProgress, () => stopping);
  try {
    await projector.start();
    send({ type: "state", state: "running" });
    while (!stopping) {
      const request = requests.shift();
      if (request) {
        await answer(projector, request);
        continue;
      }
      const projected = await projector.step();
      if (projected === 0) await idle();
      else if (projected >= MANY_RECORDS && projected < PACE.batchRecords) await sleep(GATHER_MS);
    }
  } catch (error) {
    if (!stopping) throw error;
  } finally {
    await driver.close();
    await state.close();
    await ledger.close();
  }
  send({ type: "state", state: "stopped" });
}

async function answer(projector: Projector, request: WorkerRequest): Promise<void> {
  const done = () => send({ type: "answer", id: request.id });
  if (request.type === "rebuild") return projector.rebuild(done);
  try {
    await projector.replay(request.sequence);
    done();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    send({ type: "answer", id: request.id, error: { code: error.code, message: error.message } });
  }
}

/** Until there is news; looks by itself too, so that a lost nudge costs a moment and no more. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, POLL_MS);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function run(options: WorkerOptions): Promise<void> {
  try {
    await main(options);
  } catch (error) {
    // another projector, or a graph of another ledger: starting again would not help
    const final = error instanceof FencedError || error instanceof AppError;
    send({ type: "state", state: "stopped", error: final ? error.message : String((error as Error)?.stack ?? error), final });
  }
  process.removeAllListeners("disconnect").disconnect();
}
