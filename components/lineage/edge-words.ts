import { formatCount, formatDuration } from "@/components/format";
import type { EdgeReason } from "@/lib/lineage/edge-reasons";
import { parseNodeRef } from "@/lib/lineage/node-ref";

const REASONS: Record<EdgeReason, string> = {
  "lineage-facet": "Explicit lineage facet",
  "column-lineage": "Column lineage of the output",
  "not-named": "The run read it, and no output's facet names it",
  "only-reading": "One input or one output: no other reading",
  "several-to-several": "Several inputs meet several outputs: which fed which was not told",
  written: "The run wrote it",
  "feature-input": "The feature names it, and the run read it",
  "feature-unread": "The feature names it, and the run did not read it",
  "feature-unnamed": "The run read it, and no feature names it",
  training: "The model version was trained on it",
  "job-event": "A job event declares it",
  "dataset-event": "A dataset event states it",
  dependency: "A dependency was declared",
  rename: "The dataset was renamed",
  "same-name": "The column and the feature share group and name",
  deployment: "The deployment was changed to it",
  "named-version": "The run named this version",
  "version-before": "The run named no version: the latest before it",
  prediction: "The prediction names it",
};

/** Why an edge is there, in words. */
export function reasonWord(reason: EdgeReason | null): string {
  return reason === null ? "The ledger does not tell" : REASONS[reason];
}

/** "4 032 of 4 032 read it"; more than 50,000 are not counted. */
export function runsWord({ did, count, ofJob }: { did: "read" | "wrote"; count: number | null; ofJob: number | null }): string {
  const many = `more than ${formatCount(50_000)}`;
  return `${count === null ? many : formatCount(count)} of ${ofJob === null ? many : formatCount(ofJob)} ${did} it`;
}

/** ", 2 min ago" of an instant before now, ", 2 min before" of one before the instant looked at; nothing where it lies after it. */
export function sinceWord(at: string, clockMs: number, isPast: boolean): string {
  const ms = clockMs - Date.parse(at);
  return ms < 0 ? "" : `, ${formatDuration(ms)} ${isPast ? "before" : "ago"}`;
}

/** "value" of a column's reference, "orders.value" with its data. */
export function columnName(ref: string, withData = false): string {
  const [data = "", ...field] = parseNodeRef(ref)?.name ?? [ref];
  if (field.length === 0) return data;
  return withData ? `${data}.${field.join("/")}` : field.join("/");
}
