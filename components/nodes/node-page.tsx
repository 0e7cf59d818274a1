import { CircleAlert, CopyX, Network, ShieldAlert, Split, TriangleAlert, Waypoints } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { counted, formatCount } from "@/components/format";
import { AsOfNotice } from "@/components/lineage/as-of-notice";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { kindWord } from "@/components/lineage/kind-words";
import { ListFoot } from "@/components/lineage/list-foot";
import { partyName } from "@/components/lineage/node-link";
import { StatePill } from "@/components/lineage/state-mark";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { buttonClass } from "@/components/ui/button";
import { Pill } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Tabs, type Tab } from "@/components/ui/tabs";
import { JsonView } from "@/lib/json-view";
import type { ListPage, NodeAnswer } from "@/lib/lineage/node-answer";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { listTabsOf, tabWord, type ListTab } from "@/lib/node-tabs";
import { impactHref, lineageHref, nodeHref, predictionHref } from "@/lib/page-hrefs";
import { DataOverview } from "./data-overview";
import { ColumnOverview, DeploymentOverview, FeatureOverview, JobOverview, JobVersionOverview, PartyOverview, PlainOverview } from "./definition-overviews";
import { BatchOverview, FeatureSetOverview, PredictionOverview, RunOverview } from "./instance-overviews";
import { BatchTable, ColumnTable, FeatureSetTable, JobVersionTable, NodeTable, PredictionTable, RecordTable, RunTable } from "./lists";
import { ModelOverview } from "./model-overview";
import type { NodeLists, NodePageContent } from "./node-page-content";
import { Nothing } from "./nothing";

/** The page of one node: its head, and the tab that the address asks for. */
export function NodePage({ content }: { content: NodePageContent }) {
  const { node, kind, tab, lists } = content;
  const { asOf } = node;
  return (
    <main id="main">
      <PageHead
        glyph={<KindGlyph kind={kind} state={node.state} size={32} decorative />}
        title={<Title node={node} />}
        marks={<Marks node={node} kind={kind} />}
        note={<Context content={content} />}
        actions={<Actions content={content} />}
        tabs={<Tabs label="Parts of this page" tabs={tabsOf(content)} current={tab} />}
      />
      <PageBody>
        {asOf !== null && <AsOfNotice asOf={asOf} now={nodeHref(node.ref, null, tab === "overview" ? [] : [["tab", tab]])} />}
        {tab === "overview" ? <OverviewBody content={content} /> : tab === "records" ? <Records node={node} /> : <ListBody content={content} tab={tab} lists={lists} />}
        <div className="mt-4 flex justify-end"><WatermarkLine watermark={node.watermark} /></div>
      </PageBody>
    </main>
  );
}

/** What can be lost, so that something breaks. */
const DEFINITIONS: ReadonlySet<NodeKind> = new Set<NodeKind>(["source", "dataset", "featuregroup", "feature", "model", "deployment", "job", "jobversion", "column"]);

function Actions({ content: { node, kind } }: { content: NodePageContent }) {
  if (kind === "party" || kind === "incident") return null;
  return (
    <>
      {kind === "prediction" && <Link href={predictionHref(node.ref, node.asOf)} className={buttonClass()}><Waypoints size={14} strokeWidth={1.75} aria-hidden />What made it</Link>}
      <Link href={lineageHref(node.ref, node.asOf)} className={buttonClass()}><Network size={14} strokeWidth={1.75} aria-hidden />Lineage</Link>
      {DEFINITIONS.has(kind) && <Link href={impactHref([node.ref], node.asOf)} className={buttonClass()}><Split size={14} strokeWidth={1.75} aria-hidden />Impact</Link>}
    </>
  );
}

function Title({ node }: { node: NodeAnswer }) {
  const parsed = parseNodeRef(node.ref)!;
  return <>{parsed.name.join("/")}{node.version !== undefined && <span className="font-mono text-15 font-medium break-all text-ink-2">@{node.version}</span>}</>;
}

/** Kinds that can stop being active: of the others it would say nothing. */
const LIVING: ReadonlySet<NodeKind> = new Set<NodeKind>(["source", "dataset", "featuregroup", "feature", "model", "deployment"]);

