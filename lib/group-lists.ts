import type { GroupBy, GroupKey } from "@/lib/lineage/grouping";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { nodeHref, registryHref } from "@/lib/page-hrefs";
import { filtersByNamespace } from "@/lib/registry-filter";

/** Where all that the registry holds of a group is listed; `null` where no list has just that. */
export function groupListHref(by: GroupBy, { value, kind }: GroupKey, asOf: string | null): string | null {
  if (by === "owner") return value === "" ? null : nodeHref(value, asOf, [["tab", "owned"]]);
  if (kind === "") return null;
  if (by === "kind" || value === "") return registryHref({ kind }, asOf);
  if (by === "namespace-kind") return filtersByNamespace(kind) ? registryHref({ kind, namespace: value }, asOf) : null;
  const parsed = parseNodeRef(value);
  if (parsed === null) return null;
  if (kind === "feature") return nodeHref(value.replace(/^feature:/, "dataset:"), asOf, [["tab", "features"]]);
  return kind === "model" ? registryHref({ kind, namespace: parsed.namespace, q: parsed.name.join("/") }, asOf) : null;
}
