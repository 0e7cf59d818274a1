import { formatInstant, parseInstant } from "@/lib/time";

/** The instants at which a part of the graph changed, in order of time, each with how many changes. */
export type Moments = {
  moments: readonly { at: string; count: number }[];
  /** Changes in all of them. */
  shown: number;
  /** False when there are more changes than these, older ones or of nodes farther away. */
  isWhole: boolean;
  /** When they were read. */
  now: string;
};

type Moment = { at: string };

/** The last moment before an instant (`null`: now, so the last of all but the newest one that still shows); `null` where there is none. */
export function momentBefore(moments: readonly Moment[], at: string | null): string | null {
  const limit = at === null ? Infinity : parseInstant(at)!;
  const before = moments.filter((it) => parseInstant(it.at)! < limit);
  // now shows what the newest moment brought: the one before it is the first that differs
  return (at === null ? before.at(-2) : before.at(-1))?.at ?? null;
}

/** The first moment after an instant; `null` where there is none, which from an instant in the past leads back to now. */
export function momentAfter(moments: readonly Moment[], at: string | null): string | null {
  if (at === null) return null;
  const limit = parseInstant(at)!;
  return moments.find((it) => parseInstant(it.at)! > limit)?.at ?? null;
}

/**
 * The instant one change earlier or later; `null` is now, `undefined` means that there is no further one. Later than the newest moment comes now.
 */
export function stepFrom(moments: readonly Moment[], at: string | null, by: "earlier" | "later"): string | null | undefined {
  if (by === "earlier") return momentBefore(moments, at) ?? undefined;
  return at === null ? undefined : momentAfter(moments, at);
}

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

/** With which instant one is compared at first: with that before the newest change that it shows, so that this change is told; where none is known, with the day before. */
export function comparedByDefault(moments: readonly Moment[], asOf: string | null, now: string): string {
  const limit = parseInstant(asOf ?? now)!;
  const shown = asOf === null ? moments : moments.filter((it) => parseInstant(it.at)! <= limit);
  const [before, newest] = [shown.at(-2), shown.at(-1)];
  if (before) return before.at;
  return formatInstant(newest ? parseInstant(newest.at)! - SECOND : limit - DAY);
}
