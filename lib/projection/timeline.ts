import { STILL, type Micros } from "@/lib/time";
import type { Claim } from "./fragment";
import { cutAt, unionOf, type Interval } from "./intervals";

/** An entry as the timeline keeps it; `claims` is shared by entries that claim the same. In order of time, run id, digest. */
export type Entry = { at: Micros; claims: readonly Claim[] };

export type Held<T> = { what: T; intervals: Interval[] };

/** When each claim of a timeline held, and which datasets may have fed another without its last run having read them. */
export type TimelineIntervals = { claims: Held<Claim>[]; doubts: Held<{ from: string; to: string }>[] };

/** How many runs back an input may lie and still be in doubt. */
export const DOUBT_RUNS = 10;

/**
 * Replays a timeline. In a `latest` one an entry ends what the one before it claimed; in a `union` one a claim lasts. A drop of
 * the dataset that an edge leads to ends the edge until the next entry.
 * @param dropsOf the instants at which a dataset was dropped, ascending.
 * @param inputsOf the inputs of an observed job version, or `null` for one whose inputs cast no doubt.
 */
export function replayTimeline(
  mode: "latest" | "union",
  entries: readonly Entry[],
  dropsOf: (dataset: string) => readonly Micros[],
  inputsOf: (jobVersion: string) => readonly string[] | null,
): TimelineIntervals {
  const held = new Map<string, { what: Claim; intervals: Interval[] }>();
  entries.forEach((entry, i) => {
    const until = mode === "latest" ? (entries[i + 1]?.at ?? STILL) : STILL;
    for (const claim of entry.claims) {
      const id = JSON.stringify(claim);
      const known = held.get(id) ?? { what: claim, intervals: [] };
      known.intervals.push(claim.to === null ? [entry.at, until] : cutAt(entry.at, until, dropsOf(claim.to)));
      held.set(id, known);
    }
  });
  const claims = [...held.values()].map((it) => ({ what: it.what, intervals: unionOf(it.intervals) })).filter((it) => it.intervals.length > 0);
  return { claims, doubts: mode === "latest" ? doubtsOf(entries, dropsOf, inputsOf) : [] };
}

function doubtsOf(entries: readonly Entry[], dropsOf: (dataset: string) => readonly Micros[], inputsOf: (jobVersion: string) => readonly string[] | null): TimelineIntervals["doubts"] {
  const held = new Map<string, { what: { from: string; to: string }; intervals: Interval[] }>();
  const lastRead = new Map<string, number>();
  entries.forEach((entry, i) => {
    const version = entry.claims.find((it) => it.claim === "jobversion");
    const inputs = version?.claim === "jobversion" && version.to !== null ? inputsOf(version.ref) : null;
    if (!inputs || version?.to == null) return;
    for (const input of inputs) lastRead.set(input, i);
    for (const [input, at] of lastRead) {
      if (at === i) continue;
      if (i - at >= DOUBT_RUNS) {
        lastRead.delete(input);
        continue;
      }
      const known = held.get(input) ?? { what: { from: input, to: version.to }, intervals: [] };
      known.intervals.push(cutAt(entry.at, entries[i + 1]?.at ?? STILL, dropsOf(version.to)));
      held.set(input, known);
    }
  });
  return [...held.values()].map((it) => ({ what: it.what, intervals: unionOf(it.intervals) })).filter((it) => it.intervals.length > 0);
}
