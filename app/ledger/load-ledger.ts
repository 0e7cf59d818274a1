import "server-only";
import type { DeadLetterTab } from "@/components/ledger/ledger-tabs";
import type { RecordLine } from "@/components/ledger/record-table";
import type { Checkpoint } from "@/components/ledger/checkpoint-panel";
import type { RecordBrief } from "@/graph/queries/find-records";
import { findBriefs } from "@/graph/queries/node-lookup";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { referenceOf } from "@/lib/interpret/subject-keys";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { formatInstant } from "@/lib/time";

/** What the ledger comes to. Asks no graph. */
export function loadCheckpoint(): Checkpoint {
  const { ledger, projection } = services();
  const { size, root } = ledger.checkpoint();
  const { offset, deadLetters } = projection.status();
  const last = size === 0 ? null : ledger.entry(size);
  return { size, root: Buffer.from(root, "hex").toString("base64"), projected: isGraphKnown() ? offset : null, deadLetters, conflicts: ledger.conflictCount(), lastRecordedAt: last && formatInstant(last.recordedAt) };
}

/** For the tab: they span all namespaces, so only for who sees all. */
export function deadLetterTab(viewer: Viewer): DeadLetterTab {
  const mayRead = may(viewer, "deadletter:read") && viewer.namespaces === null;
  return { mayRead, count: mayRead && isGraphKnown() ? services().projection.status().deadLetters : null };
}

/** False until the projector has found out how far the graph is. */
function isGraphKnown(): boolean {
  return services().projection.status().state !== "starting";
}

/** Records as lines, with what their subjects are known to be; without the graph, what their references say. */
export async function toLines(records: readonly RecordBrief[]): Promise<RecordLine[]> {
  const refs = records.map(({ subject }) => referenceOf(subject));
  const known = await findBriefs([...new Set(refs.filter((ref) => ref !== null))]).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  return records.map((record, i) => {
    const ref = refs[i] ?? null;
    const node = ref === null ? undefined : known?.get(ref);
    const kind = (node?.kind ?? (ref === null ? undefined : parseNodeRef(ref)?.kind)) as NodeKind | undefined;
    return { ...record, subject: ref === null || kind === undefined ? null : { ref, kind, state: node?.state ?? null } };
  });
}

/** The names of those who recorded something, by actor. Of others only for who may read what they did. */
export function actorNames(viewer: Viewer): Record<string, string> {
  const own = { [viewer.id]: viewer.name };
  if (!may(viewer, "audit:read")) return own;
  const { accounts } = services();
  const tokens = accounts.listTokens(viewer).map(({ id, name }) => [`token:${id}`, name] as const);
  const users = accounts.listUsers(viewer).map(({ id, name }) => [`user:${id}`, name] as const);
  return { ...own, ...Object.fromEntries([...tokens, ...users]) };
}
