import "server-only";
import type { Viewer } from "@/lib/access/viewer";
import type { Direction } from "@/lib/explorer-view";
import { parseInstant } from "@/lib/time";
import { definitionNeighbours } from "./definition-edges";
import { toMoment } from "./moment";
import { getStart } from "./node-lookup";

/**
 * How many definitions are next to one on the sides that are asked for: what tells a hub before it is walked.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, and what `readQuery` throws.
 */
export async function countNeighbours(viewer: Viewer, { ref, direction, asOf }: { ref: string; direction: Direction; asOf: string | null }): Promise<number> {
  const at = asOf === null ? null : parseInstant(asOf);
  const [found] = await Promise.all([definitionNeighbours([ref], toMoment(at === null ? {} : { asOf: at })), getStart(viewer, ref)]);
  const { upstream, downstream } = found.get(ref) ?? { upstream: 0, downstream: 0 };
  return (direction === "downstream" ? 0 : upstream) + (direction === "upstream" ? 0 : downstream);
}
