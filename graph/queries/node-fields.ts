import "server-only";
import { z } from "zod";
import type { Mask } from "@/lib/lineage/mask";
import { instantText } from "./moment";

/** What every list says about a node, as named scalars. */
export function nodeFields(variable: string): string {
  const names = ["key", "ref", "kind", "namespace", "name", "version", "state", "owner", "at", "conflict", "job", "origin", "dataset"];
  return names.map((name) => `${variable}.${name} AS ${name}`).join(", ");
}

const text = z.string().nullable();
export const nodeRow = z.object({
  key: z.string(), ref: z.string(), kind: z.string(), namespace: z.string(), name: z.string(), version: text, state: text, owner: text,
  at: z.number().nullable(), conflict: z.boolean().nullable(), job: text, origin: text, dataset: text,
});
export type NodeRow = z.output<typeof nodeRow>;

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

export function toBrief(row: NodeRow, mask: Mask): NodeBrief {
  const brief: NodeBrief = { ref: row.ref, kind: row.kind, namespace: row.namespace, name: row.name, state: row.state ?? "active" };
  if (row.version !== null) brief.version = row.version;
  const at = instantText(row.at);
  if (at !== null) brief.at = at;
  if (row.conflict) brief.conflict = true;
  for (const field of ["owner", "job", "dataset"] as const) {
    const ref = mask.optional(row[field]);
    if (ref !== null) brief[field] = ref;
  }
  if (row.origin !== null) brief.origin = row.origin;
  return brief;
}
