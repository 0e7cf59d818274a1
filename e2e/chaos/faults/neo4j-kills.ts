import { setTimeout as sleep } from "node:timers/promises";
import { random } from "@/lib/testing/seeded-random";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";

const PATIENCE_MS = 120_000;

/** The app's own Neo4j is killed, again as soon as it is back, while events come in without a pause. */
export const neo4jKills: Fault = {
  name: "neo4j-kills",
  title: "Neo4j is killed again and again under load: not one event is refused, and each is in the graph once",
  times: { full: 20, short: 1 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients, embedded: true }, async (trial) => {
      const next = random(seed + 2);
      await trial.start();
      const { app, sender } = trial;
      await sender.begin(app);
      const sending = sender.keepSending(app);
      for (let kill = 1, last: number | null = null; kill <= times; kill++) {
        last = await otherThan(last, () => app.neo4jPid());
        // at the first kills it is in the middle of its work, at others it has only begun to start
        await sleep(next() < 0.7 ? await ready(trial, next() * 3_000) : next() * 2_000);
        process.kill(last, "SIGKILL");
        say(`killed ${kill} of ${times}, ${sender.acknowledged.length} acknowledged`);
      }
      await sleep(2_000);
      await sending.stop();
      mustHold(sender.refused.size + sender.unanswered > 0 ? [`${sender.refusals()} were refused and ${sender.unanswered} not answered while Neo4j was away`] : []);
      await trial.mustHold();
      return `Neo4j SIGKILLed ${times} times under load`;
    }),
};

/** Until the process that runs is another one. */
async function otherThan(last: number | null, current: () => number | null): Promise<number> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(50)) {
    const pid = current();
    if (pid !== null && pid !== last) return pid;
  }
  throw new Error("Neo4j was not started again");
}

/** Waits until reads work again. @returns what it was given, for how long to wait from then on */
async function ready(trial: Trial, thenMs: number): Promise<number> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(100)) if ((await trial.read("/readyz").catch(() => null))?.status === 200) return thenMs;
  throw new Error("the graph did not come back");
}
