import type { Client, Outcome } from "./client";
import type { Outgoing } from "./world";

const CHUNK = 400;
const IN_FLIGHT = 4;

/**
 * Sends events as they are generated: CloudEvents in chunks, OpenLineage one by one, a few requests at a time, so that neither
 * side holds more than a few chunks. Calls `onOutcome` as answers come in. Order of arrival does not matter to the server.
 * @throws what the client throws, after the requests under way have ended.
 */
export async function sendAll(events: Iterable<Outgoing>, client: Client, onOutcome: (outcome: Outcome) => void): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const begin = async (request: () => Promise<Outcome>) => {
    const task = request().then(onOutcome, (error: unknown) => void failures.push(error)).finally(() => underWay.delete(task));
    underWay.add(task);
    if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
  };
  let chunk: string[] = [];
  for (const event of events) {
    const text = JSON.stringify(event.body);
    if (event.to === "lineage") await begin(() => client.sendLineage(text));
    else chunk.push(text);
    if (chunk.length === CHUNK) {
      const full = chunk;
      chunk = [];
      await begin(() => client.sendEvents(full));
    }
    if (failures.length > 0) break;
  }
  if (chunk.length > 0 && failures.length === 0) await begin(() => client.sendEvents(chunk));
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
