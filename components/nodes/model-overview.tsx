import { TrendingDown, TrendingUp } from "lucide-react";
import Link from "next/link";
import { counted, formatCount, formatNumber } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { factTerm } from "@/components/lineage/fact-lines";
import { toKind } from "@/components/lineage/to-kind";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { JsonView } from "@/lib/json-view";
import { formatRef } from "@/lib/lineage/node-ref";
import { lineageHref } from "@/lib/page-hrefs";
import { DayChart } from "./day-chart";
import { InputsPanel } from "./inputs-panel";
import { Evidence } from "./near-panel";
import type { NodePageContent, OverviewOf } from "./node-page-content";
import { Nothing } from "./nothing";
import { Overview } from "./overview";
import { toRunRef } from "./run-ref";
import { codeLine, refLine, runLines, valueLine } from "./side-panels";
import { LongText, Value } from "./value";

/** What a model version uses, was trained on, how well it did, and where it runs. */
export function ModelOverview({ content: { node, lists }, overview }: { content: NodePageContent; overview: OverviewOf<"model"> }) {
  const facts = new JsonView(node.facts);
  const { asOf } = node;
  const run = facts.at("training", "run");
  const snapshot = facts.at("training", "snapshot");
  const before = overview.previous && new JsonView(overview.previous.facts);
  const runRef = toRunRef(run);
  const latest = lists.predictions?.results[0];
  return (
    <Overview
      node={node}
      lines={[
        ["Description", facts.at("description").text() === null ? null : <LongText key="d">{facts.at("description").text()!}</LongText>],
        refLine("Trained by", toJobRef(run.at("job")), asOf),
        refLine("Run", runRef, asOf),
        ...runLines(run),
        ["Ended", run.at("endedAt").text() === null ? null : <Value key="e" value={run.at("endedAt").value} />],
        ["Latest prediction", latest?.at ? <Instant key="l" at={latest.at} /> : null],
        refLine("Replaces", overview.previous?.ref, asOf),
        refLine("Replaced by", overview.following, asOf),
        codeLine("Artifact", facts.at("artifact", "location").text()),
        valueLine("Artifact content", facts.at("artifact", "content")),
        valueLine("Contact", facts.at("owner", "contact")),
        ...facts.at("tags").entries().map(([name, it]) => valueLine(name, it)),
      ]}
      digests={[["Artifact", facts.at("artifact", "digest").text()], ["Training snapshot", snapshot.at("digest").text()]]}
      beside={<Deployments deployments={overview.deployments} asOf={asOf} />}
    >
      <Consumes node={node} consumes={overview.consumes} />
      <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1">
        <Panel title="Training snapshot">
          {snapshot.isThere() ? (
            <Facts>
              <Fact term="Snapshot"><LongText mono>{snapshot.at("id").text() ?? "Not named"}</LongText></Fact>
              {snapshot.at("window").isThere() && <Fact term="Window"><Value value={snapshot.at("window", "start").value} /> to <Value value={snapshot.at("window", "end").value} /></Fact>}
              <Fact term="Rows">{snapshot.at("rows").number() === null ? <span className="text-ink-3">Not recorded</span> : formatCount(snapshot.at("rows").number()!)}</Fact>
              <Fact term="Digest"><Value value={snapshot.at("digest").value} /></Fact>
            </Facts>
          ) : <Nothing>No snapshot is recorded.</Nothing>}
        </Panel>
        <Evaluation metrics={facts.at("metrics")} before={before?.at("metrics") ?? null} version={node.version ?? ""} previous={overview.previous?.version ?? null} />
      </div>
      <InputsPanel title="Trained on" note="inputs of the snapshot" inputs={snapshot.at("inputs")} asOf={asOf} />
      <Hyperparameters now={facts.at("hyperparameters")} before={before?.at("hyperparameters") ?? null} previous={overview.previous?.version ?? null} />
      <Panel title="Predictions" note={lists.predictions === null ? undefined : total(lists.predictions.total)}><DayChart days={overview.days} lastDay={overview.lastDay} /></Panel>
    </Overview>
  );
}

