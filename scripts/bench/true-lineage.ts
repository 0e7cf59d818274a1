import { formatRef } from "@/lib/lineage/node-ref";

type Named = { namespace: string; name: string };
type RunEvent = { eventType?: string; eventTime: string; job?: Named; inputs?: Named[]; outputs?: Named[] };
type Run = { at: string; inputs: string[]; outputs: string[] };
export type Side = "upstream" | "downstream";

/**
 * What feeds what, read from events alone, with nothing of the product but how it writes references: each job's latest completed run joins
 * all that it read to all that it wrote.
 */
export class TrueLineage {
  private readonly next: Record<Side, Map<string, Set<string>>> = { upstream: new Map(), downstream: new Map() };
  readonly datasets: readonly string[];

  private constructor(runs: Iterable<Run>) {
    const datasets = new Set<string>();
    for (const { inputs, outputs } of runs) {
      for (const it of [...inputs, ...outputs]) datasets.add(it);
      for (const from of inputs) for (const to of outputs) this.join(from, to);
    }
    this.datasets = [...datasets].sort();
  }

  /** @param events JSON texts of OpenLineage run events. */
  static async of(events: Iterable<string> | AsyncIterable<string>): Promise<TrueLineage> {
    const runs = new Map<string, Run>();
    for await (const text of events) {
      const { eventType, eventTime, job, inputs = [], outputs = [] } = JSON.parse(text) as RunEvent;
      if (eventType !== "COMPLETE" || job === undefined) continue;
      const key = `${job.namespace} ${job.name}`;
      if ((runs.get(key)?.at ?? "") <= eventTime) runs.set(key, { at: eventTime, inputs: inputs.map(refOf), outputs: outputs.map(refOf) });
    }
    return new TrueLineage(runs.values());
  }

  /** Everything that can be reached from a dataset on one side, without itself. */
  reachable(start: string, side: Side): Set<string> {
    const reached = new Set<string>();
    for (const queue = [start]; queue.length > 0; ) {
      for (const it of this.next[side].get(queue.pop()!) ?? []) {
        if (reached.has(it)) continue;
        reached.add(it);
        queue.push(it);
      }
    }
    reached.delete(start);
    return reached;
  }

  /** Of the datasets that have nothing on the other side, the one that reaches most on this one. */
  farthest(side: Side): string {
    const other = side === "upstream" ? "downstream" : "upstream";
    const ends = this.datasets.filter((it) => !this.next[other].has(it));
    let [best, most] = ["", -1];
    for (const it of ends) {
      const { size } = this.reachable(it, side);
      if (size > most) [best, most] = [it, size];
    }
    return best;
  }

  private join(from: string, to: string): void {
    for (const [side, near, far] of [["downstream", from, to], ["upstream", to, from]] as const) {
      const known = this.next[side].get(near);
      if (known) known.add(far);
      else this.next[side].set(near, new Set([far]));
    }
  }
}

const refOf = ({ namespace, name }: Named): string => formatRef("dataset", namespace, name);
