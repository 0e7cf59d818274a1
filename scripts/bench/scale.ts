import { writeCursor } from "@/graph/queries/cursor";
import { bulkPredictions } from "@/graph/testing/bulk-predictions";
import { DEPLOYMENT, lastMidnight, MODEL, PREDICTIONS_OF_SET, ScaleWorld, SOURCE } from "@/graph/testing/scale-world";
import { impactHref, lineageHref, nodeHref, predictionHref, registryHref } from "@/lib/page-hrefs";
import { clientOf, sendCloudEvents, signIn, startBenchApp, type BenchApp } from "./bench-app";
import { HttpClient } from "./http-client";
import { options } from "./options";
import { median, writeSection, type Figure } from "./section";

/**
 * Whether answers stay as fast when one model version has ten thousand, a hundred thousand, a million predictions. Windows and feature sets
 * grow along, through the public API; the predictions are written straight into the graph as the projector would have written them
 * (`graph/testing/bulk-predictions.ts`), so the ledger does not hold them.
 *
 * `-- --predictions N` says how many there are at the end (1,000,000).
 */
const MOST = Number(options.predictions);
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000].filter((size) => size < MOST).concat(MOST);
/** A prediction that is there at every size. */
const KNOWN = 4_321;
const [WARM, ROUNDS] = [8, 21];
const WANTED = 1.5;
/** Below this a ratio says more about the machine than about the product. */
const NOISE_MS = 3;

type Asked = { what: string; path: string; client: HttpClient };

const bench = await startBenchApp();
const clients: HttpClient[] = [];
try {
  const world = new ScaleWorld(lastMidnight());
  await sendCloudEvents(bench.client, world.definitions());
  const questions = questionsAbout(world, bench.client, new HttpClient(bench.app.url, { cookie: await signIn(bench.app), accept: "text/html" }), await clientOfNobody(bench));
  const times = new Map<string, number[]>(questions.map(({ what }) => [what, []]));
  let there = 0;
  for (const size of SIZES) {
    await grow(bench, world, there, size);
    // the first answers of a server that was just started are slow whatever is in it
    if (there === 0) for (const { client, path } of questions) await timeOf(client, path);
    there = size;
    for (const { what, path, client } of questions) times.get(what)!.push(await timeOf(client, path));
  }
  const figures = questions.map(({ what }) => figureOf(what, times.get(what)!));
  writeSection({ id: "scale", title: `One model version with ${SIZES.map(short).join(", ")} predictions`, against: `the same answer at ${short(SIZES[0]!)} predictions; medians of ${ROUNDS} warm answers over HTTP at each size`, figures });
} finally {
  for (const client of clients) client.close();
  await bench.close();
}

