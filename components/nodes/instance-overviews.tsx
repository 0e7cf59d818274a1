import { TriangleAlert } from "lucide-react";
import { formatCount, formatNumber } from "@/components/format";
import { factTerm } from "@/components/lineage/fact-lines";
import { NodeLink } from "@/components/lineage/node-link";
import { toKind } from "@/components/lineage/to-kind";
import { Fact, Facts } from "@/components/ui/facts";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { JsonView } from "@/lib/json-view";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { formatRef } from "@/lib/lineage/node-ref";
import { FacetsPanel } from "./facets-panel";
import { InputsPanel } from "./inputs-panel";
import { LatestPredictions } from "./latest-lists";
import { runDuration } from "./lists";
import { NearPanel } from "./near-panel";
import type { NodePageContent, OverviewOf } from "./node-page-content";
import { Nothing } from "./nothing";
import { Overview } from "./overview";
import { toRunRef } from "./run-ref";
import { codeLine, refLine, runLines, valueLine, type Line } from "./side-panels";
import { StatisticsTable } from "./statistics-table";
import { JsonDetails, Value } from "./value";

type Props<Kind extends "batch" | "run" | "prediction"> = { content: NodePageContent; overview: OverviewOf<Kind> };
const trace = (node: NodePageContent["node"]): Line => codeLine("Trace", node.trace);

