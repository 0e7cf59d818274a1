import type { Confidence } from "@/lib/layout/picture";

/**
 * Something that changed in a lineage. `from` and `to` are references, or the id of what the reader may not see, as in a graph answer.
 * A model that a deployment `was` running before, or runs since, is `null` where there is none.
 */
export type LineageChange = { at: string } & (
  | { what: "seen" | "dropped" | "happened"; ref: string; kind: string }
  | { what: "began" | "ended"; from: string; to: string; confidence: Confidence; rel?: string }
  | { what: "confidence"; from: string; to: string; was: Confidence; is: Confidence }
  | { what: "declared"; ref: string; trusted: boolean | null; was: boolean | null; again: boolean }
  | { what: "served"; ref: string; was: string | null; is: string | null }
  | { what: "failure"; ref: string; failure: string | null; message: string | null }
);

export type ChangeWhat = LineageChange["what"];

/** How many changes there are, and why not all are shown; `null` where there were too many to count. */
export type ChangeCounts = { total: number | null; shown: number; hiddenByLimit: number | null; hiddenByAccess: number };