const total = (count: number | null) => (count === null ? "more than were counted" : `${formatCount(count)} in all`);

function toJobRef(job: JsonView): string | null {
  const [namespace, name] = [job.at("namespace").text(), job.at("name").text()];
  return namespace === null || name === null ? null : formatRef("job", namespace, name);
}

function Consumes({ node, consumes }: { node: NodePageContent["node"]; consumes: OverviewOf<"model">["consumes"] }) {
  const isFeature = ({ ref }: { ref: string | null }) => ref?.startsWith("feature:") ?? false;
  const features = consumes.filter(isFeature).length;
  const saysNeed = consumes.some(({ sources }) => sources.some(({ need }) => need !== null));
  const columns = [
    { key: "feature", head: "Uses", className: "w-1/2 max-w-0 min-w-44" },
    { key: "sources", head: "Fed by", className: "w-1/2 max-w-0 min-w-52" },
    ...(saysNeed ? [{ key: "need", head: "Need", className: "whitespace-nowrap" }] : []),
    { key: "evidence", head: "Evidence" },
  ];
  // features first: that is what a model says that it needs
  const inOrder = [...consumes].sort((a, b) => Number(isFeature(b)) - Number(isFeature(a)));
  const rows = inOrder.flatMap((item) => {
    // a line for each source only where something is said of each
    const shown = item.sources.some(({ need }) => need !== null) ? 4 : 1;
    const sources = item.sources.length === 0 ? [null] : item.sources.slice(0, shown);
    return sources.map((source, index) => ({
      key: `${item.id} ${index}`,
      cells: {
        feature: index === 0 ? <NodeLink nodeRef={item.ref} kind={item.kind === null ? null : toKind(item.kind)} state={item.state} asOf={node.asOf} /> : <span className="sr-only">the same</span>,
        sources: source === null ? <span className="text-ink-3">Nothing recorded upstream</span> : (
          <span className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 flex-1"><NodeLink nodeRef={source.ref} kind={source.kind === null ? null : toKind(source.kind)} asOf={node.asOf} /></span>
            {index === sources.length - 1 && item.sources.length > sources.length && <span className="flex-none text-ink-3">and {formatCount(item.sources.length - sources.length)} more</span>}
          </span>
        ),
        need: source?.need ? factTerm(source.need) : <span className="text-ink-3">Not said</span>,
        evidence: index === 0 ? <Evidence edge={item} /> : null,
      },
    }));
  });
  return (
    <Panel
      title="Consumes"
      note={features > 0 ? `${counted(features, "feature")} at exact versions` : undefined}
      action={<Link href={lineageHref(node.ref, node.asOf)} className="text-12 font-medium text-accent hover:underline">Open in lineage</Link>}
    >
      {rows.length === 0 ? <Nothing>Nothing is recorded upstream.</Nothing> : <Table caption="Consumes" columns={columns} rows={rows} />}
    </Panel>
  );
}

/** Names of metrics of which less is better. */
const LESS_IS_BETTER = /(^|_)(loss|error|err|rmse|mse|mae|mape|false|latency|alarms?|drift|cost)(_|$)/i;

function Evaluation({ metrics, before, version, previous }: { metrics: JsonView; before: JsonView | null; version: string; previous: string | null }) {
  const names = metrics.entries().map(([name]) => name);
  return (
    <Panel title="Evaluation" note="as recorded">
      {names.length === 0 ? <Nothing>No metric is recorded.</Nothing> : (
        <Table
          caption="Evaluation"
          columns={[
            { key: "metric", head: "Metric" },
            ...(previous === null ? [] : [{ key: "before", head: `@${previous}`, align: "right" as const }]),
            { key: "now", head: `@${version}`, align: "right" },
            ...(previous === null ? [] : [{ key: "change", head: "Change", align: "right" as const }]),
          ]}
          rows={names.map((name) => ({
            key: name,
            cells: { metric: factTerm(name), before: figure(before?.at(name) ?? null), now: <span className="font-semibold">{figure(metrics.at(name))}</span>, change: <Change name={name} from={before?.at(name).number() ?? null} to={metrics.at(name).number()} /> },
          }))}
        />
      )}
    </Panel>
  );
}

