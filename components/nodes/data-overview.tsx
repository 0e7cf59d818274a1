import { factTerm } from "@/components/lineage/fact-lines";
import { formatCount, formatNumber } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { JsonView } from "@/lib/json-view";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { nodeHref } from "@/lib/page-hrefs";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { FacetsPanel } from "./facets-panel";
import { LatestRuns } from "./latest-lists";
import { BatchTable, ColumnTable, FeatureSetTable, NodeTable } from "./lists";
import { NearPanel } from "./near-panel";
import type { NodePageContent, OverviewOf } from "./node-page-content";
import { Nothing } from "./nothing";
import { FewPanel } from "./section";
import { codeLine, DigestsPanel, FactsPanel, FailuresPanel, RecordsPanel, valueLine, type Line } from "./side-panels";
import { StatisticsTable } from "./statistics-table";
import { TwoColumns } from "./two-columns";
import { JsonDetails, LongText } from "./value";

/** A source, dataset, feature group or model dataset: what it holds, how its latest batches are, what feeds it and what it feeds. */
export function DataOverview({ content: { node, lists, kind }, overview }: { content: NodePageContent; overview: OverviewOf<"data"> }) {
  const { asOf } = node;
  const facts = new JsonView(node.facts);
  // as of an instant the declaration that held then is the first of those that had been made
  const declaration = new JsonView(node.declarations[0]?.facts);
  const facets = facts.at("facets");
  const latest = overview.latest && new JsonView(overview.latest.facts);
  const tab = (name: string) => nodeHref(node.ref, asOf, [["tab", name]]);
  const statistics = latest?.at("statistics");
  const hasBatches = (lists.batches?.total ?? 1) !== 0;
  const near = (side: "upstream" | "downstream") =>
    side === "upstream"
      ? <NearPanel title="Fed by" near={overview.upstream} empty={kind === "source" ? "Nothing recorded upstream. Sources start here." : "Nothing recorded upstream."} nodeRef={node.ref} asOf={asOf} viaWord="Through" />
      : <NearPanel title="Feeds" near={overview.downstream} empty="Nothing recorded downstream." nodeRef={node.ref} asOf={asOf} viaWord="Through" />;
  return (
    <TwoColumns
      main={
        <>
          {declaration.isThere() && <Schema declaration={declaration} />}
          {lists.sets && (
            <>
              <FewPanel title="Features" shown={node.versions.shown} total={node.versions.total} all={tab("features")} empty="No feature is recorded.">
                <NodeTable items={node.versions.items.slice(0, 12)} asOf={asOf} caption="Features" />
              </FewPanel>
              <FewPanel title="Latest feature sets" shown={lists.sets.shown} total={lists.sets.total} all={tab("sets")} empty="No feature set is recorded."><FeatureSetTable items={lists.sets.results} asOf={asOf} /></FewPanel>
            </>
          )}
          {lists.batches && (hasBatches || !lists.sets) && (
            <FewPanel title="Latest batches" shown={lists.batches.shown} total={lists.batches.total} all={tab("batches")} empty="No batch is recorded."><BatchTable items={lists.batches.results} asOf={asOf} /></FewPanel>
          )}
          {statistics && statistics.entries().length > 0 && overview.latest && (
            <Panel title="Statistics" note="of the latest batch" action={<span className="flex min-w-0 text-12"><NodeLink nodeRef={overview.latest.ref} kind="batch" asOf={asOf} label={parseNodeRef(overview.latest.ref)?.version} /></span>}>
              <StatisticsTable statistics={statistics} />
            </Panel>
          )}
          {/* a feature group holds features, which are what lineage goes through */}
          {(!lists.sets || overview.upstream.items.length > 0) && near("upstream")}
          {(!lists.sets || overview.downstream.items.length > 0) && near("downstream")}
          {lists.members && lists.members.shown > 0 && !declaration.isThere() && (
            <FewPanel title="Columns" shown={lists.members.shown} total={lists.members.total} all={tab("columns")} empty=""><ColumnTable items={lists.members.results} asOf={asOf} /></FewPanel>
          )}
          {lists.runs && lists.runs.list.shown > 0 && (
            <LatestRuns title={lists.runs.as === "read" ? "Latest runs of jobs that read it" : "Latest runs of jobs that write it"} node={node} list={lists.runs.list} empty="" as={lists.runs.as} withJob />
          )}
          <FacetsPanel facets={facets} without={["schema"]} />
        </>
      }
      side={
        <>
          <FactsPanel node={node} lines={declarationLines(declaration)} />
          <FailuresPanel node={node} />
          {overview.latest && <DigestsPanel digests={[["Latest batch", latest?.at("digest").text() ?? null]]} />}
          <Declarations node={node} />
          <RecordsPanel node={node} />
        </>
      }
    />
  );
}

