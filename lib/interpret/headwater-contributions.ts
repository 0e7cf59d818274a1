import type {
  BatchRecorded, DependencyDeclared, DeploymentChanged, EventRun, FailureRecorded, FeaturesComputed, ModelRegistered, PredictionMade, SourceDeclared,
} from "@/lib/events/headwater-events";
import { isHeadwaterEventType, whenOf } from "@/lib/events/headwater-events";
import { canonicalRef } from "@/lib/lineage/node-ref";
import { parseInstant, type Micros } from "@/lib/time";
import { timeKey, type Contribution, type Stamp } from "./fold";
import type { ProjectableRecord } from "./record";
import {
  batchRef, datasetRef, declarationsKey, dependencyKey, deploymentRef, failureKey, featureNameKey, featureRef, featureSetRef, jobRef, modelRef, predictionRef, runKey,
} from "./subject-keys";

/** One record's content as a claim: the greatest key is the latest by event time, then digest, and two of them are a conflict. */
export type RecordClaim<T> = { at: Micros; trace?: string; content: T };

/** What one of Headwater's own CloudEvents says. An event of another type says nothing that the graph could hold. */
export function headwaterContributions(record: ProjectableRecord): Contribution[] {
  const { data, time, source, id } = record.event as { data?: unknown; time?: string; source: string; id: string };
  if (!isHeadwaterEventType(record.type)) return [];
  const at = whenOf(record.type, data, time ?? undefined) ?? record.recordedAt;
  const context: Context = { at, digest: record.contentDigest, trace: record.trace, eventId: `${source} ${id}` };
  switch (record.type) {
    case "dev.headwater.source.declared.v1": return source_(data as SourceDeclared, context);
    case "dev.headwater.dependency.declared.v1": return dependency(data as DependencyDeclared, context);
    case "dev.headwater.batch.recorded.v1": return batch(data as BatchRecorded, context);
    case "dev.headwater.features.computed.v1": return features(data as FeaturesComputed, context);
    case "dev.headwater.model.registered.v1": return model(data as ModelRegistered, context);
    case "dev.headwater.deployment.changed.v1": return deployment(data as DeploymentChanged, context);
    case "dev.headwater.prediction.made.v1": return prediction(data as PredictionMade, context);
    case "dev.headwater.failure.recorded.v1": return failure(data as FailureRecorded, context);
  }
}

type Context = { at: Micros; digest: string; trace?: string; eventId: string };

function claim<T>(context: Context, content: T): Record<string, RecordClaim<T>> {
  return { [`record|${timeKey(context.at, context.digest)}`]: { at: context.at, ...(context.trace ? { trace: context.trace } : {}), content } };
}

function source_(data: SourceDeclared, context: Context): Contribution[] {
  const subject = datasetRef(data);
  return [
    { subject, claims: { name: { namespace: data.namespace, name: data.name } }, least: { firstAt: context.at } },
    { subject: declarationsKey(subject), claims: claim(context, data) },
  ];
}

function dependency(data: DependencyDeclared, context: Context): Contribution[] {
  const stamp: Stamp = { at: context.at, run: "", digest: context.digest };
  return [
    {
      subject: dependencyKey(datasetRef(data.from), datasetRef(data.to)),
      claims: { from: { namespace: data.from.namespace, name: data.from.name }, to: { namespace: data.to.namespace, name: data.to.name } },
      least: { firstAt: context.at },
      latest: { role: { ...stamp, value: data.input ?? null } },
    },
  ];
}

function batch(data: BatchRecorded, context: Context): Contribution[] {
  const { points, ...rest } = data;
  const fields = [...new Set((points ?? []).flatMap((point) => Object.keys(point).filter((key) => key !== "at")))].sort();
  const content = { ...rest, pointCount: points?.length ?? 0, pointFields: fields };
  const name = { namespace: data.source.namespace, name: data.source.name };
  const contributions: Contribution[] = [
    { subject: batchRef({ ...name, version: data.version }), claims: { name, version: data.version, ...claim(context, content) }, least: { firstAt: context.at } },
  ];
  if (data.run)
    contributions.push(
      ...runContributions(data.run, context, {
        [`out|${datasetRef(name)}`]: name,
        [`outversion|${datasetRef(name)}|${data.version}`]: data.version,
      }),
    );
  return contributions;
}

