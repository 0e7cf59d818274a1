import "server-only";
import neo4j, { type Driver } from "neo4j-driver";
import { canonicalDigest } from "@/lib/canonical-json";
import type { PredictionMade } from "@/lib/events/headwater-events";
import { contributionsOf } from "@/lib/interpret/contributions";
import { emptyFold, mergeInto } from "@/lib/interpret/fold";
import { derive } from "@/lib/projection/derive";
import type { Fragment, Properties, Property } from "@/lib/projection/fragment";
import { predictionRef } from "@/lib/interpret/subject-keys";
import type { Micros } from "@/lib/time";

/** Predictions of one model version, each made from one feature set that the graph holds already. */
export type BulkPrediction = { content: PredictionMade; recordedAt: Micros };

const ROWS = 5_000;
/** What differs from one prediction to the next; the rest travels once for all. */
const OWN = new Set(["key", "ref", "name", "id", "at", "recordedAt", "facts"]);

type Row = { own: Properties; made: Properties; set: string; from: Properties };

/**
 * Writes predictions straight into the graph, as the projector would have: what each puts there is derived by the same functions. For
 * measuring what millions of them do; no ledger stands behind them, and no projector may write the same days' counts later. The model
 * version, the deployment, the feature sets and the jobs have to be there.
 * @returns how many were written.
 */
export async function bulkPredictions(driver: Driver, database: string, predictions: Iterable<BulkPrediction>, onProgress: (written: number) => void = () => undefined): Promise<number> {
  const days = new Map<string, { ref: string; day: number; count: number }>();
  let written = 0;
  let writing = Promise.resolve();
  let rows: Row[] = [];
  let model = "";
  let same: Properties = {};
  const flush = async () => {
    const params = { rows, same, model };
    rows = [];
    await writing;
    // the next rows are made while these are written
    writing = write(driver, database, params).then(() => onProgress((written += params.rows.length)));
    writing.catch(() => undefined);
  };
  for (const prediction of predictions) {
    const { nodes, edges, counts } = fragmentOf(prediction);
    const [node] = nodes;
    const made = edges.find(({ from }) => from.startsWith("model:"));
    const sets = edges.filter(({ from }) => from.startsWith("featureset:"));
    if (node === undefined || made === undefined || sets.length !== 1 || edges.length !== 2) throw new Error("A bulk prediction has one model version and one feature set.");
    const rest = pick(node.props, (name) => !OWN.has(name));
    if (model === "") [model, same] = [made.from, rest];
    if (model !== made.from || !isSame(rest, same)) throw new Error("Bulk predictions differ in their ids, times, outputs and feature sets alone.");
    rows.push({ own: pick(node.props, (name) => OWN.has(name)), made: { ...made.props, key: made.key }, set: sets[0]!.from, from: { ...sets[0]!.props, key: sets[0]!.key } });
    for (const { ref, day } of counts) {
      const key = `${ref} ${day}`;
      days.set(key, { ref, day, count: (days.get(key)?.count ?? 0) + 1 });
    }
    if (rows.length === ROWS) await flush();
  }
  if (rows.length > 0) await flush();
  await writing;
  await driver.executeQuery(
    "UNWIND $rows AS row MERGE (d:Daily {key: row.key}) ON CREATE SET d.ref = row.ref, d.day = row.day, d.count = row.count ON MATCH SET d.count = d.count + row.count",
    { rows: [...days].map(([key, { ref, day, count }]) => ({ key, ref, day: neo4j.int(day), count: neo4j.int(count) })) },
    { database },
  );
  return written;
}

/** What the projector makes of an event that nobody has spoken of before. */
function fragmentOf({ content, recordedAt }: BulkPrediction): Fragment {
  const key = predictionRef(content);
  const event = { specversion: "1.0", id: content.id, source: "bulk", type: "dev.headwater.prediction.made.v1", data: content };
  const record = { kind: "cloudevent" as const, type: event.type, id: `bulk ${content.id}`, contentDigest: canonicalDigest(content), event, recordedAt };
  const fold = emptyFold();
  for (const contribution of contributionsOf(record)) if (contribution.subject === key) mergeInto(fold, contribution, recordedAt);
  return derive(key, fold, () => null);
}

async function write(driver: Driver, database: string, { rows, same, model }: { rows: readonly Row[]; same: Properties; model: string }): Promise<void> {
  const { records } = await driver.executeQuery(
    `MATCH (m:Node {key: $model})
     UNWIND $rows AS row
     MATCH (s:Node {key: row.set})
     CREATE (p:Node:Instance:Prediction) SET p = $same, p += row.own
     CREATE (m)-[made:YIELDED]->(p) SET made = row.made
     CREATE (s)-[from:YIELDED]->(p) SET from = row.from
     RETURN count(p) AS written`,
    { model, same: withIntegers(same), rows: rows.map(({ own, ...row }) => ({ ...row, own: withIntegers(own) })) },
    { database },
  );
  const found = Number(records[0]?.get("written"));
  if (found !== rows.length) throw new Error(`${rows.length - found} of ${rows.length} predictions have no model version or feature set in the graph.`);
}

function pick(props: Properties, wanted: (name: string) => boolean): Properties {
  return Object.fromEntries(Object.entries(props).filter(([name]) => wanted(name)));
}

function isSame(one: Properties, other: Properties): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function withIntegers(props: Properties): Record<string, unknown> {
  const toValue = (value: Property) => (typeof value === "number" && Number.isSafeInteger(value) ? neo4j.int(value) : value);
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, toValue(value)]));
}
