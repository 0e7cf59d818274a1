import { SLOTS_PER_DAY } from "./features";
import { nameUuid } from "./ids";
import { exportVersion, TRAINING } from "./model-events";
import type { SourceStudy } from "./study-sources";
import { batchVersion, instant, type Outgoing, type World } from "./world";

const PRODUCER = "https://example.com/headwater-sample/airflow";
const SPEC = "https://openlineage.io/spec";

function facet(schema: string, body: Record<string, unknown>) {
  const name = schema.split("/")[1]!;
  return { _producer: PRODUCER, _schemaURL: `${SPEC}/facets/${schema.split("/")[0]}/${name}.json#/$defs/${name}`, ...body };
}

type Port = { namespace: string; name: string; facets?: Record<string, unknown>; inputFacets?: Record<string, unknown>; outputFacets?: Record<string, unknown> };
type RunEvent = {
  type: "START" | "COMPLETE" | "FAIL"; at: string; job: string; runId: string; nominal: string; inputs: Port[]; outputs: Port[]; runFacets?: Record<string, unknown>;
};

function runEvent(world: World, event: RunEvent): Outgoing {
  return {
    to: "lineage",
    body: {
      eventType: event.type,
      eventTime: event.at,
      producer: PRODUCER,
      schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
      run: { runId: event.runId, facets: { nominalTime: facet("1-0-1/NominalTimeRunFacet", { nominalStartTime: event.nominal }), ...event.runFacets } },
      job: {
        namespace: world.ops,
        name: event.job,
        facets: {
          jobType: facet("2-0-4/JobTypeJobFacet", { processingType: "BATCH", integration: "AIRFLOW", jobType: "TASK" }),
          ownership: facet("1-0-1/OwnershipJobFacet", { owners: [{ name: "team:sre-ml", type: "MAINTAINER" }] }),
        },
      },
      inputs: event.inputs,
      outputs: event.outputs,
    },
  };
}

/**
 * The export of windows for training, as OpenLineage: daily, and once more for each retraining (`seconds` after the slot).
 * A day in which a window never came fails at first and is run again an hour later, as far as the windows go. The trusted
 * sources name the last batch that was read; the load balancer's relay has no versions, so that input is resolved by time.
 */
export function exportWindows(world: World, slot: number, seconds: number): Outgoing[] {
  const { plan } = world.study;
  const oldest = slot + plan.featuresV2;
  const read = [...world.study.sources.values()].filter((source) => source.windows.some((window) => window.slot >= slot && window.slot < oldest));
  const holes = read.flatMap((source) => holesOf(source, slot).map((hole) => `${source.spec.name}: no window ends at ${instant(world, hole)}`));
  const inputs = read.map((source) => inputOf(world, source, slot));
  const { namespace, name, version } = exportVersion(world, slot);
  const rowCount = read.reduce((sum, source) => sum + source.windows.filter((window) => window.slot >= slot && window.slot < oldest).length, 0);
  const output: Port = {
    namespace, name,
    facets: {
      version: facet("1-0-1/DatasetVersionDatasetFacet", { datasetVersion: version }),
      schema: facet("1-2-0/SchemaDatasetFacet", { fields: [{ name: "window_start", type: "timestamp" }, ...read.map((source) => ({ name: source.spec.name, type: "double" }))] }),
      columnLineage: facet("1-2-0/ColumnLineageDatasetFacet", {
        fields: Object.fromEntries(read.map((source) => [source.spec.name, {
          inputFields: [{ namespace: world.aws, name: source.spec.name, field: "value", transformations: [{ type: "DIRECT", subtype: "AGGREGATION", description: "samples of the window", masking: false }] }],
        }])),
      }),
    },
    outputFacets: { outputStatistics: facet("1-0-2/OutputStatisticsOutputDatasetFacet", { rowCount }) },
  };
  const job = "daily.export_training_windows";
  const nominal = instant(world, slot);
  const run = (attempt: number) => nameUuid("export", world.ops, String(slot), String(attempt));
  if (holes.length === 0)
    return [
      runEvent(world, { type: "START", at: instant(world, slot, seconds), job, runId: run(1), nominal, inputs, outputs: [] }),
      runEvent(world, { type: "COMPLETE", at: instant(world, slot, seconds + 90), job, runId: run(1), nominal, inputs, outputs: [output] }),
    ];
  const errorMessage = facet("1-0-1/ErrorMessageRunFacet", { message: holes.join("; "), programmingLanguage: "TypeScript" });
  return [
    runEvent(world, { type: "START", at: instant(world, slot, seconds), job, runId: run(1), nominal, inputs, outputs: [] }),
    runEvent(world, { type: "FAIL", at: instant(world, slot, seconds + 30), job, runId: run(1), nominal, inputs, outputs: [output], runFacets: { errorMessage } }),
    runEvent(world, { type: "START", at: instant(world, slot, seconds + 3600), job, runId: run(2), nominal, inputs, outputs: [] }),
    runEvent(world, { type: "COMPLETE", at: instant(world, slot, seconds + 3690), job, runId: run(2), nominal, inputs, outputs: [output] }),
  ];
}

