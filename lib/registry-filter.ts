import { INSTANCE_KINDS, NODE_KINDS, type NodeKind, type RefKind } from "@/lib/lineage/node-ref";
import { formatInstant, parseInstant } from "@/lib/time";

/** What the registry lists. The address is its only home. */
export type RegistryFilter = { kind: NodeKind; namespace: string | null; q: string; cursor: string | null; asOf: string | null };

const KINDS: ReadonlySet<string> = new Set(NODE_KINDS);
const MAX_TEXT = 2000;
const MAX_CURSOR = 10_000;

/** Kinds that come by the million are listed by page only: to look for a namespace among them would read them all. */
export function filtersByNamespace(kind: NodeKind): boolean {
  return kind !== "party" && kind !== "incident" && !INSTANCE_KINDS.has(kind as RefKind);
}

/** The filter in an address. What is wrong or unknown falls back to its default: a page forgives. */
export function parseRegistryFilter(params: URLSearchParams): RegistryFilter {
  const asked = params.get("kind") ?? "";
  const kind = KINDS.has(asked) ? (asked as NodeKind) : "source";
  const namespace = params.get("namespace") ?? "";
  const cursor = params.get("cursor") ?? "";
  const asOf = parseInstant(params.get("asOf") ?? "");
  return {
    kind,
    namespace: namespace !== "" && namespace.length <= MAX_TEXT && filtersByNamespace(kind) ? namespace : null,
    q: (params.get("q") ?? "").trim().slice(0, MAX_TEXT),
    cursor: cursor !== "" && cursor.length <= MAX_CURSOR ? cursor : null,
    asOf: asOf === null ? null : formatInstant(asOf),
  };
}
