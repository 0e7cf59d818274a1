import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { counted, formatCount, formatDuration, formatNumber } from "@/components/format";
import { NodeLink, partyName } from "@/components/lineage/node-link";
import { StateMark } from "@/components/lineage/state-mark";
import { toKind } from "@/components/lineage/to-kind";
import { Digest } from "@/components/ui/digest";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Table, type Column } from "@/components/ui/table";
import { JsonView } from "@/lib/json-view";
import type { BatchItem, Ends, FeatureSetItem, JobVersionItem, MemberItem, NodeRecord, PredictionItem, RunItem } from "@/lib/lineage/node-answer";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { refLabel } from "@/lib/lineage/ref-label";
import { recordHref } from "@/lib/page-hrefs";
import { typeWord } from "@/components/ledger/record-words";

type Props<Item> = { items: readonly Item[]; asOf: string | null };
const NAME = "w-full max-w-0 min-w-44";
const None = ({ children = "None" }: { children?: string }) => <span className="text-ink-3">{children}</span>;

/** A link to a node by its reference alone. */
function Ref({ nodeRef, kind, asOf }: { nodeRef: string | null; kind: NodeBrief["kind"]; asOf: string | null }) {
  return nodeRef === null ? <None>None recorded</None> : <NodeLink nodeRef={nodeRef} kind={toKind(kind)} asOf={asOf} />;
}

/** How long a run took; `null` while it is not known. */
export function runDuration({ startedAt, endedAt }: { startedAt?: string | null; endedAt?: string | null }): string | null {
  return startedAt && endedAt ? formatDuration(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))) : null;
}

/** Runs. `as` adds what a run did with the data whose page this is; `withJob` names the job of each. */
export function RunTable({ items, asOf, as = null, withJob = false }: Props<RunItem> & { as?: "wrote" | "read" | null; withJob?: boolean }) {
  const columns: Column[] = [
    { key: "run", head: "Run", className: NAME },
    ...(withJob ? [{ key: "job", head: "Job", wideOnly: true, className: "w-52 max-w-0 min-w-44" }] : []),
    { key: "state", head: "Outcome" },
    ...(as === null ? [] : [{ key: "touched", head: as === "wrote" ? "Wrote this" : "Read this" }]),
    { key: "started", head: "Began", align: "right" },
    { key: "took", head: "Took", align: "right", wideOnly: true },
    { key: "code", head: "Code version", wideOnly: true, className: "max-w-40 truncate" },
    { key: "operator", head: "Operator", wideOnly: true, className: "max-w-40 truncate" },
  ];
  const rows = items.map((run) => ({
    key: `${run.ref}#${run.job}`,
    cells: {
      run: <NodeLink nodeRef={run.ref} kind="run" state={run.state} asOf={asOf} />,
      job: <Ref nodeRef={run.job ?? null} kind="job" asOf={asOf} />,
      state: <StateMark state={run.state} />,
      touched: run.touched ? "Yes" : <None>No</None>,
      started: <When at={run.startedAt ?? run.at} />,
      took: runDuration(run) ?? <None>Not known</None>,
      code: run.codeVersion === null ? <None /> : <span className="mono" title={run.codeVersion}>{run.codeVersion}</span>,
      operator: run.operator ?? <None />,
    },
  }));
  return <Table caption="Runs, newest first" columns={columns} rows={rows} />;
}

function When({ at }: { at: string | null | undefined }) {
  return at ? <Instant at={at} /> : <None>Not dated</None>;
}

/** The first few single values of an output, as one line. */
function OutputLine({ output }: { output: unknown }) {
  const said = new JsonView(output).entries().flatMap(([name, it]) => {
    const number = it.number();
    const value = number === null ? it.said() : formatNumber(Number.isInteger(number) ? number : Number(number.toPrecision(3)));
    return value === null || name === "subject" ? [] : [`${name} ${value}`];
  });
  return said.length === 0 ? <None /> : <span className="block max-w-72 truncate" title={said.join(", ")}>{said.slice(0, 4).join(", ")}</span>;
}

