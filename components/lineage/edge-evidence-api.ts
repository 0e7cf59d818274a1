import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { EDGE_REASONS } from "@/lib/lineage/edge-reasons";
import type { Plane } from "@/lib/explorer-view";

const record = z.object({ sequence: z.number(), type: z.string() });
const brief = z.object({ ref: z.string(), name: z.string(), version: z.optional(z.string()) });
const run = z.object({
  ref: z.string(), at: z.string(), outcome: z.string(), codeVersion: z.nullable(z.string()), records: z.array(record), moreRecords: z.boolean(),
});
const answer = z.object({
  reason: z.nullable(z.enum(EDGE_REASONS)),
  carriedBy: z.object({ items: z.array(brief), hidden: z.number() }),
  columns: z.object({ items: z.array(z.object({ from: z.string(), to: z.string() })), total: z.nullable(z.number()) }),
  runs: z.nullable(z.object({ did: z.enum(["read", "wrote"]), count: z.nullable(z.number()), ofJob: z.nullable(z.number()) })),
  results: z.array(run),
  next: z.optional(z.string()),
  stated: z.object({ items: z.array(z.object({ ...record.shape, at: z.string() })), more: z.boolean() }),
});
const recordAnswer = z.object({ payload: z.unknown(), masked: z.boolean(), recordedAt: z.string() });

export type EdgeEvidenceAnswer = z.infer<typeof answer>;
export type RecordRef = z.infer<typeof record>;
export type EdgeAsked = { from: string; to: string; plane: Plane; asOf: string | null };

/** A page of what an edge rests on. @throws ApiFailure */
export function askForEdge({ from, to, plane, asOf }: EdgeAsked, cursor: string | null, signal: AbortSignal): Promise<EdgeEvidenceAnswer> {
  const params = new URLSearchParams({ from, to, plane });
  if (asOf !== null) params.set("asOf", asOf);
  if (cursor !== null) params.set("cursor", cursor);
  return getJson(`/api/v1/graph/edge?${params}`, answer, signal);
}

/** One record of the ledger with its payload. @throws ApiFailure */
export function askForRecord(sequence: number, signal: AbortSignal): Promise<z.infer<typeof recordAnswer>> {
  return getJson(`/api/v1/records/${sequence}`, recordAnswer, signal);
}
