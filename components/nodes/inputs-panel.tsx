import { formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { Panel } from "@/components/ui/panel";
import { JsonView } from "@/lib/json-view";
import { formatRef, type NodeKind } from "@/lib/lineage/node-ref";
import { Nothing } from "./nothing";

const SHOWN = 12;

/** What an event says that it read: batches, feature sets, datasets. `null` in the list is what may not be seen. */
export function InputsPanel({ title, note, inputs, asOf }: { title: string; note?: string; inputs: JsonView; asOf: string | null }) {
  const items = inputs.list().map(toInput);
  const batches = items.filter(({ kind }) => kind === "batch").length;
  const said = [note, batches > 0 ? `${formatCount(batches)} of ${formatCount(items.length)} are batches` : formatCount(items.length)].filter(Boolean).join(", ");
  return (
    <Panel title={title} note={items.length === 0 ? note : said}>
      {items.length === 0 ? <Nothing>No input is recorded.</Nothing> : (
        <ul className="grid grid-cols-2 gap-x-8 px-4 py-2 text-12 narrow:grid-cols-1">
          {items.slice(0, SHOWN).map(({ ref, kind }, index) => <li key={index} className="flex min-h-8 min-w-0 items-center narrow:min-h-11"><span className="min-w-0 flex-1"><NodeLink nodeRef={ref} kind={kind} asOf={asOf} /></span></li>)}
        </ul>
      )}
      {items.length > SHOWN && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">{formatCount(SHOWN)} shown of {formatCount(items.length)}. The lineage shows the rest.</p>}
    </Panel>
  );
}

function toInput(input: JsonView): { ref: string | null; kind: NodeKind | null } {
  const batch = input.at("batch");
  if (batch.isThere()) return ofParts("batch", batch.at("namespace").text(), batch.at("name").text(), batch.at("version").text());
  const set = input.at("featureSet");
  if (set.isThere()) return ofParts("featureset", set.at("namespace").text(), set.at("id").text());
  const dataset = input.at("dataset");
  const version = dataset.at("version").text();
  return ofParts(version === null ? "dataset" : "batch", dataset.at("namespace").text(), dataset.at("name").text(), version);
}

function ofParts(kind: "batch" | "featureset" | "dataset", namespace: string | null, name: string | null, version: string | null = null): { ref: string | null; kind: NodeKind | null } {
  if (namespace === null || name === null) return { ref: null, kind: null };
  return { ref: formatRef(kind, namespace, name, version ?? undefined), kind };
}
