import { oneOf, random } from "@/lib/testing/seeded-random";
import { World } from "../api/testing/world";

/** What is sent in one request: the bodies of its events as they go over the wire, and the way they take. */
export type Parcel = { way: "lineage" | "lineage/batch" | "events" | "events/batch" | "events/ndjson"; bodies: string[] };

const JOBS = 20;
const DATASETS = 30;
const FEATURE_SETS = 10;
const DAY_MS = 86_400_000;
const FIRST_OF_JANUARY = Date.UTC(2026, 0, 1);
/** A name that Neo4j's indexes cannot hold: its record becomes a dead letter. */
const TOO_LONG = "n".repeat(20_000);
const DEAD_EVERY = 400;

/**
 * Events of every kind, the same ones for the same seed. They meddle with each other on purpose: few jobs and datasets, times in any
 * order, runs that fail after they completed, predictions that are counted by day, and now and then one that the graph cannot hold.
 */
export class Workload {
  readonly it: World;
  private readonly next: () => number;
  private runs = 0;
  private predictions = 0;

  constructor(readonly namespace: string, seed: number) {
    this.it = new World(namespace);
    this.next = random(seed);
  }

  /** What the rest builds on: sources, feature sets and a model. */
  ground(): Parcel {
    const { it } = this;
    const sets = Array.from({ length: FEATURE_SETS }, (_, n) => it.features(`fs-${n}`, "2026-01-01T00:00:00Z", "g", [{ name: "f", version: "1" }], [it.inDataset("cpu"), it.inDataset(`in-${n}`)]));
    const model = it.modelRegistered("m", "1", "2026-01-02T00:00:00Z", [it.inSet("fs-0")], [{ name: "f", version: "1" }]);
    return { way: "events/batch", bodies: [it.source("cpu", true), ...sets, model].map(toBody) };
  }

  parcel(): Parcel {
    const dice = this.next();
    if (dice < 0.6) return { way: "lineage", bodies: [this.run()] };
    if (dice < 0.95) return { way: "events", bodies: [this.prediction()] };
    if (dice < 0.97) return { way: "lineage/batch", bodies: this.many(10, () => this.run()) };
    return { way: dice < 0.99 ? "events/batch" : "events/ndjson", bodies: this.many(20, () => this.prediction()) };
  }

  /** A run of a job; every fourth gets a second event about its end. */
  run(): string {
    const n = this.runs++;
    const isSecond = n % 4 === 3;
    const number = isSecond ? n - 1 : n;
    const at = new Date(FIRST_OF_JANUARY + Math.floor(this.next() * 30 * DAY_MS)).toISOString();
    const type = isSecond ? oneOf(["COMPLETE", "FAIL", "ABORT"], this.next) : oneOf(["COMPLETE", "COMPLETE", "COMPLETE", "START", "RUNNING"], this.next);
    const outputs = this.some("out", 2);
    if (n % DEAD_EVERY === DEAD_EVERY - 1) outputs.push(TOO_LONG);
    return toBody(this.it.runEvent({ job: `job-${number % JOBS}`, runId: `run-${number}`, type, at, inputs: this.some("in", 3), outputs }));
  }

  prediction(): string {
    const n = this.predictions++;
    const at = new Date(FIRST_OF_JANUARY + Math.floor(this.next() * 5 * DAY_MS)).toISOString();
    const set = `fs-${Math.floor(this.next() * FEATURE_SETS)}`;
    return toBody({ ...this.it.predictionMade(`p-${n}`, ["m", "1"], [set], at), id: `prediction-${n}` });
  }

  private some(what: string, most: number): string[] {
    return [...new Set(this.many(1 + Math.floor(this.next() * most), () => `${what}-${Math.floor(this.next() * DATASETS)}`))];
  }

  private many<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}

export const toBody = (event: object): string => JSON.stringify(event);
