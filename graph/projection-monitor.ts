import "server-only";
import { fork, type ChildProcess } from "node:child_process";
import type { FromWorker, ToWorker, WorkerOptions, WorkerRequest } from "@/graph/projector/worker-messages";
import { giveWay } from "@/graph/runtime/give-way";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Micros } from "@/lib/time";

export type ProjectionStatus = {
  /** The last sequence that is in the graph (or dead). */
  offset: number;
  /** When that record was recorded; 0 when there is none. */
  recordedAt: Micros;
  deadLetters: number;
  /** `starting`: nothing is known of the graph yet. `making`: it begins from nothing, and is on its way. */
  state: "starting" | "making" | "running" | "retrying" | "stopped";
  /** Whether the graph may be read. One that is being made would deny what is there; so would one of which nothing is known yet. */
  whole: boolean;
  /** How often the graph was begun anew since the start: what was read over two eras is of neither. */
  era: number;
  lastError?: string;
  /** Records a second, over the last ten seconds. */
  ratePerSecond: number;
};

/** What the rest of the process knows of the projector, and asks of it. */
export type ProjectionMonitor = {
  status(): ProjectionStatus;
  /**
   * Resolves once `sequence` is in the graph or a dead letter.
   * @throws AppError `invalid` beyond the ledger, `unavailable` when it takes longer than `timeoutMs` (10 s).
   */
  waitFor(sequence: number, timeoutMs?: number): Promise<void>;
  /** There are new records. */
  nudge(): void;
  /** Tries a dead letter again. @throws AppError `not_found`, `conflict` when it still fails, `unavailable`. */
  replay(sequence: number): Promise<void>;
  /**
   * Has the graph emptied and made again. From the call on it is not whole. Resolves once that can no longer come to nothing: when this
   * process ends before it is done, the next one goes on.
   * @throws AppError `conflict` while it is being made already, `unavailable` when the projector does not run or does not begin in time.
   */
  rebuild(): Promise<void>;
  /** Lets the batch under way end, then stops the worker. */
  stop(): Promise<void>;
};

const RATE_WINDOW_MS = 10_000;
const RESTART_MS = 1_000;
/** A message to the worker costs a tenth of what an event does: what comes in within so long shares one. */
const NUDGE_MS = 20;
const STOP_MS = 8_000;
const REBUILD_BEGIN_MS = 10_000;

const notRunning = (): AppError => new AppError("unavailable", "The projector is not running.");

/**
 * Starts the projector in a process of its own, and again when it fails. A thread that dies within a transaction of LMDB never ends, and
 * takes the way out of the whole process with it; a process can always be ended. @param workerFile the bundled `graph/projector/worker.ts`.
 */
