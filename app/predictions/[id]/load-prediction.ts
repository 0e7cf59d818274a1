import "server-only";
import { findPredictionCandidates, findPredictionHints, type Candidate, type PredictionHints } from "@/graph/queries/find-prediction-hints";
import { findPredictionPath, type PredictionPathAnswer } from "@/graph/queries/find-prediction-path";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";

export type LoadedPrediction =
  | ({ is: "path" } & PredictionPathAnswer)
  | { is: "many"; candidates: Candidate[]; total: number }
  | ({ is: "none" } & PredictionHints);

/**
 * What an id leads to: one prediction's path, the predictions among which to choose, or what it may have been meant for.
 * @throws AppError `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadPrediction(viewer: Viewer, { id, asOf }: { id: string; asOf: string | null }): Promise<LoadedPrediction> {
  try {
    return { is: "path", ...(await findPredictionPath(viewer, { id, ...(asOf === null ? {} : { asOf }) })) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "ambiguous") return { is: "many", ...(await findPredictionCandidates(viewer, id)) };
    if (error.code === "not_found") return { is: "none", ...(await findPredictionHints(viewer, id)) };
    throw error;
  }
}
