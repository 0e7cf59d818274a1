import "server-only";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import { findGraph, type GraphAnswer as FoundGraph, type GraphParams } from "@/graph/queries/find-graph";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView } from "@/lib/explorer-view";
import type { AnswerEdge, GraphAnswer } from "@/lib/layout/picture";

/** Whom a picture is asked of: the graph at one instant, or at two. */
export type PictureSource = {
  around: (params: Pick<GraphParams, "ref" | "direction" | "depth" | "plane" | "limit">) => Promise<Pick<FoundGraph, keyof GraphAnswer>>;
  /** All edges among what is drawn. */
  among: (refs: readonly string[]) => Promise<readonly AnswerEdge[]>;
};

/** The graph at the instant of a view. */
export function graphAt(viewer: Viewer, { asOf, plane }: ExplorerView): PictureSource {
  const when = asOf === null ? {} : { asOf };
  return {
    around: (params) => findGraph(viewer, { ...params, ...when }),
    among: (refs) => findEdgesAmong(viewer, { refs: [...refs], plane, ...when }),
  };
}
