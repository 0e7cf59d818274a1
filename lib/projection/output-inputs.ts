import { columnRef, datasetRef, type Name } from "@/lib/interpret/subject-keys";
import type { Confidence } from "./fragment";

/** A dataset that a run or a job names as its output, with the facets that say what it was made from. */
export type Output = Name & { columnLineage?: unknown; lineage?: unknown; lifecycleStateChange?: unknown };

/** What one output was made from: its inputs (dataset references) and its columns' (column references, [from, to]). */
export type OutputInputs = { output: Name; inputs: Map<string, Confidence>; columns: [from: string, to: string][] };

type FacetInput = { namespace?: unknown; name?: unknown; type?: unknown; field?: unknown };
type Fields = Record<string, { inputs?: unknown; inputFields?: unknown } | null>;
type Stated = { inputs: Name[]; columns: [from: string, to: string][] };

/**
 * The inputs of each output: what an explicit `lineage` facet states; else what `columnLineage` names (listed inputs that no
 * output's facet names stay, inferred); else all inputs, observed where there is one input or one output, inferred where several
 * meet several (OpenLineage's default reading of a run is the whole product, which is then mostly not true).
 * @param stated `observed` for a run, `declared` for a job event.
 * @param jobLineage the job's own `lineage` facet: entries for datasets (its outputs) and for the job itself.
 */
export function inputsOfOutputs(inputs: readonly Name[], outputs: readonly Output[], jobLineage: unknown, stated: "observed" | "declared"): OutputInputs[] {
  const explicit = outputs.map((output) => explicitInputs(output, jobLineage));
  const byColumns = outputs.map((output, i) => (explicit[i] ? null : columnInputs(output)));
  const named = new Set([...explicit, ...byColumns].flatMap((it) => it?.inputs.map(datasetRef) ?? []));
  const product: Confidence = inputs.length > 1 && outputs.length > 1 ? "inferred" : stated;

  return outputs.map((output, i) => {
    const known = explicit[i] ?? byColumns[i];
    const from = new Map<string, Confidence>();
    for (const input of known?.inputs ?? []) from.set(datasetRef(input), stated);
    if (!explicit[i])
      for (const input of inputs) {
        const ref = datasetRef(input);
        if (!known) from.set(ref, product);
        else if (!named.has(ref)) from.set(ref, "inferred");
      }
    return { output, inputs: from, columns: known?.columns ?? [] };
  });
}

/** By which of the rules of `inputsOfOutputs` an output has an input. */
export type InputReason = "lineage-facet" | "column-lineage" | "not-named" | "only-reading" | "several-to-several";

/** Why `input` (a dataset reference) is one of what `output` was made from; `null` when it is none. */
export function reasonOfInput(input: string, output: Output, { inputs, outputs, lineage }: { inputs: readonly Name[]; outputs: readonly Output[]; lineage: unknown }): InputReason | null {
  const explicit = explicitInputs(output, lineage);
  const known = explicit ?? columnInputs(output);
  const isIn = (names: readonly Name[]) => names.some((it) => datasetRef(it) === input);
  if (known && isIn(known.inputs)) return explicit ? "lineage-facet" : "column-lineage";
  if (explicit || !isIn(inputs)) return null;
  if (known) return "not-named";
  return inputs.length > 1 && outputs.length > 1 ? "several-to-several" : "only-reading";
}

/** Which facet of an output joins its columns to others; `null` when none does. */
export function reasonOfColumns(output: Output, lineage: unknown): "lineage-facet" | "column-lineage" | null {
  if (explicitInputs(output, lineage)) return "lineage-facet";
  return columnInputs(output) ? "column-lineage" : null;
}

/** What a job's `lineage` facet says the job itself reads (entries of type JOB): it ends in no dataset. `null` when it says nothing of the kind. */
export function inputsOfJobItself(jobLineage: unknown): Name[] | null {
  const entries = entriesOf(jobLineage).filter((entry) => entry.type === "JOB");
  return entries.length === 0 ? null : unique(entries.flatMap((entry) => datasetsOf(entry.inputs)));
}

/** The inputs that a dataset's own facets state, for a dataset event; `null` when they state none. */
export function statedInputs(output: Output): Stated | null {
  return explicitInputs(output, null) ?? columnInputs(output);
}

function explicitInputs(output: Output, jobLineage: unknown): Stated | null {
  const own = output.lineage as { inputs?: unknown; fields?: Fields } | null | undefined;
  if (own && typeof own === "object" && ("inputs" in own || "fields" in own)) return toStated(output, datasetsOf(own.inputs), own.fields);
  const entries = [...entriesOf(own), ...entriesOf(jobLineage)].filter(
    (entry) => entry.type !== "JOB" && entry.namespace === output.namespace && entry.name === output.name,
  );
  if (entries.length === 0) return null;
  const all = entries.map((entry) => toStated(output, datasetsOf(entry.inputs), entry.fields as Fields | undefined));
  return { inputs: unique(all.flatMap((it) => it.inputs)), columns: all.flatMap((it) => it.columns) };
}

function toStated(output: Name, whole: Name[], fields: Fields | null | undefined): Stated {
  const inputs = [...whole];
  const columns: [string, string][] = [];
  for (const [field, entry] of Object.entries(fields ?? {}))
    for (const input of fieldInputs(entry?.inputs)) {
      inputs.push(input);
      if (input.field !== undefined) columns.push([columnRef(input, input.field), columnRef(output, field)]);
    }
  return { inputs: unique(inputs), columns };
}

/** Fields under `dataset` shape every column of the output (a filter, a join, a grouping). */
function columnInputs(output: Output): Stated | null {
  const facet = output.columnLineage as { fields?: Fields; dataset?: unknown } | null | undefined;
  if (!facet || typeof facet !== "object") return null;
  const inputs: Name[] = [];
  const columns: [string, string][] = [];
  const whole = fieldInputs(facet.dataset);
  inputs.push(...whole);
  for (const [field, entry] of Object.entries(facet.fields ?? {}))
    for (const input of [...fieldInputs(entry?.inputFields), ...whole]) {
      inputs.push(input);
      if (input.field !== undefined) columns.push([columnRef(input, input.field), columnRef(output, field)]);
    }
  return inputs.length === 0 ? null : { inputs: unique(inputs), columns };
}

function entriesOf(facet: unknown): { type?: unknown; namespace?: unknown; name?: unknown; inputs?: unknown; fields?: unknown }[] {
  const entries = (facet as { entries?: unknown } | null | undefined)?.entries;
  return Array.isArray(entries) ? entries.filter((entry) => typeof entry === "object" && entry !== null) : [];
}

function fieldInputs(list: unknown): (Name & { field?: string })[] {
  if (!Array.isArray(list)) return [];
  return (list as FacetInput[]).flatMap((it) =>
    it && it.type !== "JOB" && typeof it.namespace === "string" && typeof it.name === "string" && it.name !== ""
      ? [{ namespace: it.namespace, name: it.name, ...(typeof it.field === "string" && it.field !== "" ? { field: it.field } : {}) }]
      : [],
  );
}

function datasetsOf(list: unknown): Name[] {
  return fieldInputs(list).map(({ namespace, name }) => ({ namespace, name }));
}

function unique(names: readonly Name[]): Name[] {
  return [...new Map(names.map(({ namespace, name }) => [datasetRef({ namespace, name }), { namespace, name }])).values()];
}