function Schema({ declaration }: { declaration: JsonView }) {
  const fields = declaration.at("schema").list();
  return (
    <Panel title="Schema" note={`as declared, ${formatCount(fields.length)} ${fields.length === 1 ? "field" : "fields"}`}>
      {fields.length === 0 ? <Nothing>No field is declared.</Nothing> : (
        <Table
          caption="Schema"
          columns={[{ key: "name", head: "Field" }, { key: "type", head: "Type" }, { key: "unit", head: "Unit" }, { key: "description", head: "Description", wideOnly: true, className: "w-full" }]}
          rows={fields.slice(0, 200).map((field, index) => ({
            key: String(index),
            cells: {
              name: <span className="mono font-medium">{field.at("name").text()}</span>,
              type: <span className="mono">{field.at("type").text()}</span>,
              unit: field.at("unit").text() ?? <span className="text-ink-3">None</span>,
              description: field.at("description").text(),
            },
          }))}
        />
      )}
    </Panel>
  );
}

function TrustMark({ trusted }: { trusted: boolean }) {
  return trusted ? <Mark icon={<ShieldCheck size={14} aria-hidden />}>Declared trusted</Mark> : <Mark tone="warn" icon={<ShieldAlert size={14} aria-hidden />}>Declared untrusted</Mark>;
}

const MS = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1000]] as const;
/** A declared length of time, whole: "5 min", "1500 ms". */
function lengthOf(value: JsonView): string | null {
  const ms = value.number();
  if (ms === null) return null;
  const [unit, size] = MS.find(([, it]) => ms >= it && ms % it === 0) ?? ["ms", 1];
  return `${formatNumber(ms / size)} ${unit}`;
}

function declarationLines(declaration: JsonView): Line[] {
  if (!declaration.isThere()) return [];
  const trusted = declaration.at("trusted").yesOrNo();
  const expectations = declaration.at("expectations");
  const part = (value: JsonView, word: (text: string) => string) => (value.number() === null ? null : word(`${formatNumber(value.number()! * 100)} %`));
  return [
    ["Description", declaration.at("description").text() === null ? null : <LongText key="d">{declaration.at("description").text()!}</LongText>],
    ["Telemetry", declaration.at("telemetry").text()],
    ["Channel", trusted === null ? declaration.at("channel").text() : <span key="c" className="grid gap-0.5"><span>{declaration.at("channel").text() ?? "Not named"}</span><TrustMark trusted={trusted} /></span>],
    ["Sampled every", lengthOf(declaration.at("samplingIntervalMs"))],
    ["Fresh within", lengthOf(expectations.at("freshnessMs"))],
    ["Complete to", part(expectations.at("completeness"), (text) => `${text} at least`)],
    ["Nulls", part(expectations.at("maxNullRatio"), (text) => `${text} at most`)],
    ["Criticality", declaration.at("criticality").said()],
    codeLine("Contact", declaration.at("owner", "contact").text()),
    ...declaration.at("tags").entries().map(([name, it]) => valueLine(name, it)),
  ];
}

function Declarations({ node }: { node: NodePageContent["node"] }) {
  if (node.declarations.length < 2) return null;
  return (
    <Panel title="Declarations" note={`${formatCount(node.declarations.length)}, newest first`}>
      <ul className="text-12">
        {node.declarations.map(({ at, trusted, facts }, index) => {
          const older = node.declarations[index + 1];
          const changed = older === undefined ? [] : changedNames(new JsonView(older.facts), new JsonView(facts));
          return (
            <li key={index} className="grid gap-1 border-b border-line px-4 py-2 last:border-0">
              <span className="flex flex-wrap items-center gap-x-3">{at ? <Instant at={at} /> : "Not dated"}{index === 0 && <Mark>In force</Mark>}{trusted !== null && <TrustMark trusted={trusted} />}</span>
              <span className="text-ink-3">{older === undefined ? "The first" : changed.length === 0 ? "Nothing changed" : `Changed: ${changed.map(factTerm).join(", ").toLowerCase()}`}</span>
              <JsonDetails summary="The whole declaration" value={facts} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function changedNames(before: JsonView, after: JsonView): string[] {
  const names = new Set([...before.entries(), ...after.entries()].map(([name]) => name));
  return [...names].filter((name) => JSON.stringify(before.at(name).value) !== JSON.stringify(after.at(name).value)).sort();
}
