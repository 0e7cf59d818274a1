import type { StoredRecord } from "@/lib/ledger/ledger";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { may } from "./policy";
import { covers, maySee, type Viewer } from "./viewer";

/** What a record is judged by, beside its payload, which is read where it matters. */
type Judged = Pick<StoredRecord, "sequence" | "kind" | "subject">;
/** What is needed of the ledger: a retraction is judged by the records that it takes back. */
type Records = { read(sequence: number): StoredRecord | null };

/**
 * Whether this viewer may see a record of the ledger, and take it back where their role retracts. The one place that decides it:
 *
 * - a record of kind `access` (people and tokens) by who may `audit:read`, and whose namespaces cover all that it speaks of;
 * - a retraction when all that it takes back may be seen;
 * - an incident by what it is about, any other record by its subject: what lies in the viewer's namespaces.
 */
export function maySeeRecord(records: Records, viewer: Viewer, record: Judged): boolean {
  return isSeen(records, viewer, record, new Set());
}

function isSeen(records: Records, viewer: Viewer, record: Judged, visited: Set<number>): boolean {
  if (record.kind === "access") return may(viewer, "audit:read") && (viewer.namespaces === null || covers(viewer, scopeOf(records, record)));
  if (visited.has(record.sequence)) return true;
  visited.add(record.sequence);
  if (record.kind === "retraction") {
    const targets = fieldsOf(records, record).records as number[];
    return targets.map((sequence) => records.read(sequence)).every((target) => target !== null && isSeen(records, viewer, target, visited));
  }
  if (viewer.namespaces === null) return true;
  const about = record.kind === "incident" ? String(fieldsOf(records, record).target) : record.subject;
  const namespace = parseNodeRef(about)?.namespace;
  return namespace !== undefined && maySee(viewer, namespace);
}

/** The namespaces that a record about people and tokens speaks of; `null`: all there are. */
function scopeOf(records: Records, record: Judged): string[] | null {
  const { scope } = fieldsOf(records, record);
  return Array.isArray(scope) ? (scope as string[]) : null;
}

/** These kinds are written by Headwater itself, so their bytes are JSON of a known shape. */
function fieldsOf(records: Records, { sequence }: Judged): Record<string, unknown> {
  return JSON.parse(records.read(sequence)?.bytes.toString("utf8") ?? "{}") as Record<string, unknown>;
}
