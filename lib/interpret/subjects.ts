import type { DependencyDeclared, FailureRecorded } from "@/lib/events/headwater-events";
import { canonicalRef } from "@/lib/lineage/node-ref";
import { contributionsOf } from "./contributions";
import type { ProjectableRecord } from "./record";
import { datasetRef } from "./subject-keys";

/**
 * The subjects that a record speaks of, for the ledger's index: the first is the one it is mainly about.
 * `recordedAt` does not matter for an event that says when it happened; for one that does not, no subject depends on it.
 */
export function subjectsOf(record: Omit<ProjectableRecord, "recordedAt">): { subject: string; about: string[] } {
  const about = [...new Set([...contributionsOf({ ...record, recordedAt: 0 }).map((it) => it.subject), ...namedBy(record)])];
  return { subject: mainSubject(record, about), about };
}

/** Nodes that a record is about, though it is folded under a key of its own. */
function namedBy({ kind, type, event }: Omit<ProjectableRecord, "recordedAt">): string[] {
  if (kind === "incident") return refsOf((event as { target: string }).target);
  const { data } = event as { data?: unknown };
  if (type === "dev.headwater.failure.recorded.v1") return refsOf((data as FailureRecorded).about);
  if (type !== "dev.headwater.dependency.declared.v1") return [];
  const { from, to } = data as DependencyDeclared;
  return [datasetRef(from), datasetRef(to)];
}

function refsOf(text: string): string[] {
  const ref = canonicalRef(text);
  return ref === null ? [] : [ref];
}

function mainSubject(record: Omit<ProjectableRecord, "recordedAt">, about: string[]): string {
  if (record.type === "RunEvent") return about.find((key) => key.startsWith("run:")) ?? "-";
  if (record.kind === "cloudevent") {
    // these have a key of their own that is no reference: who may write or retract them is a question of what they are about
    const { data } = record.event as { data?: unknown };
    if (record.type === "dev.headwater.dependency.declared.v1") return datasetRef((data as DependencyDeclared).to);
    if (record.type === "dev.headwater.failure.recorded.v1") return canonicalRef((data as FailureRecorded).about) ?? "-";
  }
  return about[0] ?? "-";
}
