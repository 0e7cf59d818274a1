import { SearchX, Inbox } from "lucide-react";
import Link from "next/link";
import { formatCount, formatTotal } from "@/components/format";
import { AsOfNotice } from "@/components/lineage/as-of-notice";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { kindWord, kindWords } from "@/components/lineage/kind-words";
import { ListFoot } from "@/components/lineage/list-foot";
import { NodeLink, partyName } from "@/components/lineage/node-link";
import { StateMark } from "@/components/lineage/state-mark";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { toKind } from "@/components/lineage/to-kind";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Button, buttonClass } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Table, type Column } from "@/components/ui/table";
import type { Watermark } from "@/lib/layout/picture";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { INSTANCE_KINDS, type NodeKind, type RefKind } from "@/lib/lineage/node-ref";
import { registryHref } from "@/lib/page-hrefs";
import { filtersByNamespace, type RegistryFilter } from "@/lib/registry-filter";

export type RegistryList = {
  found: { results: NodeBrief[]; total: number | null; shown: number; next?: string; watermark: Watermark };
  /** `null`: counted only when asked for. */
  kinds: { kind: NodeKind; total: number | null }[];
  namespaces: string[];
};

/** All things of one kind, newest first, by page. */
export function RegistryView({ filter, list: { found, kinds, namespaces } }: { filter: RegistryFilter; list: RegistryList }) {
  const { kind, namespace, q, cursor, asOf } = filter;
  const here = { kind, namespace, q };
  const isFiltered = namespace !== null || q !== "";
  return (
    <>
      <PageHead title="Registry" note="Everything that is recorded, kind by kind. Times in UTC." />
      <PageBody>
        {asOf !== null && <AsOfNotice asOf={asOf} now={registryHref(here)} />}
        <div className="grid grid-cols-[224px_minmax(0,1fr)] items-start gap-4 narrow:grid-cols-1">
          <KindList kinds={kinds} filter={filter} />
          <Panel title={kindWords(kind)} note={`${formatTotal(found.total)}${isFiltered ? " that match" : ""}, newest first`}>
            <FilterForm filter={filter} namespaces={namespaces} />
            {found.results.length === 0
              ? <div className="p-4"><NothingListed filter={filter} /></div>
              : <Things filter={filter} things={found.results} />}
            {found.results.length > 0 && (
              <ListFoot
                shown={found.shown}
                total={found.total}
                next={found.next === undefined ? null : registryHref({ ...here, cursor: found.next }, asOf)}
                first={cursor === null ? null : registryHref(here, asOf)}
              />
            )}
          </Panel>
        </div>
        <div className="mt-4 flex justify-end"><WatermarkLine watermark={found.watermark} /></div>
      </PageBody>
    </>
  );
}

function KindList({ kinds, filter }: { kinds: RegistryList["kinds"]; filter: RegistryFilter }) {
  return (
    <nav aria-label="Kinds" className="scroll-slim rounded border border-line bg-surface p-1 narrow:flex narrow:overflow-x-auto">
      {kinds.map(({ kind, total }) => (
        <Link
          key={kind}
          href={registryHref({ kind, namespace: filtersByNamespace(kind) ? filter.namespace : null }, filter.asOf)}
          aria-current={kind === filter.kind ? "page" : undefined}
          className="flex h-8 flex-none items-center gap-2.5 rounded-[4px] px-3 text-12 text-ink-2 hover:bg-sunken aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-ink narrow:h-11 narrow:aria-[current]:order-first narrow:gap-2"
        >
          <KindGlyph kind={kind} size={18} decorative />
          <span className="whitespace-nowrap">{kindWords(kind)}</span>
          {total !== null && <span className="figures ml-auto text-ink-3 narrow:ml-0">{formatCount(total)}</span>}
        </Link>
      ))}
    </nav>
  );
}

