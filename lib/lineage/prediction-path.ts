import type { NodeKind } from "./node-ref";

/** Everything behind one prediction as its page shows it. Times are RFC 3339 texts; what the viewer may not see has been taken out. */

export type Period = { start: string; end: string };
export type RecordedFailure = { /** `null`: about something the viewer may not see. */ about: string | null; failure: string | null; message: string | null; at: string | null };

/** One window of telemetry, or one version of a dataset. */
export type BatchPart = {
  ref: string;
  version: string;
  state: string;
  window: Period | null;
  rows: number | null;
  digest: string | null;
  completeness: number | null;
  nullRatio: number | null;
  duplicates: number | null;
  outOfOrder: number | null;
  health: readonly (readonly [signal: string, value: string])[];
  /** How it departs from its source's declaration. */
  violations: readonly string[];
  failures: readonly RecordedFailure[];
  /** Its record came in more than a minute after the prediction's. */
  isLate: boolean;
};

/** `trusted: null`: nobody had declared it by then. */
export type TrustPart = { trusted: boolean | null; channel: string | null; at: string | null };

/** All batches of one source or dataset behind the prediction, in the order of their windows. */
export type SourcePart = {
  ref: string;
  kind: NodeKind;
  state: string;
  batches: readonly BatchPart[];
  /** `null` for data that was computed from other data: that needs no declaration of its own. */
  trust: TrustPart | null;
  /** Failures about the source itself, in the day before. */
  failures: readonly RecordedFailure[];
  /** It was read without naming a version, and none was recorded before. */
  isUnresolved: boolean;
};

export type FeatureValue = { ref: string; name: string; version: string; value: number | string | boolean | null | undefined };
export type FeatureSetPart = {
  ref: string;
  state: string;
  at: string | null;
  group: string | null;
  digest: string | null;
  run: string | null;
  values: readonly FeatureValue[];
  failures: readonly RecordedFailure[];
};

export type RunPart = {
  ref: string;
  job: string | null;
  state: string;
  operator: string | null;
  codeVersion: string | null;
  seed: string | null;
  parameters: string | null;
  outcome: string | null;
  startedAt: string | null;
  endedAt: string | null;
};

export type ModelPart = {
  ref: string;
  state: string;
  at: string | null;
  owner: string | null;
  artifactDigest: string | null;
  metrics: readonly (readonly [name: string, value: number])[];
};

export type TrainingPart = {
  run: RunPart | null;
  /** True when there is a run that the viewer may not see. */
  isHidden: boolean;
  snapshot: { id: string; digest: string | null; rows: number | null; window: Period | null } | null;
  /** What the run itself read, by kind. */
  inputs: readonly { kind: "batch" | "featureset" | "other"; count: number }[];
  /** Batches anywhere upstream of the model version; reads that named no version are not followed. */
  batches: number;
};

export type PathGap = { expected: string; reason: string };

/** Something that changed upstream in the day before. */
export type UpstreamChange = {
  at: string;
  what: "model" | "deployment" | "declaration" | "failure" | "code";
  ref: string;
  text: string;
};

export type PredictionPath = {
  ref: string;
  namespace: string;
  id: string;
  state: string;
  at: string | null;
  trace: string | null;
  digest: string | null;
  output: Readonly<Record<string, unknown>> | null;
  conflict: boolean;
  /** The ledger's record of it, and when that came in. */
  record: { sequence: number; at: string } | null;
  /** `null`: it names none. `"hidden"`: one that the viewer may not see. */
  model: ModelPart | "hidden" | null;
  deployment: { ref: string; state: string; reason: string | null; changedAt: string | null } | "hidden" | null;
  run: RunPart | "hidden" | null;
  featureSets: readonly FeatureSetPart[];
  /** Feature sets that those were computed from. */
  otherFeatureSets: number;
  sources: readonly SourcePart[];
  runs: readonly RunPart[];
  failures: readonly RecordedFailure[];
  /** Things on the path that the viewer may not see. */
  hidden: { featureSets: number; batches: number; runs: number };
  training: TrainingPart;
  trusted: "yes" | "no" | "unknown";
  gaps: readonly PathGap[];
  changes: { items: readonly UpstreamChange[]; isCut: boolean };
};

/** How far a batch or a source departs from normal: the words of its worst sign first. Empty when nothing does. */
export function batchDepartures(batch: BatchPart): { word: string; tone: "warn" | "bad" }[] {
  const found: { word: string; tone: "warn" | "bad" }[] = [];
  const { completeness, nullRatio, duplicates, outOfOrder } = batch;
  for (const { failure } of batch.failures) found.push({ word: `${failure === null ? "Failure" : `${failure.charAt(0).toUpperCase()}${failure.slice(1)} failure`} recorded`, tone: "bad" });
  for (const violation of batch.violations) found.push({ word: violation.charAt(0).toUpperCase() + violation.slice(1), tone: "warn" });
  if (batch.isLate) found.push({ word: "Came in after the prediction", tone: "warn" });
  if (completeness !== null && completeness < 1 && batch.violations.every((it) => !it.includes("completeness"))) found.push({ word: `${percent(completeness)} complete`, tone: "warn" });
  if (nullRatio !== null && nullRatio > 0) found.push({ word: `${percent(nullRatio)} nulls`, tone: "warn" });
  if (duplicates !== null && duplicates > 0) found.push({ word: `${duplicates} repeated`, tone: "warn" });
  if (outOfOrder !== null && outOfOrder > 0) found.push({ word: `${outOfOrder} out of order`, tone: "warn" });
  return found;
}

