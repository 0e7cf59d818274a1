import { expect, test } from "vitest";
import { canonicalDigest } from "@/lib/canonical-json";
import { Ledger } from "@/lib/ledger/ledger";
import { inEmptyDirectory, recordNumber } from "@/lib/ledger/testing/records";
import { checkLedgerHolds } from "./check-ledger-holds";
import type { Acknowledged, Checkpoint } from "./sender";

/** Twenty records, as they were acknowledged, and the checkpoints on the way. */
async function withRecords(run: (ledger: Ledger, acknowledged: Acknowledged[], checkpoints: Checkpoint[]) => void): Promise<void> {
  await inEmptyDirectory(async (directory) => {
    const ledger = Ledger.open(directory);
    const acknowledged: Acknowledged[] = [];
    const checkpoints = [ledger.checkpoint()];
    for (let n = 1; n <= 20; n++) {
      const record = recordNumber(n);
      const { id, sequence, leafHash } = await ledger.append(record);
      acknowledged.push({ id, body: record.bytes.toString(), way: "lineage", receipt: { sequence, leafHash } });
      checkpoints.push(ledger.checkpoint());
    }
    run(ledger, acknowledged, checkpoints);
    await ledger.close();
  });
}

test("a ledger that holds all that it acknowledged is found right, also where it has more", () =>
  withRecords((ledger, acknowledged, checkpoints) => {
    expect(checkLedgerHolds(ledger, acknowledged, checkpoints)).toEqual([]);
    expect(checkLedgerHolds(ledger, acknowledged.slice(3, 9), checkpoints.slice(0, 4))).toEqual([]);
  }));

test("an event that was acknowledged and is gone is named", () =>
  withRecords((ledger, acknowledged) => {
    const id = `sha256:${canonicalDigest("never appended")}`;
    expect(checkLedgerHolds(ledger, [...acknowledged, { id, body: "", way: "lineage", receipt: { sequence: 21, leafHash: "" } }], [])).toEqual([`${id} was acknowledged as record 21 and is not in the ledger`]);
  }));

test("a receipt that no longer holds is named: its number, its leaf, the bytes", () =>
  withRecords((ledger, acknowledged) => {
    const [first, second] = acknowledged;
    expect(checkLedgerHolds(ledger, [{ ...first!, receipt: { ...first!.receipt!, sequence: 7 } }], [])).toEqual([expect.stringContaining("was acknowledged as record 7 and is record 1")]);
    expect(checkLedgerHolds(ledger, [{ ...first!, receipt: second!.receipt }], [])).toHaveLength(2);
    expect(checkLedgerHolds(ledger, [{ ...first!, body: "{}" }], [])).toEqual(["record 1 is not what was sent"]);
  }));

test("a checkpoint that the ledger no longer bears out is named", () =>
  withRecords((ledger, _acknowledged, checkpoints) => {
    const [, one, two] = checkpoints;
    expect(checkLedgerHolds(ledger, [], [{ size: 2, root: one!.root }])).toEqual([`a checkpoint said of 2 records ${one!.root}, they are ${two!.root}`]);
    expect(checkLedgerHolds(ledger, [], [{ size: 21, root: one!.root }])).toEqual(["a checkpoint spoke of 21 records, there are 20"]);
  }));
