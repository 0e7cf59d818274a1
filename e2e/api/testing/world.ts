import { createHash } from "node:crypto";

/** Everything but RFC 3986's unreserved characters, byte by byte: written here anew, to hold the product to api.md. */
export function encode(part: string): string {
  return [...Buffer.from(part, "utf8")].map((byte) => (/[A-Za-z0-9._~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)).join("");
}

export function refOf(kind: string, namespace: string, name: string | readonly string[], version?: string): string {
  const pieces = (typeof name === "string" ? [name] : name).map(encode).join("/");
  return `${kind}:${encode(namespace)}:${pieces}${version === undefined ? "" : `@${encode(version)}`}`;
}

export type Input = readonly [ref: string, confidence: "observed" | "inferred" | "declared"];

/** A job version's reference by api.md: 16 hex of the SHA-256 over JCS of [job, sorted inputs with their confidence, origin]. */
export function jobVersionRef(job: string, inputs: readonly Input[], origin: "observed" | "declared" = "observed"): string {
  const sorted = [...inputs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${job}@${createHash("sha256").update(JSON.stringify([job, sorted, origin])).digest("hex").slice(0, 16)}`;
}

export const sha = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

type Port = string | { name: string; namespace?: string; facets?: object; inputFacets?: object; outputFacets?: object };
type RunParts = { job?: string; runId: string; type?: string | null; at: string; inputs?: readonly Port[]; outputs?: readonly Port[]; jobFacets?: object; runFacets?: object };
type Names = readonly string[];
type Extra = Record<string, unknown>;

const FACET = { _producer: "https://example.org/tests", _schemaURL: "https://example.org/facet.json" };
export const facet = (content: object): object => ({ ...FACET, ...content });
export const STREAMING = { jobType: facet({ processingType: "STREAMING", integration: "FLINK" }) };
export const versionFacet = (datasetVersion: string): object => ({ version: facet({ datasetVersion }) });

/** Builds events and references of one namespace. CloudEvents are numbered, so that each is another one. */
export class World {
  private count = 0;

  constructor(readonly namespace: string) {}

  dataset = (name: string): string => refOf("dataset", this.namespace, name);
  batch = (name: string, version: string): string => refOf("batch", this.namespace, name, version);
  column = (dataset: string, field: string): string => refOf("column", this.namespace, [dataset, field]);
  feature = (group: string, name: string, version: string): string => refOf("feature", this.namespace, [group, name], version);
  featureSet = (id: string): string => refOf("featureset", this.namespace, id);
  model = (name: string, version: string): string => refOf("model", this.namespace, name, version);
  deployment = (environment: string, name: string): string => refOf("deployment", this.namespace, [environment, name]);
  prediction = (id: string): string => refOf("prediction", this.namespace, id);
  job = (name: string): string => refOf("job", this.namespace, name);
  run = (runId: string): string => refOf("run", this.namespace, runId);
  name = (name: string): { namespace: string; name: string } => ({ namespace: this.namespace, name });

  private ports(ports: readonly Port[] = []): object[] {
    return ports.map((port) => (typeof port === "string" ? this.name(port) : { namespace: this.namespace, ...port }));
  }

  /** A run event; `type: null` leaves the type out. */
  runEvent({ job = "etl", runId, type = "COMPLETE", at, inputs, outputs, jobFacets, runFacets }: RunParts): object {
    return {
      ...(type === null ? {} : { eventType: type }),
      eventTime: at,
      producer: "https://example.org/tests",
      schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
      run: { runId, facets: runFacets ?? {} },
      job: { ...this.name(job), facets: jobFacets ?? {} },
      inputs: this.ports(inputs),
      outputs: this.ports(outputs),
    };
  }

  jobEvent(job: string, at: string, inputs: readonly Port[], outputs: readonly Port[], jobFacets: object = {}): object {
    return {
      eventTime: at, producer: "https://example.org/tests", schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent",
      job: { ...this.name(job), facets: jobFacets }, inputs: this.ports(inputs), outputs: this.ports(outputs),
    };
  }

  datasetEvent(dataset: string, at: string, facets: object): object {
    return { eventTime: at, producer: "https://example.org/tests", schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent", dataset: { ...this.name(dataset), facets } };
  }

  /** A structured CloudEvent; `type` without `dev.headwater.` is one of Headwater's. */
  event(type: string, data: object, attributes: Extra = {}): object {
    return { specversion: "1.0", id: `e-${++this.count}`, source: `/tests/${this.namespace}`, type: type.includes(".v") && !type.startsWith("dev.") ? `dev.headwater.${type}` : type, data, ...attributes };
  }

  source(name: string, trusted: boolean, more: Extra = {}): object {
    return this.event("source.declared.v1", { ...this.name(name), telemetry: "metrics", schema: [{ name: "value", type: "double" }], trusted, ...more }, { time: "2026-01-01T00:00:00Z" });
  }

  batchRecorded(source: string, version: string, more: Extra = {}): object {
    const end = new Date(Date.parse(version) + 900_000).toISOString();
    return this.event("batch.recorded.v1", { source: this.name(source), version, window: { start: version, end }, rows: 3, digest: sha(version), ...more });
  }

  features(id: string, at: string, group: string, features: readonly Extra[], inputs: readonly object[], more: Extra = {}): object {
    return this.event("features.computed.v1", { namespace: this.namespace, id, group, features, inputs, run: { job: this.name("compute"), runId: `compute-${id}`, seed: 7 }, digest: sha(id), at, ...more });
  }

  modelRegistered(name: string, version: string, at: string, inputs: readonly object[], features: readonly Extra[], more: Extra = {}): object {
    return this.event("model.registered.v1", {
      namespace: this.namespace, name, version, artifact: { digest: sha(`${name}${version}`) }, hyperparameters: { k: 3 }, metrics: { f1: 0.9 },
      training: { run: { job: this.name("train"), runId: `train-${name}-${version}`, endedAt: at }, snapshot: { id: `snapshot-${version}`, digest: sha(`s${version}`), inputs } },
      features, ...more,
    }, { time: at });
  }

  deploymentChanged(name: string, version: string, action: string, at: string, more: Extra = {}): object {
    return this.event("deployment.changed.v1", { ...this.name(name), environment: "prod", model: { ...this.name(name), version }, action, at, ...more });
  }

  predictionMade(id: string, model: readonly [name: string, version: string], sets: Names, at: string, more: Extra = {}, attributes: Extra = {}): object {
    const [name, version] = model;
    return this.event("prediction.made.v1", {
      namespace: this.namespace, id, model: { ...this.name(name), version }, features: sets.map((set) => ({ namespace: this.namespace, id: set })), at, output: { score: 0.5 }, ...more,
    }, attributes);
  }

  dependency(from: string, to: string, input?: string): object {
    return this.event("dependency.declared.v1", { from: this.name(from), to: this.name(to), ...(input === undefined ? {} : { input }) }, { time: "2026-01-01T00:00:00Z" });
  }

  inBatch = (source: string, version: string): object => ({ batch: { ...this.name(source), version } });
  inSet = (id: string): object => ({ featureSet: { namespace: this.namespace, id } });
  inDataset = (name: string): object => ({ dataset: this.name(name) });
}