/** "66.7 %": never rounded up to a whole that it is not. */
export function percent(ratio: number): string {
  const exact = ratio * 100;
  return `${Math.abs(exact - Math.round(exact)) < 1e-9 ? Math.round(exact) : Math.floor(exact * 10) / 10} %`;
}

/** From the first window's start to the last one's end; `null` when no batch has a window. */
export function periodOf(batches: readonly BatchPart[]): Period | null {
  const windows = batches.flatMap(({ window }) => window ?? []);
  if (windows.length === 0) return null;
  const least = (texts: string[]) => texts.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
  const greatest = (texts: string[]) => texts.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
  return { start: least(windows.map(({ start }) => start)), end: greatest(windows.map(({ end }) => end)) };
}

/** How many of the batches depart from normal, and the worst that is said of any of them, in the order of `batchDepartures`. */
export function sourceDepartures({ batches }: Pick<SourcePart, "batches">): { count: number; worst: { word: string; tone: "warn" | "bad" } | null } {
  const departed = batches.map(batchDepartures).filter((found) => found.length > 0);
  const all = departed.flat();
  return { count: departed.length, worst: all.find(({ tone }) => tone === "bad") ?? all[0] ?? null };
}

/** Sources in the order in which they are read: those that depart most first, then untrusted channels, then as they come. */
export function inReadingOrder(sources: readonly SourcePart[]): SourcePart[] {
  const weight = (source: SourcePart): number => {
    const { worst } = sourceDepartures(source);
    if (worst) return worst.tone === "bad" ? 0 : 1;
    return source.trust?.trusted === false || source.failures.length > 0 ? 2 : source.trust?.trusted === null ? 3 : 4;
  };
  return sources.map((source, index) => ({ source, index, weight: weight(source) })).sort((a, b) => a.weight - b.weight || a.index - b.index).map(({ source }) => source);
}

/** One instant and what happened then; `of` says to what, when several things are said at once. */
export type Moment = { at: string; what: string; of: readonly { ref: string; name: string }[] };

/**
 * Every recorded instant of the path in the order of time: windows, runs, training, the deployment's change, the prediction, its record. What
 * happened to several things in the same way at the same instant is one moment.
 */
export function timelineOf(path: PredictionPath, nameOf: (ref: string) => string): Moment[] {
  const moments = new Map<string, { at: string; words: readonly [one: string, many: string]; of: { ref: string; name: string }[] }>();
  const add = (at: string | null | undefined, words: readonly [one: string, many: string], ref: string | null, nameRef: string | null = ref) => {
    if (!at) return;
    const key = `${at} ${words[0]}`;
    const known = moments.get(key) ?? { at, words, of: [] };
    moments.set(key, known);
    if (ref !== null && nameRef !== null) known.of.push({ ref, name: nameOf(nameRef) });
  };
  const one = (words: string) => [words, words] as const;
  const runs = (run: RunPart, job: string) => {
    add(run.startedAt, [`${job} starts`, `${job}s start`], run.ref, run.job ?? run.ref);
    add(run.endedAt, [`${job} ends`, `${job}s end`], run.ref, run.job ?? run.ref);
  };
  const { training, model, deployment } = path;
  add(training.snapshot?.window?.start, one("Snapshot's window begins"), null);
  add(training.snapshot?.window?.end, one("Snapshot's window ends"), null);
  if (training.run) runs(training.run, "Training run");
  if (model !== null && model !== "hidden") add(model.at, one("Model version registered"), model.ref);
  if (deployment !== null && deployment !== "hidden") add(deployment.changedAt, one("Deployment last changed"), deployment.ref);
  for (const source of path.sources) {
    const period = periodOf(source.batches);
    add(period?.start, ["First window begins", "First windows begin"], source.ref);
    add(period?.end, ["Last window ends", "Last windows end"], source.ref);
  }
  for (const run of path.runs) runs(run, "Run");
  if (path.run !== null && path.run !== "hidden") add(path.run.startedAt, ["Run starts", "Runs start"], path.run.ref, path.run.job ?? path.run.ref);
  add(path.at, one("Prediction made"), null);
  add(path.record?.at, one("Prediction recorded"), null);
  return [...moments.values()].map(({ at, words, of }) => ({ at, what: of.length > 1 ? words[1] : words[0], of })).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