export function PredictionTable({ items, asOf, without }: Props<PredictionItem> & { without: "model" | "deployment" | null }) {
  const columns: Column[] = [
    { key: "prediction", head: "Prediction", className: NAME },
    { key: "output", head: "Output" },
    ...(without === "model" ? [] : [{ key: "model", head: "Model version", wideOnly: true, className: "w-48 max-w-0 min-w-44" }]),
    ...(without === "deployment" ? [] : [{ key: "deployment", head: "Deployment", wideOnly: true, className: "w-48 max-w-0 min-w-44" }]),
    { key: "at", head: "Made", align: "right" },
  ];
  const rows = items.map((it) => ({
    key: it.ref,
    cells: {
      prediction: <NodeLink nodeRef={it.ref} kind="prediction" state={it.state} asOf={asOf} />,
      output: <OutputLine output={it.output} />,
      model: <Ref nodeRef={it.model} kind="model" asOf={asOf} />,
      deployment: <Ref nodeRef={it.deployment} kind="deployment" asOf={asOf} />,
      at: <When at={it.at} />,
    },
  }));
  return <Table caption="Predictions, newest first" columns={columns} rows={rows} />;
}

const ratio = (value: number | null): ReactNode => (value === null ? <None /> : `${formatNumber(value * 100)} %`);

export function BatchTable({ items, asOf }: Props<BatchItem>) {
  // a column that would say nothing of any of them is left out
  const has = (is: (it: BatchItem) => boolean, column: Column) => (items.some(is) ? [column] : []);
  const columns: Column[] = [
    { key: "batch", head: "Batch", className: "w-full max-w-0 min-w-44" },
    ...has((it) => it.rows !== null, { key: "rows", head: "Rows", align: "right" }),
    ...has((it) => it.completeness !== null, { key: "complete", head: "Complete", align: "right" }),
    ...has((it) => it.nullRatio !== null, { key: "nulls", head: "Nulls", align: "right", wideOnly: true }),
    ...has((it) => it.violations > 0 || it.conflict === true || it.isReference, { key: "marks", head: "Marks" }),
    { key: "digest", head: "Digest", wideOnly: true },
    ...has((it) => it.run !== null, { key: "run", head: "Written by", wideOnly: true, className: "w-60 max-w-0 min-w-52" }),
    { key: "end", head: "Window end", align: "right", wideOnly: true },
  ];
  const rows = items.map((it) => ({
    key: it.ref,
    cells: {
      batch: <NodeLink nodeRef={it.ref} kind="batch" state={it.state} asOf={asOf} label={it.version} />,
      rows: it.rows === null ? <None /> : formatCount(it.rows),
      complete: ratio(it.completeness),
      nulls: ratio(it.nullRatio),
      marks: <BatchMarks batch={it} />,
      digest: it.digest === null ? <None /> : <Digest digest={it.digest} />,
      run: <Ref nodeRef={it.run} kind="run" asOf={asOf} />,
      end: <When at={it.window?.end ?? it.at} />,
    },
  }));
  return <Table caption="Batches, newest first" columns={columns} rows={rows} />;
}

function BatchMarks({ batch }: { batch: BatchItem }) {
  return (
    <span className="flex gap-2">
      {batch.violations > 0 && <Mark tone="warn" icon={<TriangleAlert size={14} aria-hidden />}>{counted(batch.violations, "violation")}</Mark>}
      {batch.conflict && <Mark tone="warn" icon={<TriangleAlert size={14} aria-hidden />}>Conflict</Mark>}
      {batch.isReference && <Mark>Baseline</Mark>}
    </span>
  );
}

export function FeatureSetTable({ items, asOf }: Props<FeatureSetItem>) {
  const columns: Column[] = [
    { key: "set", head: "Feature set", className: NAME },
    { key: "values", head: "Values", align: "right" },
    { key: "inputs", head: "Inputs", align: "right" },
    { key: "digest", head: "Digest", wideOnly: true },
    { key: "run", head: "Computed by", wideOnly: true, className: "w-60 max-w-0 min-w-52" },
    { key: "at", head: "Computed", align: "right" },
  ];
  const rows = items.map((it) => ({
    key: it.ref,
    cells: {
      set: <NodeLink nodeRef={it.ref} kind="featureset" state={it.state} asOf={asOf} />,
      values: formatCount(it.values),
      inputs: formatCount(it.inputs),
      digest: it.digest === null ? <None /> : <Digest digest={it.digest} />,
      run: <Ref nodeRef={it.run} kind="run" asOf={asOf} />,
      at: <When at={it.at} />,
    },
  }));
  return <Table caption="Feature sets, newest first" columns={columns} rows={rows} />;
}

