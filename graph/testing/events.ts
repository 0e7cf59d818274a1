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

const T = (day: number, hour = 0) => `2026-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`;
const lifecycle = (change: string, previous?: string) => ({
  lifecycleStateChange: { lifecycleStateChange: change, ...(previous ? { previousIdentifier: { namespace: "lake", name: previous } } : {}) },
});
const version = (it: string) => ({ version: { datasetVersion: it } });
const columns = (from: string, field: string) => ({ columnLineage: { fields: { total: { inputFields: [{ namespace: "lake", name: from, field }] } } } });

/** Every kind of event, with the turns that make order matter: late ones, failures, drops, ties, versions that come with the second event. */
export function everyKindOfEvent(): TestEvent[] {
  return [
    ...pipeline(),
    run("a", "r1", "START", T(1), ["x", "y"], ["out"]), run("a", "r1", "COMPLETE", T(1, 1), ["x", { name: "y", facets: version("7") }], [{ name: "out", facets: { ...version("v1"), ...columns("x", "price") } }]),
    run("a", "r2", "COMPLETE", T(2), ["x"], [{ name: "out", facets: columns("x", "price") }]), run("a", "r3", "COMPLETE", T(3), ["x", "z"], ["out"]),
    run("a", "r4", "COMPLETE", T(3), ["y"], ["out"]), run("a", "r5", "COMPLETE", T(4), ["x"], ["out"]), run("a", "r5", "FAIL", T(4, 1)),
    run("sql", "d1", "COMPLETE", T(3, 12), [], [{ name: "out", facets: lifecycle("DROP") }]), run("a", "r6", "COMPLETE", T(5), ["x", "y", "z"], ["out", "log"]),
    run("sql", "d2", "COMPLETE", T(6), [], [{ name: "log2", facets: lifecycle("RENAME", "log") }]), run("sql", "d3", "COMPLETE", T(7), [], [{ name: "log2", facets: lifecycle("DROP") }]),
    run("s", "s1", "RUNNING", T(1), ["topic"], ["sink"]), run("s", "s1", "RUNNING", T(2), ["topic2"], ["sink"]), run("s", "s1", "ABORT", T(3)), jobEvent("s", T(1), ["topic"], ["sink"], streaming),
    jobEvent("a", T(1), ["x"], ["out", "log"]), jobEvent("a", T(2), ["w"], ["out"]),
    run("read", "q1", "FAIL", T(2), ["out"]), run("read", "q2", "OTHER", T(2), ["out"]), run("read", "q3", null, T(2), ["out"]), run("noout", "n1", "COMPLETE", T(2), ["out", "x"]),
    { eventTime: T(2), dataset: { namespace: "ops", name: "hourly", facets: { schema: { fields: [{ name: "cpu_mean", type: "double" }, { name: "deep", type: "struct", fields: [{ name: "x" }] }] } } } },
    { eventTime: T(3), dataset: { namespace: "lake", name: "view", facets: columns("out", "total") } },
    { eventTime: T(4), dataset: { namespace: "lake", name: "view", facets: { lineage: { inputs: [{ namespace: "lake", name: "x", type: "DATASET" }] } } } },
    ...[1, 2].map((rows) => ({ eventId: `conflict-${rows}`, type: "batch.recorded", source: { namespace: "aws", name: "cpu" }, version: "w", window: { start: T(1), end: T(2) }, rows, digest: `sha256:${"d".repeat(64)}` })),
  ];
}
