import { everyKindOfEvent } from "@/graph/testing/events";
import { classify } from "@/graph/testing/projection-world";
import { random, shuffled } from "@/lib/testing/seeded-random";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";
import { toBody, Workload, type Parcel } from "../workload";

const CONNECTIONS = 8;
const MORE = 100;

/** The same events in another order each time, over eight connections, into an app of its own. Record times are the one thing that may differ. */
export const randomOrder: Fault = {
  name: "random-order",
  title: "events in any order, ends before beginnings, give the same graph",
  times: { full: 20, short: null },
  run: async ({ times, seed, clients, say }) => {
    const workload = new Workload("chaos", seed);
    const single = (body: string): Parcel => ({ way: "specversion" in JSON.parse(body) ? "events" : "lineage", bodies: [body] });
    const parcels = [
      ...workload.ground().bodies.map(single),
      ...everyKindOfEvent().map((it) => single(toBody(classify(it).body))),
      ...Array.from({ length: MORE }, (_, n) => single(n % 3 === 0 ? workload.prediction() : workload.run())),
    ];
    let first: string[] | null = null;
    let acknowledged = 0;
    for (let order = 0; order < times; order++) {
      const report = await Trial.run({ seed, clients }, async (trial) => {
        await trial.start({ ingestOnly: true });
        const waiting = order === 0 ? [...parcels] : shuffled(parcels, random(seed + order));
        await Promise.all(
          Array.from({ length: CONNECTIONS }, async () => {
            for (let it = waiting.shift(); it; it = waiting.shift()) await trial.sender.send(trial.app, it);
          }),
        );
        await trial.caughtUp();
        const lines = await trial.server.lines();
        first ??= lines;
        const expected = new Set(first);
        const other = lines.filter((it) => !expected.has(it));
        mustHold([
          ...(trial.sender.acknowledged.length === parcels.length ? [] : [`${parcels.length} events were sent and ${trial.sender.refusals()} refused`]),
          ...(lines.length === first.length && other.length === 0 ? [] : [`order ${order} of seed ${seed} gives ${lines.length} nodes and edges instead of ${first.length}: ${other[0]?.slice(0, 300)}`]),
        ]);
        if (order === times - 1) await trial.mustHold();
        return "";
      });
      acknowledged += report.acknowledged;
      say(`order ${order + 1} of ${times}`);
    }
    return { done: `${parcels.length} events in ${times} orders over ${CONNECTIONS} connections`, acknowledged, refused: "0" };
  },
};
