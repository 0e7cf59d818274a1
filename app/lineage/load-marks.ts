import "server-only";
import { findNodeMarks } from "@/graph/queries/find-node-marks";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { Picture } from "@/lib/layout/picture";
import { isReserved } from "@/lib/layout/predictions-card";
import { log } from "@/lib/log";

/** Above this many cards a picture is drawn without marks. */
const MOST_MARKED = 1_000;

/** The picture with what is to be seen at a glance of its nodes. When that could not be read the picture says so, and is as it was. */
export async function withMarks(viewer: Viewer, picture: Picture): Promise<Picture> {
  // what only holds a place is in no graph
  const refs = picture.nodes.flatMap(({ ref }) => (ref === null || isReserved(ref) ? [] : ref)).slice(0, MOST_MARKED);
  try {
    const marks = await findNodeMarks(viewer, { refs, ...(picture.asOf === null ? {} : { asOf: picture.asOf }) });
    const nodes = picture.nodes.map((node) => {
      const found = node.ref === null ? undefined : marks.get(node.ref);
      return found ? { ...node, marks: found, tags: found.tags ?? [] } : node;
    });
    return { ...picture, nodes };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn("the marks of a picture could not be read", { error });
    return { ...picture, withoutMarks: true };
  }
}
