import { AppError, type ErrorCode } from "@/lib/errors";
import type { Ledger, Receipt } from "@/lib/ledger/ledger";
import type { Prepared } from "./to-record";

/** A receipt as clients get it. */
export type EventReceipt = Receipt & { warnings: string[] };
/** One event that was not taken: where it stood and why. */
export type Refusal = { index: number; code: ErrorCode; pointer: string | null; message: string };

const WINDOW_RECORDS = 250;
const WINDOW_BYTES = 8 * 2 ** 20;

export type AppendSink = { accepted(receipt: EventReceipt): void; refused(refusal: Refusal): void };

type Result = { receipt: EventReceipt } | { error: unknown };

/**
 * Appends events that do not depend on each other: what is right is kept, what is wrong is told to the sink. At most two windows of
 * events are in memory: while one is being written the next one is read. The sink hears of them in order.
 * @throws AppError `unavailable` when the ledger takes nothing (what was taken before stays; sent again it is a duplicate), and
 * whatever is no `AppError`
 */
export async function appendAll(ledger: Ledger, events: AsyncIterable<() => Prepared> | Iterable<() => Prepared>, sink: AppendSink): Promise<void> {
  let written: Promise<Result>[] = [];
  let window: Promise<Result>[] = [];
  let bytes = 0;
  let told = 0;
  const turn = async (): Promise<void> => {
    for (const result of await Promise.all(written)) {
      if ("receipt" in result) sink.accepted(result.receipt);
      else sink.refused(toRefusal(told, result.error));
      told++;
    }
    written = window;
    window = [];
    bytes = 0;
  };
  for await (const prepare of events) {
    try {
      const { record, warnings } = prepare();
      window.push(ledger.append(record).then((receipt) => ({ receipt: { ...receipt, warnings } }), (error: unknown) => ({ error })));
      bytes += record.bytes.length;
    } catch (error) {
      window.push(Promise.resolve({ error }));
    }
    if (window.length >= WINDOW_RECORDS || bytes >= WINDOW_BYTES) await turn();
  }
  await turn();
  await turn();
}

function toRefusal(index: number, error: unknown): Refusal {
  if (!(error instanceof AppError) || error.code === "unavailable") throw error;
  return { index, code: error.code, pointer: error.pointer ?? null, message: error.message };
}
