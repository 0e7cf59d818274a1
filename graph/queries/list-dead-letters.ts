import "server-only";
import { services } from "@/graph/services";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import { requireAllNamespaces } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { formatInstant } from "@/lib/time";
import { countDeadLetters, deadLettersParams, findDeadLetters } from "./find-dead-letters";

export type DeadLettersAnswer = {
  results: { sequence: number; id: string | null; type: string | null; subject: string | null; code: string; message: string; attempts: number; firstAt: string; lastAt: string }[];
  total: number;
  shown: number;
  next?: string;
  watermark: Watermark;
};

/**
 * Dead letters with what the ledger says of their records, by sequence.
 * @throws AppError `forbidden` for a viewer that is bound to namespaces, `unavailable` when the graph, which keeps them, cannot be reached.
 */
export async function listDeadLetters(viewer: Viewer, given: { limit?: number; cursor?: number }): Promise<DeadLettersAnswer> {
  requireAllNamespaces(viewer);
  const { limit, beyond } = deadLettersParams.parse({ limit: given.limit, beyond: given.cursor });
  const watermark = currentWatermark();
  const [found, counted] = await Promise.all([findDeadLetters({ limit, beyond }), countDeadLetters({})]);
  const { ledger } = services();
  const results = found.map(({ firstAt, lastAt, ...dead }) => {
    const entry = ledger.entry(dead.sequence);
    return { ...dead, id: entry?.id ?? null, type: entry?.type ?? null, subject: entry?.subject ?? null, firstAt: formatInstant(firstAt), lastAt: formatInstant(lastAt) };
  });
  const last = results.length === limit ? results.at(-1) : undefined;
  return { results, total: counted[0]?.total ?? 0, shown: results.length, ...(last ? { next: String(last.sequence) } : {}), watermark };
}
