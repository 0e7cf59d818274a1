import "server-only";
import neo4j, { type ManagedTransaction, type Transaction } from "neo4j-driver";
import type { Edge, Properties } from "@/lib/projection/fragment";
import type { GraphChange, NodePut } from "./graph-change";

type Tx = Pick<Transaction | ManagedTransaction, "run">;

const ROWS = 2_000;

/** Writes one change in a transaction. Rows go in the order of their keys, so that no two writers wait for each other in a ring. */
export async function writeChange(tx: Tx, change: GraphChange): Promise<void> {
  await writeEdgesGone(tx, change.edgesGone);
  await inRows(change.nodesGone, (keys) => tx.run("UNWIND $keys AS key MATCH (n:Node {key: key}) DETACH DELETE n", { keys }));
  for (const [labels, nodes] of groupBy(change.nodes, (it) => it.labels.join(":"))) await writeNodes(tx, labels, nodes);
  for (const [type, edges] of groupBy(change.edges, (it) => it.type))
    await writeEdges(tx, edges, `MATCH (a:Node {key: row.from}) MATCH (b:Node {key: row.to}) CREATE (a)-[e:${type}]->(b) SET e = row.props RETURN count(e) AS written`);
  for (const [type, edges] of groupBy(change.edgesChanged, (it) => it.type))
    await writeEdges(tx, edges, `MATCH (a:Node {key: row.from})-[e:${type} {key: row.key}]->(b:Node {key: row.to}) SET e = row.props RETURN count(e) AS written`);
  await inRows(change.counts.filter((it) => it.count > 0), (rows) =>
    tx.run("UNWIND $rows AS row MERGE (d:Daily {key: row.key}) SET d.ref = row.ref, d.day = row.day, d.count = row.count", { rows: rows.map((it) => withIntegers(it)) }));
  await inRows(change.counts.filter((it) => it.count === 0), (rows) => tx.run("UNWIND $keys AS key MATCH (d:Daily {key: key}) DELETE d", { keys: rows.map((it) => it.key) }));
}

async function writeNodes(tx: Tx, labels: string, nodes: NodePut[]): Promise<void> {
  // a dataset's second label says what it is known to be, which can change
  const relabel = labels.includes("Dataset") ? "REMOVE n:Source:FeatureGroup:ModelDataset" : "";
  await inRows(nodes.sort(byKey), (rows) =>
    tx.run(`UNWIND $rows AS row MERGE (n:Node {key: row.key}) SET n = row.props ${relabel} ${labels === "" ? "" : `SET n:${labels}`}`, {
      rows: rows.map((it) => ({ key: it.key, props: withIntegers(it.props) })),
    }));
}

async function writeEdges(tx: Tx, edges: Edge[], statement: string): Promise<void> {
  await inRows(edges.sort(byKey), async (rows) => {
    const result = await tx.run(`UNWIND $rows AS row ${statement}`, {
      rows: rows.map((it) => ({ key: it.key, from: it.from, to: it.to, props: { ...withIntegers(it.props), key: it.key } })),
    });
    const written = Number(result.records[0]?.get("written") ?? 0);
    if (written !== rows.length) throw new Error(`${rows.length - written} of ${rows.length} relationships had no place: the graph is not what the projector wrote`);
  });
}

async function writeEdgesGone(tx: Tx, edges: Edge[]): Promise<void> {
  for (const [type, gone] of groupBy(edges, (it) => it.type))
    await inRows(gone.sort(byKey), (rows) =>
      tx.run(`UNWIND $rows AS row MATCH (:Node {key: row.from})-[e:${type} {key: row.key}]->(:Node {key: row.to}) DELETE e`, {
        rows: rows.map(({ key, from, to }) => ({ key, from, to })),
      }));
}

/** The driver writes a JavaScript number as a float unless it is told that it is an integer. */
function withIntegers(props: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, typeof value === "number" && Number.isSafeInteger(value) ? neo4j.int(value) : value]));
}

async function inRows<T>(rows: T[], write: (rows: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS) await write(rows.slice(i, i + ROWS));
}

function groupBy<T>(list: readonly T[], keyOf: (it: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const it of list) {
    const group = groups.get(keyOf(it));
    if (group) group.push(it);
    else groups.set(keyOf(it), [it]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
