import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { projectRoot } from "@/graph/runtime/project-root";
import { random } from "@/lib/testing/seeded-random";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";

const SHIM = pathToFileURL(join(projectRoot(), "e2e", "chaos", "shims", "end-worker.mjs")).href;
const PATIENCE_MS = 180_000;
const WAYS = ["before alone", "after with-app", "after alone", "before with-app"] as const;

/** The projector ends exactly before its COMMIT goes out to Neo4j, and exactly after Neo4j has done it: alone, and with the whole app. */
export const workerEnds: Fault = {
  name: "worker-ends",
  title: "the projector's worker ends just before and just after Neo4j's commit: nothing is lost and nothing counted twice",
  times: { full: 40, short: 2 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const next = random(seed + 2);
      const file = join(trial.dataDir, "end-worker");
      const start = (): Promise<void> => trial.start({ env: { NODE_OPTIONS: `--import=${SHIM}`, END_WORKER_SWITCH: file } });
      await start();
      const { sender } = trial;
      await sender.begin(trial.app);
      for (let end = 0; end < times; end++) {
        const way = WAYS[end % WAYS.length]!;
        const sending = sender.keepSending(trial.app);
        await sleep(200 + next() * 500);
        writeFileSync(`${file}.new`, `${way} ${1 + Math.floor(next() * 3)}`);
        renameSync(`${file}.new`, file);
        await until(() => !existsSync(file), "the projector did not commit any more");
        if (way.endsWith("with-app")) {
          await until(() => !isAlive(trial.app.pid), "the app did not end");
          await sending.stop();
          await start();
        } else {
          await sleep(1_000);
          await sending.stop();
          await until(() => isCaughtUp(trial), `the projector did not go on after it ended ${way}`);
        }
        say(`ended ${end + 1} of ${times} (${way}), ${sender.acknowledged.length} acknowledged`);
      }
      mustHold(sender.refused.size > 0 ? [`refused: ${sender.refusals()}`] : []);
      await trial.mustHold();
      return `the projector ended ${times} times, before and after Neo4j's commit, alone and with the app`;
    }),
};

async function isCaughtUp(trial: Trial): Promise<boolean> {
  const { body } = await trial.read<{ size: number; projected: number }>("/api/v1/log/checkpoint");
  return body.size === body.projected;
}

async function until(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(30)) if (await holds()) return;
  throw new Error(otherwise);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