function Marks({ node, kind }: { node: NodeAnswer; kind: NodeKind }) {
  const facts = new JsonView(node.facts);
  const violations = facts.at("violations").list().length;
  return (
    <>
      {node.state === "missing" ? <Pill>Expected, never seen</Pill> : (node.state !== "active" || LIVING.has(kind)) && <StatePill state={node.state} />}
      {node.conflict && <Pill tone="warn" icon={<CopyX size={14} aria-hidden />}>Conflicting records</Pill>}
      {node.declarations[0]?.trusted === false && <Pill tone="warn" icon={<ShieldAlert size={14} aria-hidden />}>Untrusted channel</Pill>}
      {violations > 0 && <Pill tone="warn" icon={<TriangleAlert size={14} aria-hidden />}>{counted(violations, "violation")}</Pill>}
      {node.failures.length > 0 && <Pill tone="bad" icon={<CircleAlert size={14} aria-hidden />}>{node.failures.length === 50 ? "50 failures or more" : counted(node.failures.length, "failure")}</Pill>}
    </>
  );
}

function Context({ content: { node, kind, overview } }: { content: NodePageContent }) {
  const previous = overview?.kind === "model" ? overview.previous : null;
  const parts: ReactNode[] = [kind === "party" ? kindWord(kind) : `${kindWord(kind)} in ${node.namespace}`];
  if (node.owner !== null) parts.push(<>owned by <Link href={nodeHref(node.owner, node.asOf)} className="text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-accent">{partyName(node.owner)}</Link></>);
  if (previous) parts.push(<>replaces <Link href={nodeHref(previous.ref, node.asOf)} className="text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-accent">@{previous.version}</Link></>);
  return <>{parts.map((part, index) => <span key={index}>{index > 0 && " · "}{part}</span>)}</>;
}

function countOf(tab: ListTab, { lists, node }: NodePageContent): number | null {
  switch (tab) {
    case "versions":
    case "features": return node.versions.total;
    case "batches": return lists.batches?.total ?? null;
    case "sets": return lists.sets?.total ?? null;
    case "columns":
    case "owned": return lists.members?.total ?? null;
    case "runs": return lists.runs?.list.total ?? null;
    case "predictions": return lists.predictions?.total ?? null;
  }
}

/** The tabs that have something in them, and the one that is open. */
function tabsOf(content: NodePageContent): Tab[] {
  const { node, kind, tab: open } = content;
  const href = (key: string) => nodeHref(node.ref, node.asOf, key === "overview" ? [] : [["tab", key]]);
  const lists = listTabsOf(kind, node.ref)
    .map((tab) => ({ key: tab, word: tab === "versions" && kind !== "job" && kind !== "jobversion" ? "Other versions" : tabWord(tab), href: href(tab), count: countOf(tab, content) }))
    .filter(({ key, count }) => count !== 0 || key === open);
  const records: Tab[] = node.records.shown > 0 || open === "records" ? [{ key: "records", word: tabWord("records"), href: href("records"), count: node.records.total }] : [];
  return [{ key: "overview", word: tabWord("overview"), href: href("overview") }, ...lists, ...records];
}

function OverviewBody({ content }: { content: NodePageContent }) {
  const { overview, kind } = content;
  switch (overview?.kind) {
    case "model": return <ModelOverview content={content} overview={overview} />;
    case "data": return <DataOverview content={content} overview={overview} />;
    case "feature": return <FeatureOverview content={content} overview={overview} />;
    case "flow": return kind === "column" ? <ColumnOverview content={content} overview={overview} /> : <JobVersionOverview content={content} overview={overview} />;
    case "batch": return <BatchOverview content={content} overview={overview} />;
    case "run": return <RunOverview content={content} overview={overview} />;
    case "deployment": return <DeploymentOverview content={content} overview={overview} />;
    case "prediction": return <PredictionOverview content={content} overview={overview} />;
    default:
      if (kind === "job") return <JobOverview content={content} />;
      if (kind === "featureset") return <FeatureSetOverview content={content} />;
      return kind === "party" ? <PartyOverview content={content} /> : <PlainOverview content={content} />;
  }
}

function Records({ node }: { node: NodeAnswer }) {
  const { items, total, shown } = node.records;
  return (
    <Panel title="Records" note="in the ledger, newest first">
      {shown === 0 ? <Nothing>No record is about this itself. It is named by others.</Nothing> : <RecordTable items={items} />}
      {shown > 0 && (
        <p className="border-t border-line px-4 py-3 text-12 text-ink-3">
          {total === null ? `The newest ${formatCount(shown)} shown of more than 1 000.` : total > shown ? `The newest ${formatCount(shown)} shown of ${formatCount(total)}.` : `All ${formatCount(total)} shown.`}
        </p>
      )}
    </Panel>
  );
}

