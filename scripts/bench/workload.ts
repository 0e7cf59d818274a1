import { MersenneTwister } from "./mersenne-twister";

/** Namespace and name; `fields` are those of its schema, name and type. */
type Dataset = { namespace: string; name: string; fields: readonly (readonly [name: string, type: string])[] };
type JobKind = "ingest" | "feature" | "train" | "predict";
type Job = { namespace: string; name: string; kind: JobKind; inputs: Dataset[]; outputs: Dataset[] };

export type WorkloadOptions = {
  /** Datasets and jobs together. */
  nodes: number;
  seed: number;
};

const PRODUCER = "https://example.org/aiops-bench";
const SPEC = "https://openlineage.io/spec/";
const KINDS = ["metric", "log", "trace", "event", "change", "topology"] as const;
const KIND_WEIGHTS = [50, 70, 82, 92, 97, 100];
const NAMESPACES: Record<(typeof KINDS)[number], string> = {
  metric: "prometheus://edge", log: "kafka://logs", trace: "otel://collector", event: "kafka://events", change: "itsm://changes", topology: "cmdb://core",
};
const RAW = [["ts", "TIMESTAMP"], ["entity_id", "STRING"], ["value", "DOUBLE"], ["severity", "INT"], ["text", "STRING"], ["labels", "MAP"]] as const;
const FEATURES = ["mean_5m", "p99_1h", "rate_5m", "anomaly", "seasonal_diff", "err_ratio", "log_vec", "topo_degree"];

/**
 * A pipeline of AIOps as OpenLineage run events, one JSON text each: sources, raw data, feature groups, model versions and predictions, in
 * domains of about 50 sources, some of which feed everything. Each job runs once: START, then COMPLETE with schemas and column lineage. The
 * same options give the same bytes, and those of the generator that Marquez and ML Metadata were measured with.
 */
export function* workload({ nodes, seed }: WorkloadOptions): Generator<string> {
  const rng = new MersenneTwister((seed ^ 0x5eed) >>> 0);
  let second = 0;
  for (const job of jobsOf(nodes, new MersenneTwister(seed))) {
    const runId = randomUuid(rng);
    const event = (eventType: string, inputs: object[], outputs: object[]) => {
      const eventTime = new Date(Date.UTC(2026, 0, 1) + ++second * 1000).toISOString();
      const facets = { jobType: facet("JobTypeJobFacet", "2-0-3", { processingType: "BATCH", integration: "AIOPS", jobType: job.kind.toUpperCase() }) };
      return JSON.stringify({
        eventType, eventTime, run: { runId, facets: {} }, job: { namespace: job.namespace, name: job.name, facets }, inputs, outputs, producer: PRODUCER, schemaURL: `${SPEC}2-0-2/OpenLineage.json#/$defs/RunEvent`,
      });
    };
    yield event("START", [], []);
    yield event("COMPLETE", job.inputs.map(inputOf), job.outputs.map((output) => outputOf(job, output)));
  }
}

/** How many events a workload of so many nodes has. */
export const workloadEvents = ({ nodes }: WorkloadOptions): number => {
  const { sources, groups, models } = sizesOf(nodes);
  return 2 * (sources + groups + 2 * models);
};

/** The workload's sources that feed most: topology, changes and the like. The first one feeds more than any other. */
export const HUB = { namespace: NAMESPACES.topology, name: "topology.src000000" };

function sizesOf(nodes: number): { sources: number; groups: number; models: number } {
  return { sources: Math.max(4, Math.floor(nodes / 5)), groups: Math.max(2, Math.floor(nodes / 10)), models: Math.max(1, Math.floor(nodes / 20)) };
}

