import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mustHold, type Fault } from "../fault";
import { compileShim } from "../shims/compile";
import { Trial } from "../trial";

/**
 * fsync fails under load, and works again soon: what the failed one lost stays lost, so there is no further 2xx until the app has been
 * started again. (`npm test` has this for the ingestion alone: lib/ingest/failing-disk.test.ts.)
 */
export const fsyncFails: Fault = {
  name: "fsync-fails",
  title: "once an fsync has failed nothing is acknowledged any more; what was acknowledged before is there after the next start",
  times: { full: 5, short: null },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const file = join(trial.dataDir, "fsync-fails");
      const start = (): Promise<void> => trial.start({ env: { LD_PRELOAD: compileShim("lib", "ledger", "testing", "failing-fsync.c"), FAIL_FSYNC_SWITCH: file } });
      await start();
      const { sender } = trial;
      await sender.begin(trial.app);
      for (let failure = 1; failure <= times; failure++) {
        const sending = sender.keepSending(trial.app);
        await sleep(1_000);
        writeFileSync(file, "");
        // what was past its fsync when the switch came may still be told
        await firstRefusal(trial);
        rmSync(file);
        const acknowledged = sender.acknowledged.length;
        await sleep(2_000);
        await sending.stop();
        const ready = await trial.read("/readyz?for=ingest");
        mustHold([
          ...(sender.acknowledged.length > acknowledged ? [`${sender.acknowledged.length - acknowledged} were acknowledged after an fsync had failed`] : []),
          ...([...sender.refused.keys()].some((status) => status !== 503) ? [`refused with ${sender.refusals()}`] : []),
          ...(ready.status === 503 ? [] : [`readiness was ${ready.status}`]),
        ]);
        await trial.app.kill();
        await trial.ledgerMustHold();
        await start();
        say(`fsync failed ${failure} of ${times} times, ${sender.acknowledged.length} acknowledged`);
      }
      await trial.mustHold();
      return `fsync, fdatasync and msync failed ${times} times under load; a new start after each`;
    }),
};

/** Until a refusal, and every request that was under way at that moment has its answer. */
async function firstRefusal({ sender }: Trial): Promise<void> {
  const before = total(sender.refused);
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(20)) {
    if (total(sender.refused) > before + 16) return;
  }
  throw new Error("fsync fails and nothing is refused");
}

const total = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((sum, it) => sum + it, 0);
