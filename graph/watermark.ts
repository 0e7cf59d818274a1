import "server-only";
import { services } from "@/graph/services";
import { AppError } from "@/lib/errors";
import { formatInstant, nowMicros } from "@/lib/time";

/** What the graph knew when it answered. */
export type Watermark = {
  /** The last ledger sequence that is in the graph; 0 when none is. */
  sequence: number;
  /** When that record came in; `null` when there is none. */
  recordedAt: string | null;
  /** How long the oldest record that is not yet in the graph has been waiting; 0 when all are. */
  lagMs: number;
  /** Records that could not be projected. */
  deadLetters: number;
};

/**
 * Take it before asking: what the answer knows is this or more.
 * @throws AppError `unavailable` before the projector has found its place: a graph of which nobody knows how far it is answers nothing.
 */
export function currentWatermark(): Watermark {
  const { ledger, projection } = services();
  const { offset, recordedAt, deadLetters, state } = projection.status();
  if (state === "starting") throw new AppError("unavailable", `The graph is being made: ${offset} of ${ledger.size()} records are in it. Ingestion goes on and nothing is lost.`, { retryAfterSeconds: 2 });
  const waiting = offset < ledger.size() ? ledger.read(offset + 1) : null;
  return {
    sequence: offset,
    recordedAt: offset === 0 ? null : formatInstant(recordedAt),
    lagMs: waiting === null ? 0 : Math.max(0, Math.round((nowMicros() - waiting.recordedAt) / 1000)),
    deadLetters,
  };
}
