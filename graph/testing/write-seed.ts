import "server-only";
import neo4j, { type Driver } from "neo4j-driver";
import { migrate } from "@/graph/migrate";
import { provideServices, type Services } from "@/graph/services";
import type { SeedWorld } from "@/graph/seed/small-world";
import { identityOf, isUndated, type Properties } from "@/lib/projection/fragment";

/** Whole numbers as integers, as the projector writes them. */
function toValue(value: unknown): unknown {
  return typeof value === "number" && Number.isSafeInteger(value) ? neo4j.int(value) : value;
}

function toProps(props: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, toValue(value)]));
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}

/** Empties the graph and writes a world of plain data into it. */
export async function writeSeed(driver: Driver, database: string, world: SeedWorld): Promise<void> {
  const run = (cypher: string, params = {}) => driver.executeQuery(cypher, params, { database });
  await run("MATCH (n) WHERE NOT n:SchemaMigration DETACH DELETE n");
  await migrate(driver, database);
  const nodes = world.nodes.map(({ key, labels = [], props = {} }) => {
    const isNode = !labels.includes("Daily");
    const identity = isNode && labels[0] !== "Declaration" ? identityOf(key) : { labels: [], props: { key } };
    const known = labels[0] === "Step" || labels[0] === "Declaration" ? labels : [...identity.labels, ...labels];
    const own = isUndated(known, props as Properties) ? [...known, "Undated"] : known;
    return { labels: (isNode ? ["Node", ...own] : own).join(":"), props: toProps({ ...identity.props, ...props, key }) };
  });
  for (const [labels, rows] of groupBy(nodes, (it) => it.labels)) await run(`UNWIND $rows AS row CREATE (n:${labels}) SET n = row.props`, { rows });
  const edges = world.edges.map((edge, i) => ({ ...edge, props: toProps({ key: `e${i}`, ...edge.props }) }));
  for (const [type, rows] of groupBy(edges, (it) => it.type)) {
    await run(`UNWIND $rows AS row MATCH (a:Node {key: row.from}), (b:Node {key: row.to}) CREATE (a)-[e:${type}]->(b) SET e = row.props`, { rows });
  }
}

/** Services for queries over a graph that no ledger stands behind. `records`: the sequences that are about a key, or of an id. */
export function provideReadServices(driver: Driver, database: string, records: Record<string, number[]> = {}): void {
  const record = (sequence: number) => ({ sequence, id: `event-${sequence}`, type: "RunEvent", actor: "user:1", recordedAt: sequence });
  const services = {
    driver,
    env: { database },
    ledger: { size: () => 9, read: record, recordsAbout: (key: string, options: { limit: number }) => (records[key] ?? []).slice(0, options.limit), findById: (id: string) => records[id]?.[0] ?? null },
    accounts: { nameOf: (actor: string) => (actor === "user:1" ? "Mara Keller" : null) },
    projection: { status: () => ({ offset: 9, recordedAt: 1_000_000, deadLetters: 0, state: "running", whole: true, era: 0, ratePerSecond: 0 }) },
  };
  provideServices(services as unknown as Services);
}
