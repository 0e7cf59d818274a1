/**
 * A small fixed world, as docs/graph-schema.md describes a graph: plain data, the same each time. Times are hours after `EPOCH`;
 * what a key tells by itself (kind, namespace, name, …) is left out.
 */
export type SeedNode = { key: string; labels?: string[]; props?: Record<string, unknown> };
export type SeedEdge = { type: string; from: string; to: string; props?: Record<string, unknown> };
export type SeedWorld = { nodes: SeedNode[]; edges: SeedEdge[] };

/** 2026-01-01T00:00:00Z in microseconds. */
export const EPOCH = Date.UTC(2026, 0, 1) * 1000;
export const STILL = Number.MAX_SAFE_INTEGER;
export const hour = (n: number): number => EPOCH + n * 3_600_000_000;
export const hourText = (n: number): string => new Date(hour(n) / 1000).toISOString().replace(".000Z", "Z");

const node = (key: string, props: Record<string, unknown> = {}, labels: string[] = []): SeedNode => ({ key, props: { state: "active", at: hour(0), ...props }, labels });
const feeds = (from: string, to: string, props: Record<string, unknown> = {}): SeedEdge => ({
  type: "FEEDS", from, to, props: { confidence: "observed", rel: from.includes("@") && from.startsWith("job:") ? "output" : "input", validFrom: hour(0), validTo: STILL, ...props },
});
const fed = (from: string, to: string, begin: number, end: number): SeedEdge => ({ ...feeds(from, to, { validFrom: hour(begin), validTo: hour(end) }), type: "FED" });
const yielded = (from: string, to: string, props: Record<string, unknown> = {}): SeedEdge => ({ type: "YIELDED", from, to, props: { confidence: "observed", ...props } });
const read = (step: string, dataset: string, before: number): SeedEdge => ({ type: "READ", from: step, to: dataset, props: { dataset, before: hour(before), confidence: "observed" } });
const batch = (key: string, time: number | null, props: Record<string, unknown> = {}): SeedNode =>
  node(key, { ...(time === null ? { state: "missing" } : { time: hour(time), at: hour(time) }), ...props });

/** A run and what it did with one set of inputs. `before` is its first event. */
function runs(namespace: string, id: string, job: string, version: string, before: number, at: number): SeedNode[] {
  const run = `run:${namespace}:${id}#${job}`;
  return [
    node(run, { at: hour(before), startedAt: hour(before), endedAt: hour(at), job, state: "complete" }),
    { key: stepOf(namespace, id, job, version), labels: ["Step"], props: { kind: "step", ref: `run:${namespace}:${id}`, run, job, version: `${job}@${version}`, at: hour(at), before: hour(before) } },
  ];
}
const stepOf = (namespace: string, id: string, job: string, version: string) => `run:${namespace}:${id}#${job}#${version}`;

const CLEAN = "job:etl:clean";
const DAILY = "job:etl:daily";
const TRAIN = "job:ml:train";
const FEATURES = "job:ml:features";
const CLEAN_STEPS = [1, 2, 3].map((i) => stepOf("etl", `clean-${i}`, CLEAN, "v1"));
const FEATURE_STEP = stepOf("ml", "fr-1", FEATURES, "v1");
const TRAIN_STEP = stepOf("ml", "tr-1", TRAIN, "v1");

/**
 * orders (a declared source) and, until hour 10, legacy are cleaned; the secret ledger is joined in by the daily job; a dependency leads to
 * a report. A feature, a model and a deployment follow. There is a cycle (cyc), an orphan, and a hub with 30 outputs.
 */
