import { counted } from "@/components/format";
import type { MomentsState } from "./use-moments";
import { toMillis } from "./time-ticks";

/** What is said of the track: how many changes there are, or why none are shown; and where the instant looked at (`null`: now) lies outside them. */
export function trackWords(time: MomentsState, at: string | null): string {
  if (time.status === "waiting") return "UTC";
  if (time.status === "failed") return "When it changed could not be read. UTC";
  const { moments, shown, isWhole, now } = time.moments;
  const first = moments[0]?.at;
  if (at !== null && first !== undefined && toMillis(at) < toMillis(first)) return "Before the first record, UTC";
  if (at !== null && toMillis(at) > toMillis(now)) return "Still to come, UTC";
  if (moments.length <= 1) return "No change since the first record, UTC";
  return `${isWhole ? "" : "The newest "}${counted(shown, "change")}, UTC`;
}