/** One window of a dataset: what is in it, how good it is, who wrote it and who used it. */
export function BatchOverview({ content: { node, parentKind }, overview }: Props<"batch">) {
  const { asOf } = node;
  const facts = new JsonView(node.facts);
  const violations = facts.at("violations").list();
  const statistics = facts.at("statistics");
  const writer = overview.upstream.items.find(({ via }) => via?.startsWith("run:"))?.via ?? toRunRef(facts.at("run"));
  return (
    <Overview
      node={node}
      lines={[
        refLine("Of", node.dataset, asOf, parentKind),
        ["Window", facts.at("window").isThere() ? <span key="w"><Value value={facts.at("window", "start").value} /> to <Value value={facts.at("window", "end").value} /></span> : null],
        ["Rows", facts.at("rows").number() === null ? null : formatCount(facts.at("rows").number()!)],
        ["Baseline", facts.at("reference").yesOrNo() ? "Yes, of its source" : null],
        codeLine("Location", facts.at("location").text()),
        refLine("Written by", writer, asOf),
        trace(node),
        ["Previous", beside(overview.beside.previous, asOf)],
        ["Next", beside(overview.beside.next, asOf)],
      ]}
      digests={[["Rows", facts.at("digest").text()]]}
    >
      {violations.length > 0 && (
        <Panel title="Violations" note="of what its source was declared to be then">
          <ul className="text-12">
            {violations.map((it, index) => (
              <li key={index} className="flex min-h-8 items-center border-b border-line px-4 last:border-0">
                <Mark tone="warn" icon={<TriangleAlert size={14} aria-hidden />} className="!whitespace-normal">{[it.at("field").text(), it.at("problem").text()].filter(Boolean).join(" ")}</Mark>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1">
        <Panel title="Quality" note="as recorded"><Named values={facts.at("quality")} empty="No quality is recorded." ratios={["completeness", "nullRatio"]} /></Panel>
        <Panel title="Health signals"><Named values={facts.at("health")} empty="No health signal is recorded." /></Panel>
      </div>
      <Panel title="Statistics">
        {statistics.entries().length > 0 ? <StatisticsTable statistics={statistics} points={overview.points} /> : <Nothing>Statistics missing.</Nothing>}
      </Panel>
      <NearPanel title="Made from" near={overview.upstream} empty={writer === null ? "No run is recorded that wrote it." : "The run that wrote it recorded no input."} nodeRef={node.ref} asOf={asOf} viaWord="By run" />
      <NearPanel title="Used for" near={overview.downstream} empty="Nothing that used it is recorded." nodeRef={node.ref} asOf={asOf} viaWord="By run" />
      <FacetsPanel facets={facts.at("facets")} />
    </Overview>
  );
}

function beside(batch: NodeBrief | null, asOf: string | null) {
  return batch === null ? <span className="text-ink-3">None</span> : <NodeLink nodeRef={batch.ref} kind="batch" state={batch.state} asOf={asOf} label={batch.version} />;
}

function Named({ values, empty, ratios = [] }: { values: JsonView; empty: string; ratios?: readonly string[] }) {
  const entries = values.entries();
  if (entries.length === 0) return <Nothing>{empty}</Nothing>;
  return (
    <Facts>
      {entries.map(([name, it]) => (
        <Fact key={name} term={factTerm(name)}>{ratios.includes(name) && it.number() !== null ? `${formatNumber(it.number()! * 100)} %` : <Value value={it.value} />}</Fact>
      ))}
    </Facts>
  );
}

/** The values that one run computed, from what, and what was said from them. */
export function FeatureSetOverview({ content: { node, lists } }: { content: NodePageContent }) {
  const { asOf } = node;
  const facts = new JsonView(node.facts);
  const values = facts.at("values").entries();
  const run = facts.at("run");
  const group = facts.at("group").text();
  const namespace = facts.at("namespace").text();
  const predictions = lists.predictions;
  return (
    <Overview
      node={node}
      lines={[
        refLine("Feature group", group !== null && namespace !== null ? formatRef("dataset", namespace, group) : null, asOf, "featuregroup"),
        refLine("Computed by", toRunRef(run), asOf),
        ...runLines(run),
        valueLine("Parameters", run.at("parameters")),
        trace(node),
      ]}
      digests={[["Values", facts.at("digest").text()]]}
    >
      <Panel title="Values" note={formatCount(values.length)}>
        {values.length === 0 ? <Nothing>No value is recorded.</Nothing> : (
          <Table
            caption="Values"
            columns={[{ key: "feature", head: "Feature", className: "w-full max-w-0 min-w-44" }, { key: "value", head: "Value", align: "right" }]}
            rows={values.map(([name, it]) => ({
              key: name,
              cells: {
                feature: <FeatureOf name={name} namespace={namespace} group={group} asOf={asOf} />,
                value: it.number() === null ? <Value value={it.value} /> : <span className="font-medium" title={String(it.number())}>{formatNumber(it.number()!)}</span>,
              },
            }))}
          />
        )}
      </Panel>
      <InputsPanel title="Computed from" inputs={facts.at("inputs")} asOf={asOf} />
      {predictions && <LatestPredictions title="Predictions made from it" node={node} list={predictions} empty="No prediction from it is recorded." />}
      {facts.at("statistics").entries().length > 0 && <Panel title="Statistics"><StatisticsTable statistics={facts.at("statistics")} /></Panel>}
    </Overview>
  );
}

/** A recorded value is named by its feature, with a version where several are in one set. */
function FeatureOf({ name, namespace, group, asOf }: { name: string; namespace: string | null; group: string | null; asOf: string | null }) {
  const [, feature = name, version] = /^(.*)@([^@]+)$/.exec(name) ?? [];
  if (version === undefined || namespace === null || group === null) return <span className="mono">{name}</span>;
  return <NodeLink nodeRef={formatRef("feature", namespace, [group, feature], version)} kind="feature" asOf={asOf} label={`${feature} @${version}`} />;
}

/** One run: what it read and wrote, how it went, what it was part of. */
export function RunOverview({ content: { node, lists }, overview }: Props<"run">) {
  const { asOf } = node;
  const facts = new JsonView(node.facts);
  const facets = facts.at("facets");
  const error = facets.at("errorMessage");
  const { parent, children } = overview.relatives;
  const predictions = lists.predictions;
  return (
    <Overview
      node={node}
      lines={[
        refLine("Job", node.job, asOf),
        ["Began", node.startedAt ? <Value key="b" value={node.startedAt} /> : null],
        ["Ended", node.endedAt ? <Value key="e" value={node.endedAt} /> : null],
        ["Took", runDuration(node)],
        ...runLines(facts),
        valueLine("Parameters", facts.at("parameters")),
        ["Started by", parent === undefined ? null : <NodeLink key="p" nodeRef={parent?.ref ?? null} kind={parent === null ? null : "run"} state={parent?.state} asOf={asOf} />],
        trace(node),
      ]}
    >
      {error.at("message").text() !== null && (
        <Panel title="Error">
          <div className="grid gap-2 px-4 py-3 text-12">
            <pre tabIndex={0} className="mono scroll-slim max-h-48 overflow-auto whitespace-pre-wrap break-words text-bad-ink">{error.at("message").text()}</pre>
            {error.at("stackTrace").text() !== null && <JsonDetails summary="Stack trace" value={error.at("stackTrace").text()} />}
          </div>
        </Panel>
      )}
      {predictions && predictions.shown > 0 && <LatestPredictions title="Predictions of this run" node={node} list={predictions} empty="" />}
      <NearPanel title="Read" near={overview.upstream} empty="No input is recorded." nodeRef={node.ref} asOf={asOf} />
      <NearPanel title="Wrote" near={overview.downstream} empty={node.state === "complete" || node.state === "running" ? "No output is recorded." : "It made no lineage: only a run that completes does."} nodeRef={node.ref} asOf={asOf} />
      {children.total > 0 && (
        <Panel title="Runs that it started" note={children.total > children.items.length ? `${formatCount(children.items.length)} shown of ${formatCount(children.total)}` : formatCount(children.total)}>
          <ul className="px-4 py-2 text-12">{children.items.map((it) => <li key={it.ref + it.job} className="flex min-h-8 items-center"><span className="min-w-0 flex-1"><NodeLink nodeRef={it.ref} kind="run" state={it.state} asOf={asOf} /></span></li>)}</ul>
        </Panel>
      )}
      <FacetsPanel facets={facets} without={["errorMessage", "parent"]} />
    </Overview>
  );
}

/** What a model said, and from what. */
export function PredictionOverview({ content: { node }, overview: { sources } }: Props<"prediction">) {
  const { asOf } = node;
  const facts = new JsonView(node.facts);
  const output = facts.at("output").entries();
  return (
    <Overview
      node={node}
      lines={[
        refLine("Model version", sources.model, asOf),
        refLine("Deployment", sources.deployment, asOf),
        refLine("Run", sources.run, asOf),
        codeLine("Code version", facts.at("run", "codeVersion").text()),
        ["Operator", facts.at("run", "operator").text()],
        trace(node),
      ]}
      digests={[["Output", facts.at("digest").text()]]}
    >
      <Panel title="Output">
        {output.length === 0 ? <Nothing>No output is recorded.</Nothing> : (
          <Facts>{output.map(([name, it]) => <Fact key={name} term={factTerm(name)}><OutputValue value={it} asOf={asOf} /></Fact>)}</Facts>
        )}
      </Panel>
      <Panel title="Feature sets" note={formatCount(sources.featureSets.length)}>
        {sources.featureSets.length === 0 ? <Nothing>No feature set is recorded.</Nothing> : (
          <ul className="px-4 py-2 text-12">
            {sources.featureSets.map((it, index) => (
              <li key={it?.ref ?? index} className="flex min-h-8 items-center narrow:min-h-11"><span className="min-w-0 flex-1"><NodeLink nodeRef={it?.ref ?? null} kind={it === null ? null : "featureset"} state={it?.state} asOf={asOf} /></span></li>
            ))}
          </ul>
        )}
      </Panel>
    </Overview>
  );
}

/** A value of an output: a reference leads to what it is. */
function OutputValue({ value, asOf }: { value: JsonView; asOf: string | null }) {
  const text = value.text();
  if (text !== null && /^(dataset|batch|feature|featureset|model|deployment|job|run|column):[^\s:]+:\S+$/.test(text)) return <NodeLink nodeRef={text} kind={toKind(text.slice(0, text.indexOf(":")))} asOf={asOf} />;
  return <Value value={value.value} />;
}