function jobsOf(nodes: number, rng: MersenneTwister): Job[] {
  const { sources, groups, models } = sizesOf(nodes);
  const domains = Math.max(1, Math.floor(sources / 50));
  const hubCount = Math.max(2, Math.floor(sources / 100));
  const jobs: Job[] = [];
  const raws = Array.from({ length: domains }, (): Dataset[] => []);
  const hubs: Dataset[] = [];
  for (let i = 0; i < sources; i++) {
    const kind = i < hubCount ? "topology" : KINDS[insertAfter(KIND_WEIGHTS, rng.random() * 100, KIND_WEIGHTS.length - 1)]!;
    const domain = i % domains;
    const source = { namespace: NAMESPACES[kind], name: `${kind}.src${padded(i, 6)}`, fields: RAW };
    const raw = { namespace: "s3://lake", name: `raw/d${padded(domain, 4)}/${kind}_${padded(i, 6)}`, fields: RAW };
    jobs.push({ namespace: "ingest", name: `ingest_${kind}_${padded(i, 6)}`, kind: "ingest", inputs: [source], outputs: [raw] });
    (i < hubCount ? hubs : raws[domain]!).push(raw);
  }
  const pickRaw = raws.map((domain) => zipfPicker(rng, domain, 0.8));
  const pickHub = zipfPicker(rng, hubs, 1);
  const featureGroups = Array.from({ length: domains }, (): Dataset[] => []);
  for (let i = 0; i < groups; i++) {
    const domain = i % domains;
    const inputs = pickSome(1 + poisson(rng, 1.7), 8, () => pickRaw[rng.random() < 0.1 ? rng.below(domains) : domain]!());
    if (rng.random() < 0.3) inputs.push(pickHub());
    const group: Dataset = { namespace: "feast://features", name: `fg/d${padded(domain, 4)}/fg_${padded(i, 6)}`, fields: [["entity_id", "STRING"], ...FEATURES.map((name) => [name, "DOUBLE"] as const)] };
    jobs.push({ namespace: "features", name: `feature_${padded(i, 6)}`, kind: "feature", inputs, outputs: [group] });
    featureGroups[domain]!.push(group);
  }
  const pickGroup = featureGroups.map((domain) => zipfPicker(rng, domain.length > 0 ? domain : featureGroups[0]!, 0.7));
  const predictions: Job[] = [];
  for (let i = 0; i < models; i++) {
    const domain = i % domains;
    const inputs = pickSome(1 + poisson(rng, 1.5), 6, () => pickGroup[rng.random() < 0.05 ? rng.below(domains) : domain]!());
    const model: Dataset = { namespace: "mlflow://registry", name: `models/d${padded(domain, 4)}/anomaly_${padded(i, 6)}/versions/1`, fields: [] };
    jobs.push({ namespace: "training", name: `train_${padded(i, 6)}`, kind: "train", inputs, outputs: [model] });
    const made: Dataset = { namespace: "s3://lake", name: `pred/d${padded(domain, 4)}/pred_${padded(i, 6)}`, fields: [["entity_id", "STRING"], ["score", "DOUBLE"], ["label", "INT"]] };
    predictions.push({ namespace: "inference", name: `predict_${padded(i, 6)}`, kind: "predict", inputs: [model, ...inputs.slice(0, 2)], outputs: [made] });
  }
  return [...jobs, ...predictions];
}

function inputOf({ namespace, name, fields }: Dataset): object {
  return { namespace, name, facets: fields.length > 0 ? { schema: schemaOf(fields) } : {} };
}

function outputOf(job: Job, { namespace, name, fields }: Dataset): object {
  const facets: Record<string, object> = { dataSource: facet("DatasourceDatasetFacet", "1-0-1", { name: namespace, uri: namespace }) };
  if (fields.length > 0) facets.schema = schemaOf(fields);
  if (job.kind === "ingest" || job.kind === "feature") facets.columnLineage = facet("ColumnLineageDatasetFacet", "1-2-0", { fields: columnsOf(job, fields) });
  return { namespace, name, facets };
}

function columnsOf({ kind, inputs }: Job, fields: Dataset["fields"]): object {
  const columns = fields.map(([field], j) => {
    const from = kind === "ingest" ? [[inputs[0]!, field] as const]
      : field === "entity_id" ? inputs.map((input) => [input, "entity_id"] as const)
      : Array.from({ length: Math.min(inputs.length, 1 + (j % 3)) }, (_, q) => [inputs[(j + q) % inputs.length]!, RAW[2 + ((j + q) % 4)]![0]] as const);
    const transformations = [{ type: "DIRECT", subtype: kind === "ingest" ? "IDENTITY" : "AGGREGATION" }];
    return [field, { inputFields: from.map(([{ namespace, name }, column]) => ({ namespace, name, field: column, transformations })) }] as const;
  });
  return Object.fromEntries(columns);
}

const schemaOf = (fields: Dataset["fields"]) => facet("SchemaDatasetFacet", "1-1-1", { fields: fields.map(([name, type]) => ({ name, type })) });

function facet(name: string, version: string, content: object): object {
  return { _producer: PRODUCER, _schemaURL: `${SPEC}facets/${version}/${name}.json#/$defs/${name}`, ...content };
}

/** Draws `wanted` times, `most` at most, and keeps each once. */
function pickSome(wanted: number, most: number, pick: () => Dataset): Dataset[] {
  const picked: Dataset[] = [];
  for (let i = 0; i < Math.min(most, wanted); i++) {
    const it = pick();
    if (!picked.includes(it)) picked.push(it);
  }
  return picked;
}

function zipfPicker(rng: MersenneTwister, items: readonly Dataset[], exponent: number): () => Dataset {
  let sum = 0;
  const sums = items.map((_, i) => (sum += 1 / (i + 1) ** exponent));
  return () => items[insertBefore(sums, rng.random() * sum)]!;
}

/** Knuth's way to a Poisson number. */
function poisson(rng: MersenneTwister, mean: number): number {
  const limit = Math.exp(-mean);
  for (let count = 0, product = rng.random(); ; count++, product *= rng.random()) if (product <= limit) return count;
}

/** Where `value` goes in a sorted list, before its equals. */
function insertBefore(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same behind its equals, among the first `end`. */
function insertAfter(sorted: readonly number[], value: number, end: number): number {
  const at = sorted.slice(0, end).findIndex((it) => it > value);
  return at < 0 ? end : at;
}

/** Version 4 of 128 random bits, the last word drawn first. */
function randomUuid(rng: MersenneTwister): string {
  const words = Array.from({ length: 4 }, () => rng.bits()).reverse();
  words[1] = (words[1]! & 0xffff0fff) | 0x4000;
  words[2] = (words[2]! & 0x3fffffff) | 0x80000000;
  return words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const padded = (n: number, digits: number): string => String(n).padStart(digits, "0");
