import { setTimeout as sleep } from "node:timers/promises";
import { random } from "@/lib/testing/seeded-random";
import type { Fault } from "../fault";
import { Trial } from "../trial";

const READ_BACK_EVERY = 10;

/**
 * The app is killed at random points: most often while it takes events and projects them, sometimes while it starts. After each kill the
 * files of the ledger must hold all that was acknowledged so far.
 */
export const appKills: Fault = {
  name: "app-kills",
  title: "the app is killed at random points: what it acknowledged is in the ledger and in the graph, once",
  times: { full: 200, short: 3 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const next = random(seed + 2);
      let whileStarting = 0;
      await trial.start();
      await trial.sender.begin(trial.app);
      for (let kill = 1; kill <= times; kill++) {
        if (kill > 1) await trial.start({ ingestOnly: next() < 0.8 });
        const sending = trial.sender.keepSending(trial.app);
        await sleep(50 + next() ** 2 * 2_500);
        await trial.app.kill();
        await sending.stop();
        if (kill < times && next() < 0.15) {
          await killWhileStarting(trial, next() * 1_200);
          whileStarting++;
          kill++;
        }
        await trial.ledgerMustHold();
        if (kill % READ_BACK_EVERY < 1) say(`killed ${kill} of ${times}, ${trial.sender.acknowledged.length} acknowledged`);
      }
      await trial.start();
      await trial.mustHold();
      return `the app SIGKILLed ${times} times, ${whileStarting} of them while it started; ${trial.sender.unanswered} requests broke off`;
    }),
};

async function killWhileStarting(trial: Trial, afterMs: number): Promise<void> {
  await trial.start({ ingestOnly: true, onSpawn: (pid) => void setTimeout(() => kill(pid), afterMs) }).then(
    // it was quicker than the kill, which still comes
    () => trial.app.kill(),
    () => undefined,
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}
