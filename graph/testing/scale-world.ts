import "server-only";
import { createHash } from "node:crypto";
import { formatRef } from "@/lib/lineage/node-ref";
import { formatInstant, parseInstant, type Micros } from "@/lib/time";
import type { BulkPrediction } from "./bulk-predictions";

/** Each feature set is behind this many predictions, and each window behind this many feature sets. */
export const PREDICTIONS_OF_SET = 100;
const SETS_OF_WINDOW = 10;
const DAYS = 30;
const SOURCES = ["latency", "traffic", "errors", "saturation"] as const;
/** The golden ratio less one: multiples of it spread evenly over a day, a month, whatever their number. */
const GOLDEN = 0.618_033_988_749_895;

const NAMESPACE = "scale";
const JOB = { namespace: NAMESPACE, name: "compute_entities" };
const GROUP = "entity_hourly";
const MODEL_NAME = { namespace: NAMESPACE, name: "entity-anomaly", version: "1" };
const DEPLOYMENT_NAME = { namespace: NAMESPACE, environment: "prod", name: "entity-anomaly" };

export const SOURCE = formatRef("dataset", NAMESPACE, SOURCES[0]);
export const MODEL = formatRef("model", NAMESPACE, MODEL_NAME.name, MODEL_NAME.version);
export const DEPLOYMENT = formatRef("deployment", NAMESPACE, ["prod", "entity-anomaly"]);

/**
 * One model version that makes as many predictions as one likes: four sources, a window of each, feature sets of ten entities computed from
 * them, a hundred predictions from each feature set; over the last thirty days, however many there are. The same `clock` gives the same.
 */
export class ScaleWorld {
  /** Start of the thirty days. */
  private readonly first: Micros;

  constructor(clock: Micros) {
    this.first = clock - DAYS * 86_400_000_000;
  }

  /** Declarations, the model version and its deployment; comes first. */
  *definitions(): Generator<string> {
    const at = formatInstant(this.first - 86_400_000_000);
    for (const name of SOURCES) {
      yield event("source.declared.v1", name, { namespace: NAMESPACE, name, telemetry: "metrics", schema: [{ name: "value", type: "double" }], trusted: true, owner: { name: "team-entities" }, at });
    }
    yield* this.featureSets(0, 1);
    yield event("model.registered.v1", "model", {
      ...MODEL_NAME, artifact: { digest: digest("model") }, hyperparameters: { k: 3 }, metrics: { f1: 0.9 }, owner: { name: "team-models" }, at,
      training: { run: { job: { namespace: NAMESPACE, name: "train" }, runId: "train-1", startedAt: at, endedAt: at }, snapshot: { id: "snap-1", digest: digest("snap"), inputs: [{ featureSet: { namespace: NAMESPACE, id: setId(0) } }] } },
      features: ["mean", "peak"].map((name) => ({ namespace: NAMESPACE, group: GROUP, name, version: "1" })),
    });
    yield event("deployment.changed.v1", "deploy", { namespace: NAMESPACE, name: DEPLOYMENT_NAME.name, environment: "prod", model: MODEL_NAME, action: "deploy", by: "mara@example.com", at });
  }

  /** The feature sets from `from` to before `to`, each window of theirs before the first set that needs it. */
  *featureSets(from: number, to: number): Generator<string> {
    for (let set = from; set < to; set++) {
      const window = Math.floor(set / SETS_OF_WINDOW);
      if (set % SETS_OF_WINDOW === 0) for (const name of SOURCES) yield this.batch(name, window);
      const at = this.at(window) + 60_000_000 + (set % SETS_OF_WINDOW) * 1_000_000;
      yield event("features.computed.v1", setId(set), {
        namespace: NAMESPACE, id: setId(set), group: GROUP, features: ["mean", "peak"].map((name) => ({ name, version: "1" })),
        inputs: SOURCES.map((name) => ({ batch: { namespace: NAMESPACE, name, version: this.version(window) } })),
        run: { job: JOB, runId: `compute-${set}`, operator: "airflow", codeVersion: "1.0.0", startedAt: formatInstant(at - 10_000_000), endedAt: formatInstant(at) },
        digest: digest(setId(set)), at: formatInstant(at), values: { mean: set % 7, peak: set % 11 },
      });
    }
  }

  /** The predictions from `from` to before `to`; their feature sets have to be there. */
  *predictions(from: number, to: number): Generator<BulkPrediction> {
    for (let n = from; n < to; n++) {
      const at = this.predictedAt(n);
      yield {
        content: {
          namespace: NAMESPACE, id: this.predictionId(n), model: MODEL_NAME, deployment: DEPLOYMENT_NAME, features: [{ namespace: NAMESPACE, id: setId(Math.floor(n / PREDICTIONS_OF_SET)) }],
          at: formatInstant(at), output: { score: (n % 1000) / 1000, anomaly: n % 1000 > 990, threshold: 0.99 }, digest: digest(`prediction ${n}`),
        },
        recordedAt: at + 1_000_000,
      };
    }
  }

  /** A prediction as an event, to be sent to the product itself. */
  predictionEvent(n: number): string {
    const [{ content }] = [...this.predictions(n, n + 1)] as [BulkPrediction];
    return event("prediction.made.v1", content.id, content);
  }

  predictionRef(n: number): string {
    return formatRef("prediction", NAMESPACE, this.predictionId(n));
  }

  /** A UUID of version 7: it begins with its time, as most ids of predictions do. */
  predictionId(n: number): string {
    const time = Math.floor(this.predictedAt(n) / 1000).toString(16).padStart(12, "0");
    const random = createHash("sha256").update(`prediction ${n}`).digest("hex");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
  }

  predictedAt(n: number): Micros {
    const set = Math.floor(n / PREDICTIONS_OF_SET);
    return this.at(Math.floor(set / SETS_OF_WINDOW)) + 120_000_000 + (set % SETS_OF_WINDOW) * 1_000_000 + (n % PREDICTIONS_OF_SET) * 7_000;
  }

  private batch(name: string, window: number): string {
    const end = this.at(window);
    return event("batch.recorded.v1", `${name} ${window}`, {
      source: { namespace: NAMESPACE, name }, version: this.version(window), window: { start: formatInstant(end - 900_000_000), end: formatInstant(end) }, rows: 900, digest: digest(`${name} ${window}`),
      statistics: { value: { count: 900, nulls: 0, min: 0, max: 9, mean: 4 + (window % 5) / 10, sd: 1 } },
    });
  }

  private version(window: number): string {
    return formatInstant(this.at(window) - 900_000_000);
  }

  /** When a window ends: whole milliseconds. */
  private at(window: number): Micros {
    return this.first + Math.floor(((window * GOLDEN) % 1) * DAYS * 86_400_000 * 0.999) * 1000;
  }
}

export const setId = (set: number): string => `fs-${set}`;
const digest = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

function event(type: string, id: string, data: object): string {
  return JSON.stringify({ specversion: "1.0", type: `dev.headwater.${type}`, source: "bench", id, data });
}

/** The clock of today's midnight in UTC: a benchmark's world ends there, so that its days are whole. */
export function lastMidnight(): Micros {
  return parseInstant(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`)!;
}