function FilterForm({ filter, namespaces }: { filter: RegistryFilter; namespaces: string[] }) {
  const { kind, namespace, q, asOf } = filter;
  const isInstance = INSTANCE_KINDS.has(kind as RefKind);
  const field = "h-8 min-w-0 rounded border border-control bg-surface px-2.5 text-12 narrow:h-10";
  return (
    <form action="/registry" role="search" aria-label={`Among ${kindWords(kind).toLowerCase()}`} className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <input type="hidden" name="kind" value={kind} />
      {asOf !== null && <input type="hidden" name="asOf" value={asOf} />}
      <input
        type="search"
        name="q"
        defaultValue={q}
        key={`q ${q}`}
        aria-label={isInstance ? "Id, its beginning, or trace id" : "Part of a name"}
        placeholder={isInstance ? "Id, its beginning, or trace id" : "Part of a name"}
        autoComplete="off"
        spellCheck={false}
        className={`${field} w-64 narrow:w-full`}
      />
      {filtersByNamespace(kind) && (
        <select name="namespace" defaultValue={namespace ?? ""} key={`namespace ${namespace}`} aria-label="Namespace" className={`${field} max-w-56 narrow:flex-1`}>
          <option value="">All namespaces</option>
          {namespace !== null && !namespaces.includes(namespace) && <option value={namespace}>{namespace}</option>}
          {namespaces.map((it) => <option key={it} value={it}>{it}</option>)}
        </select>
      )}
      <Button type="submit">Filter</Button>
      {(q !== "" || namespace !== null) && <Link href={registryHref({ kind }, asOf)} className={buttonClass({ look: "ghost" })}>Clear</Link>}
    </form>
  );
}

function Things({ filter: { kind, asOf }, things }: { filter: RegistryFilter; things: NodeBrief[] }) {
  const owned = things.some(({ owner }) => owner !== undefined);
  const placed = kind !== "party";
  const columns: Column[] = [
    { key: "name", head: kindWord(kind), className: "w-full max-w-0 min-w-44" },
    ...(placed ? [{ key: "namespace", head: "Namespace", className: "max-w-48 truncate" }] : []),
    ...(owned ? [{ key: "owner", head: "Owner", wideOnly: true, className: "max-w-40 truncate" }] : []),
    { key: "state", head: "State" },
    { key: "at", head: INSTANCE_KINDS.has(kind as RefKind) ? "Happened" : "First seen", align: "right", wideOnly: true },
  ];
  const rows = things.map((thing) => ({
    key: thing.ref + (thing.job ?? ""),
    cells: {
      name: <NodeLink nodeRef={thing.ref} kind={toKind(thing.kind)} state={thing.state} asOf={asOf} />,
      namespace: <span title={thing.namespace}>{thing.namespace}</span>,
      owner: thing.owner === undefined ? <span className="text-ink-3">None</span> : partyName(thing.owner),
      state: <StateMark state={thing.state} />,
      at: thing.at === undefined ? <span className="text-ink-3">Not dated</span> : <Instant at={thing.at} short />,
    },
  }));
  return <Table caption={`${kindWords(kind)}, newest first`} columns={columns} rows={rows} />;
}

function NothingListed({ filter: { kind, namespace, q, asOf } }: { filter: RegistryFilter }) {
  const many = kindWords(kind).toLowerCase();
  if (q === "" && namespace === null)
    return <Notice icon={<Inbox size={20} strokeWidth={1.75} aria-hidden />} title={`No ${many} that you may see`}><p>Headwater lists what your pipelines report. Nothing of this kind is recorded yet, or it lies in a namespace that you may not see.</p></Notice>;
  return (
    <Notice
      icon={<SearchX size={20} strokeWidth={1.75} aria-hidden />}
      title={q === "" ? `No ${many} in this namespace` : `No match for “${q}” among ${many}`}
      actions={<Link href={registryHref({ kind }, asOf)} className={buttonClass()}>Show all {many}</Link>}
    >
      {q !== "" && <p>{INSTANCE_KINDS.has(kind as RefKind) ? "Ids match from their beginning, trace ids whole." : "Names match by any part of them."}</p>}
    </Notice>
  );
}
