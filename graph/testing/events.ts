import "server-only";
import type { TestEvent } from "./projection-world";

type Port = string | { name: string; facets?: Record<string, unknown> };

const port = (it: Port) => (typeof it === "string" ? { namespace: "lake", name: it, facets: {} } : { namespace: "lake", name: it.name, facets: it.facets ?? {} });

/** An OpenLineage run event of job `etl/<job>`; datasets are in namespace `lake`. */
export function run(job: string, runId: string, eventType: string | null, eventTime: string, inputs: Port[] = [], outputs: Port[] = [], more: { jobFacets?: object; runFacets?: object } = {}): TestEvent {
  return {
    ...(eventType === null ? {} : { eventType }),
    eventTime,
    producer: "https://example.org/test",
    schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    run: { runId, facets: more.runFacets ?? {} },
    job: { namespace: "etl", name: job, facets: more.jobFacets ?? {} },
    inputs: inputs.map(port),
    outputs: outputs.map(port),
  };
}

export function jobEvent(job: string, eventTime: string, inputs: Port[], outputs: Port[], jobFacets: object = {}): TestEvent {
  return { eventTime, producer: "https://example.org/test", schemaURL: "x#/$defs/JobEvent", job: { namespace: "etl", name: job, facets: jobFacets }, inputs: inputs.map(port), outputs: outputs.map(port) };
}

export const streaming = { jobType: { processingType: "STREAMING", integration: "FLINK" } };

export const ds = (name: string) => `dataset:lake:${encodeURIComponent(name)}`;
export const at = (text: string) => Date.parse(text) * 1000;
export const hash = (digit: string) => `sha256:${digit.repeat(64)}`;

/** One source, two windows, features of two versions, two model versions, a deployment that moves, predictions of both. */
export function pipeline(): TestEvent[] {
  const source = (name: string, trusted: boolean, extra: object = {}): TestEvent => ({
    type: "source.declared", namespace: "aws", name, telemetry: "metrics", schema: [{ name: "value", type: "double" }], trusted, owner: { name: "team-a" }, at: "2026-01-01T00:00:00Z", ...extra,
  });
  const batch = (name: string, hour: string, extra: object = {}): TestEvent => ({
    type: "batch.recorded", source: { namespace: "aws", name }, version: `2026-01-02T${hour}:00:00Z`, window: { start: `2026-01-02T${hour}:00:00Z`, end: `2026-01-02T${hour}:15:00Z` },
    rows: 3, digest: hash("a"), statistics: { value: { count: 3, nulls: 0, min: 1, max: 3, mean: 2, sd: 1 } }, ...extra,
  });
  const features = (id: string, hour: string, version: string, inputs: string[], spec: object = {}): TestEvent => ({
    type: "features.computed", namespace: "ops", id, group: "hourly", features: [{ name: "cpu_mean", version, ...spec }, { name: "cpu_max", version }],
    inputs: inputs.map((name) => ({ batch: { namespace: "aws", name, version: `2026-01-02T${hour}:00:00Z` } })),
    run: { job: { namespace: "ops", name: "build" }, runId: `build-${id}`, operator: "airflow", codeVersion: "abc", seed: 7 }, digest: hash("b"), at: `2026-01-02T${hour}:16:00Z`, values: { cpu_mean: 2 },
  });
  const model = (version: string, featureVersion: string, featureSet: string, day: string): TestEvent => ({
    type: "model.registered", namespace: "ops", name: "anomaly", version, artifact: { digest: hash(version) }, hyperparameters: { k: 3 }, metrics: { f1: 0.9 },
    training: {
      run: { job: { namespace: "ops", name: "train" }, runId: `train-${version}`, endedAt: `2026-01-${day}T00:00:00Z` },
      snapshot: { id: `s${version}`, digest: hash("c"), inputs: [{ featureSet: { namespace: "ops", id: featureSet } }] },
    },
    features: [{ name: "cpu_mean", version: featureVersion }],
  });
  const deploy = (version: string, action: string, at: string): TestEvent => ({
    type: "deployment.changed", namespace: "ops", name: "anomaly", environment: "prod", model: { namespace: "ops", name: "anomaly", version }, action, at, by: "alice",
  });
  const predict = (id: string, version: string, featureSet: string, at: string): TestEvent => ({
    type: "prediction.made", namespace: "ops", id, model: { namespace: "ops", name: "anomaly", version }, deployment: { namespace: "ops", environment: "prod", name: "anomaly" },
    features: [{ namespace: "ops", id: featureSet }], at, output: { score: 0.5 },
  });
  return [
    source("cpu", true), source("net", false), source("cpu", true, { at: "2026-01-05T00:00:00Z", trusted: false, description: "moved" }),
    batch("cpu", "01"), batch("net", "01"), batch("cpu", "02", { run: { job: { namespace: "ops", name: "ingest" }, runId: "i2" } }), batch("mem", "02"),
    features("fs-1", "01", "1", ["cpu", "net"], { required: [{ namespace: "aws", name: "cpu" }], fallback: [{ namespace: "aws", name: "disk" }] }),
    features("fs-2", "02", "2", ["cpu"]),
    model("1", "1", "fs-1", "03"), model("2", "2", "fs-2", "04"),
    deploy("1", "deploy", "2026-01-03T01:00:00Z"), deploy("2", "deploy", "2026-01-04T01:00:00Z"),
    predict("p-1", "1", "fs-1", "2026-01-03T02:00:00Z"), predict("p-2", "2", "fs-2", "2026-01-04T02:00:00Z"), predict("p-3", "2", "fs-missing", "2026-01-04T03:00:00Z"),
    { type: "dependency.declared", from: { namespace: "aws", name: "net" }, to: { namespace: "aws", name: "mem" }, input: "required", at: "2026-01-01T00:00:00Z" },
    { type: "failure.recorded", about: "source:aws:cpu", failure: "ingestion", message: "gap", at: "2026-01-02T03:00:00Z" },
  ];
}
