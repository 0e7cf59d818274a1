import { parseInstant } from "@/lib/time";

/** The two instants of a comparison with the earlier one first, as a person reads it; `null` is now. */
export function comparedInstants(compare: string, asOf: string | null): { from: string; to: string | null } {
  if (asOf === null || parseInstant(compare)! <= parseInstant(asOf)!) return { from: compare, to: asOf };
  return { from: asOf, to: compare };
}
