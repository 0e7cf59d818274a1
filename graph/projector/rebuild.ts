import "server-only";
import type { Driver } from "neo4j-driver";
import { Ledger } from "@/lib/ledger/ledger";
import { GraphWriter } from "./graph-writer";
import { Projector, originUpTo, type Progress } from "./projector";
import { ProjectorState } from "./state";

/**
 * Replays a ledger into an emptied graph. Nothing else may be running on the data directory.
 * @returns how many records were replayed and how many of them are dead letters.
 */
export async function rebuildGraph(
  options: { ledgerDirectory: string; stateDirectory: string; driver: Driver; database: string },
  onProgress: (progress: Progress & { size: number }) => void,
): Promise<{ records: number; deadLetters: number }> {
  const ledger = Ledger.open(options.ledgerDirectory, { readOnly: true });
  const state = new ProjectorState(options.stateDirectory);
  try {
    const size = ledger.size();
    let progress: Progress = { offset: 0, recordedAt: 0, deadLetters: 0, whole: false };
    const writer = new GraphWriter(options.driver, options.database, (offset) => originUpTo(ledger, offset), () => undefined, () => false);
    const projector = new Projector(ledger, state, writer, (now) => onProgress({ ...(progress = now), size }), () => false);
    await writer.claim();
    await writer.wipe();
    state.clear();
    await projector.start();
    while (await projector.step());
    return { records: progress.offset, deadLetters: progress.deadLetters };
  } finally {
    await state.close();
    await ledger.close();
  }
}
