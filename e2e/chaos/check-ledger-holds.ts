import type { Ledger } from "@/lib/ledger/ledger";
import { MerkleFrontier } from "@/lib/ledger/merkle";
import type { Acknowledged, Checkpoint } from "./sender";

/**
 * What a ledger owes to those who sent: every acknowledged event is in it, letter by letter, under its number and with its leaf; each
 * id once; times rise; and what a checkpoint said of the first records is still so.
 * @returns what is not so, one sentence each
 */
export function checkLedgerHolds(ledger: Ledger, acknowledged: readonly Acknowledged[], checkpoints: readonly Checkpoint[]): string[] {
  const wrong: string[] = [];
  const size = ledger.size();
  const rootsBySize = new Map<number, Set<string>>();
  for (const { size: at, root } of [...checkpoints, ledger.checkpoint()]) rootsBySize.set(at, (rootsBySize.get(at) ?? new Set()).add(root));

  const frontier = MerkleFrontier.empty();
  const ids = new Set<string>();
  let recordedAt = 0;
  for (let sequence = 1; sequence <= size; sequence++) {
    const entry = ledger.entry(sequence);
    if (entry === null) {
      wrong.push(`record ${sequence} is not there`);
      continue;
    }
    if (ids.has(entry.id)) wrong.push(`record ${sequence} has the id of another one, ${entry.id}`);
    if (entry.recordedAt <= recordedAt) wrong.push(`record ${sequence} was recorded at ${entry.recordedAt}, the one before it at ${recordedAt}`);
    ids.add(entry.id);
    recordedAt = entry.recordedAt;
    frontier.append(Buffer.from(entry.leafHash, "hex"));
    const expected = rootsBySize.get(sequence);
    if (expected === undefined) continue;
    rootsBySize.delete(sequence);
    const root = frontier.root().toString("hex");
    for (const it of expected) if (it !== root) wrong.push(`a checkpoint said of ${sequence} records ${it}, they are ${root}`);
  }
  rootsBySize.delete(0);
  for (const at of rootsBySize.keys()) wrong.push(`a checkpoint spoke of ${at} records, there are ${size}`);

  const sequences = new Map<number, string>();
  for (const { id, body, receipt } of acknowledged) {
    const sequence = ledger.findById(id);
    if (sequence === null) {
      wrong.push(`${id} was acknowledged${receipt ? ` as record ${receipt.sequence}` : ""} and is not in the ledger`);
      continue;
    }
    if (receipt && sequence !== receipt.sequence) wrong.push(`${id} was acknowledged as record ${receipt.sequence} and is record ${sequence}`);
    if (receipt && ledger.entry(sequence)?.leafHash !== receipt.leafHash) wrong.push(`record ${sequence} has another leaf than was acknowledged`);
    if (body !== null && !ledger.read(sequence)?.bytes.equals(Buffer.from(body))) wrong.push(`record ${sequence} is not what was sent`);
    const other = sequences.get(sequence);
    if (other !== undefined && other !== id) wrong.push(`record ${sequence} was acknowledged to ${other} and ${id}`);
    sequences.set(sequence, id);
  }
  return wrong;
}
