import { contributionsOf } from "./contributions";
import type { ProjectableRecord } from "./record";

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
  return about[0] ?? "-";
}
