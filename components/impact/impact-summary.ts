import { IMPACT_CLASSES, type ImpactClass } from "@/lib/lineage/impact-classes";
import type { ImpactFacts } from "@/lib/lineage/impact-facts";
import type { NodeKind } from "@/lib/lineage/node-ref";

/** A row of the table: an affected node that may be seen. */
export type ImpactRow = { ref: string; kind: NodeKind; state: string } & ImpactFacts;

export type Shares = Record<ImpactClass, number>;
export type ImpactSummary = {
  /** Predictions a day of live deployments, and of model versions that none runs now. */
  byDeployments: Shares;
  byModels: Shares;
  deployments: ImpactRow[];
  /** Owners, the one who loses most first, with their share of the rows. */
  owners: { owner: string; share: Shares }[];
  /** Rows that nobody owns. */
  unowned: number;
};

const none = (): Shares => ({ lost: 0, degraded: 0, doubtful: 0 });

/** Who and what is behind the rows. A prediction is of one deployment, or of a model version that no deployment runs: none is counted twice. */
export function summarise(rows: readonly ImpactRow[]): ImpactSummary {
  const owners = new Map<string, Shares>();
  const byDeployments = none();
  const byModels = none();
  for (const row of rows) {
    if (row.owner !== null) {
      const share = owners.get(row.owner) ?? owners.set(row.owner, none()).get(row.owner)!;
      share[row.class]++;
    }
    if (row.kind === "deployment" && row.deployed) byDeployments[row.class] += row.predictionsPerDay ?? 0;
    if (row.kind === "model" && !row.deployed) byModels[row.class] += row.predictionsPerDay ?? 0;
  }
  const rank = (it: ImpactClass) => IMPACT_CLASSES.indexOf(it);
  return {
    byDeployments,
    byModels,
    deployments: rows.filter(({ kind, deployed }) => kind === "deployment" && deployed).sort((a, b) => rank(a.class) - rank(b.class) || (b.predictionsPerDay ?? 0) - (a.predictionsPerDay ?? 0)),
    owners: [...owners]
      .map(([owner, share]) => ({ owner, share }))
      .sort((a, b) => b.share.lost - a.share.lost || b.share.degraded - a.share.degraded || b.share.doubtful - a.share.doubtful || a.owner.localeCompare(b.owner)),
    unowned: rows.filter(({ owner }) => owner === null).length,
  };
}

/** "4 lost, 1 degraded"; `null` when there is nothing of any class. Numbers as `format` writes them. */
export function sharesText(shares: Shares, format: (count: number) => string): string | null {
  const parts = IMPACT_CLASSES.filter((it) => shares[it] > 0).map((it) => `${format(shares[it])} ${it}`);
  return parts.length === 0 ? null : parts.join(", ");
}
