import Link from "next/link";
import { formatBytes, formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Instant } from "@/components/ui/instant";
import { Table } from "@/components/ui/table";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { recordHref } from "@/lib/page-hrefs";
import { PlaceMark } from "./place-mark";
import { actorWord, recordKindWord, typeWord, type Place } from "./record-words";

/** `subject` is `null` where the record is about no single node. */
export type RecordLine = {
  sequence: number;
  recordedAt: string;
  kind: string;
  type: string;
  subject: { ref: string; kind: NodeKind; state: string | null } | null;
  actor: string;
  sizeBytes: number;
  place: Place;
};

const COLUMNS = [
  { key: "sequence", head: "Record" },
  { key: "recordedAt", head: "Recorded" },
  { key: "type", head: "Type" },
  { key: "subject", head: "About", className: "w-2/5 max-w-0 narrow:max-w-none narrow:min-w-56" },
  { key: "actor", head: "By", wideOnly: true },
  { key: "size", head: "Size", align: "right", wideOnly: true },
  { key: "place", head: "Where" },
] as const;

/** Records as a table, in the order given. */
export function RecordTable({ records, names }: { records: readonly RecordLine[]; names: Readonly<Record<string, string>> }) {
  return (
    <Table
      caption="Records, newest first"
      columns={COLUMNS}
      rows={records.map(({ sequence, recordedAt, kind, type, subject, actor, sizeBytes, place }) => ({
        key: String(sequence),
        cells: {
          sequence: <Link href={recordHref(sequence)} className="figures font-medium whitespace-nowrap text-accent hover:underline">{formatCount(sequence)}</Link>,
          recordedAt: <Instant at={recordedAt} />,
          type: <span className="whitespace-nowrap" title={`${recordKindWord(kind)}, ${type}`}>{typeWord(type)}</span>,
          subject: subject === null ? <span className="text-ink-3">-</span> : <NodeLink nodeRef={subject.ref} kind={subject.kind} state={subject.state} />,
          actor: <span className="flex max-w-48 min-w-0"><CutMiddle>{actorWord(actor, names)}</CutMiddle></span>,
          size: <span className="whitespace-nowrap">{formatBytes(sizeBytes)}</span>,
          place: <PlaceMark place={place} />,
        },
      }))}
    />
  );
}
