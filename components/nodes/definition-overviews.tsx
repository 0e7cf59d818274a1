import { formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { factTerm } from "@/components/lineage/fact-lines";
import { StateMark } from "@/components/lineage/state-mark";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { JsonView } from "@/lib/json-view";
import { parseInstant } from "@/lib/time";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { nodeHref } from "@/lib/page-hrefs";
import { DayChart } from "./day-chart";
import { FacetsPanel } from "./facets-panel";
import { LatestPredictions, LatestRuns } from "./latest-lists";
import { JobVersionTable, NodeTable } from "./lists";
import { NearPanel } from "./near-panel";
import type { NodePageContent, OverviewOf } from "./node-page-content";
import { Nothing } from "./nothing";
import { Overview } from "./overview";
import { FewPanel } from "./section";
import { FactsPanel, FailuresPanel, RecordsPanel, refLine, valueLine } from "./side-panels";
import { TwoColumns } from "./two-columns";
import { LongText } from "./value";

type Props<Kind extends "feature" | "flow" | "deployment"> = { content: NodePageContent; overview: OverviewOf<Kind> };

/** A feature version: how it is computed, from what it must have and what it can do without, and who uses it. */
export function FeatureOverview({ content: { node, lists }, overview }: Props<"feature">) {
  const { asOf } = node;
  const facts = new JsonView(node.facts);
  const expression = facts.at("expression").text();
  const ref = parseNodeRef(node.ref)!;
  const group = ref.name.length > 1 ? node.ref.slice(0, node.ref.lastIndexOf("/")).replace(/^feature:/, "dataset:") : null;
  const models = overview.downstream;
  return (
    <Overview
      node={node}
      lines={[refLine("Feature group", group, asOf, "featuregroup"), ...otherLines(facts, ["expression", "definitionDigest", "required", "optional", "fallback"])]}
      digests={[["Definition", facts.at("definitionDigest").text()]]}
    >
      <Panel title="Expression">
        {expression === null ? <Nothing>No expression is recorded.</Nothing> : <pre tabIndex={0} className="mono scroll-slim overflow-auto px-4 py-3 text-12 whitespace-pre-wrap break-words">{expression}</pre>}
      </Panel>
      <NearPanel
        title="Computed from"
        near={overview.upstream}
        empty="Nothing recorded upstream."
        nodeRef={node.ref}
        asOf={asOf}
        viaWord="Through"
        need={(item) => (item.ref === null ? null : needWord(overview.needs.get(item.ref)))}
      />
      <NearPanel title="Used by" near={models} empty="No model version that uses it is recorded." nodeRef={node.ref} asOf={asOf} viaWord="Through" />
      {lists.runs && <LatestRuns title="Latest runs of jobs that compute it" node={node} list={lists.runs.list} empty="No run is recorded." withJob />}
    </Overview>
  );
}

function needWord(need: string | undefined): string | null {
  return need === undefined ? null : factTerm(need);
}

/** Facts that no panel says, as lines. */
function otherLines(facts: JsonView, without: readonly string[]) {
  return facts.entries().filter(([name]) => !["namespace", "name", "version", "at", ...without].includes(name)).map(([name, it]) => valueLine(factTerm(name), it));
}

/** A column: its type, and which columns and features it comes from and goes to. */
export function ColumnOverview({ content: { node, parentKind }, overview }: Props<"flow">) {
  const facts = new JsonView(node.facts);
  return (
    <TwoColumns
      main={
        <>
          <NearPanel title="Comes from" near={overview.upstream} empty="Nothing recorded upstream." nodeRef={node.ref} asOf={node.asOf} viaWord="Through" />
          <NearPanel title="Goes to" near={overview.downstream} empty="Nothing recorded downstream." nodeRef={node.ref} asOf={node.asOf} viaWord="Through" />
        </>
      }
      side={<><FactsPanel node={node} lines={[refLine("Of", node.dataset, node.asOf, parentKind), ...otherLines(facts, [])]} /><RecordsPanel node={node} /></>}
    />
  );
}

/** One set of inputs of a job, what it wrote, and when it ran. */
export function JobVersionOverview({ content: { node, lists }, overview }: Props<"flow">) {
  const { asOf } = node;
  const latest = lists.runs?.list.results[0];
  return (
    <TwoColumns
      main={
        <>
          <NearPanel title="Reads" near={overview.upstream} empty="It reads nothing that is recorded." nodeRef={node.ref} asOf={asOf} />
          <NearPanel title="Writes" near={overview.downstream} empty="Nothing has it for its maker now." nodeRef={node.ref} asOf={asOf} />
          {lists.runs && <LatestRuns title="Latest runs with these inputs" node={node} list={lists.runs.list} empty="No run with these inputs is recorded." />}
        </>
      }
      side={
        <>
          <FactsPanel
            node={node}
            lines={[
              refLine("Job", node.job, asOf),
              ["Known from", node.origin === "declared" ? "A declaration" : "Its runs"],
              ["Last run", latest?.startedAt ? <Instant key="l" at={latest.startedAt} /> : null],
            ]}
          />
          <RecordsPanel node={node} />
        </>
      }
    />
  );
}

/** A job: how its latest runs went, what it reads and writes, and the code that it ran. */
export function JobOverview({ content: { node, lists } }: { content: NodePageContent }) {
  const { asOf } = node;
  const facets = new JsonView(node.facts).at("facets");
  const runs = lists.runs?.list;
  const versions = lists.jobVersions ?? [];
  const codes = [...new Set(runs?.results.flatMap(({ codeVersion }) => codeVersion ?? []))];
  const operators = [...new Set(runs?.results.flatMap(({ operator }) => operator ?? []))];
  const latest = runs?.results[0];
  return (
    <Overview
      node={node}
      lines={[
        ["Last outcome", latest ? <StateMark key="o" state={latest.state} /> : null],
        ["Last run", latest?.startedAt ? <Instant key="l" at={latest.startedAt} /> : null],
        ["Code version", codes.length === 0 ? null : <span key="c" className="mono">{codes.join(", ")}</span>],
        ["Operator", operators.length === 0 ? null : operators.join(", ")],
      ]}
    >
      {runs && <LatestRuns title="Latest runs" node={node} list={runs} empty="No run is recorded." />}
      <FewPanel title="Job versions" shown={Math.min(versions.length, 5)} total={node.versions.total} all={nodeHref(node.ref, asOf, [["tab", "versions"]])} empty="No run or declaration says what it reads and writes.">
        <JobVersionTable items={versions.slice(0, 5)} asOf={asOf} />
      </FewPanel>
      <FacetsPanel facets={facets} />
    </Overview>
  );
}

/** A deployment: what runs now, what ran before and why it changed, and how much it is asked. */
export function DeploymentOverview({ content: { node, lists }, overview }: Props<"deployment">) {
  const { asOf } = node;
  const states = [...node.states].reverse();
  const now = states.find(({ to, model }) => to === null && model !== undefined);
  const predictions = lists.predictions;
  const changeAt = (from: string | null) => (from === null ? undefined : overview.changes.find(({ at }) => at !== null && parseInstant(at) === parseInstant(from)));
  return (
    <Overview
      node={node}
      lines={[["Environment", parseNodeRef(node.ref)!.name[0]], ["Latest prediction", predictions?.results[0]?.at ? <Instant key="p" at={predictions.results[0].at} /> : null]]}
    >
      <Panel title="Runs now">
        <div className="px-4 py-3 text-13">
          {now?.model ? <NodeLink nodeRef={now.model} kind="model" asOf={asOf} /> : <span className="text-12 text-ink-2">{node.state === "active" ? "A model version that you may not see." : "Nothing: it was undeployed."}</span>}
        </div>
      </Panel>
      <Panel title="History" note={`${formatCount(states.length)} ${states.length === 1 ? "state" : "states"}, newest first`}>
        <Table
          caption="History"
          columns={[
            { key: "model", head: "Model version", className: "min-w-44" },
            { key: "from", head: "From" },
            { key: "to", head: "To" },
            { key: "by", head: "By", className: "max-w-48 truncate" },
            { key: "reason", head: "Reason", className: "w-full min-w-48" },
          ]}
          rows={states.map(({ state, from, to, model }, index) => {
            const change = changeAt(from);
            return {
              key: String(index),
              cells: {
                from: from === null ? <span className="text-ink-3">Not dated</span> : <Instant at={from} />,
                to: to === null ? "Now" : <Instant at={to} />,
                model: model === undefined ? <StateMark state={state} /> : <NodeLink nodeRef={model} kind="model" asOf={asOf} />,
                by: change?.by ?? <span className="text-ink-3">Not said</span>,
                reason: change?.reason ? <LongText>{change.reason}</LongText> : <span className="text-ink-3">None given</span>,
              },
            };
          })}
        />
      </Panel>
      <Panel title="Predictions" note={predictions?.total == null ? undefined : `${formatCount(predictions.total)} in all`}><DayChart days={overview.days} lastDay={overview.lastDay} /></Panel>
      {predictions && <LatestPredictions title="Latest predictions" node={node} list={predictions} empty="No prediction is recorded." without="deployment" />}
    </Overview>
  );
}

/** A party: what it owns, and the runs it operates. */
export function PartyOverview({ content: { node, lists } }: { content: NodePageContent }) {
  const { asOf } = node;
  const owned = lists.members;
  const runs = lists.runs?.list;
  return (
    <TwoColumns
      main={
        <>
          {owned && <FewPanel title="Owns" shown={owned.shown} total={owned.total} all={nodeHref(node.ref, asOf, [["tab", "owned"]])} empty="It owns nothing that is recorded and that you may see."><NodeTable items={owned.results} asOf={asOf} caption="Owns" /></FewPanel>}
          {runs && (
            <LatestRuns
              title="Operates"
              node={node}
              list={runs}
              empty={runs.total === null ? "It operates more than 10 000 runs: too many to list here. The pages of its jobs list them." : "It operates no run that is recorded and that you may see."}
              withJob
            />
          )}
        </>
      }
      side={<FactsPanel node={node} />}
    />
  );
}

/** What has no overview of its own: its facts as they are. */
export function PlainOverview({ content: { node } }: { content: NodePageContent }) {
  return <TwoColumns main={<><FailuresPanel node={node} /><RecordsPanel node={node} /></>} side={<FactsPanel node={node} lines={otherLines(new JsonView(node.facts), [])} />} />;
}