export function ColumnTable({ items, asOf }: Props<MemberItem>) {
  const columns: Column[] = [
    { key: "column", head: "Column", className: NAME },
    { key: "type", head: "Type" },
    { key: "unit", head: "Unit" },
    { key: "description", head: "Description", wideOnly: true },
  ];
  const rows = items.map((it) => ({
    key: it.ref,
    cells: {
      column: <NodeLink nodeRef={it.ref} kind="column" state={it.state} asOf={asOf} label={refLabel(it.ref)} />,
      type: it.type === null ? <None /> : <span className="mono">{it.type}</span>,
      unit: it.unit ?? <None />,
      description: it.description === null ? <None /> : <span className="block max-w-96 truncate" title={it.description}>{it.description}</span>,
    },
  }));
  return <Table caption="Columns, by name" columns={columns} rows={rows} />;
}

/** Nodes of any kind: what a party owns, other versions. */
export function NodeTable({ items, asOf, caption, dated = "First seen" }: Props<NodeBrief> & { caption: string; dated?: string }) {
  const owned = items.some(({ owner }) => owner !== undefined);
  const columns: Column[] = [
    { key: "node", head: "Name", className: NAME },
    { key: "namespace", head: "Namespace", className: "max-w-48 truncate" },
    ...(owned ? [{ key: "owner", head: "Owner", wideOnly: true }] : []),
    { key: "state", head: "State" },
    { key: "at", head: dated, align: "right", wideOnly: true },
  ];
  const rows = items.map((it) => ({
    key: it.ref,
    cells: {
      node: <NodeLink nodeRef={it.ref} kind={toKind(it.kind)} state={it.state} asOf={asOf} />,
      namespace: it.namespace,
      owner: it.owner === undefined ? <None /> : partyName(it.owner),
      state: <StateMark state={it.state} />,
      at: <When at={it.at} />,
    },
  }));
  return <Table caption={caption} columns={columns} rows={rows} />;
}

function EndsCell({ ends, asOf }: { ends: Ends; asOf: string | null }) {
  if (ends.total === 0) return <None />;
  return (
    <span className="grid gap-1 py-1.5">
      {ends.items.map((it, index) => <NodeLink key={it.ref ?? index} nodeRef={it.ref} kind={it.ref === null ? null : toKind(it.kind)} asOf={asOf} />)}
      {ends.total > ends.items.length && <span className="text-ink-3">and {formatCount(ends.total - ends.items.length)} more</span>}
    </span>
  );
}

export function JobVersionTable({ items, asOf }: Props<JobVersionItem>) {
  const columns: Column[] = [
    { key: "version", head: "Job version", className: "min-w-36" },
    { key: "inputs", head: "Reads", className: "w-1/2 max-w-0 min-w-48" },
    { key: "outputs", head: "Writes", className: "w-1/2 max-w-0 min-w-48" },
    { key: "state", head: "Now", wideOnly: true, className: "whitespace-nowrap" },
    { key: "last", head: "Last run", align: "right", wideOnly: true },
  ];
  const rows = items.map((it) => ({
    key: it.ref,
    cells: {
      version: <NodeLink nodeRef={it.ref} kind="jobversion" state={it.state} asOf={asOf} label={`${it.version?.slice(0, 7)}${it.origin === "declared" ? ", declared" : ""}`} />,
      inputs: <EndsCell ends={it.inputs} asOf={asOf} />,
      outputs: <EndsCell ends={it.outputs} asOf={asOf} />,
      state: it.isPresent ? "In force" : <None>Replaced</None>,
      last: it.lastRun === null ? <None>No run</None> : <When at={it.lastRun} />,
    },
  }));
  return <Table caption="Job versions, the one that ran last first" columns={columns} rows={rows} />;
}

export function RecordTable({ items }: { items: readonly NodeRecord[] }) {
  const columns: Column[] = [
    { key: "sequence", head: "Record" },
    { key: "type", head: "Type" },
    { key: "id", head: "Event id", wideOnly: true, className: "w-full max-w-0 truncate" },
    { key: "at", head: "Recorded", align: "right" },
  ];
  const rows = items.map((it) => ({
    key: String(it.sequence),
    cells: {
      sequence: <RecordNumber sequence={it.sequence} />,
      type: <span className="whitespace-nowrap" title={it.type}>{typeWord(it.type)}</span>,
      id: <span className="mono" title={it.id}>{it.id}</span>,
      at: <Instant at={it.recordedAt} />,
    },
  }));
  return <Table caption="Records, newest first" columns={columns} rows={rows} />;
}

/** The number of a record, leading to the record as it came. */
export function RecordNumber({ sequence }: { sequence: number }) {
  return <Link href={recordHref(sequence)} className="figures font-medium whitespace-nowrap text-accent hover:underline"><span className="sr-only">Record </span>{formatCount(sequence)}</Link>;
}
