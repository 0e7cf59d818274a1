import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import neo4j, { type Driver } from "neo4j-driver";
import { openDriver } from "@/graph/driver";
import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
import { migrate } from "@/graph/migrate";
import { rebuildGraph } from "@/graph/projector/rebuild";
import { projectRoot } from "@/graph/runtime/project-root";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";
import { canonicalDigest } from "@/lib/canonical-json";
import { subjectsOf } from "@/lib/interpret/subjects";
import { Ledger, type NewRecord } from "@/lib/ledger/ledger";
import { options } from "./options";
import { writeSection } from "./section";

/**
 * How fast the projector takes a file of events (NDJSON; OpenLineage or structured CloudEvents) into Neo4j, against a bare driver
 * that writes the same nodes and relationships in batches and knows beforehand what to write. They take turns on one server: first until
 * its code is compiled for both, then to be counted.
 * The sample's first 20,000 events, or with `-- --workload FILE` a file's.
 */
const [WARM, ROUNDS] = [5, 3];

const directory = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const server = await EmbeddedNeo4j.prepare({ dataDir: directory, heapMb: 700, pagecacheMb: 324, libDir: sharedLibDir(), onProgress: () => undefined });
await server.start();
const driver = openDriver({ uri: server.uri, username: server.username, password: server.password });
try {
  await migrate(driver, "neo4j");
  const file = options.workload ?? writeSample(directory);
  report("appended", await appendAll(file, join(directory, "ledger")));
  const ours: Timed[] = [];
  const theirs: Timed[] = [];
  let world: World = { nodes: [], edges: [] };
  for (let round = 0; round < WARM + ROUNDS; round++) {
    await wipe(driver);
    const projected = await timed(project);
    if (round === 0) world = await readAll(driver);
    await wipe(driver);
    const bare = await timed(() => writeBare(driver, world));
    report(round < WARM ? "projected, not counted" : "projected", projected);
    report(`written by the bare driver (${world.nodes.length} nodes, ${world.edges.length} relationships)`, bare);
    if (round < WARM) continue;
    ours.push(projected);
    theirs.push(bare);
  }
  const [projected, bare] = [middle(ours), middle(theirs)];
  const ratio = bare.seconds / projected.seconds;
  writeSection({
    id: "projection",
    title: "Into the graph",
    against: `a bare driver that writes the same ${world.nodes.length} nodes and ${world.edges.length} relationships in batches, and knows beforehand which; in turns, the middle one of ${ROUNDS} after ${WARM} to warm up`,
    figures: [{ what: `${projected.count} events that say something new`, ours: `${projected.seconds.toFixed(1)} s, ${Math.round(projected.count / projected.seconds)} events/s`, reference: `${bare.seconds.toFixed(1)} s`, ratio, wanted: "0.7", met: ratio >= 0.7 }],
  });
} finally {
  await driver.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

function middle(rounds: Timed[]): Timed {
  return rounds.sort((a, b) => a.seconds - b.seconds)[Math.floor(rounds.length / 2)]!;
}

type Timed = { count: number; seconds: number };
type World = { nodes: { labels: string; props: object }[]; edges: { type: string; from: string; to: string; props: object }[] };

async function project(): Promise<number> {
  const { records, deadLetters } = await rebuildGraph(
    { ledgerDirectory: join(directory, "ledger"), stateDirectory: join(directory, "projector"), driver, database: "neo4j" },
    () => undefined,
  );
  if (deadLetters > 0) throw new Error(`${deadLetters} records could not be projected`);
  return records;
}

/** The sample's first 20,000 events. */
function writeSample(into: string): string {
  const path = join(into, "sample.ndjson");
  execFileSync(process.execPath, ["--import", "tsx", join(projectRoot(), "sample", "main.ts"), "--events", path]);
  const lines = readFileSync(path, "utf8").split("\n").slice(0, 20_000);
  writeFileSync(path, lines.join("\n"));
  return path;
}

async function timed(work: () => Promise<number>): Promise<Timed> {
  const start = performance.now();
  const count = await work();
  return { count, seconds: (performance.now() - start) / 1000 };
}

function report(what: string, { count, seconds }: Timed): void {
  process.stdout.write(`${what}: ${count} in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s\n`);
}

async function appendAll(path: string, ledgerDirectory: string): Promise<Timed> {
  const ledger = Ledger.open(ledgerDirectory);
  const result = await timed(async () => {
    let count = 0;
    let pending: Promise<unknown>[] = [];
    for await (const line of createInterface({ input: createReadStream(path) })) {
      pending.push(ledger.append(toRecord(line)));
      count++;
      if (pending.length >= 500) {
        await Promise.all(pending);
        pending = [];
      }
    }
    await Promise.all(pending);
    return count;
  });
  await ledger.close();
  return result;
}

function toRecord(line: string): NewRecord {
  const event = JSON.parse(line) as Record<string, unknown>;
  const isCloudEvent = typeof event.specversion === "string";
  const kind = isCloudEvent ? ("cloudevent" as const) : ("openlineage" as const);
  const type = isCloudEvent ? String(event.type) : event.run ? "RunEvent" : event.job ? "JobEvent" : "DatasetEvent";
  const contentDigest = canonicalDigest(event);
  const id = `sha256:${contentDigest}`;
  return { id, contentDigest, kind, type, ...subjectsOf({ kind, type, id, contentDigest, event }), actor: "bench", bytes: Buffer.from(line), mediaType: "application/json" };
}

async function readAll(from: Driver): Promise<World> {
  const nodes = await from.executeQuery("MATCH (n:Node) RETURN [l IN labels(n) WHERE l <> 'Node'] AS labels, properties(n) AS props");
  const edges = await from.executeQuery("MATCH (a:Node)-[e]->(b:Node) RETURN type(e) AS type, a.key AS from, b.key AS to, properties(e) AS props");
  return {
    nodes: nodes.records.map((it) => ({ labels: (it.get("labels") as string[]).join(":"), props: integers(it.get("props") as object) })),
    edges: edges.records.map((it) => ({ type: it.get("type") as string, from: it.get("from") as string, to: it.get("to") as string, props: integers(it.get("props") as object) })),
  };
}

async function wipe(on: Driver): Promise<void> {
  const session = on.session();
  await session.run("MATCH (n) WHERE NOT n:SchemaMigration CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");
  await session.close();
}

async function writeBare(to: Driver, { nodes, edges }: World): Promise<number> {
  for (const [labels, group] of groupBy(nodes, (it) => it.labels))
    for (let i = 0; i < group.length; i += 2000)
      await to.executeQuery(`UNWIND $rows AS row MERGE (n:Node {key: row.key}) SET n = row, n:${labels}`, { rows: group.slice(i, i + 2000).map((it) => it.props) });
  for (const [type, group] of groupBy(edges, (it) => it.type))
    for (let i = 0; i < group.length; i += 2000)
      await to.executeQuery(`UNWIND $rows AS row MATCH (a:Node {key: row.from}) MATCH (b:Node {key: row.to}) CREATE (a)-[e:${type}]->(b) SET e = row.props`, { rows: group.slice(i, i + 2000) });
  return nodes.length + edges.length;
}

function groupBy<T>(list: readonly T[], keyOf: (it: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const it of list) {
    const group = groups.get(keyOf(it));
    if (group) group.push(it);
    else groups.set(keyOf(it), [it]);
  }
  return groups;
}

function integers(props: object): object {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, typeof value === "number" && Number.isSafeInteger(value) ? neo4j.int(value) : value]));
}
