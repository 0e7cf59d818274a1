import { claimsOf, timeKey, type Fold } from "@/lib/interpret/fold";
import { batchRef, datasetRef, jobRef, partyRef, processingKey, runKey, type Name } from "@/lib/interpret/subject-keys";
import { encodePart } from "@/lib/lineage/node-ref";
import type { Micros } from "@/lib/time";
import { labelsOf, type Claim, type Fragment, type JobVersion } from "./fragment";
import { FragmentBuilder, type ReadFold } from "./fragment-builder";
import { toJobVersion } from "./job-version";
import { inputsOfJobItself, inputsOfOutputs, type Output, type OutputInputs } from "./output-inputs";

type Terminal = { type: "COMPLETE" | "FAIL" | "ABORT"; at: Micros };
type About = { operator: string | null; codeVersion: string | null; seed: unknown; parameters: unknown; outcome: string | null };

/** What one run did: the run itself, its steps in the instance plane, and, when it makes lineage, its entries in the timelines. */
export function deriveRun(key: string, fold: Fold, read: ReadFold): Fragment {
  const build = new FragmentBuilder();
  const job = fold.claims.job as Name;
  const runId = fold.claims.runId as string;
  const run = new Run(key, jobRef(job), runId, fold, read);
  addRunNode(build, run, job);
  if (fold.claims.reported === undefined && !Object.keys(fold.claims).some((claim) => claim.startsWith("out|"))) return build.done();

  const inputs = inputsOfRun(fold);
  if (run.lineageAt === null) {
    addStep(build, run, null, inputs.map((input) => [datasetRef(input), "observed"]), []);
    return build.done();
  }
  const outputs = outputsOfRun(fold);
  const written = outputs.filter((output) => lifecycle(output) !== "DROP");
  for (const output of outputs) addLifecycle(build, run, output);
  const lineage = fold.latest.lineage?.value;
  const ofItself = inputsOfJobItself(lineage);
  const groups = groupByInputs(run.job, inputsOfOutputs(inputs, written, lineage, "observed"), "observed");
  if (ofItself || outputs.length === 0) {
    const version = toJobVersion(run.job, new Map((ofItself ?? inputs).map((it) => [datasetRef(it), "observed" as const])), "observed");
    if (!groups.has(version.ref)) groups.set(version.ref, { version, outputs: [] });
    addEntry(build, run, version, null);
  }
  for (const { version, outputs: made } of groups.values()) {
    build.jobVersion(version);
    for (const [input] of version.inputs) build.mention(input, true, { at: run.firstAt });
    for (const it of made) addEntry(build, run, version, it);
    addStep(build, run, version, version.inputs, made.map((it) => it.output));
  }
  return build.done();
}

/** The datasets that a run named as its inputs. */
export function inputsOfRun(fold: Fold): Name[] {
  return claimsOf<Name>(fold, "in|").map((it) => it.value);
}

/** The datasets that a run named as its outputs, with the facets that say what they were made from. */
export function outputsOfRun(fold: Fold): Output[] {
  return claimsOf<Name>(fold, "out|").map((it) => withFacets(it.value, fold));
}

class Run {
  readonly ref: string;
  readonly firstAt: Micros;
  readonly lineageAt: Micros | null;
  readonly terminal: Terminal | undefined;
  readonly about: About | undefined;

  constructor(readonly key: string, readonly job: string, readonly runId: string, readonly fold: Fold, read: ReadFold) {
    this.ref = key.split("#", 1)[0]!;
    this.firstAt = fold.least.firstAt!;
    this.terminal = fold.latest.terminal?.value as Terminal | undefined;
    this.about = fold.latest.about?.value as About | undefined;
    this.lineageAt = this.lineageTime(read);
  }

  /** When it makes lineage: a batch run when its latest terminal event is COMPLETE, a streaming one from its first START or RUNNING. */
  private lineageTime(read: ReadFold): Micros | null {
    const processing = this.fold.latest.processing?.value ?? read(processingKey(this.job))?.latest.processing?.value;
    if (processing === "STREAMING" && this.fold.least.startedAt !== undefined) return this.fold.least.startedAt;
    return this.terminal?.type === "COMPLETE" ? this.terminal.at : null;
  }

  get state(): string {
    if (this.terminal) return { COMPLETE: "complete", FAIL: "failed", ABORT: "aborted" }[this.terminal.type];
    return this.fold.least.startedAt === undefined ? "other" : "running";
  }
}

function addRunNode(build: FragmentBuilder, run: Run, job: Name): void {
  const facets = Object.fromEntries(claimsWith(run.fold, "facet:"));
  const parent = facets.parent as { run?: { runId?: unknown }; job?: Partial<Name> } | undefined;
  build.own(
    run.key,
    labelsOf("run"),
    {
      at: run.firstAt,
      state: run.state,
      job: run.job,
      startedAt: run.fold.least.start,
      endedAt: run.terminal?.at,
      trace: run.fold.latest.trace?.value as string | undefined,
      recordedAt: run.fold.recordedAt,
    },
    { job, ...stripped(run.about), ...(Object.keys(facets).length > 0 ? { facets } : {}) },
  );
  build.mention(run.job, true);
  build.edge("OF", run.key, run.job);
  if (run.about?.operator) build.edge("OPERATED_BY", run.key, build.mention(partyRef(run.about.operator), true));
  const parentJob = parent?.job;
  if (typeof parent?.run?.runId === "string" && parent.run.runId !== "" && typeof parentJob?.namespace === "string" && typeof parentJob.name === "string") {
    const parentKey = runKey({ namespace: parentJob.namespace, name: parentJob.name }, parent.run.runId);
    if (parentKey !== run.key) build.edge("CHILD_OF", run.key, build.mention(parentKey, false));
  }
}

