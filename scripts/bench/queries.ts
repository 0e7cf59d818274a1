import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { SOURCE as SAMPLE_SOURCE, MODEL as SAMPLE_MODEL } from "@/e2e/all-pages";
import { parseEnv } from "@/graph/env";
import { provideServices, type Services } from "@/graph/services";
import { replay, StatementNotes, type Statement } from "@/graph/testing/noting-driver";
import { Ledger } from "@/lib/ledger/ledger";
import { formatRef, parseNodeRef } from "@/lib/lineage/node-ref";
import { newestOf, runSample, sendLineage, startBenchApp, untilProjected, type BenchApp } from "./bench-app";
import { askHere, pathOf, questionsAbout, type Question, type Subjects } from "./endpoints";
import { MersenneTwister } from "./mersenne-twister";
import { options } from "./options";
import { median, quantile, writeSection, type Figure } from "./section";
import { TrueLineage, type Side } from "./true-lineage";
import { HUB, workload } from "./workload";

/**
 * Every read of the product over HTTP, against the same Cypher sent by the bare driver; and whether what it answers is exact.
 *
 * What is compared: each address is first asked in this process, by the product's own route handler over a driver that notes every
 * statement with its parameters. Then the running product is asked over HTTP, and the noted statements are sent over Bolt in the same
 * dependence on each other, in turns, warm. Both read all that comes back; nothing is done with the bare driver's rows.
 *
 * `-- --workload FILE` takes OpenLineage events (NDJSON), `--nodes` the size of the generated ones, `--hub-nodes` that of the second, large
 * workload (0: leave it out), `--quick` the quick sample.
 */
const SEED = 7;
const TARGETS = 20;
const [WARM, ROUNDS] = [12, 40];
const PATIENCE_MS = 6_000;
const WHOLE = { depth: "1000", limit: "100000" };

type Events = () => Iterable<string> | AsyncIterable<string>;
type Times = { http: number[]; bolt: number[]; bytes: number };

const { workload: file } = options;
const events: Events = file === undefined ? () => workload({ nodes: Number(options.nodes), seed: SEED }) : () => createInterface({ input: createReadStream(file) });
await withApp(events, async (bench, truth) => {
  await runSample(bench.app, options.quick);
  await untilProjected(bench.client);
  await measureReads(bench, truth);
  await checkExactness(bench, truth);
});
const hubNodes = Number(options["hub-nodes"]);
if (hubNodes > 0) await withApp(() => workload({ nodes: hubNodes, seed: SEED }), (bench) => measureHub(bench, hubNodes));

