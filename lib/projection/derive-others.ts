import type { DeploymentChanged, FailureRecorded, PredictionMade } from "@/lib/events/headwater-events";
import { claimsOf, type Fold } from "@/lib/interpret/fold";
import type { RecordClaim } from "@/lib/interpret/headwater-contributions";
import { datasetRef, deploymentRef, featureSetRef, jobRef, modelRef, partyRef, runKey, type Name } from "@/lib/interpret/subject-keys";
import { claimsWith } from "./derive-run";
import { ownerOf } from "./derive-dataset";
import { labelsOf, type Fragment } from "./fragment";
import { FragmentBuilder } from "./fragment-builder";
import { winnerOf } from "./winner";

const DAY = 86_400_000_000;

/** A job: its owner and whatever its facets say. */
export function deriveJob(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const facets = Object.fromEntries(claimsWith(fold, "facet:")) as Record<string, Record<string, unknown>>;
  const owner = ownerOf(facets);
  build.own(
    key,
    labelsOf("job"),
    { state: "active", at: fold.least.firstAt, owner: owner === undefined ? undefined : build.mention(partyRef(owner), true), recordedAt: fold.recordedAt },
    { facets },
  );
  if (owner !== undefined) build.edge("OWNED_BY", key, partyRef(owner));
  return build.done();
}

type Definition = { required?: Name[]; optional?: Name[]; fallback?: Name[] };

/** A feature version: how it is computed, and which datasets it cannot do without. */
export function deriveFeature(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const definition = (fold.latest.definition?.value ?? {}) as Definition;
  const refs = (names: Name[] | undefined) => (names ?? []).map((it) => build.mention(datasetRef(it), false));
  build.own(
    key,
    labelsOf("feature"),
    {
      state: "active",
      at: fold.least.firstAt,
      required: refs(definition.required),
      optional: refs(definition.optional),
      fallback: refs(definition.fallback),
      recordedAt: fold.recordedAt,
    },
    definition,
  );
  return build.done();
}

/** A deployment: which model version it runs from when on. */
export function deriveDeployment(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const changes = claimsOf<RecordClaim<DeploymentChanged>>(fold, "record|");
  const last = changes.at(-1)?.value;
  if (!last) return build.done();
  const runs = last.content.action !== "undeploy";
  const { by, ...rest } = last.content;
  build.own(
    key,
    labelsOf("deployment"),
    { state: runs ? "active" : "undeployed", at: fold.least.firstAt, model: runs ? modelRef(last.content.model) : undefined, recordedAt: fold.recordedAt },
    { ...rest, ...(by === undefined ? {} : { by }), changes: changes.length },
  );
  if (by !== undefined) build.edge("OPERATED_BY", key, build.mention(partyRef(by), true));
  for (const change of changes) {
    const { at, content } = change.value;
    const model = build.mention(modelRef(content.model), false);
    build.fragment.entries.push({
      timeline: `latest ${key}`,
      mode: "latest",
      sort: change.key,
      at,
      claims: content.action === "undeploy" ? [] : [{ claim: "edge", from: model, to: key, rel: "serves", confidence: "observed" }],
    });
  }
  return build.done();
}

/** A prediction: the model version and the feature sets behind it, and one more for the day's count. */
export function derivePrediction(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const record = winnerOf<PredictionMade>(fold);
  if (!record) return build.done();
  const { content } = record;
  const model = build.mention(modelRef(content.model), false);
  const deployment = content.deployment && build.mention(deploymentRef(content.deployment), false);
  build.own(
    key,
    labelsOf("prediction"),
    {
      state: "active",
      at: record.at,
      model,
      deployment,
      trace: record.trace,
      run: content.run && runKey(content.run.job, content.run.runId),
      conflict: record.conflict ? true : undefined,
      recordedAt: fold.recordedAt,
    },
    { output: content.output, ...(content.digest === undefined ? {} : { digest: content.digest }), ...(content.run ? { run: content.run } : {}) },
  );
  build.edge("YIELDED", model, key, { confidence: "observed" });
  for (const set of new Set(content.features.map(featureSetRef))) build.edge("YIELDED", build.mention(set, false), key, { confidence: "observed" });
  if (content.run) build.mention(jobRef(content.run.job), true);
  const day = Math.floor(record.at / DAY);
  build.fragment.counts.push({ ref: model, day });
  if (deployment) build.fragment.counts.push({ ref: deployment, day });
  return build.done();
}

export function deriveFailure(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const record = winnerOf<FailureRecorded>(fold);
  if (!record) return build.done();
  const { about, failure, message, details } = record.content;
  build.own(key, labelsOf("failure"), { key, ref: key, kind: "failure", at: record.at, about, failure, message, recordedAt: fold.recordedAt }, details === undefined ? {} : { details });
  if (isNodeKey(about)) build.edge("ABOUT", key, build.mention(about, false));
  return build.done();
}

export function deriveIncident(key: string, fold: Fold): Fragment {
  const build = new FragmentBuilder();
  const incident = fold.claims.incident as { id: string; title: string; target: string };
  build.own(key, labelsOf("incident"), { state: "active", at: fold.least.firstAt, target: incident.target, recordedAt: fold.recordedAt }, incident);
  if (isNodeKey(incident.target)) build.edge("ABOUT", key, build.mention(incident.target, false));
  return build.done();
}

/** A run's reference alone does not say which job's run it is, so nothing can hang on it. */
function isNodeKey(ref: string): boolean {
  return !ref.startsWith("run:");
}
