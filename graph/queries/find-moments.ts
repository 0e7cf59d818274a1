import "server-only";
import { z } from "zod";
import type { Viewer } from "@/lib/access/viewer";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { formatInstant, nowMicros, STILL } from "@/lib/time";
import type { Moments } from "@/lib/lineage/moments";
import { changesAmong, MAX_CHANGES } from "./changes-among";
import { MAX_LOOKED_AT } from "./find-changes";
import { graphParams, maskFor, placesAround, refParam } from "./find-graph";
import { getStart } from "./node-lookup";

export const momentsParams = graphParams.pick({ ref: true, direction: true, depth: true }).extend({
  plane: z.enum(["definition", "instance"]),
  /** What else is drawn. */
  also: z.array(refParam).default([]),
});
export type MomentsParams = z.input<typeof momentsParams>;

const ALWAYS = { when: "period", from: -STILL, to: STILL } as const;

/**
 * The instants at which a drawn part of the graph changed, in order of time, whichever instant is looked at: all that was ever around the
 * start counts, and what else is drawn, 1,000 nodes at most. In the instance plane they are the times when something happened.
 * @throws AppError `not_found`, and what `readQuery` throws.
 */
export async function findMoments(viewer: Viewer, given: MomentsParams): Promise<Moments> {
  const { also, plane, ...walk } = momentsParams.parse(given);
  const { kind } = parseNodeRef(walk.ref)!;
  const [{ placed }] = await Promise.all([placesAround({ ...walk, limit: MAX_LOOKED_AT }, kind, plane, plane === "definition" ? ALWAYS : { when: "now" }), getStart(viewer, walk.ref)]);
  const refs = [...new Set([...also, ...placed.map(({ ref }) => ref)])];
  const looked = refs.slice(0, MAX_LOOKED_AT);
  const scope = plane === "definition" ? { definitions: looked, instances: [] } : { definitions: [], instances: looked };
  const { changes, counts } = await changesAmong(scope, { from: -STILL, last: STILL }, MAX_CHANGES, maskFor(viewer));
  const moments: { at: string; count: number }[] = [];
  for (const { at } of changes.toReversed()) {
    const last = moments.at(-1);
    if (last?.at === at) last.count++;
    else moments.push({ at, count: 1 });
  }
  return { moments, shown: counts.shown, isWhole: counts.total !== null && counts.hiddenByLimit === 0 && looked.length === refs.length, now: formatInstant(nowMicros()) };
}
