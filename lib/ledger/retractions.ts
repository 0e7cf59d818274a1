import type { Ledger } from "./ledger";

/** Under which key the index of what records are about lists the retractions of a record. No reference begins so. */
export function retractionKey(sequence: number): string {
  return `record:${sequence}`;
}

/**
 * The retraction by which a record is taken back now, or `null` while the record holds: the newest that names it and is not itself taken
 * back. Retractions name what came before them, so this ends.
 */
export function retractionInForce(ledger: Pick<Ledger, "recordsAbout">, sequence: number): number | null {
  return ledger.recordsAbout(retractionKey(sequence)).find((retraction) => retractionInForce(ledger, retraction) === null) ?? null;
}
