import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { random } from "@/lib/testing/seeded-random";
import { checkGraphHolds } from "../check-graph-holds";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";
import { Ledger } from "@/lib/ledger/ledger";

const KILLS_A_ROUND = 5;
const LOAD_MS = 4_000;

/**
 * A graph as an older Headwater left it: made by another interpretation of events, without this one's indexes, now and then with the
 * projector's state gone. The start that makes it anew is killed at random points, again and again, until one may finish.
 */
export const upgradeKilled: Fault = {
  name: "upgrade-killed",
  title: "an upgrade that is killed half-way is finished by the next start, and the graph is right",
  times: { full: 40, short: 2 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const next = random(seed + 2);
      await trial.start();
      await trial.sender.begin(trial.app);
      const sending = trial.sender.keepSending(trial.app);
      await sleep(LOAD_MS);
      await sending.stop();
      await trial.caughtUp();
      const before = await trial.server.content();
      await trial.app.stop();
      let took = 0;
      for (let kills = 0, round = 0; kills < times; round++) {
        await makeOlder(trial, round);
        for (let n = 0; n < Math.min(KILLS_A_ROUND, times) && kills < times; n++, kills++) {
          const afterMs = 300 + next() * (took || 4_000);
          await trial.start({ ingestOnly: true, onSpawn: (pid) => void setTimeout(() => kill(pid), afterMs) }).then(
            () => sleep(Math.max(0, afterMs)),
            () => undefined,
          );
          await trial.app.kill();
        }
        const began = performance.now();
        await trial.start();
        await trial.caughtUp();
        took = performance.now() - began;
        const ledger = Ledger.open(trial.ledgerDirectory, { readOnly: true });
        mustHold(checkGraphHolds(await trial.server.content(), before, ledger));
        await ledger.close();
        mustHold(await missingSchema(trial));
        if (kills < times) await trial.app.stop();
        say(`killed ${kills} of ${times}; the ${round + 1}. upgrade was finished in ${(took / 1000).toFixed(1)} s`);
      }
      await trial.mustHold();
      return `${times} starts SIGKILLed while they migrated and made the graph anew, every ${KILLS_A_ROUND}th upgrade finished`;
    }),
};

async function makeOlder(trial: Trial, round: number): Promise<void> {
  const { server } = trial;
  await server.run("MATCH (p:Projector) SET p.interpretation = 1");
  await server.run("MATCH (n:Node) SET n.name = 'as it was read before'");
  await server.run("MATCH (n:Run) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");
  if (round % 2 === 0) await server.dropSchema();
  if (round % 3 === 1) rmSync(join(trial.dataDir, "projection"), { recursive: true, force: true });
}

async function missingSchema({ server }: Trial): Promise<string[]> {
  const [row] = await server.run("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN collect(name) AS names");
  const [count] = await server.run("SHOW CONSTRAINTS YIELD name RETURN count(*) AS constraints");
  const names = row?.names as string[];
  return [...(names.length > 0 ? [`indexes that are not online: ${names.join(", ")}`] : []), ...(Number(count?.constraints) > 0 ? [] : ["the graph has no constraints"])];
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}
