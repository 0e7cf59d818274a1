import { timeKey, type Fold } from "@/lib/interpret/fold";
import { datasetRef, jobRef, type Name } from "@/lib/interpret/subject-keys";
import type { Micros } from "@/lib/time";
import { addLifecycleChange, claimsOfOutput, groupByInputs } from "./derive-run";
import type { Claim, Fragment } from "./fragment";
import { FragmentBuilder } from "./fragment-builder";
import { toJobVersion } from "./job-version";
import { inputsOfJobItself, inputsOfOutputs, statedInputs, type Output } from "./output-inputs";

type JobDeclaration = { at: Micros; job: Name; lineage: unknown; inputs: Name[]; outputs: Output[] };
type DatasetDeclaration = { at: Micros; output: Output };

/** A job event: what its job is declared to do from then on, in place of all that it declared before. */
export function deriveJobDeclaration(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const declaration = fold.claims.declaration as JobDeclaration;
  const job = jobRef(declaration.job);
  const sort = timeKey(declaration.at, digestOf(key));
  const groups = groupByInputs(job, inputsOfOutputs(declaration.inputs, declaration.outputs, declaration.lineage, "declared"), "declared");
  const ofItself = inputsOfJobItself(declaration.lineage);
  const claims: Claim[] = [];
  if (ofItself || declaration.outputs.length === 0) {
    const version = toJobVersion(job, new Map((ofItself ?? declaration.inputs).map((it) => [datasetRef(it), "declared" as const])), "declared");
    if (!groups.has(version.ref)) groups.set(version.ref, { version, outputs: [] });
    claims.push({ claim: "jobversion", ref: version.ref, to: null });
  }
  for (const { version, outputs } of groups.values()) {
    build.jobVersion(version);
    for (const [input] of version.inputs) build.mention(input, true, { at: declaration.at });
    for (const made of outputs) {
      build.mention(datasetRef(made.output), true, { at: declaration.at });
      claims.push(...claimsOfOutput(build, version, made));
    }
  }
  for (const output of declaration.outputs) addLifecycleChange(build, output, declaration.at, sort, "declared");
  build.mention(job, true);
  build.fragment.entries.push({ timeline: `declared ${job}`, mode: "latest", sort, at: declaration.at, claims });
  return build.done();
}

/** A dataset event that states what the dataset is made from, in place of what such an event stated before, or that it was dropped or renamed. */
export function deriveDatasetDeclaration(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const { at, output } = fold.claims.declaration as DatasetDeclaration;
  const dataset = datasetRef(output);
  const sort = timeKey(at, digestOf(key));
  build.mention(dataset, true, { at });
  addLifecycleChange(build, output, at, sort, "declared");
  const stated = statedInputs(output);
  if (!stated) return build.done();
  const claims: Claim[] = stated.inputs.map((input) => ({
    claim: "edge", from: build.mention(datasetRef(input), true, { at }), to: dataset, rel: "dependency", confidence: "declared",
  }));
  for (const [from, to] of new Map(stated.columns.map((it) => [it.join(" "), it])).values())
    claims.push({ claim: "edge", from: build.mention(from, true), to: build.mention(to, true), rel: "column", confidence: "declared" });
  build.fragment.entries.push({ timeline: `declared ${dataset}`, mode: "latest", sort, at, claims });
  return build.done();
}

/** `dependency.declared`: an edge for what no job reports. */
export function deriveDependency(fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const from = build.mention(datasetRef(fold.claims.from as Name), false);
  const to = build.mention(datasetRef(fold.claims.to as Name), false);
  const role = fold.latest.role?.value as string | null | undefined;
  const at = fold.least.firstAt!;
  build.fragment.entries.push({
    timeline: `union ${from} ${to} dependency`,
    mode: "union",
    sort: timeKey(at, ""),
    at,
    claims: [{ claim: "edge", from, to, rel: "dependency", confidence: "declared", ...(role ? { role } : {}) }],
  });
  return build.done();
}

function digestOf(key: string): string {
  return key.slice(key.lastIndexOf("|") + 1);
}
