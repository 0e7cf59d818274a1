import { parseInstant } from "@/lib/time";
import type { Contribution, Register, Stamp } from "./fold";
import type { ProjectableRecord } from "./record";
import { batchRef, datasetDeclarationKey, datasetRef, jobDeclarationKey, jobRef, processingKey, runKey, type Name } from "./subject-keys";

type Facets = Record<string, unknown> | null | undefined;
type Port = Name & { facets?: Facets; inputFacets?: Facets; outputFacets?: Facets };
type Event = {
  eventTime: string;
  eventType?: string | null;
  run?: { runId: string; facets?: Facets };
  job?: Name & { facets?: Facets };
  dataset?: Port;
  inputs?: Port[] | null;
  outputs?: Port[] | null;
};

const TERMINAL: ReadonlySet<string> = new Set(["COMPLETE", "FAIL", "ABORT"]);

/** What one OpenLineage event says about its run, its job and its datasets. */
export function openLineageContributions(record: ProjectableRecord): Contribution[] {
  const event = record.event as Event;
  const at = parseInstant(event.eventTime) ?? record.recordedAt;
  const stamp: Stamp = { at, run: event.run?.runId ?? "", digest: record.contentDigest };
  const inputs = event.inputs ?? [];
  const outputs = event.outputs ?? [];
  const contributions: Contribution[] = [];

  if (record.type === "DatasetEvent" && event.dataset) {
    contributions.push(datasetContribution(event.dataset, stamp), ...batchContributions(event.dataset, stamp));
    contributions.push(...datasetDeclaration(event.dataset, stamp));
    return contributions;
  }
  const job = event.job!;
  contributions.push(...jobContributions(job, stamp));
  for (const port of [...inputs, ...outputs]) contributions.push(datasetContribution(port, stamp), ...batchContributions(port, stamp));
  if (record.type === "JobEvent") {
    contributions.push({
      subject: jobDeclarationKey(jobRef(job), at, record.contentDigest),
      claims: { declaration: { at, job: { namespace: job.namespace, name: job.name }, lineage: job.facets?.lineage ?? null, inputs: inputs.map(nameOf), outputs: outputs.map(outputOf) } },
    });
  } else contributions.push(runContribution(event, stamp, record.trace));
  return contributions;
}

function runContribution(event: Event, stamp: Stamp, trace: string | undefined): Contribution {
  const job = event.job!;
  const type = event.eventType?.toUpperCase();
  const claims: Record<string, unknown> = { job: { namespace: job.namespace, name: job.name }, runId: event.run!.runId, reported: true };
  const latest: Record<string, Register> = facetRegisters("facet:", event.run?.facets, stamp);
  if (job.facets?.lineage !== undefined) latest["lineage"] = { ...stamp, value: live(job.facets.lineage) };
  const processing = processingType(job.facets);
  if (processing) latest["processing"] = { ...stamp, value: processing };
  if (trace) latest["trace"] = { ...stamp, value: trace };
  if (type && TERMINAL.has(type)) latest["terminal"] = { ...stamp, value: { type, at: stamp.at } };
  for (const port of event.inputs ?? []) addPort(claims, "in", port);
  for (const port of event.outputs ?? []) {
    addPort(claims, "out", port);
    for (const name of ["columnLineage", "lineage", "lifecycleStateChange"])
      if (port.facets?.[name] !== undefined) latest[`out:${name}:${datasetRef(port)}`] = { ...stamp, value: live(port.facets[name]) };
  }
  const least: Record<string, number> = { firstAt: stamp.at };
  if (type === "START" || type === "RUNNING") least["startedAt"] = stamp.at;
  if (type === "START") least["start"] = stamp.at;
  return { subject: runKey(job, event.run!.runId), latest, least, claims };
}

function addPort(claims: Record<string, unknown>, side: "in" | "out", port: Port): void {
  claims[`${side}|${datasetRef(port)}`] = nameOf(port);
  const version = versionOf(port);
  if (version !== undefined) claims[`${side}version|${datasetRef(port)}|${version}`] = version;
}

function jobContributions(job: Name & { facets?: Facets }, stamp: Stamp): Contribution[] {
  const subject = jobRef(job);
  const own: Contribution = {
    subject,
    claims: { name: nameOf(job) },
    least: { firstAt: stamp.at },
    latest: facetRegisters("facet:", job.facets, stamp, ["lineage"]),
  };
  const processing = processingType(job.facets);
  return processing ? [own, { subject: processingKey(subject), latest: { processing: { ...stamp, value: processing } } }] : [own];
}

function datasetContribution(port: Port, stamp: Stamp): Contribution {
  return {
    subject: datasetRef(port),
    claims: { name: nameOf(port), observed: true },
    least: { firstAt: stamp.at },
    latest: facetRegisters("facet:", port.facets, stamp, ["version", "columnLineage", "lineage"]),
  };
}

/** What is said of one version of a dataset; a version that no facet names belongs to its run. */
function batchContributions(port: Port, stamp: Stamp): Contribution[] {
  const version = versionOf(port);
  if (version === undefined) return [];
  const latest = { ...facetRegisters("facet:", port.inputFacets, stamp), ...facetRegisters("facet:", port.outputFacets, stamp) };
  return [{ subject: batchRef({ ...nameOf(port), version }), claims: { name: nameOf(port), version }, least: { firstAt: stamp.at }, latest }];
}

/** A DatasetEvent that states where the dataset comes from, or that it was dropped or renamed. */
function datasetDeclaration(dataset: Port, stamp: Stamp): Contribution[] {
  const { columnLineage, lineage, lifecycleStateChange } = dataset.facets ?? {};
  if (columnLineage === undefined && lineage === undefined && lifecycleStateChange === undefined) return [];
  return [
    {
      subject: datasetDeclarationKey(datasetRef(dataset), stamp.at, stamp.digest),
      claims: { declaration: { at: stamp.at, output: outputOf(dataset) } },
    },
  ];
}

function facetRegisters(prefix: string, facets: Facets, stamp: Stamp, except: readonly string[] = []): Record<string, Register> {
  const registers: Record<string, Register> = {};
  for (const [name, facet] of Object.entries(facets ?? {}))
    if (!except.includes(name)) registers[prefix + name] = { ...stamp, value: live(facet) };
  return registers;
}

/** A facet with `_deleted: true` takes back what an earlier event said. */
function live(facet: unknown): unknown {
  return (facet as { _deleted?: unknown } | null)?._deleted === true ? null : facet;
}

function outputOf(port: Port) {
  const { columnLineage = null, lineage = null, lifecycleStateChange = null } = port.facets ?? {};
  return { ...nameOf(port), columnLineage, lineage, lifecycleStateChange };
}

function nameOf(it: Name): Name {
  return { namespace: it.namespace, name: it.name };
}

function versionOf(port: Port): string | undefined {
  const version = (port.facets?.version as { datasetVersion?: unknown } | undefined)?.datasetVersion;
  return typeof version === "string" && version !== "" ? version : undefined;
}

function processingType(facets: Facets): string | undefined {
  const type = (facets?.jobType as { processingType?: unknown } | undefined)?.processingType;
  return typeof type === "string" ? type.toUpperCase() : undefined;
}
