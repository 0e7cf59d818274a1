import type { Driver } from "neo4j-driver";
import { graphLines } from "@/graph/queries/graph-digest";
import type { Ledger } from "@/lib/ledger/ledger";
import { retractionInForce } from "@/lib/ledger/retractions";
import { formatRef } from "@/lib/lineage/node-ref";

/** All that a graph says, with the numbers of the records that it could not take. */
export type GraphContent = { lines: string[]; dead: number[]; predictions: string[]; runs: string[]; counted: number };

export async function readGraph(driver: Driver, database: string): Promise<GraphContent> {
  const lines: string[] = [];
  for await (const line of graphLines(driver, database, { withRecordTimes: true })) lines.push(line);
  const column = async <T>(cypher: string): Promise<T[]> => (await driver.executeQuery(cypher, {}, { database })).records.map((it) => it.get("it") as T);
  return {
    lines,
    dead: (await column<unknown>("MATCH (d:DeadLetter) RETURN d.sequence AS it ORDER BY it")).map(Number),
    predictions: await column("MATCH (n:Prediction) WHERE n.state <> 'missing' RETURN n.ref AS it"),
    runs: await column("MATCH (n:Run) RETURN n.ref AS it"),
    counted: Number((await column<unknown>("MATCH (d:Daily) WHERE d.ref STARTS WITH 'model:' RETURN sum(d.count) AS it"))[0] ?? 0),
  };
}

/**
 * What a graph owes to its ledger: it says the same as one that was made from the ledger alone, and of the records that are neither
 * dead letters nor taken back every run and every prediction is there, once.
 * @returns what is not so, one sentence each
 */
export function checkGraphHolds(live: GraphContent, rebuilt: GraphContent, ledger: Ledger): string[] {
  const wrong = [...differences("line", live.lines, rebuilt.lines), ...differences("dead letter", live.dead.map(String), rebuilt.dead.map(String))];
  const { runs, predictions } = expectedOf(ledger, new Set(live.dead));
  wrong.push(...differences("prediction", live.predictions, [...predictions]));
  // runs of computations and trainings come from other records
  wrong.push(...differences("run", live.runs.filter((it) => runs.has(it) || /:run-\d+$/.test(it)), [...runs]));
  if (live.counted !== predictions.size) wrong.push(`${live.counted} predictions are counted by day, there are ${predictions.size}`);
  return wrong;
}

function expectedOf(ledger: Ledger, dead: ReadonlySet<number>): { runs: Set<string>; predictions: Set<string> } {
  const runs = new Set<string>();
  const predictions = new Set<string>();
  for (const { sequence, type, bytes } of ledger.range(1, ledger.size())) {
    const isPrediction = type === "dev.headwater.prediction.made.v1";
    if ((!isPrediction && type !== "RunEvent") || dead.has(sequence) || retractionInForce(ledger, sequence) !== null) continue;
    const event = JSON.parse(bytes.toString("utf8")) as { data: { namespace: string; id: string }; job: { namespace: string }; run: { runId: string } };
    if (isPrediction) predictions.add(formatRef("prediction", event.data.namespace, event.data.id));
    else runs.add(formatRef("run", event.job.namespace, event.run.runId));
  }
  return { runs, predictions };
}

const SHOWN = 3;

function differences(what: string, live: readonly string[], expected: readonly string[]): string[] {
  const [has, should] = [new Set(live), new Set(expected)];
  const missing = [...should].filter((it) => !has.has(it));
  const extra = [...has].filter((it) => !should.has(it));
  const twice = live.length - has.size;
  const show = (list: string[]): string => list.slice(0, SHOWN).map((it) => it.slice(0, 300)).join(" | ");
  return [
    ...(missing.length > 0 ? [`the graph lacks ${missing.length} of ${should.size} (${what}): ${show(missing)}`] : []),
    ...(extra.length > 0 ? [`the graph has ${extra.length} too many (${what}): ${show(extra)}`] : []),
    ...(twice > 0 ? [`the graph has ${twice} twice (${what})`] : []),
  ];
}
