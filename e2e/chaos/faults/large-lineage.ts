import { mustHold, type Fault, type FaultReport, type FaultSettings } from "../fault";
import { Trial } from "../trial";
import { toBody } from "../workload";

const SHOWN = 1_000;

type Answer = { counts: { total: number; shown: number; hiddenByLimit: number }; complete: boolean };

/** One event of a run that reads so many datasets and writes so many. */
async function send(trial: Trial, inputs: number, outputs: number): Promise<{ acceptedMs: number; projectedMs: number }> {
  const { app, sender } = trial;
  const names = (what: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${what}-${n}`);
  const body = toBody(sender.workload.it.runEvent({ job: "wide", runId: "run-1000000", at: "2026-01-05T00:00:00Z", inputs: names("wide-in", inputs), outputs: names("wide-out", outputs) }));
  const began = performance.now();
  const status = await sender.send(app, { way: "lineage", bodies: [body] });
  const acceptedMs = performance.now() - began;
  mustHold(status === 201 ? [] : [`the event (${body.length} bytes) was answered with ${status || sender.refusals()}`]);
  await trial.caughtUp();
  return { acceptedMs, projectedMs: performance.now() - began - acceptedMs };
}

/** Reads around a node with very many neighbours: a bounded answer that says how much it leaves out. */
async function mustSayTruncated(trial: Trial, path: string, reachable: number): Promise<number> {
  const began = performance.now();
  const { status, body } = await trial.read<Answer>(`/api/v1/${path}`);
  const took = performance.now() - began;
  const right = status === 200 && body.counts.total === reachable && body.counts.shown === SHOWN && body.counts.hiddenByLimit === reachable - SHOWN;
  mustHold(right ? [] : [`${path} answered ${status} ${JSON.stringify(body.counts)}; ${reachable} are reachable`]);
  return took;
}

const wide = async ({ seed, clients, say }: FaultSettings, inputs: number, outputs: number): Promise<FaultReport> =>
  Trial.run({ seed, clients }, async (trial) => {
    await trial.start();
    const { app, sender } = trial;
    const { it } = sender.workload;
    await sender.begin(app);
    // others' events come in while the large one is projected
    const { acceptedMs, projectedMs } = await send(trial, inputs, outputs);
    say(`accepted in ${Math.round(acceptedMs)} ms, in the graph ${Math.round(projectedMs)} ms later`);
    let readMs = 0;
    // the start, the job version and the data behind it
    if (outputs + 2 > SHOWN) {
      readMs = await mustSayTruncated(trial, `graph?ref=${encodeURIComponent(it.dataset("wide-in-0"))}&direction=downstream&depth=1&limit=${SHOWN}`, outputs + 2);
      await mustSayTruncated(trial, `impact?ref=${encodeURIComponent(it.dataset("wide-in-0"))}&limit=${SHOWN}`, outputs + 1);
    }
    // the same run again with one input more changes every one of its edges
    await trial.mustHold();
    return `1 event, ${inputs} x ${outputs} datasets: accepted in ${Math.round(acceptedMs)} ms, in the graph ${(projectedMs / 1000).toFixed(1)} s later, its first ${SHOWN} read in ${Math.round(readMs)} ms`;
  });

export const largeEvent: Fault = {
  name: "large-event",
  title: "one event with 50,000 datasets is accepted and projected, and reads say what they leave out",
  times: { full: 50_000, short: null },
  run: (settings) => wide(settings, 1, settings.times - 1),
};

export const wideJob: Fault = {
  name: "wide-job",
  title: "a job with 1,000 inputs and 1,000 outputs is projected, and reads say what they leave out",
  times: { full: 1_000, short: 100 },
  run: (settings) => wide(settings, settings.times, settings.times),
};