export const smallWorld: SeedWorld = {
  nodes: [
    node("dataset:shop:orders", { kind: "source", declared: true, owner: "party:-:team-a", facts: JSON.stringify({ twin: { namespace: "secret", name: "ledger" } }) }, ["Source"]),
    node("party:-:team-a"),
    { key: "declaration:dataset:shop:orders@1", labels: ["Declaration"], props: { ref: "dataset:shop:orders", kind: "declaration", namespace: "shop", name: "orders", at: hour(-24), trusted: false, facts: "{}" } },
    { key: "declaration:dataset:shop:orders@2", labels: ["Declaration"], props: { ref: "dataset:shop:orders", kind: "declaration", namespace: "shop", name: "orders", at: hour(0), trusted: true, facts: '{"channel":"k"}' } },
    ...["shop:legacy", "shop:clean", "shop:daily", "shop:report", "shop:Orphan", "secret:ledger", "cyc:in", "cyc:a", "cyc:b", "shop:hub"].map((name) => node(`dataset:${name}`)),
    ...Array.from({ length: 30 }, (_, i) => [node(`dataset:hub:out${i}`), node(`job:hub:split${i}@v1`, { job: `job:hub:split${i}`, origin: "observed" })]).flat(),
    ...[CLEAN, DAILY, FEATURES, TRAIN].map((key) => node(key)),
    node(`${CLEAN}@v0`, { job: CLEAN, origin: "observed" }),
    node(`${CLEAN}@v1`, { job: CLEAN, origin: "observed" }),
    node(`${DAILY}@v1`, { job: DAILY, origin: "observed" }),
    node(`${FEATURES}@v1`, { job: FEATURES, origin: "observed" }),
    node(`${TRAIN}@v1`, { job: TRAIN, origin: "observed" }),
    node("job:cyc:x@v1", { job: "job:cyc:x" }),
    node("dataset:ops:hourly", { kind: "featuregroup" }, ["FeatureGroup"]),
    node("feature:ops:hourly/cpu@1", { required: ["dataset:shop:clean"], optional: [], fallback: ["dataset:shop:legacy"] }),
    node("feature:ops:hourly/cpu@2", { at: hour(5), required: ["dataset:shop:clean"], optional: [], fallback: [] }),
    node("model:ops:latency@1", { requires: ["feature:ops:hourly/cpu@2"], trainingRun: `run:ml:tr-1#${TRAIN}`, facts: JSON.stringify({ training: { snapshot: { id: "snap-1", digest: "sha256:00" } } }) }),
    node("model:ops:latency@2", { at: hour(3), requires: [] }),
    node("deployment:ops:prod/latency", { model: "model:ops:latency@1" }),
    batch("batch:shop:orders@w1", 1), batch("batch:shop:orders@w2", 2), batch("batch:shop:orders@w3", 3), batch("batch:shop:orders@lost", null),
    batch("batch:shop:clean@clean-1", 2.6), batch("batch:shop:clean@clean-2", 3.6), batch("batch:shop:clean@clean-3", 4.6),
    ...runs("etl", "clean-1", CLEAN, "v1", 2.5, 2.6),
    ...runs("etl", "clean-2", CLEAN, "v1", 3.5, 3.6),
    ...runs("etl", "clean-3", CLEAN, "v1", 4.5, 4.6),
    ...runs("ml", "fr-1", FEATURES, "v1", 5, 5.1),
    ...runs("ml", "tr-1", TRAIN, "v1", 6, 6.1),
    node("featureset:ops:fs-1", { at: hour(5.1), group: "dataset:ops:hourly", features: ["feature:ops:hourly/cpu@2"] }),
    { key: "featureset:ops:fs-lost", props: { state: "missing" } },
    node("prediction:ops:p-1", { at: hour(7), model: "model:ops:latency@1", deployment: "deployment:ops:prod/latency", trace: "0af7651916cd43dd8448eb211c80319c", facts: '{"output":{"score":0.9}}' }),
    node("prediction:ops:p-2", { at: hour(8), model: "model:ops:latency@1", facts: "{}" }),
    node("prediction:shop:p-2", { at: hour(8), model: "model:ops:latency@2", facts: "{}" }),
    ...[-8, -7, -1, 0].map((day) => ({
      key: `daily-${day}`, labels: ["Daily"], props: { ref: "model:ops:latency@1", day: Math.floor(hour(240) / 86_400_000_000) + day, count: 70 },
    })),
  ],
  edges: [
    feeds("dataset:shop:orders", `${CLEAN}@v1`), feeds(`${CLEAN}@v1`, "dataset:shop:clean"),
    fed("dataset:shop:legacy", `${CLEAN}@v0`, 0, 10), fed(`${CLEAN}@v0`, "dataset:shop:clean", 0, 10),
    { type: "MAYBE", from: "dataset:shop:legacy", to: "dataset:shop:clean", props: { job: CLEAN, validFrom: hour(10), validTo: STILL } },
    feeds("dataset:shop:clean", `${DAILY}@v1`, { confidence: "inferred" }), feeds("dataset:secret:ledger", `${DAILY}@v1`), feeds(`${DAILY}@v1`, "dataset:shop:daily"),
    feeds("dataset:shop:daily", "dataset:shop:report", { rel: "dependency", confidence: "declared", role: "required" }),
    feeds("dataset:shop:daily", "dataset:shop:report", { rel: "rename" }),
    feeds("dataset:cyc:in", "dataset:cyc:a", { rel: "dependency", confidence: "declared" }),
    feeds("dataset:cyc:a", "job:cyc:x@v1"), feeds("job:cyc:x@v1", "dataset:cyc:b"), feeds("dataset:cyc:b", "dataset:cyc:a", { rel: "dependency", confidence: "declared" }),
    ...Array.from({ length: 30 }, (_, i) => [feeds("dataset:shop:hub", `job:hub:split${i}@v1`), feeds(`job:hub:split${i}@v1`, `dataset:hub:out${i}`)]).flat(),
    feeds("dataset:shop:clean", `${FEATURES}@v1`), feeds(`${FEATURES}@v1`, "feature:ops:hourly/cpu@1"), feeds(`${FEATURES}@v1`, "feature:ops:hourly/cpu@2"),
    feeds("feature:ops:hourly/cpu@2", `${TRAIN}@v1`), feeds(`${TRAIN}@v1`, "model:ops:latency@1"),
    feeds("model:ops:latency@1", "deployment:ops:prod/latency", { rel: "serves" }),
    { type: "OWNED_BY", from: "dataset:shop:orders", to: "party:-:team-a" },
    ...["1", "2"].map((it) => ({ type: "DECLARED_AS", from: "dataset:shop:orders", to: `declaration:dataset:shop:orders@${it}` })),
    ...["v0", "v1"].map((it) => ({ type: "OF", from: `${CLEAN}@${it}`, to: CLEAN })),
    { type: "OF", from: "featureset:ops:fs-1", to: "dataset:ops:hourly" },
    ...["1", "2"].map((it) => ({ type: "HAS_FEATURE", from: "dataset:ops:hourly", to: `feature:ops:hourly/cpu@${it}` })),
    ...CLEAN_STEPS.map((step, i) => yielded(step, `batch:shop:clean@clean-${i + 1}`, { output: "dataset:shop:clean", version: `${CLEAN}@v1`, at: hour(2.6 + i) })),
    // clean-2 wrote the third window of orders itself, so it read the second, like clean-1; clean-3 read the third
    yielded(CLEAN_STEPS[1]!, "batch:shop:orders@w3", { output: "dataset:shop:orders", version: `${CLEAN}@v1`, at: hour(3) }),
    read(CLEAN_STEPS[0]!, "dataset:shop:orders", 2.5), read(CLEAN_STEPS[1]!, "dataset:shop:orders", 3.5), read(CLEAN_STEPS[2]!, "dataset:shop:orders", 4.5),
    yielded("batch:shop:clean@clean-1", FEATURE_STEP), yielded(FEATURE_STEP, "featureset:ops:fs-1", { output: "dataset:ops:hourly", version: `${FEATURES}@v1`, at: hour(5.1) }),
    yielded("batch:shop:clean@clean-3", TRAIN_STEP), yielded("batch:shop:orders@lost", TRAIN_STEP), read(TRAIN_STEP, "dataset:secret:ledger", 6),
    yielded(TRAIN_STEP, "model:ops:latency@1", { output: "model:ops:latency@1", version: `${TRAIN}@v1`, at: hour(6.1) }),
    yielded("featureset:ops:fs-1", "prediction:ops:p-1"), yielded("model:ops:latency@1", "prediction:ops:p-1"),
    yielded("featureset:ops:fs-lost", "prediction:ops:p-2"), yielded("model:ops:latency@1", "prediction:ops:p-2"), yielded("model:ops:latency@2", "prediction:shop:p-2"),
  ],
};