/** The daily reports: several inputs meet several outputs and nothing says which made which. */
export function publishReports(world: World, slot: number): Outgoing[] {
  const latency = world.study.sources.get("ec2_request_latency_system_failure")!;
  const version = facet("1-0-1/DatasetVersionDatasetFacet", { datasetVersion: instant(world, slot) });
  const exported: Port = { namespace: world.ops, name: "training_windows", facets: { version } };
  return [runEvent(world, {
    type: "COMPLETE", at: instant(world, slot, 2 * 3600), job: "daily.publish_reports", runId: nameUuid("reports", world.ops, String(slot)), nominal: instant(world, slot),
    inputs: [exported, inputOf(world, latency, slot)],
    outputs: ["checkout_slo_report", "capacity_report"].map((name) => ({ namespace: world.ops, name, facets: { version } })),
  })];
}

/** What is declared rather than observed: the labels that on-call keeps, and a review that reads a report by hand. */
export function declareByLineage(world: World, slot: number): Outgoing[] {
  const base = { eventTime: instant(world, slot), producer: PRODUCER };
  return [
    {
      to: "lineage",
      body: {
        ...base,
        schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/DatasetEvent`,
        dataset: {
          namespace: world.ops,
          name: "oncall_labels",
          facets: {
            schema: facet("1-2-0/SchemaDatasetFacet", { fields: [{ name: "source", type: "string" }, { name: "start", type: "timestamp" }, { name: "end", type: "timestamp" }] }),
            ownership: facet("1-0-1/OwnershipDatasetFacet", { owners: [{ name: "team:sre-core", type: "OWNER" }] }),
            documentation: facet("1-1-0/DocumentationDatasetFacet", { description: "Periods that on-call marked as failures (the labels of the Numenta Anomaly Benchmark)." }),
          },
        },
      },
    },
    {
      to: "lineage",
      body: {
        ...base,
        schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/JobEvent`,
        job: { namespace: world.ops, name: "quarterly.capacity_review", facets: { ownership: facet("1-0-1/OwnershipJobFacet", { owners: [{ name: "team:sre-core", type: "OWNER" }] }) } },
        inputs: [{ namespace: world.ops, name: "capacity_report" }],
        outputs: [{ namespace: world.ops, name: "capacity_plan" }],
      },
    },
  ];
}

/** Seconds after its slot at which an export of that slot begins. */
export const EXPORT_AT = { daily: 600, retraining: TRAINING.export } as const;

function inputOf(world: World, source: SourceStudy, slot: number): Port {
  const last = source.windows.findLast((window) => window.slot >= slot)!;
  const schema = facet("1-2-0/SchemaDatasetFacet", { fields: [{ name: "value", type: "double" }] });
  const versioned = source.spec.trusted ? { version: facet("1-0-1/DatasetVersionDatasetFacet", { datasetVersion: batchVersion(world, last.slot) }) } : {};
  return { namespace: world.aws, name: source.spec.name, facets: { schema, ...versioned } };
}

/** Slots of the last day before `slot` without a window, between two that have one. */
function holesOf(source: SourceStudy, slot: number): number[] {
  return Array.from({ length: SLOTS_PER_DAY }, (_, i) => slot + i)
    .filter((hole) => !source.bySlot.has(hole) && hole < source.windows[0]!.slot);
}
