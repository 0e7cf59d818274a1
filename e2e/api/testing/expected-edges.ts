import { jobVersionRef, refOf, type Input } from "./world";

/**
 * The edges that OpenLineage events state, by the rules of api.md ("What an event means"), written apart from the product: what it
 * draws is held to this. Explicit `lineage` facets, DROP and RENAME are not read here; `assertReadable` says so.
 */

type Name = { namespace: string; name: string };
type Facets = Record<string, Record<string, unknown>> | null | undefined;
type Port = Name & { facets?: Facets };
export type OpenLineageEvent = {
  eventTime: string; eventType?: string; run?: { runId: string; facets?: Facets }; job?: Name & { facets?: Facets }; dataset?: Port; inputs?: Port[] | null; outputs?: Port[] | null;
};
type ColumnLineage = { fields?: Record<string, { inputFields?: (Name & { field: string })[] }>; dataset?: (Name & { field: string })[] };
type Run = { job: string; runId: string; streaming: boolean; started: string[]; ends: { at: string; type: string }[]; inputs: Map<string, Name>; outputs: Map<string, { port: Name; columns?: ColumnLineage; at: string }> };
type Made = { to: string; inputs: Input[]; columns: string[] };

const dataset = ({ namespace, name }: Name): string => refOf("dataset", namespace, name);
const column = ({ namespace, name }: Name, field: string): string => refOf("column", namespace, [name, field]);

/** An instant as text that sorts: UTC, to the microsecond. Without a zone it is UTC. */
function sortable(text: string): string {
  const [, head = "", fraction = "", zone = "Z"] = /^([^.]*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  return `${new Date(`${head}${zone}`).toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, "0")}`;
}

export function assertReadable(event: OpenLineageEvent): void {
  for (const port of [event.job, event.dataset, ...(event.outputs ?? [])]) {
    const change = port?.facets?.lifecycleStateChange?.lifecycleStateChange;
    if (port?.facets?.lineage || change === "DROP" || change === "RENAME") throw new Error("the expected edges of such an event are not known here");
  }
}

function inputsOf(inputs: Name[], outputs: { port: Name; columns?: ColumnLineage }[], stated: "observed" | "declared"): Made[] {
  const named = outputs.map(({ columns }) => [...Object.values(columns?.fields ?? {}).flatMap((it) => it.inputFields ?? []), ...(columns?.dataset ?? [])]);
  const anywhere = new Set(named.flat().map(dataset));
  return outputs.map(({ port, columns }, i) => {
    const from = new Map<string, Input[1]>();
    const own = named[i] ?? [];
    for (const it of own) from.set(dataset(it), stated);
    for (const it of inputs.map(dataset)) {
      if (own.length === 0) from.set(it, inputs.length > 1 && outputs.length > 1 ? "inferred" : stated);
      else if (!anywhere.has(it)) from.set(it, "inferred");
    }
    const joined = Object.entries(columns?.fields ?? {}).flatMap(([field, { inputFields = [] }]) => [...inputFields, ...(columns?.dataset ?? [])].map((it) => `${column(it, it.field)} > ${column(port, field)}`));
    return { to: dataset(port), inputs: [...from], columns: joined };
  });
}

function edgesOf(job: string, made: Made[], origin: "observed" | "declared"): string[] {
  return made.flatMap(({ to, inputs, columns }) => {
    const version = jobVersionRef(job, inputs, origin);
    return [...inputs.map(([from]) => `${from} > ${version}`), `${version} > ${to}`, ...columns];
  });
}

const latest = <T>(items: T[], keyOf: (item: T) => string): T | undefined => [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).at(-1);

/** All edges of the present that the events together state, as `from > to`. */
export function expectedEdges(events: readonly OpenLineageEvent[]): Set<string> {
  const runs = new Map<string, Run>();
  const declared = new Map<string, { at: string; event: OpenLineageEvent }>();
  for (const event of [...events].sort((a, b) => (sortable(a.eventTime) < sortable(b.eventTime) ? -1 : 1))) {
    const at = sortable(event.eventTime);
    if (!event.job) continue;
    const job = refOf("job", event.job.namespace, event.job.name);
    if (!event.run) {
      declared.set(job, { at, event });
      continue;
    }
    const key = `${job} ${event.run.runId}`;
    const run: Run = runs.get(key) ?? { job, runId: event.run.runId, streaming: false, started: [], ends: [], inputs: new Map(), outputs: new Map() };
    runs.set(key, run);
    if (event.job.facets?.jobType?.processingType === "STREAMING") run.streaming = true;
    if (event.eventType === "START" || event.eventType === "RUNNING") run.started.push(at);
    if (["COMPLETE", "FAIL", "ABORT"].includes(event.eventType ?? "")) run.ends.push({ at, type: event.eventType! });
    for (const it of event.inputs ?? []) run.inputs.set(dataset(it), it);
    for (const it of event.outputs ?? []) run.outputs.set(dataset(it), { port: it, columns: (it.facets?.columnLineage as ColumnLineage | undefined) ?? run.outputs.get(dataset(it))?.columns, at });
  }
  const edges = [...declared].flatMap(([job, { event }]) => edgesOf(job, inputsOf(event.inputs ?? [], (event.outputs ?? []).map((port) => ({ port, columns: port.facets?.columnLineage as ColumnLineage | undefined })), "declared"), "declared"));

  const writers = new Map<string, { order: string; edges: string[] }[]>();
  for (const run of runs.values()) {
    const end = latest(run.ends, ({ at }) => at);
    const at = run.streaming && run.started.length > 0 ? run.started.sort()[0]! : end?.type === "COMPLETE" ? end.at : null;
    if (at === null) continue;
    const made = inputsOf([...run.inputs.values()], [...run.outputs.values()], "observed");
    const bare: Input[] = [...run.inputs.keys()].map((ref) => [ref, "observed"] as const);
    if (made.length === 0) made.push({ to: "", inputs: bare, columns: [] });
    for (const it of made) {
      const key = `${run.job} ${it.to}`;
      const own = it.to === "" ? it.inputs.map(([from]) => `${from} > ${jobVersionRef(run.job, it.inputs)}`) : edgesOf(run.job, [it], "observed");
      writers.set(key, [...(writers.get(key) ?? []), { order: `${at} ${run.runId}`, edges: own }]);
    }
  }
  return new Set([...edges, ...[...writers.values()].flatMap((list) => latest(list, ({ order }) => order)?.edges ?? [])]);
}
