import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mustHold, type Fault } from "../fault";
import { compileShim } from "../shims/compile";
import { Trial } from "../trial";

const DAY_SECONDS = 86_400;
/** What an event that is ahead of the clock is warned of. */
const AHEAD = "more than 5 minutes ahead";
const STEPS = [DAY_SECONDS, -DAY_SECONDS, 0, -3 * DAY_SECONDS, 3_600, -DAY_SECONDS, DAY_SECONDS, 0];

/** The app's wall clock jumps by days, forwards and backwards, while events come in; once in a while the app starts with a wrong one. */
export const clocks: Fault = {
  name: "clocks",
  title: "clocks a day off and backwards jumps: every event is taken, recordedAt rises all the same, and the present is the same",
  times: { full: 16, short: 3 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const file = join(trial.dataDir, "clock-offset");
      const set = (seconds: number): void => setOffset(file, seconds);
      writeFileSync(file, Buffer.alloc(8));
      set(STEPS[0]!);
      const start = (): Promise<void> => trial.start({ env: { LD_PRELOAD: compileShim("e2e", "chaos", "shims", "clock-offset.c"), CLOCK_OFFSET_FILE: file } });
      await start();
      const { sender } = trial;
      await sender.begin(trial.app);
      await mustBeOff(trial, STEPS[0]!);
      for (let step = 1; step <= times; step++) {
        const sending = sender.keepSending(trial.app);
        await sleep(700);
        set(STEPS[step % STEPS.length]!);
        await sleep(700);
        await sending.stop();
        const offset = STEPS[step % STEPS.length]!;
        if (offset !== 0) await mustWarn(trial, offset < 0);
        mustHold(sender.refused.size + sender.unanswered > 0 ? [`${sender.refusals()} were refused and ${sender.unanswered} not answered`] : []);
        if (step % 4 === 3) {
          await trial.app.kill();
          await start();
        }
        say(`moved the clock ${step} of ${times} times, ${sender.acknowledged.length} acknowledged`);
      }
      await trial.mustHold();
      return `the clock moved ${times} times, by up to four days, backwards ${Array.from({ length: times }, (_, i) => STEPS[(i + 1) % STEPS.length]! < STEPS[i % STEPS.length]!).filter(Boolean).length} times`;
    }),
};

function setOffset(file: string, seconds: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(seconds));
  const handle = openSync(file, "r+");
  writeSync(handle, bytes, 0, 8, 0);
  closeSync(handle);
}

/** That the shim does its work: without it the fault would be none. */
async function mustBeOff(trial: Trial, seconds: number): Promise<void> {
  const { headers } = await trial.read("/api/v1/log/checkpoint");
  const off = (Date.parse(headers.get("date") ?? "") - Date.now()) / 1000;
  mustHold(Math.abs(off - seconds) > 60 ? [`the app's clock should be off by ${seconds} s and is by ${off}`] : []);
}

/** An event of this very moment is one of tomorrow to a clock that is a day late. It is taken with a warning. */
async function mustWarn(trial: Trial, isLate: boolean): Promise<void> {
  const { app, sender } = trial;
  const body = JSON.stringify(sender.workload.it.runEvent({ job: "now", runId: `run-at-${Date.now()}`, at: new Date().toISOString(), inputs: ["in-1"], outputs: ["out-1"] }));
  const answer = await fetch(`${app.url}/api/v1/lineage`, { method: "POST", body, headers: { authorization: `Bearer ${app.token}`, "content-type": "application/json" } });
  const { warnings } = (await answer.json()) as { warnings: string[] };
  const isAhead = warnings.some((it) => it.includes(AHEAD));
  mustHold(answer.status === 201 && isAhead === isLate ? [] : [`with a clock that is ${isLate ? "late" : "early"} an event of now was answered with ${answer.status} and the warnings: ${warnings.join("; ")}`]);
}
