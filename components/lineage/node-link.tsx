import Link from "next/link";
import { CutMiddle } from "@/components/ui/cut-middle";
import { nodeHref } from "@/lib/page-hrefs";
import { LONGEST_REFERENCE } from "@/lib/lineage/longest-reference";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { KindGlyph } from "./kind-glyph";
import { kindWord } from "./kind-words";
import { versionLabel } from "./node-words";

/**
 * A node in a list or a cell: kind, name and version, leading to its page. `null` is a node that may not be seen. `label` stands in place of
 * name and version, where the list is about things of one name. What is too long to be in the graph leads nowhere: no address would hold it.
 */
export function NodeLink({ nodeRef, kind, state, asOf = null, href, label }: {
  nodeRef: string | null; kind: NodeKind | null; state?: string | null; asOf?: string | null; href?: string; label?: string;
}) {
  const parsed = nodeRef === null ? null : parseNodeRef(nodeRef);
  const version = versionLabel(parsed?.version ?? null);
  if (nodeRef === null || parsed === null) return <span className="flex items-center gap-2 text-ink-3"><KindGlyph kind={null} size={18} decorative />A node you may not see</span>;
  const name = (
    <>
      <CutMiddle className="font-medium">{label ?? parsed.name.join("/")}</CutMiddle>
      {version && label === undefined && <span className="max-w-40 flex-none truncate font-mono text-11 font-medium text-ink-2">{version}</span>}
    </>
  );
  return (
    <span className="flex min-w-0 items-center gap-2">
      <KindGlyph kind={kind} state={state} size={18} />
      {nodeRef.length > LONGEST_REFERENCE
        ? <span className="flex min-w-0 flex-1 items-baseline gap-1" title="Too long for the graph: it has no page">{name}</span>
        : <Link href={href ?? nodeHref(nodeRef, asOf)} className="flex min-w-0 flex-1 items-baseline gap-1 hover:text-accent hover:underline" title={`${kindWord(kind)} ${nodeRef}`}>{name}</Link>}
    </span>
  );
}

/** The name of a party's reference: an owner, an operator. */
export function partyName(ref: string): string {
  return parseNodeRef(ref)?.name.join("/") ?? ref;
}
