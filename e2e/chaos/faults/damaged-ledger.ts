import { cpSync, closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@/graph/runtime/project-root";
import { random } from "@/lib/testing/seeded-random";
import { startApp } from "@/graph/testing/start-app";
import { checkLedger } from "@/lib/ledger/check-ledger";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";

const EVENTS_MS = 2_000;
const PAGE = 4_096;
const STARTS = 5;

type Damage = { what: string; apply(file: string): void };

/**
 * Copies of a ledger are damaged: a bit flipped anywhere, one in the two pages with which LMDB begins, or the file cut. Each must be named
 * when it is checked; damage that is not found may only be where nothing is kept: then all that was acknowledged is still there.
 */
export const damagedLedger: Fault = {
  name: "damaged-ledger",
  title: "a damaged ledger is named, and never opened as a shorter one",
  times: { full: 400, short: 12 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const next = random(seed + 2);
      await trial.start({ ingestOnly: true });
      await trial.sender.begin(trial.app);
      const sending = trial.sender.keepSending(trial.app);
      await new Promise((resolve) => setTimeout(resolve, EVENTS_MS));
      await sending.stop();
      await trial.sender.checkpoint(trial.app);
      const { token } = trial.app;
      await trial.app.stop();
      await trial.ledgerMustHold();

      const copies = mkdtempSync(join(tmpdir(), "headwater-chaos-damaged-"));
      let named = 0;
      let harmless = 0;
      let starts = 0;
      try {
        for (let n = 1; n <= times; n++) {
          const dataDir = join(copies, String(n));
          const ledger = join(dataDir, "ledger");
          mkdirSync(dataDir);
          cpSync(trial.ledgerDirectory, ledger, { recursive: true });
          const damage = damageNumber(n, statSync(join(ledger, "data.mdb")).size, next);
          damage.apply(join(ledger, "data.mdb"));
          const { problems } = await checkLedger(ledger, { entry: join(projectRoot(), "dist", "check-ledger-child.js"), everything: true });
          if (problems.length === 0) {
            harmless++;
            await trial.ledgerMustHold(ledger).catch((error: unknown) => {
              throw new Error(`${damage.what} was not found, and the ledger is another one:\n${(error as Error).message}`, { cause: error });
            });
          } else {
            named++;
            if (starts < STARTS && n % Math.ceil(times / STARTS) === 0) {
              starts++;
              await startMustNameIt(dataDir, token, trial.server.settings(), damage.what);
            }
          }
          rmSync(dataDir, { recursive: true, force: true });
          if (n % 50 === 0) say(`damaged ${n} of ${times} copies: ${named} named, ${harmless} without effect`);
        }
      } finally {
        rmSync(copies, { recursive: true, force: true });
      }
      mustHold(named === 0 ? ["no damage was ever found"] : []);
      return `${times} copies damaged (bits flipped, file cut): ${named} named, ${harmless} where nothing is kept; ${starts} starts refused`;
    }),
};

function damageNumber(n: number, size: number, next: () => number): Damage {
  if (n % 4 === 0) {
    const to = Math.floor(next() * size);
    return { what: `a file of ${size} bytes cut at ${to}`, apply: (file) => truncateSync(file, to) };
  }
  const at = Math.floor(next() * (n % 4 === 1 ? 2 * PAGE : size));
  const bit = Math.floor(next() * 8);
  return { what: `bit ${bit} of byte ${at} flipped`, apply: (file) => flip(file, at, bit) };
}

function flip(file: string, at: number, bit: number): void {
  const handle = openSync(file, "r+");
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  byte[0]! ^= 1 << bit;
  writeSync(handle, byte, 0, 1, at);
  closeSync(handle);
}

async function startMustNameIt(dataDir: string, token: string, graph: Record<string, string>, what: string): Promise<void> {
  const started = await startApp({ dataDir, token, env: graph, ingestOnly: true }).then(
    async (app) => {
      await app.stop();
      return "it started";
    },
    (error: unknown) => (error as Error).message,
  );
  mustHold(/is damaged\. Headwater does not write to it/.test(started) ? [] : [`after ${what} a start said: ${started}`]);
}
