import type { ImpactClass } from "./impact-classes";

/** What an impact says of an affected node, beside what it is. */
export type ImpactFacts = {
  class: ImpactClass;
  /** Names what is behind the class; what the reader may not see is not named. */
  reason: string;
  distance: number;
  /** The node before it on a shortest path from what is gone: a reference, or a placeholder's id. */
  via: string;
  owner: string | null;
  /** It is a live deployment, or a model version that one runs. */
  deployed: boolean;
  /** The live deployments that run it: references, or placeholders' ids. */
  deployments: string[];
  /** Mean of the 7 whole UTC days before; `null` for what makes no predictions. */
  predictionsPerDay: number | null;
};
