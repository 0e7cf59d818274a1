import Link from "next/link";
import { formatCount } from "@/components/format";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { recordHref } from "@/lib/page-hrefs";

export type AccessEntry = { sequence: number; what: string; by: string; at: string };

/** What the ledger says of a person, newest first. */
export function AccessHistory({ entries, more }: { entries: readonly AccessEntry[]; more: boolean }) {
  return (
    <Panel title="In the ledger" note={more ? `the latest ${entries.length}, times in UTC` : "times in UTC"}>
      {entries.length === 0 ? (
        <p className="px-4 py-3 text-12 text-ink-2">Nothing recorded. Changes of people are in the ledger since there can be more than one.</p>
      ) : (
        <Table
          caption="In the ledger"
          columns={[{ key: "what", head: "Change" }, { key: "by", head: "By" }, { key: "at", head: "Recorded", wideOnly: true }, { key: "record", head: "Record", align: "right" }]}
          rows={entries.map(({ sequence, what, by, at }) => ({
            key: String(sequence),
            cells: { what, by: <span className="block max-w-40 truncate" title={by}>{by}</span>, at: <Instant at={at} />, record: <Link href={recordHref(sequence)} className="text-accent hover:underline">{formatCount(sequence)}</Link> },
          }))}
        />
      )}
    </Panel>
  );
}