/** What the run did with one set of inputs; without a version it made no lineage, and only what it read is kept. */
function addStep(build: FragmentBuilder, run: Run, version: JobVersion | null, inputs: JobVersion["inputs"], outputs: readonly Output[]): void {
  const at = run.lineageAt ?? run.firstAt;
  const step = build.step(run.key, version?.ref ?? "", { job: run.job, version: version?.ref, at, before: run.firstAt });
  if (version) build.edge("OF", step, version.ref);
  for (const [dataset, confidence] of inputs) {
    build.mention(dataset, true, { at: run.firstAt });
    const versions = claimsOf<string>(run.fold, `inversion|${dataset}|`).map((it) => it.value);
    if (versions.length === 0) build.edge("READ", step, dataset, { dataset, before: run.firstAt, confidence });
    for (const it of versions) build.edge("YIELDED", build.mention(batchOf(dataset, it), true, { at: run.firstAt }), step, { confidence });
  }
  for (const output of outputs) {
    const dataset = datasetRef(output);
    const versions = claimsOf<string>(run.fold, `outversion|${dataset}|`).map((it) => it.value);
    for (const it of versions.length === 0 ? [run.runId] : versions) {
      const batch = build.mention(batchRef({ ...output, version: it }), true, { at, time: at });
      build.edge("YIELDED", step, batch, { output: dataset, version: version?.ref, at, confidence: "observed" });
    }
  }
}

function addEntry(build: FragmentBuilder, run: Run, version: JobVersion, made: OutputInputs | null): void {
  const at = run.lineageAt!;
  const to = made ? datasetRef(made.output) : null;
  if (to) build.mention(to, true, { at: run.firstAt });
  build.fragment.entries.push({
    timeline: to ? `latest ${run.job} ${to}` : `latest ${run.job}`,
    mode: "latest",
    sort: timeKey(at, encodePart(run.runId)),
    at,
    claims: claimsOfOutput(build, version, made),
  });
}

/** The claims that one output's making supports: its job version, the edge from it, and its columns'. */
export function claimsOfOutput(build: FragmentBuilder, version: JobVersion, made: OutputInputs | null): Claim[] {
  const to = made ? datasetRef(made.output) : null;
  const claims: Claim[] = [{ claim: "jobversion", ref: version.ref, to }];
  if (!made || !to) return claims;
  claims.push({ claim: "edge", from: version.ref, to, rel: "output", confidence: version.origin });
  for (const [from, column] of new Map(made.columns.map((it) => [it.join(" "), it])).values()) {
    build.mention(from, true);
    build.mention(column, true);
    claims.push({ claim: "edge", from, to: column, rel: "column", confidence: version.origin, version: version.ref });
  }
  return claims;
}

/** Outputs that have the same inputs share a job version. */
export function groupByInputs(job: string, made: readonly OutputInputs[], origin: "observed" | "declared"): Map<string, { version: JobVersion; outputs: OutputInputs[] }> {
  const groups = new Map<string, { version: JobVersion; outputs: OutputInputs[] }>();
  for (const it of made) {
    const version = toJobVersion(job, it.inputs, origin);
    const group = groups.get(version.ref) ?? { version, outputs: [] };
    group.outputs.push(it);
    groups.set(version.ref, group);
  }
  return groups;
}

function addLifecycle(build: FragmentBuilder, run: Run, output: Output): void {
  addLifecycleChange(build, output, run.lineageAt!, timeKey(run.lineageAt!, encodePart(run.runId)), "observed");
}

/** DROP ends the edges into a dataset; RENAME is an edge from the old name to the new. */
export function addLifecycleChange(build: FragmentBuilder, output: Output, at: Micros, sort: string, confidence: "observed" | "declared"): void {
  const dataset = datasetRef(output);
  const change = lifecycle(output);
  if (change === "DROP") {
    build.mention(dataset, true, { at });
    build.fragment.drops.push({ dataset, at });
  }
  const previous = (output.lifecycleStateChange as { previousIdentifier?: Partial<Name> } | null)?.previousIdentifier;
  if (change !== "RENAME" || typeof previous?.namespace !== "string" || typeof previous.name !== "string" || previous.name === "") return;
  const from = build.mention(datasetRef({ namespace: previous.namespace, name: previous.name }), true, { at });
  build.mention(dataset, true, { at });
  build.fragment.entries.push({
    timeline: `union ${from} ${dataset}`,
    mode: "union",
    sort,
    at,
    claims: [{ claim: "edge", from, to: dataset, rel: "rename", confidence }],
  });
}

function lifecycle(output: Output): string | undefined {
  const change = (output.lifecycleStateChange as { lifecycleStateChange?: unknown } | null | undefined)?.lifecycleStateChange;
  return typeof change === "string" ? change.toUpperCase() : undefined;
}

function withFacets(name: Name, fold: Fold): Output {
  const facet = (it: string) => fold.latest[`out:${it}:${datasetRef(name)}`]?.value;
  return { ...name, columnLineage: facet("columnLineage"), lineage: facet("lineage"), lifecycleStateChange: facet("lifecycleStateChange") };
}

/** The registers under a prefix whose value has not been taken back. */
export function claimsWith(fold: Fold, prefix: string): [name: string, value: unknown][] {
  return Object.keys(fold.latest)
    .filter((name) => name.startsWith(prefix) && fold.latest[name]!.value !== null)
    .sort()
    .map((name) => [name.slice(prefix.length), fold.latest[name]!.value]);
}

function stripped(about: About | undefined): Partial<About> {
  return Object.fromEntries(Object.entries(about ?? {}).filter(([, value]) => value !== null));
}

function batchOf(dataset: string, version: string): string {
  return `${dataset.replace(/^dataset:/, "batch:")}@${encodePart(version)}`;
}
