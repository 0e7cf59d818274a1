import type { Fold } from "@/lib/interpret/fold";
import { claimsOf } from "@/lib/interpret/fold";
import type { RecordClaim } from "@/lib/interpret/headwater-contributions";
import type { Micros } from "@/lib/time";

/** Of all that was recorded of one immutable thing: the latest by event time, then digest, and whether the records differ. */
export function winnerOf<T>(fold: Fold | null): { at: Micros; trace?: string; content: T; conflict: boolean } | null {
  if (!fold) return null;
  const claims = claimsOf<RecordClaim<T>>(fold, "record|");
  const last = claims.at(-1);
  if (!last) return null;
  const conflict = claims.length > 1 && new Set(claims.map((it) => JSON.stringify(it.value.content))).size > 1;
  return { ...last.value, conflict };
}