/** What people ask of a model version and its predictions. `page`: in a browser; `outsider`: for who sees another namespace alone. */
function questionsAbout(world: ScaleWorld, api: HttpClient, page: HttpClient, outsider: HttpClient): Asked[] {
  clients.push(page, outsider);
  const [prediction, id] = [world.predictionRef(KNOWN), world.predictionId(KNOWN)];
  const deep = writeCursor([world.predictedAt(KNOWN), ""]);
  const node = (ref: string, list = "") => `/api/v1/nodes/${encodeURIComponent(ref)}${list}`;
  const ask = (client: HttpClient) => (what: string, path: string): Asked => ({ what, path, client });
  const [read, show, showOutsider] = [ask(api), ask(page), ask(outsider)];
  return [
    read("impact of the source", `/api/v1/impact?ref=${encodeURIComponent(SOURCE)}`),
    read("provenance of a prediction", `/api/v1/predictions/${encodeURIComponent(prediction)}/provenance`),
    read("graph around a prediction, 2 steps", `/api/v1/graph?ref=${encodeURIComponent(prediction)}&direction=both&depth=2`),
    read("search by an id", `/api/v1/search?q=${id}`),
    read("search by the beginning of an id", `/api/v1/search?q=${id.slice(0, 13)}`),
    read("search by a beginning that all ids share", `/api/v1/search?q=${id.slice(0, 2)}`),
    read("search by part of a name", "/api/v1/search?q=entity"),
    read("search by kind", "/api/v1/search?kind=prediction"),
    read("node of the model version", node(MODEL)),
    read("its predictions, first page", node(MODEL, "/predictions")),
    read("its predictions, a page from deep within", node(MODEL, `/predictions?cursor=${deep}`)),
    read("predictions of the deployment", node(DEPLOYMENT, "/predictions")),
    read("graph around the model version", `/api/v1/graph?ref=${encodeURIComponent(MODEL)}&depth=3`),
    read("instances around the model version", `/api/v1/graph?ref=${encodeURIComponent(MODEL)}&plane=instance&direction=both&limit=150`),
    show("Home", "/"),
    show("Page of the model version", nodeHref(MODEL)),
    show("Page of its predictions, from deep within", nodeHref(MODEL, null, [["tab", "predictions"], ["cursor", deep]])),
    show("Page of the deployment", nodeHref(DEPLOYMENT)),
    show("Page of the source", nodeHref(SOURCE)),
    show("Page of a prediction's node", nodeHref(prediction)),
    show("What made a prediction", predictionHref(prediction)),
    show("Lineage of the model version", lineageHref(MODEL)),
    show("Instances around the model version", `/lineage?ref=${encodeURIComponent(MODEL)}&plane=instance`),
    show("Impact of the source", impactHref([SOURCE])),
    show("Registry: models", registryHref({ kind: "model" })),
    show("Registry: predictions", registryHref({ kind: "prediction" })),
    show("Registry: predictions by the beginning of an id", registryHref({ kind: "prediction", q: id.slice(0, 13) })),
    show("Status", "/status"),
    showOutsider("Home, for who sees another namespace", "/"),
    showOutsider("Registry: predictions, for who sees another namespace", registryHref({ kind: "prediction" })),
  ];
}

async function clientOfNobody({ app, client }: BenchApp): Promise<HttpClient> {
  const { body } = await client.post("/api/v1/tokens", "application/json", JSON.stringify({ name: "elsewhere", role: "viewer", namespaces: ["elsewhere"] }), [201]);
  return clientOf({ ...app, token: (JSON.parse(body.toString("utf8")) as { token: string }).token });
}

async function grow({ client, driver }: BenchApp, world: ScaleWorld, from: number, to: number): Promise<void> {
  const began = performance.now();
  await sendCloudEvents(client, world.featureSets(from / PREDICTIONS_OF_SET, to / PREDICTIONS_OF_SET));
  const between = performance.now();
  await bulkPredictions(driver, "neo4j", world.predictions(from, to));
  const seconds = (performance.now() - between) / 1000;
  process.stdout.write(`${short(to)} predictions: feature sets in ${((between - began) / 1000).toFixed(0)} s, predictions written in ${seconds.toFixed(0)} s (${Math.round((to - from) / seconds)}/s)\n`);
}

async function timeOf(client: HttpClient, path: string): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM; round < ROUNDS; round++) {
    const began = performance.now();
    await client.get(path);
    if (round >= 0) times.push(performance.now() - began);
  }
  return median(times);
}

function figureOf(what: string, times: readonly number[]): Figure {
  const [first = 0, last = 0] = [times[0], times[times.length - 1]];
  return {
    what, ours: times.map((it) => `${it.toFixed(1)} ms`).join(", "), reference: `${first.toFixed(1)} ms`, ratio: last / first,
    wanted: `${WANTED}x`, met: last <= first * WANTED || last - first <= NOISE_MS,
  };
}

function short(size: number): string {
  return size >= 1_000_000 ? `${size / 1_000_000} million` : size.toLocaleString("en").replace(",", " ");
}