async function withApp(events: Events, work: (bench: BenchApp, truth: TrueLineage) => Promise<void>): Promise<void> {
  const bench = await startBenchApp();
  try {
    const began = performance.now();
    const sent = await sendLineage(bench.client, events());
    process.stdout.write(`${sent} events sent and in the graph after ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
    await work(bench, await TrueLineage.of(events()));
  } finally {
    await bench.close();
  }
}

/** Services for the route handlers in this process: the product's graph through `notes`, its ledger to read, and nobody but the automation. */
function shareServices({ app, server, driver }: BenchApp, notes: StatementNotes): Services {
  const env = parseEnv({ HEADWATER_DATA: app.dataDir, HEADWATER_ADMIN_TOKEN: app.token, NEO4J_URI: server.uri, NEO4J_USERNAME: server.username, NEO4J_PASSWORD: server.password });
  const ledger = Ledger.open(join(app.dataDir, "ledger"), { readOnly: true });
  const offset = ledger.size();
  const services: unknown = {
    env, ledger, driver: notes.over(driver),
    accounts: { nameOf: () => null, viewerOfToken: () => null },
    projection: { status: () => ({ offset, recordedAt: ledger.read(offset)?.recordedAt ?? 0, deadLetters: 0, state: "running", whole: true, era: 0, ratePerSecond: 0 }) },
    neo4j: { isUp: () => Promise.resolve(true), embeddedState: () => null, restarts: () => null },
  };
  provideServices(services as Services);
  return services as Services;
}

async function measureReads(bench: BenchApp, truth: TrueLineage): Promise<void> {
  const notes = new StatementNotes();
  const { env, ledger } = shareServices(bench, notes);
  try {
    const figures: Figure[] = [];
    for (const question of questionsAbout(await subjectsOf(bench, truth))) {
      await askHere(question, bench.app.token);
      const statements = notes.take();
      figures.push(readFigure(question, statements, await timesOf(bench, question, statements, env.database)));
    }
    const against = `the same Cypher sent by the bare driver; medians (and 95th percentiles) of up to ${ROUNDS} warm answers each, in turns`;
    writeSection({ id: "queries", title: "Every read over HTTP", against, figures });
  } finally {
    await ledger.close();
  }
}

/** In turns, so that a machine that is slow for a while is slow for both. */
async function timesOf({ client, driver }: BenchApp, question: Question, statements: readonly Statement[], database: string): Promise<Times> {
  const times: Times = { http: [], bolt: [], bytes: 0 };
  const until = performance.now() + PATIENCE_MS;
  for (let round = -WARM; round < ROUNDS && (round < 3 || performance.now() < until); round++) {
    const began = performance.now();
    times.bytes = (await client.get(pathOf(question), [question.status ?? 200])).body.length;
    const between = performance.now();
    await replay(driver, database, statements);
    if (round < 0) continue;
    times.http.push(between - began);
    times.bolt.push(performance.now() - between);
  }
  return times;
}

function readFigure({ what }: Question, statements: readonly Statement[], { http, bolt, bytes }: Times): Figure {
  const [ours, theirs] = [median(http), median(bolt)];
  const wanted = Math.max(theirs + 5, 2 * theirs);
  return {
    what: `${what} (${statements.length} statements, ${kilobytes(bytes)})`, ours: milliseconds(http), reference: statements.length === 0 ? null : milliseconds(bolt),
    ratio: statements.length === 0 ? null : ours / theirs, wanted: `${wanted.toFixed(1)} ms`, met: ours <= wanted,
  };
}

async function subjectsOf({ client, driver }: BenchApp, truth: TrueLineage): Promise<Subjects> {
  const [hub, end] = [truth.farthest("downstream"), truth.farthest("upstream")];
  // what lies between the two that has most on both sides
  const between = [...truth.reachable(hub, "downstream")].filter((it) => truth.reachable(it, "upstream").size > 1 && truth.reachable(it, "downstream").size > 1);
  const middle = between.sort((a, b) => truth.reachable(b, "downstream").size - truth.reachable(a, "downstream").size)[0] ?? hub;
  const { results } = await client.json<{ results: { ref: string; job?: string }[] }>(`/api/v1/nodes/${encodeURIComponent(middle)}/runs?limit=1`);
  const widest = await driver.executeQuery(
    `MATCH (m:ModelVersion) MATCH (m)-[:YIELDED]->(p:Prediction) WITH m, collect(p)[..200] AS some UNWIND some AS p
     MATCH (p)<-[:YIELDED]-(:FeatureSet)<-[:YIELDED]-(:Step)<-[:YIELDED]-(b:Batch) RETURN p.ref AS ref, count(b) AS batches ORDER BY batches DESC, ref LIMIT 1`,
  );
  const { body } = await client.post("/api/v1/incidents", "application/json", JSON.stringify({ title: "Wrong alarms", target: SAMPLE_MODEL, window: { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" } }), [201]);
  await untilProjected(client);
  return {
    hub, end, middle, part: parseNodeRef(middle)!.name.join("/").slice(0, 12), job: results[0]!.job!,
    sample: {
      source: SAMPLE_SOURCE, model: SAMPLE_MODEL, group: await newestOf(client, "featuregroup"), prediction: await newestOf(client, "prediction"),
      wide: widest.records[0]!.get("ref") as string, deployment: await newestOf(client, "deployment"), incident: (JSON.parse(body.toString("utf8")) as { id: string }).id,
    },
  };
}

/** Whole upstream and downstream of some datasets against what the events alone say, node by node. */
async function checkExactness({ client }: BenchApp, truth: TrueLineage): Promise<void> {
  const rng = new MersenneTwister(SEED);
  const targets = Array.from({ length: TARGETS }, () => truth.datasets[rng.below(truth.datasets.length)]!);
  const figures: Figure[] = [];
  for (const side of ["upstream", "downstream"] as const) {
    const found = await Promise.all(targets.map(async (ref) => compare(await reached(client, ref, side), truth.reachable(ref, side))));
    figures.push(exactFigure(`whole ${side} of ${TARGETS} datasets`, found));
  }
  const impacts = await Promise.all(targets.map(async (ref) => compare(await impacted(client, ref), truth.reachable(ref, "downstream"))));
  figures.push(exactFigure(`impact of the same ${TARGETS}`, impacts));
  writeSection({ id: "queries-exact", title: "Whether lineage is exact", against: `what can be reached in the events themselves, ${truth.datasets.length} datasets in all`, figures });
}

type Client = BenchApp["client"];
type GraphNodes = { nodes: { ref: string; kind: string }[]; complete: boolean };

async function reached(client: Client, ref: string, direction: Side): Promise<Set<string>> {
  return datasetsOf(await client.json<GraphNodes>(`/api/v1/graph?${new URLSearchParams({ ref, direction, ...WHOLE })}`), ref);
}

async function impacted(client: Client, ref: string): Promise<Set<string>> {
  return datasetsOf(await client.json<GraphNodes>(`/api/v1/impact?${new URLSearchParams({ ref, limit: WHOLE.limit })}`), ref);
}

function datasetsOf({ nodes, complete }: GraphNodes, start: string): Set<string> {
  if (!complete) throw new Error(`The answer for ${start} is not complete.`);
  return new Set(nodes.filter(({ ref, kind }) => kind !== "jobversion" && ref !== start).map(({ ref }) => ref));
}

type Compared = { answered: number; right: number; wanted: number };

function compare(answered: ReadonlySet<string>, wanted: ReadonlySet<string>): Compared {
  return { answered: answered.size, right: [...answered].filter((it) => wanted.has(it)).length, wanted: wanted.size };
}

function exactFigure(what: string, found: readonly Compared[]): Figure {
  const sum = (of: keyof Compared) => found.reduce((total, it) => total + it[of], 0);
  const [precision, recall] = [sum("right") / Math.max(1, sum("answered")), sum("right") / Math.max(1, sum("wanted"))];
  return { what, ours: `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`, reference: `${sum("wanted")} datasets in ${found.length} sets`, ratio: null, wanted: "1 and 1", met: precision === 1 && recall === 1 };
}

/** What the loss of the hub does, in a workload where it reaches thousands. */
async function measureHub(bench: BenchApp, nodes: number): Promise<void> {
  const notes = new StatementNotes();
  const { env, ledger } = shareServices(bench, notes);
  try {
    const ref = formatRef("dataset", HUB.namespace, HUB.name);
    const { counts } = await bench.client.json<{ counts: { total: number } }>(`/api/v1/impact?ref=${encodeURIComponent(ref)}`);
    const figures: Figure[] = [];
    for (const [what, limit] of [["the first 1000 in the answer", "1000"], ["all in the answer", "100000"]] as const) {
      const question: Question = { what: `impact of a hub on ${counts.total} nodes, ${what}`, route: "GET /api/v1/impact", query: { ref, limit } };
      await askHere(question, bench.app.token);
      const statements = notes.take();
      const times = await timesOf(bench, question, statements, env.database);
      figures.push({ ...readFigure(question, statements, times), wanted: "60 ms", met: median(times.http) <= 60 });
    }
    writeSection({ id: "queries-hub", title: `A hub among ${nodes} nodes`, against: "the same Cypher sent by the bare driver; medians (and 95th percentiles), warm, in turns", figures });
  } finally {
    await ledger.close();
  }
}

function milliseconds(times: readonly number[]): string {
  return `${median(times).toFixed(1)} ms (${quantile(times, 0.95).toFixed(1)})`;
}

function kilobytes(bytes: number): string {
  return bytes < 10_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${Math.round(bytes / 1000)} kB`;
}
