import { explorerHref, initialView } from "@/lib/explorer-view";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";

/** Adds `asOf` to an address when an instant is looked at. */
function at(path: string, asOf: string | null, params: readonly [string, string][] = []): string {
  const query = new URLSearchParams([...params]);
  if (asOf !== null) query.set("asOf", asOf);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** The page of one node: its facts, versions, runs and records. `params` choose its part (`tab`) and what that shows. */
export function nodeHref(ref: string, asOf: string | null = null, params: readonly [string, string][] = []): string {
  return at(`/nodes/${encodeURIComponent(ref)}`, asOf, params);
}

/** All things of one kind, of a namespace, or whose name has these words. */
export function registryHref(filter: { kind: NodeKind; namespace?: string | null; q?: string; cursor?: string }, asOf: string | null = null): string {
  const { kind, namespace, q, cursor } = filter;
  const params: [string, string][] = [["kind", kind]];
  if (namespace) params.push(["namespace", namespace]);
  if (q) params.push(["q", q]);
  if (cursor) params.push(["cursor", cursor]);
  return at("/registry", asOf, params);
}

/** What breaks when all of `refs` are gone. */
export function impactHref(refs: readonly string[], asOf: string | null = null): string {
  return at("/impact", asOf, refs.map((ref) => ["ref", ref]));
}

/** What made a prediction. `id`: its reference, its id, or a trace id. */
export function predictionHref(id: string, asOf: string | null = null): string {
  return at(`/predictions/${encodeURIComponent(id)}`, asOf);
}

/** A reported incident. */
export function incidentHref(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}

/** One record of the ledger, as it came. */
export function recordHref(sequence: number): string {
  return `/ledger/${sequence}`;
}

/** The dead letters, from one on. */
export function deadLettersHref(from: number): string {
  return from > 1 ? `/dead-letters?after=${from - 1}` : "/dead-letters";
}

/** A person who has an account: rights, tokens, and what was recorded about them. */
export function userHref(id: string): string {
  return `/people/${encodeURIComponent(id)}`;
}

/** The lineage of a node before anyone touched the view. */
export function lineageHref(ref: string, asOf: string | null = null): string {
  return explorerHref({ ...initialView(ref), asOf });
}

/** Where a search leads: a prediction to what made it, an incident to its page, what has no lineage to its facts, all else to its lineage. */
export function foundHref(ref: string): string {
  const parsed = parseNodeRef(ref);
  if (parsed?.kind === "prediction") return predictionHref(ref);
  if (parsed?.kind === "incident") return incidentHref(parsed.name.join("/"));
  if (parsed?.kind === "party") return nodeHref(ref);
  return lineageHref(ref);
}

/** A parameter of a page's path as it was meant: they come percent-encoded. What cannot be decoded stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
