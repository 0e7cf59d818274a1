import { canonicalRef } from "@/lib/lineage/node-ref";
import { formatInstant, parseInstant } from "@/lib/time";
import { IMPACT_CLASSES, type ImpactClass } from "@/lib/lineage/impact-classes";
import { impactHref } from "@/lib/page-hrefs";

/** What the impact page shows. The address is its only home. `only`: the one class that the table lists; `null` lists all. */
export type ImpactView = { refs: readonly string[]; asOf: string | null; only: ImpactClass | null };

/** So many things can be gone at once on the page; the interface takes more. */
export const MAX_GONE = 50;

/** The view in an address. What is wrong falls back to its default, what is too much is cut off: a page forgives. */
export function parseImpactView(params: URLSearchParams): ImpactView {
  const refs = params.getAll("ref").map(canonicalRef).filter((ref) => ref !== null);
  const asOf = parseInstant(params.get("asOf") ?? "");
  return {
    refs: [...new Set(refs)].slice(0, MAX_GONE),
    asOf: asOf === null ? null : formatInstant(asOf),
    only: IMPACT_CLASSES.find((it) => it === params.get("class")) ?? null,
  };
}

/** The address of a view. */
export function impactViewHref({ refs, asOf, only }: ImpactView): string {
  const href = impactHref(refs, asOf);
  if (only === null) return href;
  return `${href}${href.includes("?") ? "&" : "?"}class=${only}`;
}