export function startProjection(workerFile: string, options: WorkerOptions, ledgerSize: () => number): ProjectionMonitor {
  const status: ProjectionStatus = { offset: 0, recordedAt: 0, deadLetters: 0, state: "starting", whole: false, era: 0, ratePerSecond: 0 };
  const waiting = new Set<{ sequence: number; resolve: () => void }>();
  const requests = new Map<number, { resolve: () => void; reject: (error: AppError) => void }>();
  const history: { at: number; offset: number }[] = [];
  let nextRequest = 1;
  let stopping = false;
  let nudge: NodeJS.Timeout | null = null;
  let gaveUp = false;
  let worker = begin();

  function begin(): ChildProcess {
    const it = fork(workerFile, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    giveWay(it.pid);
    it.on("message", (message) => receive(message as FromWorker));
    it.on("error", (error) => fail(error.message));
    it.send({ type: "begin", ...options } satisfies ToWorker, () => undefined);
    it.on("exit", (code, signal) => {
      if (!stopping && !gaveUp && code !== 0) fail(`it ended with ${signal ?? `status ${code}`}`);
      for (const request of requests.values()) request.reject(new AppError("unavailable", "The projector stopped before it was done."));
      requests.clear();
      if (stopping || gaveUp) return;
      setTimeout(() => {
        if (!stopping) worker = begin();
      }, RESTART_MS);
    });
    return it;
  }

  function fail(message: string): void {
    status.state = "retrying";
    status.lastError = message;
    log.error("the projector failed; it will be started again", { error: message });
  }

  function receive(message: FromWorker): void {
    if (message.type === "progress") {
      Object.assign(status, { offset: message.offset, recordedAt: message.recordedAt, deadLetters: message.deadLetters, whole: message.whole, state: message.whole ? "running" : "making" });
      delete status.lastError;
      history.push({ at: Date.now(), offset: message.offset });
      for (const it of waiting) if (it.sequence <= message.offset) it.resolve();
    } else if (message.type === "state") {
      if (message.final === true) {
        gaveUp = true;
        status.state = "stopped";
        log.error("the projector stopped for good; a graph that was whole is read as it is", { error: message.error });
      } else if (message.state === "stopped" && message.error !== undefined) fail(message.error);
      else status.state = message.state;
      if (message.error !== undefined) status.lastError = message.error;
    } else {
      const request = requests.get(message.id);
      requests.delete(message.id);
      if (message.error) request?.reject(new AppError(message.error.code, message.error.message));
      else request?.resolve();
    }
  }

  // one that is ending hears nothing more: the next one looks by itself
  const post = (message: ToWorker) => worker.connected && worker.send(message, () => undefined);
  const ask = (request: { type: "replay"; sequence: number } | { type: "rebuild" }) =>
    new Promise<void>((resolve, reject) => {
      if (!worker.connected) return reject(notRunning());
      const id = nextRequest++;
      requests.set(id, { resolve, reject });
      post({ ...request, id } satisfies WorkerRequest);
    });

  return {
    status() {
      while (history.length > 1 && history[0]!.at < Date.now() - RATE_WINDOW_MS) history.shift();
      const [first] = history;
      const seconds = first ? Math.max((Date.now() - first.at) / 1000, 1) : 1;
      return { ...status, ratePerSecond: first ? Math.round((status.offset - first.offset) / seconds) : 0 };
    },
    waitFor(sequence, timeoutMs = 10_000) {
      if (sequence > ledgerSize())
        return Promise.reject(new AppError("invalid", `The ledger ends at ${ledgerSize()}; nothing can be read after ${sequence} yet.`, { pointer: "/after" }));
      if (sequence <= status.offset) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer);
          waiting.delete(entry);
          resolve();
        };
        const entry = { sequence, resolve: done };
        const timer = setTimeout(() => {
          waiting.delete(entry);
          reject(new AppError("unavailable", `Record ${sequence} is in the ledger but not yet in the graph, which is at ${status.offset}.`, { retryAfterSeconds: 2 }));
        }, timeoutMs);
        waiting.add(entry);
        post({ type: "nudge" });
      });
    },
    nudge() {
      nudge ??= setTimeout(() => {
        nudge = null;
        post({ type: "nudge" });
      }, NUDGE_MS).unref();
    },
    replay(sequence) {
      if (status.state !== "running") return Promise.reject(notRunning());
      return ask({ type: "replay", sequence });
    },
    async rebuild() {
      if (status.state === "making") throw new AppError("conflict", "The graph is being made already.");
      if (status.state !== "running") throw notRunning();
      // before the worker hears of it: no answer may come from a graph that is half gone
      Object.assign(status, { offset: 0, recordedAt: 0, deadLetters: 0, whole: false, era: status.era + 1, state: "making" });
      history.length = 0;
      const late = new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new AppError("unavailable", "Neo4j has not answered yet. The graph is made again as soon as it does.", { retryAfterSeconds: 5 })), REBUILD_BEGIN_MS).unref();
      });
      await Promise.race([ask({ type: "rebuild" }), late]);
    },
    async stop() {
      stopping = true;
      const isOver = worker.exitCode !== null || worker.signalCode !== null;
      const exited = isOver ? Promise.resolve() : new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      post({ type: "stop" });
      const timer = setTimeout(() => void worker.kill("SIGKILL"), STOP_MS);
      await exited;
      clearTimeout(timer);
      status.state = "stopped";
    },
  };
}
