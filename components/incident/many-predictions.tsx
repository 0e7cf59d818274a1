import { formatCount } from "@/components/format";
import { NodeLink } from "@/components/lineage/node-link";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { predictionHref } from "@/lib/page-hrefs";

/** Several predictions have the id or the trace: which one is meant is the reader's to say. */
export function ManyPredictions({ id, candidates, total, asOf }: { id: string; candidates: readonly { ref: string; at: string | null; model: string | null }[]; total: number; asOf: string | null }) {
  return (
    <main id="main">
      <PageHead title={`${formatCount(total)} predictions have this ID`} note={<>Choose the one that is meant. Times are in UTC. <span className="mono block break-all">{id}</span></>} />
      <PageBody>
        <Panel title="Candidates" note={candidates.length < total ? `the first ${formatCount(candidates.length)} of ${formatCount(total)}` : formatCount(total)}>
          <Table
            caption="Predictions with this ID"
            columns={[{ key: "prediction", head: "Prediction" }, { key: "namespace", head: "Namespace" }, { key: "model", head: "Model version" }, { key: "at", head: "Made" }]}
            rows={candidates.map(({ ref, at, model }) => ({
              key: ref,
              cells: {
                prediction: <NodeLink nodeRef={ref} kind="prediction" href={predictionHref(ref, asOf)} />,
                namespace: parseNodeRef(ref)?.namespace,
                model: model === null ? <span className="text-ink-3">Not recorded, or not to be seen</span> : <NodeLink nodeRef={model} kind="model" asOf={asOf} />,
                at: at === null ? <span className="text-ink-3">Not recorded</span> : <Instant at={at} />,
              },
            }))}
          />
        </Panel>
      </PageBody>
    </main>
  );
}
