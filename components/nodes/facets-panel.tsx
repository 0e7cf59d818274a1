import type { ReactNode } from "react";
import { factTerm } from "@/components/lineage/fact-lines";
import { Fact, Facts } from "@/components/ui/facts";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { isKnownFacet } from "@/lib/events/known-facets";
import { JsonView } from "@/lib/json-view";
import { Check, X } from "lucide-react";
import { JsonDetails, LongText, OutLink, Value } from "./value";

type Facet = { name: string; facet: JsonView };

const isMeta = (name: string) => name.startsWith("_");

/** How some of OpenLineage's facets are said; `null` when there is nothing in it to say so. */
const SAID: Record<string, (facet: JsonView) => ReactNode> = {
  documentation: (it) => text(it.at("description")),
  ownership: (it) => list(it.at("owners"), (owner) => [owner.at("name").text(), owner.at("type").text()]),
  sql: (it) => code(it.at("query")),
  sourceCode: (it) => code(it.at("sourceCode")),
  sourceCodeLocation: (it) => fields(it, ["url", "repoUrl", "path", "version", "branch", "tag"]),
  tags: (it) => list(it.at("tags"), (tag) => [[tag.at("key").text(), tag.at("value").text()].filter(Boolean).join(": "), tag.at("source").text()]),
  symlinks: (it) => list(it.at("identifiers"), (link) => [`${link.at("namespace").text() ?? ""}/${link.at("name").text() ?? ""}`, link.at("type").text()]),
  dataSource: (it) => fields(it, ["name", "uri"]),
  dataQualityAssertions: assertions,
  errorMessage: error,
};

/** The facets of OpenLineage that are kept of a thing: what is known said in words, the rest as JSON to open. Nothing when there are none. */
export function FacetsPanel({ facets, without = [] }: { facets: JsonView; /** Said elsewhere on the page. */ without?: readonly string[] }) {
  const all = facets.entries().filter(([name]) => !without.includes(name)).map(([name, facet]): Facet => ({ name, facet }));
  if (all.length === 0) return null;
  const told = all.filter(({ name }) => isKnownFacet(name));
  const others = all.filter(({ name }) => !isKnownFacet(name));
  return (
    <Panel title="Facets" note="as OpenLineage recorded them">
      {told.length > 0 && (
        <Facts>{told.map(({ name, facet }) => <Fact key={name} term={factTerm(name)}>{SAID[name]?.(facet) ?? <Plain facet={facet} />}</Fact>)}</Facts>
      )}
      {others.length > 0 && (
        <div className={`grid gap-1 px-4 py-3 ${told.length > 0 ? "border-t border-line" : ""}`}>
          {others.map(({ name, facet }) => <JsonDetails key={name} summary={name} value={facet.value} />)}
        </div>
      )}
    </Panel>
  );
}

function Plain({ facet }: { facet: JsonView }) {
  const entries = facet.entries().filter(([name]) => !isMeta(name));
  const single = entries.filter(([, it]) => it.said() !== null);
  const nested = entries.filter(([, it]) => it.said() === null && it.isThere());
  return (
    <div className="grid gap-1">
      {single.length > 0 && <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1">{single.map(([name, it]) => <Fact key={name} term={factTerm(name)}><Value value={it.value} /></Fact>)}</dl>}
      {nested.map(([name, it]) => <JsonDetails key={name} summary={factTerm(name)} value={it.value} />)}
      {entries.length === 0 && <span className="text-ink-3">Empty</span>}
    </div>
  );
}

function text(value: JsonView): ReactNode {
  const said = value.text();
  return said === null ? null : <LongText>{said}</LongText>;
}

function code(value: JsonView): ReactNode {
  const said = value.text();
  return said === null ? null : <pre tabIndex={0} className="mono scroll-slim max-h-64 overflow-auto rounded border border-line bg-sunken p-3 whitespace-pre-wrap break-words">{said}</pre>;
}

function list(items: JsonView, say: (item: JsonView) => (string | null)[]): ReactNode {
  const said = items.list().map(say).filter(([first]) => first);
  if (said.length === 0) return null;
  return <ul className="grid gap-0.5">{said.map(([first, second], index) => <li key={index}>{first}{second && <span className="text-ink-3"> · {second}</span>}</li>)}</ul>;
}

function fields(facet: JsonView, names: readonly string[]): ReactNode {
  const said = names.flatMap((name) => {
    const value = facet.at(name).text();
    return value === null ? [] : [[name, value] as const];
  });
  if (said.length === 0) return null;
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1">
      {said.map(([name, value]) => <Fact key={name} term={factTerm(name)}>{/^(url|repoUrl|uri)$/.test(name) ? <OutLink href={value} /> : <LongText mono>{value}</LongText>}</Fact>)}
    </dl>
  );
}

function assertions(facet: JsonView): ReactNode {
  const items = facet.at("assertions").list();
  if (items.length === 0) return null;
  return (
    <Table
      caption="Data quality assertions"
      columns={[{ key: "assertion", head: "Assertion" }, { key: "column", head: "Column" }, { key: "outcome", head: "Outcome" }]}
      rows={items.map((item, index) => ({
        key: String(index),
        cells: {
          assertion: item.at("assertion").text() ?? "Not named",
          column: <span className="mono">{item.at("column").text()}</span>,
          outcome: <Outcome success={item.at("success").yesOrNo()} />,
        },
      }))}
    />
  );
}

function Outcome({ success }: { success: boolean | null }) {
  if (success === null) return <span className="text-ink-3">Not said</span>;
  return success ? <Mark tone="good" icon={<Check size={14} aria-hidden />}>Passed</Mark> : <Mark tone="bad" icon={<X size={14} aria-hidden />}>Failed</Mark>;
}

function error(facet: JsonView): ReactNode {
  const message = facet.at("message").text();
  const stack = facet.at("stackTrace").text();
  if (message === null) return null;
  return <div className="grid gap-1"><LongText mono>{message}</LongText>{stack !== null && <JsonDetails summary="Stack trace" value={stack} />}</div>;
}
