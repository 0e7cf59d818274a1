import type { ListPage, NodeAnswer, PredictionItem, RunItem } from "@/lib/lineage/node-answer";
import { nodeHref } from "@/lib/page-hrefs";
import { PredictionTable, RunTable } from "./lists";
import { FewPanel } from "./section";

/** `empty`: what is said when there is none. */
type Props<Item> = { title: string; node: NodeAnswer; list: ListPage<Item>; empty: string };

/** The newest runs of a node. `as` and `withJob` as in `RunTable`. */
export function LatestRuns({ title, node, list, empty, as, withJob }: Props<RunItem> & { as?: "wrote" | "read" | null; withJob?: boolean }) {
  return (
    <FewPanel title={title} shown={list.shown} total={list.total} all={nodeHref(node.ref, node.asOf, [["tab", "runs"]])} empty={empty}>
      <RunTable items={list.results} asOf={node.asOf} as={as} withJob={withJob} />
    </FewPanel>
  );
}

/** The newest predictions of a node. `without` as in `PredictionTable`. */
export function LatestPredictions({ title, node, list, empty, without = null }: Props<PredictionItem> & { without?: "deployment" | null }) {
  return (
    <FewPanel title={title} shown={list.shown} total={list.total} all={nodeHref(node.ref, node.asOf, [["tab", "predictions"]])} empty={empty}>
      <PredictionTable items={list.results} asOf={node.asOf} without={without} />
    </FewPanel>
  );
}
