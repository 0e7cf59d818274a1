/** What becomes of a thing when another is gone (`impact.ts`); by itself, because pages need the words and not the digests. */
export const IMPACT_CLASSES = ["lost", "degraded", "doubtful"] as const;
export type ImpactClass = (typeof IMPACT_CLASSES)[number];
