/** A node as lists and graphs show it. */
export type NodeBrief = {
  ref: string;
  kind: string;
  namespace: string;
  name: string;
  version?: string;
  /** `active`, `missing`, `dropped`; a run's and a deployment's are their own. */
  state: string;
  /** Reference of a party. */
  owner?: string;
  /** When it happened (instances) or was first seen. */
  at?: string;
  /** Two records with different content claim to be this. */
  conflict?: true;
  job?: string;
  /** A job version's: `observed` or `declared`. */
  origin?: string;
  dataset?: string;
};
