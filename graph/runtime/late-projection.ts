import "server-only";
import { startProjection, type ProjectionMonitor } from "@/graph/projection-monitor";
import type { WorkerOptions } from "@/graph/projector/worker-messages";
import { AppError } from "@/lib/errors";

const PATIENCE_MS = 10_000;

/** A projector that is there from the start, and begins when the graph can take what it writes. */
export type LateProjection = ProjectionMonitor & {
  /** Starts the projector. The graph has this code's schema by now. */
  begin(): void;
};

/** @param workerFile the bundled `graph/projector/worker.ts`. */
export function prepareProjection(workerFile: string, options: WorkerOptions, ledgerSize: () => number): LateProjection {
  let monitor: ProjectionMonitor | null = null;
  let stopped = false;
  let announce: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (announce = resolve));
  const notYet = (): AppError => new AppError("unavailable", "The graph is still starting.", { retryAfterSeconds: 2 });

  return {
    begin() {
      if (monitor || stopped) return;
      monitor = startProjection(workerFile, options, ledgerSize);
      announce();
    },
    status: () => monitor?.status() ?? { offset: 0, recordedAt: 0, deadLetters: 0, state: stopped ? "stopped" : "starting", whole: false, era: 0, ratePerSecond: 0 },
    async waitFor(sequence, timeoutMs = PATIENCE_MS) {
      if (monitor) return monitor.waitFor(sequence, timeoutMs);
      if (sequence > ledgerSize()) throw new AppError("invalid", `The ledger ends at ${ledgerSize()}; nothing can be read after ${sequence} yet.`, { pointer: "/after" });
      const until = Date.now() + timeoutMs;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([begun, new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)))]);
      clearTimeout(timer);
      if (!monitor) throw notYet();
      return (monitor as ProjectionMonitor).waitFor(sequence, Math.max(0, until - Date.now()));
    },
    nudge: () => monitor?.nudge(),
    replay: (sequence) => (monitor ? monitor.replay(sequence) : Promise.reject(notYet())),
    rebuild: () => (monitor ? monitor.rebuild() : Promise.reject(notYet())),
    async stop() {
      stopped = true;
      await monitor?.stop();
    },
  };
}
