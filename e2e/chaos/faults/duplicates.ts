import { oneOf, random, shuffled } from "@/lib/testing/seeded-random";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";
import type { Parcel } from "../workload";

const COPIES = 5;
const CONNECTIONS = 8;

/** Each event five times over eight connections, so that the same ones often meet in one commit; then the same ids with other content. */
export const duplicates: Fault = {
  name: "duplicates",
  title: "each event five times over eight connections is one record and four duplicates; the same id with another body is 409",
  times: { full: 2_000, short: 150 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const next = random(seed + 2);
      await trial.start();
      const { app, sender } = trial;
      await sender.begin(app);
      const before = sender.acknowledged.length;
      const parcels = Array.from({ length: times }, (_, n): Parcel => (n % 2 === 0 ? { way: "lineage", bodies: [sender.workload.run()] } : { way: "events", bodies: [sender.workload.prediction()] }));
      // copies stand near each other: many are under way at the same time
      const waiting = parcels.flatMap((parcel, n) => Array.from({ length: COPIES }, () => ({ parcel, at: n + next() * 2 }))).sort((a, b) => a.at - b.at).map((it) => it.parcel);
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          for (let it = waiting.shift(); it; it = waiting.shift()) await sender.send(app, it);
        }),
      );
      say(`sent ${times} events ${COPIES} times`);

      const receipts = new Map<string, Set<string>>();
      for (const { id, receipt } of sender.acknowledged.slice(before)) receipts.set(id, (receipts.get(id) ?? new Set()).add(JSON.stringify(receipt)));
      const { body } = await trial.read<{ size: number }>("/api/v1/log/checkpoint");
      mustHold([
        ...(sender.acknowledged.length - before === times * COPIES ? [] : [`${sender.acknowledged.length - before} of ${times * COPIES} were acknowledged`]),
        ...(receipts.size === times ? [] : [`${times} events had ${receipts.size} ids`]),
        ...[...receipts].filter(([, some]) => some.size > 1).map(([id, some]) => `${id} has ${some.size} receipts: ${[...some].join(", ")}`),
        ...(body.size === before + times ? [] : [`${times} events and ${before} before them are ${body.size} records`]),
      ]);

      const refused = shuffled(parcels.filter(({ way }) => way === "events"), next).slice(0, 100);
      for (const { bodies } of refused) {
        const other = JSON.stringify({ ...(JSON.parse(bodies[0]!) as object), subject: oneOf(["a", "b", "c"], next) });
        const answer = await fetch(`${app.url}/api/v1/events`, { method: "POST", body: other, headers: { authorization: `Bearer ${app.token}`, "content-type": "application/cloudevents+json" } });
        mustHold(answer.status === 409 ? [] : [`the same id with another body was answered with ${answer.status}`]);
      }
      await trial.mustHold();
      return `${times} events sent ${COPIES} times each over ${CONNECTIONS} connections, ${refused.length} ids with another body`;
    }),
};
