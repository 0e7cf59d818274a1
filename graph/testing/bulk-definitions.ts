import "server-only";
import neo4j, { type Driver } from "neo4j-driver";
import { formatRef } from "@/lib/lineage/node-ref";
import { identityOf } from "@/lib/projection/fragment";
import { nowMicros, STILL } from "@/lib/time";

const NAMESPACE = "plant";
const JOBS = "plant-jobs";
const ROWS = 10_000;
/** In every chain: data joined by job versions. */
const CHAIN = 10;
const SIGNATURE = "0123456789abcdef";

const datasetOf = (name: string): string => formatRef("dataset", NAMESPACE, name);
const versionOf = (name: string): string => formatRef("job", JOBS, name, SIGNATURE);

/** What is asked about in a plant: its hub, and a dataset in the middle of a chain. */
export const HUB = datasetOf("hub");
export const MIDDLE = datasetOf("chain-1-5");

/**
 * Definitions as the projector would have written them, straight into an empty graph: chains of ten datasets, each made from the one before
 * by a job version, every fifth also from the chain beside it; and a hub that feeds `neighbours` job versions, each the first of a chain as far
 * as there are chains. `nodes` in all, more or less.
 */
export async function writePlant(driver: Driver, database: string, { nodes, neighbours }: { nodes: number; neighbours: number }): Promise<void> {
  const chains = Math.max(2, Math.floor(nodes / (2 * CHAIN)));
  const refs: string[] = [HUB];
  const edges: [from: string, to: string][] = [];
  for (let chain = 0; chain < chains; chain++) {
    for (let step = 0; step < CHAIN; step++) {
      const [made, version] = [datasetOf(`chain-${chain}-${step}`), versionOf(`make-${chain}-${step}`)];
      refs.push(version, made);
      edges.push([version, made]);
      if (step > 0) edges.push([datasetOf(`chain-${chain}-${step - 1}`), version]);
      if (step % 5 === 4 && chain > 0) edges.push([datasetOf(`chain-${chain - 1}-${step - 1}`), version]);
    }
    if (chain < neighbours) edges.push([HUB, versionOf(`make-${chain}-0`)]);
  }
  for (let extra = chains; extra < neighbours; extra++) {
    refs.push(versionOf(`read-${extra}`));
    edges.push([HUB, versionOf(`read-${extra}`)]);
  }
  const at = neo4j.int(nowMicros());
  await inRows(refs, async (keys) => {
    for (const kind of ["dataset", "job"]) {
      const rows = keys.filter((key) => key.startsWith(`${kind}:`)).map((key) => ({ ...identityOf(key).props, key, at, recordedAt: at, state: "active", ...(kind === "job" ? { job: key.replace(/@.*$/, ""), origin: "observed" } : {}) }));
      if (rows[0]) await driver.executeQuery(`UNWIND $rows AS row CREATE (n:Node:${identityOf(rows[0].key).labels.join(":")}) SET n = row`, { rows }, { database });
    }
  });
  await inRows(edges, async (pairs) => {
    const rows = pairs.map(([from, to]) => ({ from, to, props: { key: `${from}>${to}`, confidence: "observed", rel: to.startsWith("job:") ? "input" : "output", validFrom: at, validTo: neo4j.int(STILL) } }));
    await driver.executeQuery("UNWIND $rows AS row MATCH (a:Node {key: row.from}), (b:Node {key: row.to}) CREATE (a)-[e:FEEDS]->(b) SET e = row.props", { rows }, { database });
  });
}

async function inRows<T>(all: readonly T[], write: (rows: readonly T[]) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += ROWS) await write(all.slice(i, i + ROWS));
}

/** Takes everything out of the graph but what the schema says. */
export async function emptyPlant(driver: Driver, database: string): Promise<void> {
  await driver.session({ database }).run("MATCH (n:Definition) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS");
}