function ListBody({ content, tab, lists }: { content: NodePageContent; tab: ListTab; lists: NodeLists }) {
  const { node, cursor } = content;
  const { asOf } = node;
  const here = (params: readonly [string, string][] = []) => nodeHref(node.ref, asOf, [["tab", tab], ...params]);
  const panel = (title: string, list: ListPage<unknown>, table: ReactNode, empty: string, params: readonly [string, string][] = [], above: ReactNode = null) => (
    <Panel title={title} note={list.total === null ? "newest first" : formatCount(list.total)}>
      {above}
      {list.shown === 0 ? <Nothing>{empty}</Nothing> : table}
      {list.shown > 0 && (
        <ListFoot
          shown={list.shown}
          total={list.total}
          next={list.next === undefined ? null : here([...params, ["cursor", list.next]])}
          first={cursor === null ? null : here(params)}
        />
      )}
    </Panel>
  );
  switch (tab) {
    case "versions":
      if (lists.jobVersions) return <Versions node={node} table={<JobVersionTable items={lists.jobVersions} asOf={asOf} />} title="Job versions" />;
      return <Versions node={node} table={<NodeTable items={node.versions.items} asOf={asOf} caption="Other versions, newest first" />} title="Other versions" />;
    case "features": return <Versions node={node} table={<NodeTable items={node.versions.items} asOf={asOf} caption="Features, newest first" />} title="Features" />;
    case "batches": return lists.batches && panel("Batches", lists.batches, <BatchTable items={lists.batches.results} asOf={asOf} />, "No batch is recorded.");
    case "sets": return lists.sets && panel("Feature sets", lists.sets, <FeatureSetTable items={lists.sets.results} asOf={asOf} />, "No feature set is recorded.");
    case "columns": return lists.members && panel("Columns", lists.members, <ColumnTable items={lists.members.results} asOf={asOf} />, "No column is recorded.");
    case "owned": return lists.members && panel("Owns", lists.members, <NodeTable items={lists.members.results} asOf={asOf} caption="Owns" />, "It owns nothing that is recorded and that you may see.");
    case "predictions":
      return lists.predictions && panel("Predictions", lists.predictions, <PredictionTable items={lists.predictions.results} asOf={asOf} without={node.kind === "model" ? "model" : node.kind === "deployment" ? "deployment" : null} />, "No prediction is recorded.");
    case "runs": {
      if (!lists.runs) return null;
      const { as, list, totals } = lists.runs;
      const sides = as !== null && <RunSides as={as} totals={totals} here={here} />;
      const empty = list.total === null ? "More than 10 000 runs: too many to list here. The pages of its jobs list them." : "No run is recorded.";
      return panel("Runs", list, <RunTable items={list.results} asOf={asOf} as={as} withJob={node.kind !== "job" && node.kind !== "jobversion"} />, empty, as === null ? [] : [["as", as]], sides);
    }
  }
}

/** Of data: whose runs are listed. */
function RunSides({ as, totals, here }: { as: "wrote" | "read"; totals: { wrote: number | null; read: number | null }; here: (params: readonly [string, string][]) => string }) {
  return (
    <nav aria-label="Whose runs" className="flex flex-wrap gap-2 border-b border-line px-4 py-2">
      {(["wrote", "read"] as const).map((it) => (
        <Link key={it} href={here([["as", it]])} aria-current={it === as ? "page" : undefined} className={`${buttonClass({ size: "sm", look: it === as ? "plain" : "ghost" })} aria-[current]:bg-pressed`}>
          {it === "wrote" ? "Of jobs that write it" : "Of jobs that read it"}{totals[it] !== null && <span className="figures font-normal text-ink-3">{formatCount(totals[it])}</span>}
        </Link>
      ))}
    </nav>
  );
}

function Versions({ node, table, title }: { node: NodeAnswer; table: ReactNode; title: string }) {
  const { total, shown } = node.versions;
  return (
    <Panel title={title} note={formatCount(total)}>
      {total === 0 ? <Nothing>None is recorded.</Nothing> : table}
      {total > shown && <p className="border-t border-line px-4 py-3 text-12 text-ink-3">The newest {formatCount(shown)} shown of {formatCount(total)}.</p>}
    </Panel>
  );
}
