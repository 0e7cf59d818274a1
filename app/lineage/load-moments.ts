import "server-only";
import { askForPage } from "@/app/ask-for-page";
import { findMoments } from "@/graph/queries/find-moments";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView } from "@/lib/explorer-view";
import type { Picture } from "@/lib/layout/picture";
import type { Moments } from "@/lib/lineage/moments";
import { log } from "@/lib/log";

const MAX_ALSO = 500;

/** The moments at which what is drawn changed; `null` when they could not be read. Never rejects: the picture stands without them. */
export async function loadMoments(viewer: Viewer, view: ExplorerView & { ref: string }, picture: Picture): Promise<Moments | null> {
  const also = view.expanded.length === 0 ? [] : picture.nodes.flatMap(({ ref }) => ref ?? []).slice(0, MAX_ALSO);
  const { ref, direction, depth, plane } = view;
  return askForPage("moments", () => findMoments(viewer, { ref, direction, depth, plane, also })).then(({ found }) => found, (error: unknown) => {
    log.error("the moments of a picture were not read", { error });
    return null;
  });
}