function features(data: FeaturesComputed, context: Context): Contribution[] {
  const group = { namespace: data.namespace, name: data.group };
  const contributions: Contribution[] = [
    { subject: featureSetRef(data), claims: claim(context, data), least: { firstAt: context.at } },
    { subject: datasetRef(group), claims: { name: group, group: true }, least: { firstAt: context.at } },
    ...runContributions(data.run, context),
  ];
  for (const feature of data.features) {
    const { name, version, ...definition } = feature;
    contributions.push(
      {
        subject: featureRef(data.namespace, data.group, name, version),
        claims: { name: { ...group, feature: name, version } },
        least: { firstAt: context.at },
        latest: { definition: { at: context.at, run: "", digest: context.digest, value: definition } },
      },
      { subject: featureNameKey(data.namespace, name, version), claims: { [`group|${data.group}`]: true } },
    );
  }
  return contributions;
}

function model(data: ModelRegistered, context: Context): Contribution[] {
  return [
    { subject: modelRef(data), claims: claim(context, data), least: { firstAt: context.at } },
    ...runContributions(data.training.run, context),
  ];
}

function deployment(data: DeploymentChanged, context: Context): Contribution[] {
  return [{ subject: deploymentRef(data), claims: claim(context, data), least: { firstAt: context.at } }];
}

function prediction(data: PredictionMade, context: Context): Contribution[] {
  const own = { subject: predictionRef(data), claims: claim(context, data), least: { firstAt: context.at } };
  return data.run ? [own, ...runContributions(data.run, context)] : [own];
}

function failure(data: FailureRecorded, context: Context): Contribution[] {
  return [
    {
      subject: failureKey(context.eventId),
      claims: claim(context, { ...data, about: canonicalRef(data.about) ?? data.about }),
      least: { firstAt: context.at },
    },
  ];
}

/** A run named by a CloudEvent has ended when it is told of: its outcome, else that it completed. */
function runContributions(run: EventRun, context: Context, claims: Record<string, unknown> = {}): Contribution[] {
  const job = { namespace: run.job.namespace, name: run.job.name };
  const endedAt = instantOr(run.endedAt, context.at);
  const startedAt = instantOr(run.startedAt, endedAt);
  const stamp: Stamp = { at: endedAt, run: run.runId, digest: context.digest };
  const { operator = null, codeVersion = null, seed = null, parameters = null, outcome = null } = run;
  return [
    {
      subject: runKey(job, run.runId),
      claims: { job, runId: run.runId, ...claims },
      least: { firstAt: Math.min(startedAt, endedAt), ...(run.startedAt === undefined ? {} : { start: startedAt }) },
      latest: {
        terminal: { ...stamp, value: { type: terminalOf(outcome), at: endedAt } },
        about: { ...stamp, value: { operator, codeVersion, seed, parameters, outcome } },
        ...(context.trace ? { trace: { ...stamp, value: context.trace } } : {}),
      },
    },
    { subject: jobRef(job), claims: { name: job }, least: { firstAt: Math.min(startedAt, endedAt) } },
  ];
}

function terminalOf(outcome: string | null): "COMPLETE" | "FAIL" | "ABORT" {
  const word = outcome?.toLowerCase() ?? "";
  if (/^(fail|error)/.test(word)) return "FAIL";
  return /^(abort|cancel|kill)/.test(word) ? "ABORT" : "COMPLETE";
}

function instantOr(text: string | undefined, fallback: Micros): Micros {
  return text === undefined ? fallback : (parseInstant(text) ?? fallback);
}
