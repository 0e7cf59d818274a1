import "server-only";
import { z } from "zod";
import type { Mask } from "@/lib/lineage/mask";
import type { NodeBrief } from "@/lib/lineage/node-brief";
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

export type { NodeBrief };

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
