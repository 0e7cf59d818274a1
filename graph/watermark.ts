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
 * The era of the graph that answers now: what was read over two eras is of neither.
 * @throws AppError `unavailable` while the graph is being made, or nobody knows how far it is: it would deny what is there
 */
export function wholeGraphEra(): number {
  const { ledger, projection } = services();
  const { offset, state, whole, era } = projection.status();
  if (whole) return era;
  if (state === "stopped") throw new AppError("unavailable", "The graph cannot be read: the projector stopped before it was whole. The page Status says why.", { retryAfterSeconds: 30 });
  throw new AppError("unavailable", `The graph is being made: ${spaced(offset)} of ${spaced(ledger.size())} records are in it. Ingestion goes on and nothing is lost.`, { retryAfterSeconds: 2 });
}

/** How many of the ledger's records are in a graph that is being made; `null` when it is whole, or nobody makes it. */
export function graphInTheMaking(): { done: number; of: number } | null {
  const { ledger, projection } = services();
  const { offset, state, whole } = projection.status();
  return whole || state === "stopped" ? null : { done: offset, of: ledger.size() };
}

const spaced = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, " ");

/**
 * Take it before asking: what the answer knows is this or more.
 * @throws AppError `unavailable` while the graph is not whole
 */
export function currentWatermark(): Watermark {
  wholeGraphEra();
  const { ledger, projection } = services();
  const { offset, recordedAt, deadLetters } = projection.status();
  const waiting = offset < ledger.size() ? ledger.read(offset + 1) : null;
  return {
    sequence: offset,
    recordedAt: offset === 0 ? null : formatInstant(recordedAt),
    lagMs: waiting === null ? 0 : Math.max(0, Math.round((nowMicros() - waiting.recordedAt) / 1000)),
    deadLetters,
  };
}
