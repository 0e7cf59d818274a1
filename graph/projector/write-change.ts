import "server-only";
import neo4j, { type Transaction } from "neo4j-driver";
import type { Edge, Properties } from "@/lib/projection/fragment";
import type { GraphChange, NodePut } from "./graph-change";

type Tx = Pick<Transaction, "run">;
type Row = Record<string, unknown>;

/** One statement over many rows. `expect`: how many rows it must say it wrote. */
type Statement = { cypher: string; rows: readonly unknown[]; expect?: number };

const ROWS = 2_000;

/**
 * Writes one change in a transaction. The statements are sent one behind the other without waiting for each answer.
 */
export async function writeChange(tx: Tx, change: GraphChange): Promise<void> {
  const answers = statementsOf(change).map(async ({ cypher, rows, expect }) => {
    const result = await tx.run(`UNWIND $rows AS row ${cypher}`, { rows });
    const written = expect === undefined ? undefined : Number(result.records[0]?.get("written") ?? 0);
    if (written !== expect) throw new Error(`${expect! - written!} of ${expect} relationships had no place: the graph is not what the projector wrote`);
  });
  const failed = (await Promise.allSettled(answers)).find((it) => it.status === "rejected");
  if (failed) throw failed.reason;
}

function statementsOf(change: GraphChange): Statement[] {
  const statements: Statement[] = [];
  const add = (rows: readonly unknown[], cypher: string, counted = false) => {
    for (let i = 0; i < rows.length; i += ROWS) {
      const some = rows.slice(i, i + ROWS);
      statements.push({ cypher, rows: some, ...(counted ? { expect: some.length } : {}) });
    }
  };
  for (const [type, edges] of groupBy(change.edgesGone, (it) => it.type))
    add(edges.map(({ key, from, to }) => ({ key, from, to })), `MATCH (:Node {key: row.from})-[e:${type} {key: row.key}]->(:Node {key: row.to}) DELETE e`);
  add(change.nodesGone, "MATCH (n:Node {key: row}) DETACH DELETE n");
  for (const [labels, nodes] of groupBy(change.nodes, (it) => it.labels.join(":"))) add(nodes.map(toNodeRow), nodeStatement(labels));
  for (const [type, edges] of groupBy(change.edges, (it) => it.type))
    add(edges.map(toEdgeRow), `MATCH (a:Node {key: row.from}) MATCH (b:Node {key: row.to}) CREATE (a)-[e:${type}]->(b) SET e = row.props RETURN count(e) AS written`, true);
  for (const [type, edges] of groupBy(change.edgesChanged, (it) => it.type))
    add(edges.map(toEdgeRow), `MATCH (:Node {key: row.from})-[e:${type} {key: row.props.key}]->(:Node {key: row.to}) SET e = row.props RETURN count(e) AS written`, true);
  add(change.counts.filter((it) => it.count > 0).map(({ key, ...props }) => withIntegers(props, key)), "MERGE (d:Daily {key: row.key}) SET d = row");
  add(change.counts.filter((it) => it.count === 0).map((it) => it.key), "MATCH (d:Daily {key: row}) DELETE d");
  return statements;
}

function nodeStatement(labels: string): string {
  // a dataset's second label says what it is known to be, which can change; an instance's time can become known
  const relabel = labels.includes("Dataset") ? "REMOVE n:Source:FeatureGroup:ModelDataset" : labels.includes("Instance") ? "REMOVE n:Undated" : "";
  return `MERGE (n:Node {key: row.key}) SET n = row ${relabel} ${labels === "" ? "" : `SET n:${labels}`}`;
}

function toNodeRow({ key, props }: NodePut): Row {
  return withIntegers(props, key);
}

function toEdgeRow({ key, from, to, props }: Edge): Row {
  return { from, to, props: withIntegers(props, key) };
}

/** With the key among them. The driver writes a JavaScript number as a float unless it is told that it is an integer. */
function withIntegers(props: Properties, key: string): Row {
  const row: Row = {};
  for (const name in props) {
    const value = props[name];
    row[name] = typeof value === "number" && Number.isSafeInteger(value) ? neo4j.int(value) : value;
  }
  row.key = key;
  return row;
}

function groupBy<T>(list: readonly T[], groupOf: (it: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const it of list) {
    const group = groups.get(groupOf(it));
    if (group) group.push(it);
    else groups.set(groupOf(it), [it]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
