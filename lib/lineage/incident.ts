import type { NodeKind } from "./node-ref";

/** A period as it was reported: RFC 3339 texts. */
export type IncidentPeriod = { from: string; to: string };

/** A report that something went wrong. */
export type Incident = {
  ref: string;
  id: string;
  title: string;
  /** Reference of what it is about. Whoever sees the incident sees this. */
  target: string;
  targetKind: NodeKind | null;
  metric: string | null;
  direction: "high" | "low" | null;
  window: IncidentPeriod;
  /** A period in which all was well. */
  reference: IncidentPeriod | null;
  /** How many predictions were named. */
  predictionCount: number;
  reportedAt: string | null;
  /** `id` as the ledger has it; `name` is `null` for one that is no more. */
  reporter: { id: string; name: string | null } | null;
  /** The ledger's sequence of the report. */
  sequence: number | null;
};

/**
 * A prediction as an incident names it. `refs`: those that the viewer may see under this id; several when several namespaces have it.
 * `given` is `null` for a viewer bound to namespaces who sees none of that id: what it names may lie in another one.
 */
export type NamedPrediction = { given: string | null; refs: string[] };
