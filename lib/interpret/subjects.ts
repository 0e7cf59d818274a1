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
  const about = [...new Set(contributionsOf({ ...record, recordedAt: 0 }).map((it) => it.subject))];
  return { subject: mainSubject(record, about), about };
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
