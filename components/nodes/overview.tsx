import type { ReactNode } from "react";
import type { NodeAnswer } from "@/lib/lineage/node-answer";
import { DigestsPanel, FactsPanel, FailuresPanel, RecordsPanel, type Line } from "./side-panels";
import { TwoColumns } from "./two-columns";

type Props = {
  node: NodeAnswer;
  /** What its kind adds to the facts. */
  lines: readonly Line[];
  digests?: readonly (readonly [of: string, digest: string | null])[];
  /** A panel beside, before the records. */
  beside?: ReactNode;
  /** What answers first. */
  children: ReactNode;
};

/** The overview of one thing: what answers first and what went wrong with it; beside them its facts, digests and records. */
export function Overview({ node, lines, digests, beside, children }: Props) {
  return (
    <TwoColumns
      main={
        <>
          {children}
          <FailuresPanel node={node} />
        </>
      }
      side={
        <>
          <FactsPanel node={node} lines={lines} />
          {digests && <DigestsPanel digests={digests} />}
          {beside}
          <RecordsPanel node={node} />
        </>
      }
    />
  );
}