function figure(value: JsonView | null) {
  const number = value?.number() ?? null;
  return number === null ? <span className="text-ink-3">None</span> : <span title={String(number)}>{formatNumber(Number(number.toPrecision(4)))}</span>;
}

function Change({ name, from, to }: { name: string; from: number | null; to: number | null }) {
  if (from === null || to === null) return <span className="text-ink-3">None</span>;
  const change = Number((to - from).toPrecision(4));
  if (change === 0) return <span className="text-ink-3">Same</span>;
  const Icon = change > 0 ? TrendingUp : TrendingDown;
  const isKnown = /(precision|recall|f1|auc|accuracy|score|r2|found)/i.test(name) || LESS_IS_BETTER.test(name);
  const isBetter = LESS_IS_BETTER.test(name) ? change < 0 : change > 0;
  const tone = !isKnown ? "text-ink-2" : isBetter ? "text-good-ink" : "text-bad-ink";
  return <span className={`inline-flex items-center gap-1 ${tone}`}><Icon size={14} strokeWidth={1.75} aria-hidden />{change > 0 ? "+" : ""}{formatNumber(change)}{isKnown && <span className="sr-only">{isBetter ? "better" : "worse"}</span>}</span>;
}

function Hyperparameters({ now, before, previous }: { now: JsonView; before: JsonView | null; previous: string | null }) {
  const entries = now.entries();
  const isChanged = (name: string) => before !== null && JSON.stringify(before.at(name).value) !== JSON.stringify(now.at(name).value);
  const gone = before?.entries().filter(([name]) => !now.at(name).isThere()) ?? [];
  const changed = entries.filter(([name]) => isChanged(name)).length + gone.length;
  return (
    <Panel title="Hyperparameters" note={previous === null ? undefined : changed === 0 ? `none changed since @${previous}` : `${formatCount(changed)} changed since @${previous}`}>
      {entries.length === 0 && gone.length === 0 ? <Nothing>None recorded.</Nothing> : (
        <dl className="grid grid-cols-3 gap-x-8 px-4 py-2 text-12 narrow:grid-cols-1">
          {entries.map(([name, it]) => (
            <div key={name} className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 py-1">
              <dt className="mono min-w-0 break-all text-ink-2">{name}</dt>
              <dd className="ml-auto flex min-w-0 items-baseline gap-2">
                <span className={`mono min-w-0 ${isChanged(name) ? "font-semibold" : ""}`}><Value value={it.value} /></span>
                {isChanged(name) && <span className="text-ink-3">was {before!.at(name).isThere() ? (before!.at(name).said() ?? "other") : "not set"}</span>}
              </dd>
            </div>
          ))}
          {gone.map(([name, it]) => (
            <div key={name} className="flex min-h-8 items-center gap-x-3 py-1"><dt className="mono text-ink-3">{name}</dt><dd className="ml-auto text-ink-3">not set, was {it.said() ?? "other"}</dd></div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

function Deployments({ deployments, asOf }: { deployments: OverviewOf<"model">["deployments"]; asOf: string | null }) {
  return (
    <Panel title="Deployments" note={deployments.length === 0 ? undefined : formatCount(deployments.length)}>
      {deployments.length === 0 ? <Nothing>No deployment is recorded.</Nothing> : (
        <ul className="text-12">
          {deployments.map(({ ref, from, to }, index) => (
            <li key={index} className="grid gap-0.5 border-b border-line px-4 py-2 last:border-0">
              <NodeLink nodeRef={ref} kind={ref === null ? null : "deployment"} asOf={asOf} />
              <span className="pl-[26px] text-ink-3">{from && <Instant at={from} short />} to {to === null ? "now" : <Instant at={to} short />}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
