import { formatCount } from "@/components/format";
import { EdgeLine } from "@/components/lineage/edge-line";
import { NodeLink } from "@/components/lineage/node-link";
import { edgeWord } from "@/components/lineage/node-words";
import { toKind } from "@/components/lineage/to-kind";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table, type Column } from "@/components/ui/table";
import type { NearNode, NearNodes } from "@/lib/lineage/near-nodes";
import { lineageHref } from "@/lib/page-hrefs";
import Link from "next/link";
import { Nothing } from "./nothing";

const SHOWN = 12;

/** How sure an edge is, as line and word. */
export function Evidence({ edge }: { edge: Pick<NearNode, "confidence" | "stale"> }) {
  return <Mark icon={<EdgeLine confidence={edge.confidence} stale={edge.stale} />}>{edgeWord(edge)}</Mark>;
}

/** What is next to a node on one side: the first few by name, and how many there are. `need` adds what the node says of its inputs. */
export function NearPanel({ title, near, empty, nodeRef, asOf, viaWord, need }: {
  title: string;
  near: NearNodes;
  /** What is said when there is nothing. */
  empty: string;
  nodeRef: string;
  asOf: string | null;
  /** What stands between: "Through" a job version, "By run". */
  viaWord?: string;
  need?: (item: NearNode) => string | null;
}) {
  const { items, total } = near;
  const saysNeed = need !== undefined && items.some((item) => need(item) !== null);
  const hasVia = viaWord !== undefined && items.some(({ via }) => via !== null);
  const columns: Column[] = [
    { key: "node", head: "Name", className: "w-full max-w-0 min-w-44" },
    ...(hasVia ? [{ key: "via", head: viaWord, wideOnly: true, className: "w-60 max-w-0 min-w-52" }] : []),
    ...(saysNeed ? [{ key: "need", head: "Need", className: "whitespace-nowrap" }] : []),
    { key: "evidence", head: "Evidence" },
  ];
  return (
    <Panel
      title={title}
      note={total === null ? `more than ${formatCount(items.length)}` : formatCount(total)}
      action={items.length > 0 && <Link href={lineageHref(nodeRef, asOf)} className="text-12 font-medium text-accent hover:underline">Open in lineage</Link>}
    >
      {items.length === 0 ? (
        <Nothing>{empty}</Nothing>
      ) : (
        <>
          <Table
            caption={title}
            columns={columns}
            rows={items.slice(0, SHOWN).map((item) => ({
              key: item.id,
              cells: {
                node: <NodeLink nodeRef={item.ref} kind={item.kind === null ? null : toKind(item.kind)} state={item.state} asOf={asOf} />,
                via: item.via === null ? null : <NodeLink nodeRef={item.via.startsWith("hidden-") ? null : item.via} kind={item.via.startsWith("run:") ? "run" : "jobversion"} asOf={asOf} />,
                need: need?.(item) ?? <span className="text-ink-3">Not said</span>,
                evidence: <Evidence edge={item} />,
              },
            }))}
          />
          {(items.length > SHOWN || total === null) && (
            <p className="border-t border-line px-4 py-2 text-12 text-ink-3">
              {formatCount(Math.min(SHOWN, items.length))} shown of {total === null ? `more than ${formatCount(items.length)}` : formatCount(total)}, by name. The lineage and its list show the rest.
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
