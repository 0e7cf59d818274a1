import type { Micros } from "@/lib/time";

/** A ledger record with its JSON read: what the interpretation of events starts from. */
export type ProjectableRecord = {
  kind: "openlineage" | "cloudevent" | "retraction" | "incident" | "access";
  /** `RunEvent`, `JobEvent`, `DatasetEvent`, the CloudEvents type, or `access.<what was changed>`. */
  type: string;
  /** The event id, unique for ever. */
  id: string;
  /** SHA-256 over the JCS form of the event. */
  contentDigest: string;
  trace?: string;
  event: unknown;
  /** When it was recorded; also when it happened, for an event that does not say. */
  recordedAt: Micros;
};
