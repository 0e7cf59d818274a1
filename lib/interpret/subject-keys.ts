import { encodePart, formatRef, parseNodeRef } from "@/lib/lineage/node-ref";
import type { Micros } from "@/lib/time";
import { timeKey } from "./fold";

/** The keys of the subjects that records speak of. A node's own subject has the node's key, which is its reference but for runs. */

export type Name = { namespace: string; name: string };

export const datasetRef = (it: Name) => formatRef("dataset", it.namespace, it.name);
export const jobRef = (it: Name) => formatRef("job", it.namespace, it.name);
export const batchRef = (it: Name & { version: string }) => formatRef("batch", it.namespace, it.name, it.version);
export const featureSetRef = (it: { namespace: string; id: string }) => formatRef("featureset", it.namespace, it.id);
export const modelRef = (it: Name & { version: string }) => formatRef("model", it.namespace, it.name, it.version);
export const predictionRef = (it: { namespace: string; id: string }) => formatRef("prediction", it.namespace, it.id);
export const partyRef = (name: string) => formatRef("party", "-", name);
export const columnRef = (dataset: Name, field: string) => formatRef("column", dataset.namespace, [dataset.name, field]);
export const runRef = (job: Name, runId: string) => formatRef("run", job.namespace, runId);

export function deploymentRef(it: { namespace: string; environment: string; name: string }): string {
  return formatRef("deployment", it.namespace, [it.environment, it.name]);
}

/** Without a group the name stands alone, until the group is known. */
export function featureRef(namespace: string, group: string | undefined, name: string, version: string): string {
  return formatRef("feature", namespace, group === undefined ? [name] : [group, name], version);
}

/** Two jobs of one namespace may share a run id, so a run's key holds its job. */
export const runKey = (job: Name, runId: string) => `${runRef(job, runId)}#${jobRef(job)}`;

/** What a source was declared to be, apart from its dataset, so that a batch can follow it without following every event. */
export const declarationsKey = (dataset: string) => `declarations:${dataset}`;
/** The groups in which a feature of this name and version is known. */
export const featureNameKey = (namespace: string, name: string, version: string) =>
  `featurename:${encodePart(namespace)}:${encodePart(name)}@${encodePart(version)}`;
/** Whether a job is a streaming one. */
export const processingKey = (job: string) => `processing:${job}`;
export const jobDeclarationKey = (job: string, at: Micros, digest: string) => `jobevent:${job}#${timeKey(at, digest)}`;
export const datasetDeclarationKey = (dataset: string, at: Micros, digest: string) => `datasetevent:${dataset}#${timeKey(at, digest)}`;
export const dependencyKey = (from: string, to: string) => `dependency:${from}>${to}`;
export const failureKey = (eventId: string) => `failure:${encodePart(eventId)}`;

/** The reference of the node that a key stands for: a run's without its job. `null` for the keys that stand for no node. */
export function referenceOf(key: string): string | null {
  const ref = key.startsWith("run:") ? (key.split("#")[0] ?? key) : key;
  return parseNodeRef(ref) === null ? null : ref;
}
